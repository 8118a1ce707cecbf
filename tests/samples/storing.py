"""Classes whose methods store `loss` on their instances, and classes whose methods only mention it."""

# how they do it is the point

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import attrs
from typing_extensions import Self

P = ParamSpec("P")
R = TypeVar("R")


def hide(function: Callable[P, R]) -> Callable[P, R]:
    """A decorator that leaves no mark."""

    def hiding(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    return hiding


def wrap(function: Callable[P, R]) -> Callable[P, R]:
    """A decorator that leaves the usual mark."""

    @functools.wraps(function)
    def wrapping(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    return wrapping


class InInit:
    def __init__(self, loss: float) -> None:
        self.loss = loss


class Unpacked:
    def step(self) -> None:
        steps, self.loss = 1, 2.0
        self.steps = steps


class Captured:
    def step(self, loss: float) -> Callable[[], float]:
        self.loss = loss
        return lambda: self.loss


class FromInside:
    def step(self, loss: float) -> None:
        def store() -> None:
            self.loss = loss  # pyright: ignore[reportAttributeAccessIssue]  # mypy finds it

        store()


class OtherwiseNamed:
    def step(it, loss: float) -> None:  # noqa: N805  # pyright: ignore[reportSelfClsParameterName]  # on purpose
        it.loss = loss


class BySetter:
    @property
    def rate(self) -> float:
        return 1.0

    @rate.setter
    def rate(self, value: float) -> None:
        self.loss = value


class ByClassMethod:
    @classmethod
    def prepare(cls) -> None:
        cls.loss = 1.0  # type: ignore[attr-defined]  # on purpose


class Wrapped:
    @wrap
    def step(self, loss: float) -> None:
        self.loss = loss


class Hidden:
    @hide
    def step(self, loss: float) -> None:
        self.loss = loss


class InherentlySet(InInit):
    pass


class InNew:
    def __new__(cls) -> Self:
        made = super().__new__(cls)
        made.loss = 1.0  # type: ignore[attr-defined]  # on purpose  # pyright: ignore[reportAttributeAccessIssue]
        return made


class InsideNew:
    def __new__(cls) -> Self:
        made = super().__new__(cls)

        def store() -> None:
            made.loss = 1.0  # type: ignore[attr-defined]  # on purpose  # pyright: ignore[reportAttributeAccessIssue]

        store()
        return made


def store_on(it: InInit, loss: float) -> None:
    it.loss = loss


class ByPartialMethod:
    step = functools.partialmethod(store_on, loss=1.0)


class ByPartial:
    step = functools.partial(store_on, loss=1.0)


class OnlyDeclared:
    def __init__(self) -> None:
        self.loss: float


class ForCheckers:
    if TYPE_CHECKING:
        loss: float


@attrs.define(slots=False)
class Fields:
    loss: float = attrs.field(init=False)


class Reading:
    def show(self, other: InInit) -> float:
        return other.loss + self.loss  # type: ignore[attr-defined, no-any-return]  # on purpose  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]


class Calling:
    def show(self) -> None:
        self.loss()  # type: ignore[attr-defined]  # on purpose  # pyright: ignore[reportAttributeAccessIssue]


class OnOthers:
    def step(self, other: InInit) -> None:
        self.other = other
        other.loss = 1.0
        self.other.loss = 2.0


class Deleting:
    def step(self) -> None:
        del self.loss  # type: ignore[attr-defined]  # on purpose  # pyright: ignore[reportAttributeAccessIssue]


class Local:
    def step(self) -> float:
        loss = 1.0
        return loss  # noqa: RET504  # a local variable is the point


class Emptied:
    """Has a method that closes over a variable without a value."""

    def made() -> Callable[[object], object]:  # type: ignore[misc]  # on purpose  # pyright: ignore[reportSelfClsParameterName]
        def step(_it: object) -> object:
            return unset

        if TYPE_CHECKING:
            unset = 1
        return step

    step = made()


class Borrowing:
    """Has a method that is bound to another object."""

    step = OtherwiseNamed().step


class OnLocals:
    @staticmethod
    def step() -> InInit:
        other = InInit(1.0)
        other.loss = 2.0
        return other


class AroundAnother:
    """Has a class that stores the attribute on instances of its own."""

    class Inner:
        def __init__(self) -> None:
            self.loss = 1.0


class Shadowing:
    def step(self) -> Callable[[InInit], None]:
        def store(self: InInit) -> None:
            self.loss = 1.0

        return store
