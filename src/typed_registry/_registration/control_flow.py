"""Which thread or task holds something, and whether the one that asks may hold it as well."""

from __future__ import annotations

import os
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import Task

    from typed_registry._place import Place


class Hold:
    """A block that a thread or a task has entered.

    Code that runs within the block, a task that it starts included, may enter another one. So the blocks that
    code is in are kept in a context variable, which new tasks inherit. Other threads are always other code.
    """

    def __init__(self, place: Place) -> None:
        from threading import current_thread

        self.place = place
        """The line of the block."""
        self._thread = current_thread()
        self._task = _current_task()
        self._process = os.getpid()
        task = "" if self._task is None else f", task {self._task.get_name()}"
        self.holder: str = f"thread {self._thread.name}{task}"
        _HELD.set((*_HELD.get(), self))

    @property
    def excludes_caller(self) -> bool:
        """True if the code that asks isn't within the block, and the code that entered it still runs."""
        from threading import current_thread

        is_within = self in _HELD.get() and self._thread is current_thread()
        return not is_within and not self._is_over

    def outlasts(self, other: Hold) -> bool:
        """Return whether this block was entered by other code than the other one, which still runs."""
        is_other_code = self._thread is not other._thread or self._task is not other._task
        return is_other_code and not self._is_over

    @property
    def _is_over(self) -> bool:
        """True if the code that entered the block doesn't run any more, as in a process that was forked."""
        is_done = self._task is not None and self._task.done()
        return is_done or not self._thread.is_alive() or self._process != os.getpid()

    def release(self) -> None:
        """Leave the block, perhaps in another context than the one in which it was entered."""
        _HELD.set(tuple(hold for hold in _HELD.get() if hold is not self))


_HELD: ContextVar[tuple[Hold, ...]] = ContextVar("typed_registry_held", default=())
"""The blocks that the current code runs within."""


def _current_task() -> Task[object] | None:
    """Return the task of asyncio that runs in this thread, if there is one."""
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return None
    try:
        task: Task[object] | None = asyncio.current_task()
    except RuntimeError:  # no event loop runs in this thread
        return None
    return task
