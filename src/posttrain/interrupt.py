"""Ctrl-C, and SIGTERM as if it were that; both kept from what must be finished."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from types import FrameType


@contextmanager
def terminable() -> Generator[None]:
    """Has SIGTERM, which clusters send some time before they kill, do what Ctrl-C does meanwhile."""
    with _handled([signal.SIGTERM], signal.default_int_handler):
        yield


@contextmanager
def uninterrupted() -> Generator[None]:
    """Ignores both meanwhile: who presses Ctrl-C twice still gets what the first press is saving."""
    with _handled([signal.SIGINT, signal.SIGTERM], signal.SIG_IGN):
        yield


@contextmanager
def _handled(
    numbers: Iterable[int], handler: Callable[[int, FrameType | None], object] | signal.Handlers
) -> Generator[None]:
    """Only the main thread is ever interrupted, so in any other there is nothing to do."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, signal.SIG_DFL if old is None else old)
