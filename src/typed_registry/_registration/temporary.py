"""Blocks that change a registry until they end, as `with` statements and as decorators."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import TYPE_CHECKING, TypeVar, cast

from typing_extensions import ParamSpec

if TYPE_CHECKING:
    from types import TracebackType

P = ParamSpec("P")
R = TypeVar("R")


class Temporary(ABC):
    """A change to a registry that lasts until the end of a `with` block, or of the decorated function.

    It can be entered again, also within itself. As the decorator of a coroutine function it lasts until the
    coroutine has ended.
    """

    @abstractmethod
    def __enter__(self) -> None: ...

    @abstractmethod
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Return a function that runs in such a block.

        Raises TypeError for what runs at other times than its call, such as a class or a generator function.
        """
        import inspect

        reason = _why_not(function)
        if reason is not None:
            name: object = getattr(function, "__qualname__", function)
            raise TypeError(
                f"a block can't be put around {name}: {reason}; write a `with` statement inside it"
            )

        @wraps(function)
        def within(*args: P.args, **kwargs: P.kwargs) -> R:
            with self:
                return function(*args, **kwargs)

        @wraps(function)
        async def awaited_within(*args: P.args, **kwargs: P.kwargs) -> object:
            with self:
                return await cast("Callable[P, Awaitable[object]]", function)(*args, **kwargs)

        chosen = awaited_within if inspect.iscoroutinefunction(_called(function)) else within
        return cast("Callable[P, R]", chosen)


def _why_not(function: object) -> str | None:
    """Return why a block can't be put around a function; None if it can."""
    import inspect

    inner: object = _called(getattr(function, "__func__", function))  # of a static or a class method
    if isinstance(inner, type):
        return "it is a class, whose methods run later"
    if inspect.isgeneratorfunction(inner) or inspect.isasyncgenfunction(inner):
        return "it is a generator function, whose body runs after the call"
    return None if callable(function) else f"it is {_with_article(type(function))}, which can't be called"


def _called(function: object) -> object:
    """Return the code that runs when an object is called: its class's `__call__`, or a function itself."""
    import inspect

    runs_itself = inspect.isroutine(function) or issubclass(type(function), (type, partial))
    method: object = getattr(type(function), "__call__", None)  # noqa: B004  # what it does is the question
    return function if runs_itself or method is None else method


def _with_article(kind: type) -> str:
    return f"{'an' if kind.__name__[0] in 'aeiouAEIOU' else 'a'} {kind.__name__}"
