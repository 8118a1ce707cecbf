"""Classes that are written as others, and classes that only look so: for what is known from other classes."""

# ruff: noqa: ARG002, ARG004, PLW0211, N801, A001, B024, FBT001, FBT002  # how they are written is the point

from __future__ import annotations

import functools
import inspect
from abc import ABC, abstractmethod
from typing import Protocol


class Runs(Protocol):
    def run(self, steps: int, *, fast: bool = False) -> float: ...


class Plain:
    def run(self, steps: int, *, fast: bool = False) -> float:
        return 0.0


class Twin:
    def run(self, steps: int, *, fast: bool = False) -> float:
        return 1.0


class Static:
    @staticmethod
    def run(self: object, steps: int, *, fast: bool = False) -> float:  # pyright: ignore[reportSelfClsParameterName]  # on purpose
        return 0.0


class Shadowed(Plain):
    run: int = 3  # type: ignore[assignment]  # on purpose  # pyright: ignore[reportIncompatibleMethodOverride]


class Declared(Plain):
    run: int  # type: ignore[assignment]  # on purpose  # pyright: ignore[reportIncompatibleMethodOverride]


class Unresolved(Protocol):
    def run(self, steps: Nobody) -> None: ...  # type: ignore[name-defined]  # noqa: F821  # on purpose  # pyright: ignore[reportUndefinedVariable, reportUnknownParameterType]


@functools.wraps(len)
def measured(*args: object) -> int:
    return len(args)


class Left(Plain, ABC):
    @abstractmethod
    def stop(self) -> None: ...


class Wider:
    def run(self, steps: int, rate: float, *, fast: bool = False) -> float:
        return 0.0


class Defaultless:
    def run(self, steps: int, *, fast: bool) -> float:
        return 0.0


class PositionalOnly:
    def run(self, steps: int, /, *, fast: bool = False) -> float:
        return 0.0


class Positional:
    def run(self, steps: int, fast: bool = False, /) -> float:
        return 0.0


class Explicit(Runs):
    def run(self, steps: int, *, fast: bool = False) -> float:
        return 0.0


class Signed:
    def run(self, steps: int, *, fast: bool = False) -> float:
        return 0.0


Signed.run.__signature__ = inspect.signature(len)  # type: ignore[attr-defined]  # on purpose


class Awaited:
    async def run(self, steps: int, *, fast: bool = False) -> float:
        return 0.0


class Narrowed:
    class int: ...  # hides the builtin from the annotations of this class

    def run(self, steps: int, *, fast: bool = False) -> float:
        return 0.0


class Marked(Plain):  # no Protocol, whatever its attribute says
    _is_protocol = True


class Decorated:
    @functools.wraps(Plain.run)
    def run(self, steps: int, *, fast: bool = False) -> float:
        return 0.0


class Moved:
    def run(self, steps: int, *, fast: bool = False) -> float:
        return 0.0


Moved.run.__module__ = "tests.samples.trainers"


class LooseTrainer:
    @staticmethod
    def train(self: object, steps: int) -> float:  # pyright: ignore[reportSelfClsParameterName]  # on purpose
        return 0.0


class Uncomparable:  # noqa: PLW1641  # can't be compared
    def __eq__(self, other: object) -> bool:
        raise ValueError("can't be compared")


def annotated_by(annotation: object) -> type[object]:
    """Return a class whose method has an annotation that is no type."""

    class Made:
        def run(self, steps, *, fast: bool = False) -> float:  # type: ignore[no-untyped-def]  # noqa: ANN001  # pyright: ignore[reportMissingParameterType, reportUnknownParameterType]  # annotated below
            return 0.0

    Made.run.__annotations__["steps"] = annotation
    return Made


class Steps(Protocol):
    def run(self, steps: int = 3) -> float: ...


class StepsByDefault:
    def run(self, steps: int = 4) -> float:
        return 0.0


class StepsNeeded:
    def run(self, steps: int) -> float:
        return 0.0


class Stars(Protocol):
    def run(self, *given: int, **named: str) -> None: ...


class StarsTyped:
    def run(self, *a: int, **b) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN003  # on purpose  # pyright: ignore[reportMissingParameterType, reportUnknownParameterType]
        pass


class StarsSwapped:
    def run(self, *b, **a: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN002  # on purpose  # pyright: ignore[reportMissingParameterType, reportUnknownParameterType]
        pass


class Above: ...


class Below(Above): ...


class Climbs(Protocol):
    def climb(self, start: Above) -> Above: ...


class Ladder:
    def climb(self, start: Above) -> Above:
        return start


class Stairs:
    def climb(self, start: Above) -> Above:
        return start


class BelowAbstract(Above, ABC): ...


class Virtual(ABC): ...


Virtual.register(Below)


class Singular(type):
    def __call__(cls) -> object:
        return None


class Odd(Above, metaclass=Singular): ...
