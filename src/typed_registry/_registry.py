"""A registry: names to the components of one kind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, cast, overload

from typed_registry._constant import Constant
from typed_registry._registration.entries import Catalog
from typed_registry._registration.entry import Entry
from typed_registry._typing_forms import (
    C,
    ClassRegistrar,
    ConfiguredClassRegistrar,
    ConfiguredFactoryRegistrar,
    D,
    FactoryRegistrar,
    Fit,
    P,
    S,
    T,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Concatenate

    from attrs import AttrsInstance

    from typed_registry._spec import Spec
    from typed_registry._typing_forms import Component

_CLASS = "class"
_FACTORY = "factory"


class Registry(Catalog, Generic[T, D]):
    """The components of one kind, by name. Lives as long as the module that defines it.

    `T` is what the components are, usually a Protocol. `D` are the types of the arguments that each is
    built from, after its config: `Registry[Optimizer, [Iterable[Parameter]]]("optimizers")`. Left out, `D`
    isn't checked.

    >>> from typing import Protocol
    >>> class Greeter(Protocol):
    ...     def greet(self, whom: str) -> str: ...
    >>> GREETERS = Registry[Greeter, []]("greeters")
    >>> @GREETERS.register("polite")
    ... class Polite:
    ...     def __init__(self, word: str = "Hello") -> None:
    ...         self.word = word
    ...     def greet(self, whom: str) -> str:
    ...         return f"{self.word}, {whom}"
    >>> GREETERS.build("polite", word="Welcome").greet("Ada")
    'Welcome, Ada'
    >>> GREETERS.list()
    ['polite']
    """

    if not TYPE_CHECKING:

        def __class_getitem__(cls, item: object) -> object:
            """`Registry[T]` is `Registry[T, ...]`; typing's own ParamSpec has no default before 3.13."""
            arguments = item if isinstance(item, tuple) else (item, ...)
            return super().__class_getitem__(arguments if len(cls.__parameters__) > 1 else item)

    @overload
    def register(self, name: str, *, config: None = None) -> ClassRegistrar[T]: ...
    @overload
    def register(self, name: str, *, config: type[C]) -> ConfiguredClassRegistrar[T, C, D]: ...
    def register(self, name: str, *, config: type[C] | None = None) -> object:
        """A decorator that registers a class and returns it unchanged.

        With `config=`, the class is built from an instance of that frozen attrs class and the registry's
        dependencies. Without, its config is derived from its parameters.

        The decorator raises ConformanceError when the class doesn't fit, and DuplicateNameError when the
        name is taken.
        """
        _require_name(name, "register")
        return partial(self._accept, name, cast("type[AttrsInstance] | None", config), _CLASS)

    @overload
    def register_factory(self, name: str, *, config: None = None) -> FactoryRegistrar[T]: ...
    @overload
    def register_factory(self, name: str, *, config: type[C]) -> ConfiguredFactoryRegistrar[T, C, D]: ...
    def register_factory(self, name: str, *, config: type[C] | None = None) -> object:
        """A decorator that registers a function, or any other callable, and returns it unchanged.

        It takes and raises what `register` does.
        """
        _require_name(name, "register_factory")
        return partial(self._accept, name, cast("type[AttrsInstance] | None", config), _FACTORY)

    def register_instance(self, name: str, instance: T) -> None:
        """Registers an object that exists already: `build(name)` gives this same object.

        Raises what the decorator of `register` does.
        """
        _require_name(name, "register_instance")
        self._accept(name, None, _FACTORY, Constant(instance), depth=2)

    @property
    def components(self) -> Mapping[str, object]:
        """The components as a mapping by name; a stub says what each name stands for."""
        from typed_registry._registration.components import Components

        return Components(self, self.get)

    def get(self, name: str) -> Component[T]:
        """The component of this name, untyped: the checker knows neither its parameters nor its class.

        Raises UnknownNameError.
        """
        if name in self._deprecated:
            self._warn(name)
        return cast("Component[T]", self.entry(name).component)  # as was checked on registration

    def _warn(self, name: str) -> None:
        from warnings import warn

        warn(f"{self.name}: {name!r} is {self._deprecated[name]}", DeprecationWarning, stacklevel=3)

    # Building

    def build(self, component: Fit[P, P, S, T], /, *args: P.args, **kwargs: P.kwargs) -> S:
        """Calls the component with these arguments; its name will do at run time.

        The checker takes a component here, and takes names once a stub says what they stand for.

        Raises UnknownNameError, and whatever the component raises.
        """
        try:
            listing = self._entries[component]  # type: ignore[index]  # a name, as the stub says  # pyright: ignore[reportArgumentType]
        except (KeyError, TypeError):  # a component, even one without a hash; or a name yet to be found
            make = cast("Callable[P, S]", self.get(component) if isinstance(component, str) else component)
            return make(*args, **kwargs)
        return listing.component(*args, **kwargs)  # type: ignore[return-value]  # a cast costs 5 %  # pyright: ignore[reportReturnType]

    def spec(self, component: Fit[P, Concatenate[C, D], S, T], config: C | None = None, /) -> Spec[S, D]:
        """A component with its config, to be built later; its name will do at run time.

        Without a config, the config's defaults. The checker takes a component here, and takes names once a
        stub says what they stand for; `choose` takes a name that only the run knows.

        Raises UnknownNameError, and TypeError for another component's config.
        """
        from typed_registry._spec import Spec

        name = self._named(component)
        kind = self.config(name)
        if config is not None and not isinstance(config, kind):
            raise TypeError(f"{self.name}: the config of {name!r} is a {kind.__name__}, got {config!r}")
        return Spec(self, name, kind() if config is None else config)

    def choose(self, name: str, /, **values: object) -> Spec[T, D]:
        """A component chosen by a name that only the run knows, with values for its config's fields.

        Raises UnknownNameError, and ConfigError for values that its config doesn't take.
        """
        choose = self._choose
        if choose is None:
            from typed_registry.config._structure.choose import Choose

            choose = self._choose = Choose(self)
        return cast("Spec[T, D]", choose(name, values))

    def _named(self, component: object) -> str:
        if isinstance(component, str):
            return component
        live = (entry for entry in self._entries.values() if isinstance(entry, Entry))
        name = next((entry.name for entry in live if entry.component is component), None)
        if name is None:
            raise self._unknown(component)
        return name


def _require_name(name: object, method: str) -> None:
    """Raises TypeError for what is no name, as the class is where `@REGISTRY.register` lacks its call."""
    if type(name) is not str or not name:
        raise TypeError(f"{method} takes the component's name first, a word; got {name!r}")
