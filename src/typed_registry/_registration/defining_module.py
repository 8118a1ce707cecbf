"""The module that defines a registry: the one whose code creates it, or has it created by a helper."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import FrameType

from typed_registry._running_modules import module_frame

_LIBRARY = __name__.partition(".")[0]

_NAMES: dict[tuple[str, type], Mapping[int, str]] = {}
"""The globals of a module that are of a class, as far as they were looked for: their names by identities."""


class DefiningModule:
    """Where a registry is defined, which is certain once its module has given it a name."""

    __slots__ = ("_candidates", "_names", "_registry", "at_top_level")

    def __init__(self, registry: object, candidates: tuple[str, ...], *, at_top_level: bool) -> None:
        self._registry = registry
        self._candidates = candidates
        self._names: dict[str, str] = {}
        self.at_top_level = at_top_level
        """True if the module's own code creates the registry, and not a function."""

    @property
    def innermost(self) -> str:
        """The innermost of the creating modules; while the registry is created, it is a global of none."""
        return self._candidates[0]

    @property
    def module(self) -> str:
        """The first of the creating modules that has the registry as a global, or else the innermost."""
        return next(filter(self._name_in, self._candidates), self.innermost)

    @property
    def name(self) -> str | None:
        """The name of that global; None for a registry that isn't a global of any module."""
        return next(filter(None, map(self._name_in, self._candidates)), None)

    @property
    def held(self) -> object:
        """The present value of the global in which the registry was last found."""
        known = next(iter(tuple(self._names.items())), None)
        return None if known is None else getattr(sys.modules.get(known[0]), known[1], None)

    def _name_in(self, module: str) -> str | None:
        imported = sys.modules.get(module)  # asked once: another thread's import of it may fail
        held = {} if imported is None else vars(imported)
        known = self._names.get(module, "")  # most likely still right, and modules may have many globals
        if held.get(known) is self._registry:
            return known
        found = _name_among(held, self._registry, module)
        if found is not None:
            self._names[module] = found
        return found


def _name_among(held: Mapping[str, object], registry: object, module: str) -> str | None:
    """Return the first name of a registry among the globals of a module; None if it isn't one of them.

    The names of all registries of its class are noted, as a module may have many and each is asked for.
    """
    kind = type(registry)
    known = _NAMES.get((module, kind), {}).get(id(registry), "")
    if held.get(known) is registry:
        return known
    alike = [(name, value) for name, value in tuple(held.items()) if type(value) is kind]
    names = _NAMES[module, kind] = {id(value): name for name, value in reversed(alike)}
    return names.get(id(registry))


def defined_by(registry: object) -> DefiningModule:
    """Return where the registry that is being created is defined."""
    frame = sys._getframe(2)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the frames are the question
    while frame.f_back is not None and (is_of_library(frame) or _is_own_method(frame, registry)):
        frame = frame.f_back
    inner = str(frame.f_globals.get("__name__", "__main__"))
    at_top_level = frame.f_code.co_name == "<module>"
    outer = module_frame(frame)
    modules = (inner,) if outer is None else (inner, str(outer.f_globals.get("__name__", "__main__")))
    return DefiningModule(registry, tuple(dict.fromkeys(modules)), at_top_level=at_top_level)


def is_of_library(frame: FrameType) -> bool:
    """Return whether the code that a frame runs is this library's, or that of `typing`, which calls it."""
    module = str(frame.f_globals.get("__name__", ""))
    return module.partition(".")[0] == _LIBRARY or module == "typing"


def _is_own_method(frame: FrameType, registry: object) -> bool:
    """Return whether this is a method of the registry, such as a subclass's own `__init__`."""
    code = frame.f_code
    return code.co_argcount > 0 and frame.f_locals.get(code.co_varnames[0]) is registry
