"""The typing forms of registration: what a checker demands of a component, and what it gives back.

`Fit` is an intersection written as an overloaded Protocol: a callable is assignable to it only when
it matches both overloads. The first captures the component's own signature and result, so that nothing
of its type is lost; the second demands what the registry needs.

The four registrars are what `Registry.register` and `Registry.register_factory` return. They differ for
the checker alone: at run time they do the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, Generic, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from typing import TypeAlias

    from attrs import AttrsInstance
    from typing_extensions import ParamSpec

    D = ParamSpec("D", default=...)
else:  # typing's own does at run time, and importing typing_extensions would double our import time
    from typing import ParamSpec

    D = ParamSpec("D")

P = ParamSpec("P")
Q = ParamSpec("Q")
C = TypeVar("C", bound="AttrsInstance")
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


class Registrar:
    """A decorator: hands the component to `accept`, which checks and records it, and returns it as it was."""

    __slots__ = ("_accept",)

    def __init__(self, accept: Callable[[Component[object]], None]) -> None:
        self._accept = accept


class ClassRegistrar(Registrar, Generic[T]):
    """What `register(name)` returns: takes a class whose instances are `T`.

    mypy shows a class that another decorator has returned as a bare `type[X]`, which matches no
    Protocol's `__call__`; the second overload is for it.
    """

    __slots__ = ()

    @overload
    def __call__(self, component: Fit[P, P, S, T], /) -> type[S]: ...
    @overload
    def __call__(self, component: Callable[P, T], /) -> type[T]: ...  # pyright: ignore[reportOverlappingOverload]  # for mypy alone
    def __call__(self, component: Component[object], /) -> object:
        """Registers the class, and returns it."""
        self._accept(component)
        return component


class ConfiguredClassRegistrar(Registrar, Generic[T, C, D]):
    """What `register(name, config=C)` returns: the class must also be callable with `(C, *D)`."""

    __slots__ = ()

    @overload
    def __call__(self, component: Fit[P, Concatenate[C, D], S, T], /) -> type[S]: ...
    @overload
    def __call__(self, component: Callable[Concatenate[C, D], T], /) -> type[T]: ...  # pyright: ignore[reportOverlappingOverload]  # for mypy alone
    def __call__(self, component: Component[object], /) -> object:
        """Registers the class, and returns it."""
        self._accept(component)
        return component


class FactoryRegistrar(Registrar, Generic[T]):
    """What `register_factory(name)` returns: takes a callable that returns a `T`."""

    __slots__ = ()

    def __call__(self, component: Fit[P, P, S, T], /) -> Callable[P, S]:
        """Registers the callable, and returns it."""
        self._accept(component)
        return component


class ConfiguredFactoryRegistrar(Registrar, Generic[T, C, D]):
    """What `register_factory(name, config=C)` returns: the callable must also take `(C, *D)`."""

    __slots__ = ()

    def __call__(self, component: Fit[P, Concatenate[C, D], S, T], /) -> Callable[P, S]:
        """Registers the callable, and returns it."""
        self._accept(component)
        return component
