"""Wait for modules that other threads are importing, unless these threads wait themselves.

A module may start a thread while it is imported, and wait for the thread to end. If the thread then waited
for the import to end, neither would ever end. Python itself notices this only if both wait for imports.
"""

from __future__ import annotations

import os
import sys
from _thread import get_ident  # threading's own, without the cost of importing that
from time import monotonic, sleep
from types import FrameType

from typed_registry._running_modules import begun_spec, begun_specs

LIMIT = 5.0
"""For how many seconds the thread that imports a module may wait for other threads."""

STUCK = 0.1
"""For how many seconds a module is waited for that no thread seems to go on importing.

Its thread waits for an import of this one, or isn't found.
"""

_WAITING = frozenset({"threading", "queue", "selectors", "concurrent.futures._base", "multiprocessing.pool"})
"""The modules whose code runs while a thread waits for others."""

_IMPORTS = frozenset({__name__, "typed_registry._registration.plugin_imports", begun_spec.__module__})
"""The modules of this library whose code runs while a thread waits for an import."""

_WAITING_FUNCTIONS = {
    "acquire": "self",
    "wait_for_import": "name",
    "is_held_up": "name",
    "_wait_for": "module",
}
"""The functions that wait for an import, each with its variable that knows the module."""

_ABANDONED: dict[str, object] = {}
"""The specs of the modules that other threads were importing when this process was forked."""

_GIVEN_UP: dict[str, object] = {}
"""The specs of the modules whose import was waited for in vain."""


def is_held_up(name: str) -> bool:
    """Wait while another thread imports a module, and return True if that may take forever.

    This is so if that thread has itself waited for other threads as long as the limit.
    """
    deadline, pause = None, 0.001
    while (spec := begun_spec(name)) is not None:
        frame = _importing_frame(name)
        if frame is None or _waits_for_an_import(frame):  # in a circle, which Python notices
            return False
        if frame.f_globals.get("__name__") not in _WAITING:
            deadline = None
        elif _GIVEN_UP.get(name) is spec:
            return True
        else:
            deadline = deadline or monotonic() + LIMIT
            if monotonic() > deadline:
                _GIVEN_UP[name] = spec
                return True
        del frame  # which would keep the variables of another thread alive
        sleep(pause)
        pause = min(2 * pause, 0.02)
    _GIVEN_UP.pop(name, None)
    return False


def wait_for_import(name: str) -> None:
    """Wait until another thread has imported a module, unless that may take forever."""
    end = None
    while (spec := begun_spec(name)) is not None and not is_abandoned(name):
        frame = _importing_frame(name)
        is_running = frame is not None and not _waits_for_an_import(frame)
        del frame  # as above
        if is_running:
            end = None
            if is_held_up(name):
                return
            continue
        if _GIVEN_UP.get(name) is spec or _is_imported_here(name):
            return
        end = end or monotonic() + STUCK
        if monotonic() > end:
            _GIVEN_UP[name] = spec
        sleep(0.001)


def is_waiting(thread: int) -> bool:
    """Return whether a thread waits for other threads or their imports, or has ended."""
    frame = sys._current_frames().get(thread)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # as below
    return frame is None or _waits_for_an_import(frame) or frame.f_globals.get("__name__") in _WAITING


def is_abandoned(name: str) -> bool:
    """Return whether nothing can end the import of a module: a thread of the parent process has begun it."""
    spec = _ABANDONED.get(name)
    return spec is not None and begun_spec(name) is spec


def _after_fork() -> None:
    """Note which modules only threads of the parent process were importing."""
    own = sys._getframe()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # as below
    _ABANDONED.update({name: spec for name, spec in begun_specs().items() if not _imports(own, name)})


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def unfinished_modules() -> frozenset[str]:
    """Return the modules that this thread is importing, and those that are known to wait for it.

    A module that it imports may need one of them and fail, although it works later.
    """
    found = {name for name, spec in tuple(_GIVEN_UP.items()) if begun_spec(name) is spec}
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # as below
    while frame is not None:
        if frame.f_code.co_name == "<module>":
            found.add(str(frame.f_globals.get("__name__")))
        frame = frame.f_back
    return frozenset(name for name in found if begun_spec(name) is not None)


def _importing_frame(name: str) -> FrameType | None:
    """Return the innermost frame of the thread that imports a module, unless that is this thread.

    If it waits until another thread has imported another module, return the frame of that thread, and so on.
    """
    awaited: str | None = name
    seen = set[str]()
    frame = None
    while awaited is not None and awaited not in seen:
        seen.add(awaited)
        frame = _frame_importing(awaited)
        awaited = None if frame is None else _awaited_in(frame)
    return frame


def _frame_importing(name: str) -> FrameType | None:
    threads = sys._current_frames()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the frames are the question
    own = threads.pop(get_ident())
    return (
        None
        if _imports(own, name)
        else next((each for each in threads.values() if _imports(each, name)), None)
    )


def _awaited_in(innermost: FrameType) -> str | None:
    """Return the module whose import a thread waits for; None if it waits for none."""
    frame: FrameType | None = innermost
    while frame is not None and _waits_for_an_import(frame):
        function = frame.f_code.co_name
        if function in _WAITING_FUNCTIONS:
            found: object = frame.f_locals.get(_WAITING_FUNCTIONS[function])
            name: object = getattr(found, "name", found)  # of a lock
            return name if isinstance(name, str) else None
        frame = frame.f_back
    return None


def _is_imported_here(name: str) -> bool:
    return _imports(sys._getframe(), name)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # as above


def _imports(innermost: FrameType, name: str) -> bool:
    """Return whether a thread imports a module: runs it, or does what is to be done before and afterwards."""
    frame: FrameType | None = innermost
    while frame is not None:
        module, function = frame.f_globals.get("__name__"), frame.f_code.co_name
        if function == "<module>" and module == name:
            return True
        if function == "_find_and_load_unlocked" and module == "importlib._bootstrap":
            imported: object = frame.f_locals.get("name")
            if imported == name:
                return True
        frame = frame.f_back
    return False


def _waits_for_an_import(frame: FrameType) -> bool:
    """Return whether a thread waits here, or in `importlib`, until another one has imported a module."""
    module = frame.f_globals.get("__name__")
    return module in _IMPORTS or (module == "importlib._bootstrap" and frame.f_code.co_name == "acquire")
