"""Ctrl-C and SIGTERM: a run ends where a step is whole, and nothing interrupts what it saves then."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import TypeAlias

import torch
from attrs import define

from posttrain.group import ALONE, Group

Handler: TypeAlias = Callable[[int, "FrameType | None"], object]

SIGNALS = (signal.SIGINT, signal.SIGTERM)
"""The signals that end a run. Clusters send SIGTERM some time before they kill."""


@define
class Postponement:
    """The handler of signals that wait for the end of a step. Lives as long as the block of `postponed`."""

    group: Group
    came: bool = False
    """Whether there was a signal."""

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Note the signal."""
        del number, frame
        self.came = True

    def check(self) -> None:
        """Raise KeyboardInterrupt if there was a signal, in whichever of the processes."""
        if self.group.size > 1:
            self.came = bool(self.group.sum(torch.tensor([float(self.came)])).item())
        if self.came:
            _ignore_from_here()
            raise KeyboardInterrupt


@contextmanager
def terminable() -> Generator[None]:
    """Let SIGTERM do what Ctrl-C does. The first signal raises KeyboardInterrupt; later ones are ignored."""
    with _handled(_raise_once):
        yield


@contextmanager
def uninterrupted() -> Generator[None]:
    """Ignore both signals in the block."""
    with _handled(_ignore):
        yield


@contextmanager
def interruptible() -> Generator[None]:
    """Raise KeyboardInterrupt at once in the block, even where signals wait, or are ignored since the first.

    The block changes no weights. Several processes have to stop together, so that there signals wait on.
    """
    handler = signal.getsignal(signal.SIGTERM)
    if isinstance(handler, Postponement) and handler.group.size > 1:
        yield
        return
    if isinstance(handler, Postponement):
        handler.check()
    with _handled(_raise_once):
        yield


@contextmanager
def postponed(group: Group = ALONE) -> Generator[Postponement]:
    """Let signals wait until `check` is called, where the weights are those of a whole step."""
    postponement = Postponement(group)
    with _handled(postponement):
        yield postponement


def _raise_once(number: int, frame: FrameType | None) -> None:
    del number, frame
    _ignore_from_here()
    raise KeyboardInterrupt


def _ignore(number: int, frame: FrameType | None) -> None:
    del number, frame


def _ignore_from_here() -> None:
    for number in _heeded():
        signal.signal(number, _ignore)


@contextmanager
def _handled(handler: Handler) -> Generator[None]:
    """Give both signals a handler in the block.

    Once a signal has ended the run, both stay ignored up to the end of the outermost block.
    """
    before = {number: signal.signal(number, handler) for number in _heeded()}
    try:
        yield
    finally:
        for number, old in before.items():
            has_ended = handler is not _ignore and signal.getsignal(number) is _ignore
            if not has_ended or not _is_ours(old):
                signal.signal(number, signal.SIG_DFL if old is None else old)


def _is_ours(handler: object) -> bool:
    return handler in (_raise_once, _ignore) or isinstance(handler, Postponement)


def _heeded() -> list[signal.Signals]:
    """Return the signals that this thread can handle, without those that the program ignores."""
    if threading.current_thread() is not threading.main_thread():
        return []
    return [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
