"""Another thread that does something between two instructions of a function, at each place in turn.

A race needs another thread to run at one of a few places, which hardly ever happens by itself. Here, it runs
at each of them, so that a test of a race fails each time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Thread
from types import CodeType, FrameType

LONGEST = 0.01
"""For how many seconds the function waits, since the other thread may wait for a lock that it holds."""


def places(*functions: object) -> Iterator[Place]:
    """Yield the place before each instruction of functions or properties, for as long as it is reached."""
    codes = frozenset(code for each in functions for code in _with_inner(_code_of(each)))
    for number in count():
        place = Place(codes, number)
        yield place
        if not place.is_reached:
            assert number, "none of the functions is called"
            return


class Place:
    """The place before an instruction, by how many others have been run."""

    def __init__(self, codes: frozenset[CodeType], number: int) -> None:
        self.is_reached = False
        self._codes = codes
        self._left = number
        self._other: Thread | None = None

    @contextmanager
    def meanwhile(self, act: Callable[[], object]) -> Generator[None]:
        """Have another thread call a function when a call in the block is at this place."""
        errors: list[BaseException] = []

        def run() -> None:
            try:
                act()
            except BaseException as error:  # noqa: BLE001  # raised below
                errors.append(error)

        self._other = Thread(target=run)
        before = sys.gettrace()
        sys._getframe().f_trace_opcodes = True  # pyright: ignore[reportPrivateUsage]  # before tracing, in Python 3.12
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(before)
            if self.is_reached:
                self._other.join()
        if errors:
            raise errors[0]

    def _called(self, frame: FrameType, event: str, _argument: object) -> Tracer | None:
        if event != "call" or frame.f_code not in self._codes:
            return None
        frame.f_trace = self._stepped  # first, in Python 3.13
        frame.f_trace_opcodes = True
        return self._stepped

    def _stepped(self, _frame: FrameType, event: str, _argument: object) -> Tracer | None:
        if event == "opcode":
            self._left -= 1
            if self._left == -1 and self._other is not None:
                self.is_reached = True
                self._other.start()
                self._other.join(LONGEST)
        return self._stepped


def _code_of(function: object) -> CodeType:
    code: object = getattr(getattr(function, "fget", function), "__code__", None)
    assert isinstance(code, CodeType)
    return code


Tracer = Callable[[FrameType, str, object], "Tracer | None"]


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of a function, and of the functions and comprehensions in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _with_inner(constant)
