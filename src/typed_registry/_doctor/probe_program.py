"""Write a small program that uses registries, and read a checker's errors in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from attrs import frozen

_LIBRARY = "import typed_registry; print(typed_registry.Registry)"
_ABSENT = "no such component"


@frozen
class ProbedRegistry:
    """A registry that the program uses."""

    module: str
    variable: str
    names: tuple[str, ...]
    """Every name that is registered in this environment, including those of plugins."""
    plugin_names: frozenset[str] = frozenset()
    """The names that plugins register. A stub beside the module leaves them out."""
    notices: tuple[tuple[str, str], ...] = ()
    """The components that no config can choose, or not with all their parameters, each with the reason."""


@frozen
class Visibility:
    """The findings of a checker about a registry."""

    registry: ProbedRegistry
    missing_module: str | None
    """The module that the checker doesn't find: the registry's, or this library; None if it finds both."""
    sees_stub: bool
    """Whether it refuses a name that isn't registered. Without a stub, it knows no names at all."""
    unknown_names: tuple[str, ...]
    """Registered names that it refuses."""
    checks_calls: bool
    """Whether it refuses a call whose arguments are missing."""


class ProbeProgram:
    """A program that uses each registry: a wrong name, a wrong call, and every registered name.

    >>> print(ProbeProgram([ProbedRegistry("shop", "PARTS", ("bolt",))]).text, end="")
    import typed_registry; print(typed_registry.Registry)
    from shop import PARTS as _0
    _0.components['no such component']
    _0.build()
    _0.components['bolt']
    """

    def __init__(self, registries: list[ProbedRegistry]) -> None:
        self._registries = registries
        lines = (line for number, registry in enumerate(registries) for line in _lines(number, registry))
        self.text: str = "".join(f"{line}\n" for line in (_LIBRARY, *lines))

    def visibilities(self, wrong: AbstractSet[int]) -> Iterator[Visibility]:
        """Yield what a checker knows of each registry, given the lines, from 1, in which it finds errors."""
        first = 2
        for registry in self._registries:
            names = enumerate(registry.names, first + 3)
            unknown = tuple(name for line, name in names if line in wrong)
            missing = "typed_registry" if 1 in wrong else registry.module if first in wrong else None
            yield Visibility(registry, missing, first + 1 in wrong, unknown, first + 2 in wrong)
            first += 3 + len(registry.names)


def error_lines(printed: str, file: str) -> Iterator[int]:
    """Yield the lines of a file in which a checker's output reports errors.

    >>> list(error_lines("main.py:3:1: error: no such name", "main.py"))
    [3]
    """
    for line in printed.splitlines():
        found = re.search(rf"{re.escape(file)}:(\d+)", line)
        if found and re.search(r"\berror\b", line, re.IGNORECASE):
            yield int(found[1])


def _lines(number: int, registry: ProbedRegistry) -> Iterator[str]:
    yield f"from {registry.module} import {registry.variable} as _{number}"
    yield f"_{number}.components[{_ABSENT!r}]"
    yield f"_{number}.build()"
    yield from (f"_{number}.components[{name!r}]" for name in registry.names)
