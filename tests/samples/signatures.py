"""Components that are registered without a config, one for each kind of signature."""

# ruff: noqa: ANN001, ANN201  # their signatures are the point

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from tests.samples.trainers import Context


class Keywords:
    """Takes two things by keyword.

    And says more of them here.
    """

    def __init__(self, context: Context, beta: float, *, steps: int = 3, tags: tuple[str, ...] = ()) -> None:
        self.context = context
        self.values = (beta, steps, tags)


class Starred:
    """Takes whatever is given."""

    def __init__(self, context: Context, *rest: int, beta: float = 0.1, **more: str) -> None:
        self.values = (context, rest, beta, more)


class Guarded:
    """Its dependency has no name, and its options hide."""

    def __init__(self, context: Context, /, _beta: float = 0.1) -> None:
        self.values = (context, _beta)


class Nameless:
    """Has a second parameter that no keyword reaches."""

    def __init__(self, context: Context, beta: float, /) -> None:
        self.values = (context, beta)


class Optional:
    """Has a second parameter that no keyword reaches, and none needs to."""

    def __init__(self, context: Context, beta: float = 0.1, /, steps: int = 3) -> None:
        self.values = (context, beta, steps)


class Hub:
    """Has a required parameter with the name of the choice itself."""

    def __init__(self, context: Context, name: str, split: str = "train") -> None:
        self.values = (context, name, split)


class Local:
    """Has an optional one."""

    def __init__(self, context: Context, name: str = "here", split: str = "train") -> None:
        self.values = (context, name, split)


class Callbacks:
    """Takes a function, which no file can hold."""

    def __init__(self, context: Context, rate: float = 0.5, measure: Callable[[str], int] = len) -> None:
        self.values = (context, rate, measure)


@frozen
class Fields:
    """An attrs class with a private field."""

    context: Context
    _beta: float = 0.1
    steps: int = 3


class Inherits(Keywords):
    """Takes what its base takes."""


def plain(context, beta, steps=3, kind="sigmoid", rate=None):  # type: ignore[no-untyped-def]  # pyright: ignore[reportMissingParameterType, reportUnknownParameterType]  # on purpose
    """Has no annotations."""
    return (context, beta, steps, kind, rate)  # pyright: ignore[reportUnknownVariableType]  # on purpose
