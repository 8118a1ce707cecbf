"""The modules that have been imported, and those whose import has begun and not ended.

Python notes in the spec of a module, under a private name, that its import hasn't ended. A module has another
spec each time that it runs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import FrameType, ModuleType
from typing import cast


def is_imported(name: str) -> bool:
    """Return whether a module has been imported to its end, so that another import registers nothing.

    >>> is_imported("sys"), is_imported("no_such_module")
    (True, False)
    """
    module = sys.modules.get(name)  # asked once: another thread's import of it may fail meanwhile
    return module is not None and _begun_spec_of(module) is None


def begun_spec(name: str) -> object:
    """Return the spec of a module whose import has begun and not ended; None for another module."""
    return _begun_spec_of(sys.modules.get(name))


def _begun_spec_of(module: object) -> object:
    spec: object = getattr(module, "__spec__", None)
    return spec if _is_begun(spec) else None


def begun_specs() -> dict[str, object]:
    """Return the specs of all modules whose import has begun and not ended, by the names of these."""
    every: list[tuple[str, object]] = [*sys.modules.items()]
    specs = ((name, spec_of(module)) for name, module in every)
    return {name: spec for name, spec in specs if _is_begun(spec)}


def specs_by_identity() -> dict[int, object]:
    """Return the specs of all modules by their identities. A program may have thousands of modules."""
    specs = [
        module.__dict__.get("__spec__") if type(module) is ModuleType else spec_of(module)
        for module in tuple(sys.modules.values())
    ]
    return dict(zip(map(id, specs), specs, strict=True))


def spec_of(module: object) -> object:
    """Return the spec of a module. A module that is loaded when it is needed isn't loaded for that."""
    if not issubclass(type(module), ModuleType):
        return None
    return cast("dict[str, object]", object.__getattribute__(module, "__dict__")).get("__spec__")


def begun_among(specs: Iterable[object]) -> list[object]:
    """Return those of the specs whose modules' imports have begun and not ended."""
    return [*filter(_is_begun, specs)]


def _is_begun(spec: object) -> bool:
    return bool(getattr(spec, "_initializing", False))


def frames(innermost: FrameType) -> Iterator[FrameType]:
    """Yield the frames of a thread, the innermost first."""
    frame: FrameType | None = innermost
    while frame is not None:
        yield frame
        frame = frame.f_back


def module_frame(innermost: FrameType | None) -> FrameType | None:
    """Return the innermost frame, from this one outwards, that runs the code of a module."""
    frame = innermost
    while frame and frame.f_code.co_name != "<module>":  # for each registration: no generator
        frame = frame.f_back
    return frame


def module_frames(innermost: FrameType) -> Iterator[FrameType]:
    """Yield the frames of a thread that run the code of modules, the innermost first."""
    frame = module_frame(innermost)
    while frame is not None:
        yield frame
        frame = module_frame(frame.f_back)
