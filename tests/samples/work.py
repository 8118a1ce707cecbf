"""How much the library does for a call, counted in instructions, so that a test can compare two sizes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import TraceFunction


def instructions(act: Callable[[], object]) -> int:
    """Return how many instructions of the library's own code run in a call."""
    counted = 0

    def called(frame: FrameType, _event: str, _argument: object) -> TraceFunction | None:
        if not str(frame.f_globals.get("__name__")).startswith("typed_registry"):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return counting

    def counting(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal counted
        counted += event == "opcode"
        return counting

    before = sys.gettrace()
    sys._getframe().f_trace_opcodes = True  # pyright: ignore[reportPrivateUsage]  # before tracing, in Python 3.12
    sys.settrace(called)
    try:
        act()
    finally:
        sys.settrace(before)
    assert counted, "nothing of the library is called"
    return counted


def growth(size: int, prepare: Callable[[int], Callable[[], object]]) -> float:
    """Return how many times as much a call does for twice the size; it is prepared for each of the two."""
    instructions(prepare(size))  # since Python 3.15 counts less of code that it traces for the first time
    less = instructions(prepare(size))
    return instructions(prepare(2 * size)) / less
