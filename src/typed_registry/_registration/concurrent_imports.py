"""Wait for modules that other threads are importing, unless these threads wait themselves.

A module may start a thread while it is imported, and wait for the thread to end. If the thread then waited
for the import to end, neither would ever end. Python itself notices this only if both wait for imports.
"""

from __future__ import annotations

import os
import sys
from _thread import get_ident  # threading's own, without the cost of importing that
from collections.abc import Callable
from functools import partial
from itertools import takewhile
from time import sleep
from types import FrameType
from typing import TYPE_CHECKING

from typed_registry._module_names import packages_of
from typed_registry._running_modules import begun_spec, begun_specs, frames, module_frames

if TYPE_CHECKING:
    from typing import Literal

    State = Literal["runs", "waits", "stuck"]

LIMIT = 5.0
"""For how many seconds the thread that imports a module may wait for other threads.

Only the pauses between two looks at it are counted, as long as they should last. On a busy machine they last
longer, and so may whatever the thread does or waits for.
"""

STUCK = 0.5
"""For how many seconds a thread is waited for that waits for this one, for itself, or isn't found.

It isn't found for a moment while it begins or ends an import. The pauses are counted as above.
"""

_WAITING = frozenset({"threading", "queue", "selectors", "concurrent.futures._base", "multiprocessing.pool"})
"""The modules whose functions wait for other threads.

A wait that is written in C, as of `SimpleQueue` or of a bare lock, leaves no frame of its own. It can't be
distinguished from a long computation, so it isn't recognised.
"""

_IMPORTS = frozenset({__name__, "typed_registry._registration.plugin_imports", begun_spec.__module__})
"""The modules of this library whose functions wait until another thread has imported a module."""

_AWAITED_BY = {"acquire": "self", "_await": "awaited"}
"""The variable that has the awaited module or thread, in each function that waits for one."""

_ABANDONED: dict[str, object] = {}
"""The specs of the modules that other threads were importing when this process was forked."""

_GIVEN_UP: dict[str, object] = {}
"""The specs of the modules whose import was waited for in vain."""


def begun_import(name: str) -> str | None:
    """Return the module if its import has begun and not ended, or else the innermost such package above it.

    Return None if there is none, or the module has been imported.
    """
    if name in sys.modules:
        return name if begun_spec(name) is not None else None
    return next((each for each in reversed(packages_of(name)) if begun_spec(each) is not None), None)


def is_held_up(name: str) -> bool:
    """Wait while another thread imports a module, and return True if that may take forever.

    This is so if that thread has itself waited for other threads as long as the limit. Return False if it
    waits for an import by this thread, since Python ends such a circle itself.
    """
    return _wait(name) == "waits"


def wait_for_import(name: str) -> None:
    """Wait until another thread has imported a module, unless that may take forever."""
    if not is_abandoned(name):
        _wait(name)


def wait_for_thread(thread: int, name: str, has_ended: Callable[[], bool]) -> bool:
    """Wait until a thread has ended its import of a module, and return True.

    Return False if that may take forever. The thread may import packages of the module before it.
    """
    return _await(thread, name, has_ended) is None


def _wait(name: str) -> State | None:
    """Wait until another thread has imported a module. If that may take forever, return why."""
    if _has_ended(name) or _imports(_own_frame(), name):
        return None
    return _await(name, name, partial(_has_ended, name))


def _has_ended(name: str) -> bool:
    """Return whether no thread imports a module.

    While an import ends, Python takes the module out of `sys.modules` for a moment.
    """
    return begun_spec(name) is None and (name in sys.modules or _frame_of(name) is None)


def _await(awaited: str | int, name: str, has_ended: Callable[[], bool]) -> State | None:
    """Wait for the thread that imports a module, or for a thread by its identifier.

    Return None when that has ended, and the state of the thread if it has been in that for too long: at once
    if the module `name` has been waited for in vain before.
    """
    state: State = "runs"
    left, pause = 0.0, 0.001
    while not has_ended():
        before, state = state, _state(awaited)
        if state != "runs":
            if state != before:
                left = LIMIT if state == "waits" else STUCK
            if left < 0 or _is_given_up(name):
                _give_up(name)
                return state
        sleep(pause)
        left -= pause
        pause = min(2 * pause, 0.02)
    return None


