"""A small program about registries, and what a checker's errors in it mean."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from attrs import frozen

_LIBRARY = "import typed_registry; print(typed_registry.Registry)"
_ABSENT = "no such component"


@frozen
class Subject:
    """A registry to ask about."""

    module: str
    variable: str
    names: tuple[str, ...]
    """What is registered in this environment, plugins included."""
    foreign: frozenset[str] = frozenset()
    """Those of them that plugins have brought, which a stub beside the module leaves out."""


@frozen
class Sight:
    """What a checker sees of a registry."""

    subject: Subject
    missing: str | None
    """The module that it doesn't find: the registry's, or this library."""
    stub: bool
    """Whether it refuses a name that nobody has registered: without a stub it knows no names at all."""
    unknown: tuple[str, ...]
    """Registered names that it doesn't know."""
    calls: bool
    """Whether it refuses a call without the arguments that are needed."""


class Question:
    """The program: the library's import, and for each registry its own, a wrong key and call, and each name.

    >>> print(Question([Subject("shop", "PARTS", ("bolt",))]).text, end="")
    import typed_registry; print(typed_registry.Registry)
    from shop import PARTS as _0
    _0.components['no such component']
    _0.build()
    _0.components['bolt']
    """

    def __init__(self, subjects: list[Subject]) -> None:
        self._subjects = subjects
        lines = (line for number, subject in enumerate(subjects) for line in _lines(number, subject))
        self.text: str = "".join(f"{line}\n" for line in (_LIBRARY, *lines))

    def sights(self, wrong: AbstractSet[int]) -> Iterator[Sight]:
        """What a checker sees that finds errors in these lines, counted from 1."""
        first = 2
        for subject in self._subjects:
            names = enumerate(subject.names, first + 3)
            unknown = tuple(name for line, name in names if line in wrong)
            missing = "typed_registry" if 1 in wrong else subject.module if first in wrong else None
            yield Sight(subject, missing, first + 1 in wrong, unknown, first + 2 in wrong)
            first += 3 + len(subject.names)


def _lines(number: int, subject: Subject) -> Iterator[str]:
    yield f"from {subject.module} import {subject.variable} as _{number}"
    yield f"_{number}.components[{_ABSENT!r}]"
    yield f"_{number}.build()"
    yield from (f"_{number}.components[{name!r}]" for name in subject.names)
