"""The types by which checkers verify a registration, and keep the type of the registered component.

`Fit` is an intersection, written as an overloaded Protocol: a callable is assignable to it only if it matches
both overloads. The first captures the component's own signature and result, so that its type is kept. The
second states what the registry requires.

For checkers, `Registry.register` and `Registry.register_factory` return one of the four registrars. At run
time they return a partial of the registry's own method.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, Generic, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeAlias

    from typing_extensions import Never, ParamSpec
    from typing_extensions import TypeVar as TypeVarWithDefault

    D = ParamSpec("D", default=...)
    C_co = TypeVarWithDefault("C_co", covariant=True, default=object)

    class _Attrs(Protocol):
        """An attrs class as mypy sees it, with its plugin."""

        __attrs_attrs__: ClassVar[Any]

    class _Transformed(Protocol):
        """An attrs class as every other checker sees it, by dataclass_transform."""

        __dataclass_fields__: ClassVar[dict[str, Any]]

    class _Model(Protocol):
        """A model of pydantic, for a checker that doesn't see it by dataclass_transform."""

        __pydantic_fields__: ClassVar[Any]

    Config: TypeAlias = _Attrs | _Transformed | _Model
else:  # typing's own suffices at run time, and importing typing_extensions would double our import time
    from typing import ParamSpec

    D = ParamSpec("D")
    C_co = TypeVar("C_co", covariant=True)

P = ParamSpec("P")
Q = ParamSpec("Q")
C = TypeVar("C", bound="Config")
S = TypeVar("S")
T = TypeVar("T")
S_co = TypeVar("S_co", covariant=True)
T_co = TypeVar("T_co", covariant=True)

Component: TypeAlias = Callable[..., T_co]
"""A callable with any parameters that returns a `T_co`."""


class Fit(Protocol[P, Q, S_co, T_co]):
    """A callable whose own type is `(P) -> S_co`, and which can also be called as `(Q) -> T_co`."""

    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> S_co: ...
    @overload
    def __call__(self, *args: Q.args, **kwargs: Q.kwargs) -> T_co: ...


class RunTypedRegistryStubs(Protocol):
    """The type of a name that no stub declares: run `typed-registry stubs` for the registry's module.

    Nothing has this type. It is there for its name, which checkers show in their messages.
    """

    def run_typed_registry_stubs(self) -> Never: ...


class TooManyNamesUseComponents(Protocol):
    """The type of a name in a registry too large for overloads: write `REGISTRY.components[name](...)`."""

    def too_many_names_use_components(self) -> Never: ...


class TooManyNamesUseSpecs(Protocol):
    """The type of a name in a registry too large for overloads: write `REGISTRY.specs[name](...)`."""

    def too_many_names_use_specs(self) -> Never: ...


class NothingIsRegistered(Protocol):
    """The type of a name in a registry without components: import or `discover` what registers them.

    A stub is generated again after that.
    """

    def nothing_is_registered(self) -> Never: ...


class NoConfigCanChooseItUseBuild(Protocol):
    """The type of a name in a registry of which no component can be chosen by a config: write `build`.

    Each requires a parameter that no config can set, such as a callable.
    """

    def no_config_can_choose_it_use_build(self) -> Never: ...


class ClassRegistrar(ABC, Generic[T]):
    """The result of `register(name)`, which accepts a class whose instances are `T`.

    The second overload is for mypy, to which a class returned by another decorator is a bare `type[X]`. That
    matches no Protocol with a `__call__`.
    """

    @overload
    @abstractmethod
    def __call__(self, component: Fit[P, P, S, T], /) -> type[S]: ...
    @overload
    @abstractmethod
    def __call__(self, component: Callable[P, T], /) -> type[T]: ...  # pyright: ignore[reportOverlappingOverload]  # for mypy alone


class ConfiguredClassRegistrar(ABC, Generic[T, C, D]):
    """The result of `register(name, config=C)`: the class must also be callable with `(C, *D)`."""

    @overload
    @abstractmethod
    def __call__(self, component: Fit[P, Concatenate[C, D], S, T], /) -> type[S]: ...
    @overload
    @abstractmethod
    def __call__(self, component: Callable[Concatenate[C, D], T], /) -> type[T]: ...  # pyright: ignore[reportOverlappingOverload]  # for mypy alone


class FactoryRegistrar(ABC, Generic[T]):
    """The result of `register_factory(name)`, which accepts a callable that returns a `T`."""

    @abstractmethod
    def __call__(self, component: Fit[P, P, S, T], /) -> Callable[P, S]:
        """Register the callable, and return it."""


class ConfiguredFactoryRegistrar(ABC, Generic[T, C, D]):
    """The result of `register_factory(name, config=C)`: the callable must also accept `(C, *D)`."""

    @abstractmethod
    def __call__(self, component: Fit[P, Concatenate[C, D], S, T], /) -> Callable[P, S]:
        """Register the callable, and return it."""
