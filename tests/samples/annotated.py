"""Functions whose annotations name what is hard to look up."""

# ruff: noqa: ARG001, ARG002  # their signatures are the point

from __future__ import annotations

from collections.abc import Callable


class Inner:
    """A global."""


def spread(*args: object) -> object:
    """Takes and returns what only checkers know."""
    return args


spread.__annotations__ = {"args": "*Ts", "return": "tuple[*Ts]"}  # as Python 3.11 keeps it, with `Ts` unknown


class Scoped:
    """Has a class of the name of a global."""

    class Inner:
        """Hides the global."""

    def inner_of(self, count: int) -> Inner:
        """Returns the inner class."""
        return self.Inner()  # pyright: ignore[reportReturnType]  # it takes the name for the global


def plainly(count: int) -> Inner:
    """Names a builtin and a global."""
    return Inner()


def hiding() -> Callable[[int], object]:
    """Makes a function that returns a local class."""

    class Inner:
        """Hides the global."""

    def made(count: int) -> Inner:
        return Inner()  # pyright: ignore[reportReturnType]  # it takes the name for the global

    return made
