"""The typing forms of registration: what a checker demands of a component, and what it gives back.

`Fit` is an intersection written as an overloaded Protocol: a callable is assignable to it only when
it matches both overloads. The first captures the component's own signature and result, so that nothing
of its type is lost; the second demands what the registry needs.

The four registrars are what `Registry.register` and `Registry.register_factory` return in the checker's eyes;
at run time a partial of the registry's own method does what they say.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, Generic, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeAlias

    from typing_extensions import ParamSpec

    D = ParamSpec("D", default=...)

    class _Attrs(Protocol):
        """An attrs class as mypy knows it, from its plugin."""

        __attrs_attrs__: ClassVar[Any]

    class _Transformed(Protocol):
        """An attrs class as every other checker knows it: made by a dataclass_transform."""

        __dataclass_fields__: ClassVar[dict[str, Any]]

    Config: TypeAlias = _Attrs | _Transformed
else:  # typing's own does at run time, and importing typing_extensions would double our import time
    from typing import ParamSpec

    D = ParamSpec("D")

P = ParamSpec("P")
Q = ParamSpec("Q")
C = TypeVar("C", bound="Config")
S = TypeVar("S")
T = TypeVar("T")
S_co = TypeVar("S_co", covariant=True)
T_co = TypeVar("T_co", covariant=True)

Component: TypeAlias = Callable[..., T_co]
"""What makes a `T_co` from arguments that aren't known: a registry holds components of every signature."""


class Fit(Protocol[P, Q, S_co, T_co]):
    """A callable whose own type is `(P) -> S_co`, and which also serves as `(Q) -> T_co`."""

    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> S_co: ...
    @overload
    def __call__(self, *args: Q.args, **kwargs: Q.kwargs) -> T_co: ...


class ClassRegistrar(ABC, Generic[T]):
    """What `register(name)` returns: takes a class whose instances are `T`.

    mypy shows a class that another decorator has returned as a bare `type[X]`, which matches no
    Protocol's `__call__`; the second overload is for it.
    """

    @overload
    @abstractmethod
    def __call__(self, component: Fit[P, P, S, T], /) -> type[S]: ...
    @overload
    @abstractmethod
    def __call__(self, component: Callable[P, T], /) -> type[T]: ...  # pyright: ignore[reportOverlappingOverload]  # for mypy alone


class ConfiguredClassRegistrar(ABC, Generic[T, C, D]):
    """What `register(name, config=C)` returns: the class must also be callable with `(C, *D)`."""

    @overload
    @abstractmethod
    def __call__(self, component: Fit[P, Concatenate[C, D], S, T], /) -> type[S]: ...
    @overload
    @abstractmethod
    def __call__(self, component: Callable[Concatenate[C, D], T], /) -> type[T]: ...  # pyright: ignore[reportOverlappingOverload]  # for mypy alone


class FactoryRegistrar(ABC, Generic[T]):
    """What `register_factory(name)` returns: takes a callable that returns a `T`."""

    @abstractmethod
    def __call__(self, component: Fit[P, P, S, T], /) -> Callable[P, S]:
        """Registers the callable, and returns it."""


class ConfiguredFactoryRegistrar(ABC, Generic[T, C, D]):
    """What `register_factory(name, config=C)` returns: the callable must also take `(C, *D)`."""

    @abstractmethod
    def __call__(self, component: Fit[P, Concatenate[C, D], S, T], /) -> Callable[P, S]:
        """Registers the callable, and returns it."""