def _is_given_up(name: str) -> bool:
    """Return whether a module, or the package that is imported before it, has been waited for in vain."""
    begun = begun_import(name)
    spec = None if begun is None else _GIVEN_UP.get(begun)
    return begun is not None and spec is not None and begun_spec(begun) is spec


def _give_up(name: str) -> None:
    begun = begun_import(name)
    if begun is not None:
        _GIVEN_UP[begun] = begun_spec(begun)


def is_abandoned(name: str) -> bool:
    """Return whether nothing can end the import of a module: a thread of the parent process has begun it."""
    spec = _ABANDONED.get(name)
    return spec is not None and begun_spec(name) is spec


def _after_fork() -> None:
    """Note which modules only threads of the parent process were importing."""
    own = _own_frame()
    _ABANDONED.update({name: spec for name, spec in begun_specs().items() if not _imports(own, name)})


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def unfinished_modules() -> frozenset[str]:
    """Return the modules that this thread is importing, and those that are known to wait for it.

    A module that it imports may need one of them and fail, although it works later.
    """
    found = {name for name, spec in tuple(_GIVEN_UP.items()) if begun_spec(name) is spec}
    found |= {str(frame.f_globals.get("__name__")) for frame in module_frames(_own_frame())}
    return frozenset(name for name in found if begun_spec(name) is not None)


def _state(awaited: str | int | None) -> State:
    """Return the state of the thread that imports a module, or of a thread by its identifier.

    If it waits until another thread has imported another module, return the state of that one, and so on.
    "waits" means that a thread waits for others in another way, and "stuck" that the imports wait for one
    another or for this thread, or that a thread isn't found.
    """
    seen = set[str | int]()
    while awaited is not None and awaited not in seen:
        seen.add(awaited)
        frame = _frame_of(awaited)
        if frame is None:
            break
        if not _waits_for_an_import(frame):
            return "waits" if frame.f_globals.get("__name__") in _WAITING else "runs"
        awaited = _awaited_in(frame)
    return "stuck"


def _frame_of(awaited: str | int) -> FrameType | None:
    """Return the innermost frame of a thread, or of the one that imports a module; None for this thread."""
    threads = sys._current_frames()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the frames are the question
    del threads[get_ident()]
    if isinstance(awaited, int):
        return threads.get(awaited)
    if _imports(_own_frame(), awaited):
        return None
    return next((each for each in threads.values() if _imports(each, awaited)), None)


def _awaited_in(innermost: FrameType) -> str | int | None:
    """Return the module whose import a thread waits for, or the thread; None if it isn't known yet."""
    for frame in takewhile(_waits_for_an_import, frames(innermost)):
        variable = _AWAITED_BY.get(frame.f_code.co_name)
        if variable is not None:
            found: object = frame.f_locals.get(variable)
            awaited: object = getattr(found, "name", found)  # of a lock
            return awaited if isinstance(awaited, (str, int)) else None
    return None


def _own_frame() -> FrameType:
    return sys._getframe(1)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the frames are the question


def _imports(innermost: FrameType, name: str) -> bool:
    """Return whether a thread imports a module: runs it, or prepares or ends its import."""
    for frame in frames(innermost):
        module, function = frame.f_globals.get("__name__"), frame.f_code.co_name
        if function == "<module>" and module == name:
            return True
        if function == "_find_and_load_unlocked" and module == "importlib._bootstrap":
            imported: object = frame.f_locals.get("name")
            if imported == name:
                return True
    return False


def _waits_for_an_import(frame: FrameType) -> bool:
    """Return whether a thread waits here, or in `importlib`, until another one has imported a module."""
    module = frame.f_globals.get("__name__")
    return module in _IMPORTS or (module == "importlib._bootstrap" and frame.f_code.co_name == "acquire")
