"""A registry: names to the components of one kind."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import TYPE_CHECKING, Generic, cast, overload

from typed_registry._constant import Constant
from typed_registry._registration.entries import Entries
from typed_registry._registration.method_arguments import (
    CLASS,
    FACTORY,
    caller,
    checked_name,
    checked_text,
    decorator,
    overriding,
    require_options,
    stated,
)
from typed_registry._registration.plugin_group import checked_group
from typed_registry._registration.specs import Specs
from typed_registry._registry_changes import RegistryChanges
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
    from collections.abc import Callable, Collection, Mapping
    from typing import Concatenate, TypeAlias

    from typed_registry._registration.entry import Entry
    from typed_registry._registration.overrides import Override
    from typed_registry._spec import Spec
    from typed_registry._typing_forms import Component, Config, RunTypedRegistryStubs

    _Names: TypeAlias = Collection[str]  # by descent, or mypy takes what `*registry` unpacks for Any
else:
    _Names = object


_NAME = 'Registry takes its own name first, a text that isn\'t empty, as in Registry[Loss, []]("losses")'


class Registry(RegistryChanges, Generic[T, D], _Names):  # noqa: PYI059  # `object` is last at run time
    """The components of one kind, by name. A registry lives as long as the module that defines it.

    `T` is the type of the components, usually a Protocol. `D` lists the types of the arguments that each
    component is built from, after its config: `Registry[Optimizer, [Iterable[Parameter]]]("optimizers")`.
    Without `D`, these arguments are not checked. Plugins add components by entry points in `group`, which by
    default is the registry's name after that of its package: `audiofx.effects`.

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

    def __init__(self, name: str, *, group: str | None = None) -> None:
        name = checked_text(name, _NAME)
        super().__init__(name, Entries(name, self, checked_group(group)))
        self._ready = self._entries.components.ready
        self._accept = self._entries.accept
        self._choose_by: Callable[[Mapping[str, object]], Spec[object]] | None = None
        if not TYPE_CHECKING:  # attributes are found faster than properties are called
            self.entries = self._entries
            self.components = self._entries.components
            self.specs = Specs(self._entries, self.spec)

    if TYPE_CHECKING:

        @property
        def entries(self) -> Mapping[str, Entry]:
            """The entry of each name: its component, config class, place, distribution and deprecation.

            Looking at entries imports no component, but for those of their attributes that say so.
            """
            ...

        @property
        def components(self) -> Mapping[str, RunTypedRegistryStubs]:
            """The components by name; a stub tells the checker what each of them is."""
            ...

        @property
        def specs(self) -> Mapping[str, RunTypedRegistryStubs]:
            """Functions that choose a component, by its name: `specs["dpo"](beta=0.1)` is a `Spec`.

            Each takes what `spec` takes after the name. A stub tells the checker what that is.
            """
            ...

    if not TYPE_CHECKING:

        def __class_getitem__(cls, item: object) -> object:
            """`Registry[T]` is `Registry[T, ...]`; typing's own ParamSpec has no default before 3.13."""
            arguments = item if isinstance(item, tuple) else (item, ...)
            return super().__class_getitem__(arguments if len(cls.__parameters__) > 1 else item)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle a registry as its module and the global that holds it. Raises UnsharedRegistryError."""
        from typed_registry._registration.shared import reference, registry_at

        return registry_at, reference(self._entries)

    # Registering

    @overload
    def register(
        self,
        name: str,
        *,
        config: None = None,
        types: Mapping[str, object] | None = None,
        replace: bool = ...,
    ) -> ClassRegistrar[T]: ...
    @overload
    def register(
        self, name: str, *, config: type[C], replace: bool = ...
    ) -> ConfiguredClassRegistrar[T, C, D]: ...
    def register(
        self,
        name: str,
        *,
        config: type[C] | None = None,
        types: Mapping[str, object] | None = None,
        replace: bool = False,
    ) -> object:
        """Return a decorator that registers a class under `name` and returns it unchanged.

        With `config`, a frozen attrs class, the class is built from an instance of it and the registry's
        dependencies. Without, its config is derived from the parameters of its constructor. `types` states
        the types of some of these, in the place of their annotations, and of parameters that a `**kwargs` of
        the constructor hides: `types={"steps": Sequence[str]}`. With `replace=True`, the class takes the
        place of another component of this name, whichever of the two is registered first.

        The decorator raises ConformanceError when the class doesn't fit, DuplicateNameError when another
        component has the name, and FrozenRegistryError after `freeze`. For a name in `types` that the
        constructor can't take, it raises UnknownParameterError.
        """
        if type(name) is not str or not name:
            name = checked_name(self.name, name, "register")
        if config is not None or types is not None or replace is not False:
            return stated(self._entries, name, CLASS, config=config, types=types, replaces=replace)
        return decorator(self._accept, name, None, CLASS)

    @overload
    def register_factory(
        self,
        name: str,
        *,
        config: None = None,
        types: Mapping[str, object] | None = None,
        replace: bool = ...,
    ) -> FactoryRegistrar[T]: ...
    @overload
    def register_factory(
        self, name: str, *, config: type[C], replace: bool = ...
    ) -> ConfiguredFactoryRegistrar[T, C, D]: ...
    def register_factory(
        self,
        name: str,
        *,
        config: type[C] | None = None,
        types: Mapping[str, object] | None = None,
        replace: bool = False,
    ) -> object:
        """Return a decorator that registers a function, or any other callable, and returns it unchanged.

        It takes what `register` takes, and raises what that raises.
        """
        if type(name) is not str or not name:
            name = checked_name(self.name, name, "register_factory")
        if config is not None or types is not None or replace is not False:
            return stated(self._entries, name, FACTORY, config=config, types=types, replaces=replace)
        return decorator(self._accept, name, None, FACTORY)

    def register_instance(self, name: str, instance: T, *, replace: bool = False) -> None:
        """Register an object that exists already: `build(name)` returns this same object each time.

        With `replace=True` it takes the place of another component. Raises what the decorator of `register`
        raises.
        """
        if type(name) is not str or not name:
            name = checked_name(self.name, name, "register_instance")
        require_options(self.name, name, None, replace)
        self._accept(name, None, FACTORY, Constant(instance), depth=2, replaces=replace)

    # For a while

    @overload
    def override(
        self, name: str, component: Component[T], /, *, config: type[Config] | None = ...
    ) -> Override: ...
    @overload
    def override(self, /, **components: Component[T]) -> Override: ...
    def override(
        self,
        name: str | None = None,
        component: Component[T] | None = None,
        /,
        *,
        config: object = None,
        **components: Component[T],
    ) -> Override:
        """Replace components until the end of a `with` block, or of the decorated function.

        Each is given by its name and a class or function, which is checked as on registration. It takes the
        config class that is declared for the component, or the one given as `config`; if there is none, its
        own parameters are its settings. The whole process sees it: all threads, tasks and loaded configs, and
        forked processes. No component is imported.

        >>> LOSSES = Registry[object, []]("losses")
        >>> @LOSSES.register("hinge")
        ... class Hinge: ...
        >>> class Fake: ...
        >>> with LOSSES.override("hinge", Fake), LOSSES.override(hinge=Fake):
        ...     type(LOSSES.build("hinge"))
        <class 'typed_registry._registry.Fake'>
        >>> type(LOSSES.build("hinge"))
        <class 'typed_registry._registry.Hinge'>

        Entering the block raises UnknownNameError, ConformanceError for a component that doesn't fit, and
        OverriddenNameError for a name that another thread or task overrides.
        """
        chosen = overriding(self.name, name, component, config, components)
        return self._entries.changes.override(*chosen, caller())

    # Looking up

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def list(self) -> builtins.list[str]:
        """Return every name, in the order of registration. Imports no component."""
        return [*iter(self._entries)]  # without asking for the length first

    def get(self, name: str) -> Component[T]:
        """Return the component of this name, untyped. Raises UnknownNameError and ContestedNameError."""
        return cast("Component[T]", self.components[name])  # as was checked on registration

    # Building

    if TYPE_CHECKING:  # a name is accepted by the overloads of a stub, and by nothing else

        @overload
        def build(self, component: Fit[P, P, S, T], /, *args: P.args, **kwargs: P.kwargs) -> S: ...
        @overload
        def build(self, name: RunTypedRegistryStubs, /, *args: object, **kwargs: object) -> object: ...
        def build(self, component: object, /, *args: object, **kwargs: object) -> object:
            """Call a component with these arguments."""
            ...

    else:

        def build(self, component: object, /, *args: object, **kwargs: object) -> object:
            """Call a component with these arguments. At run time, the component may be given by its name.

            The checker accepts a component here, and names once a stub declares them. Raises what `get` and
            the component raise.
            """
            try:
                make = self._ready[component]
            except (KeyError, TypeError):  # not asked for yet, or a component, even one without a hash
                make = self._entries.found(component)
            return make(*args, **kwargs)

    if TYPE_CHECKING:  # keywords are checked by the overloads of a stub, and by nothing else

        @overload
        def spec(
            self, component: Fit[P, Concatenate[C, D], S, T], config: C | None = None, /
        ) -> Spec[S, D, C]: ...
        @overload
        def spec(self, name: RunTypedRegistryStubs, config: object = ..., /, **values: object) -> object: ...
        def spec(self, component: object, config: object = None, /, **values: object) -> object:
            """Choose a component and its config, to be built later."""
            ...

    else:

        def spec(self, component: object, config: object = None, /, **values: object) -> Spec[T, D]:
            """Choose a component and its config, to be built later.

            The config is given as an instance of the component's config class, or by keyword, or else has
            its defaults. At run time, the component may be given by its name. The checker accepts a component
            with a config here, and names and keywords once a stub declares them; `from_mapping` takes a name
            that only the run knows.

            >>> LOSSES = Registry[object, []]("losses")
            >>> @LOSSES.register("hinge")
            ... class Hinge:
            ...     def __init__(self, margin: float = 1.0) -> None: ...
            >>> LOSSES.spec("hinge", margin=2.0)
            Spec('hinge', margin=2.0)

            Raises UnknownNameError, ConfigError for values that the config doesn't take, and TypeError for a
            config of another class, or for keywords with a component in place of its name. In the body of a
            class, the choice is the default of a field: a mistake in it is reported when that is needed.
            """
            from typed_registry.config._structure.choose import spec_of

            return spec_of(self._entries, component, config, values)

    def from_mapping(self, data: Mapping[str, object], /) -> Spec[T, D]:
        """Choose a component by a mapping that only the run knows: `{"name": "hinge", "margin": 2.0}`.

        Raises ConfigError for a name that isn't registered and for values that the config doesn't take, and
        what `get` raises for a component that is contested or whose module can't be imported.
        """
        choose_by = self._choose_by
        if choose_by is None:
            from typed_registry.config._structure.choose import chooser

            choose_by = self._choose_by = chooser(self._entries)
        return choose_by(data)  # type: ignore[return-value]  # a cast costs 2 %  # pyright: ignore[reportReturnType]  # as above
