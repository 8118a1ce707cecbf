"""A component chosen by name, with its validated config: what a config file yields."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, cast

from attrs import NOTHING, field, frozen

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._class_libraries.library_of import declared_fields, has_fields
from typed_registry._registration.arguments import with_parts
from typed_registry._registration.entries import Entries
from typed_registry._registration.passing import takes_other_keys
from typed_registry._registration.shared import require_sent, sender_of
from typed_registry._typing_forms import C_co, D, T_co
from typed_registry._weak_references import WeaklyReferable
from typed_registry.errors import OutdatedSpecError, RegistryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import TypeIs


@frozen(repr=False)
class Spec(WeaklyReferable, Generic[T_co, D, C_co]):
    """A choice of a component and its config. Nothing is built until `build`.

    `T` is what it builds, `D` lists what it is built from, and `C` is the class of its config. The type of a
    field is `Spec[T, D]`, which takes every component of the registry of `T`.

    Every component was checked at its registration to be callable with its config and the registry's
    dependencies, so `build` is sound whichever name a file holds. Specs are values: frozen, equal when their
    names and configs are, and picklable when the registry is a module's global.

    `REGISTRY.spec` and `REGISTRY.from_mapping` make specs, and so does loading a config. Made by hand, a spec
    takes the registry's `entries`; another component's config is a TypeError.

    A spec builds the component that its name stands for when `build` is called. When the component's module
    or notebook cell has run again and the component takes other settings now, `build` raises
    OutdatedSpecError.

    >>> from typed_registry import Registry
    >>> SHAPES = Registry[object, []]("shapes")
    >>> @SHAPES.register("square")
    ... class Square:
    ...     def __init__(self, side: float = 1.0) -> None:
    ...         self.side = side
    >>> spec = SHAPES.from_mapping({"name": "square", "side": 2.0})
    >>> spec
    Spec('square', side=2.0)
    >>> spec.build().side
    2.0
    """

    entries: Entries = field(eq=lambda entries: (entries.module, entries.name))
    """The entries of the registry that the component is chosen from."""
    name: str
    """The name of the component; of an alias, the name that it stands for."""
    config: C_co
    """The frozen instance that the component is built from."""

    _argument_defaults: ClassVar[tuple[object, ...]] = (..., object)
    """The defaults of `D` and `C`, since the type variables of `typing` have none before Python 3.13."""

    if not TYPE_CHECKING:

        def __class_getitem__(cls, item: object) -> object:
            """Return `Spec[T, ..., object]` for `Spec[T]`."""
            given = item if isinstance(item, tuple) else (item,)
            missing = max(len(cls.__parameters__) - len(given), 0)
            defaults = cls._argument_defaults
            return super().__class_getitem__((*given, *defaults[len(defaults) - missing :]))

    def __attrs_post_init__(self) -> None:
        self.entries.warn_if_deprecated(self.name)
        self._check()

    def _check(self) -> None:
        """Refuse another component's config, and replace an alias by the name that it stands for."""
        kind = self.entries.config(self.name)
        if not isinstance(self.config, kind):
            raise TypeError(
                f"{self.entries.name}: the config of {self.name!r} is a {kind.__name__}, got {self.config!r}"
            )
        object.__setattr__(self, "name", self.entries.current(self.name))

    def build(self, *args: D.args, **kwargs: D.kwargs) -> T_co:
        """Build the component from its config and the registry's dependencies.

        Raises OutdatedSpecError, and whatever the component raises: with a note that names the component, and
        one for each component around it.
        """
        try:
            build = self.entries.builders[self.name]
        except KeyError:
            build = self.entries.found_builder(self.name)
        try:
            if not args and not kwargs:  # which is common, and twice as fast without unpacking them
                return build(self.config)  # type: ignore[return-value]  # a cast costs 5 %  # pyright: ignore[reportReturnType]
            return build(self.config, *args, **kwargs)  # type: ignore[return-value]  # a cast costs 5 %  # pyright: ignore[reportReturnType]
        except Exception as error:
            _note(error, f"while building {self.name!r} of {self.entries.name}")
            raise

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle a derived config as its values: its class is not a global that could be found again.

        The module that registers the component is pickled by its name, unless the registry's module does.
        """
        record = self.entries.record(self.name)
        config = self.config if record.declared is not None else dict(_values(self.config))
        return _restored, (self.entries, self.name, config, *sender_of(record, self.entries))

    def __repr__(self) -> str:
        values = (f"{name}={value!r}" for name, value in _shown(self.config))
        return f"Spec({', '.join((repr(self.name), *values))})"


def _values(config: object) -> Iterator[tuple[str, object]]:
    """Yield the values of a derived config by keyword, without defaults of which no other object is equal.

    The component still has those, such as functions and sentinels, which a pickle can't contain.
    """
    for each in declared_fields(type(config)):
        value = each.of(config)
        if value is not each.constant or type(value).__eq__ is not object.__eq__:
            yield each.parameter, value


def _shown(config: object) -> Iterator[tuple[str, object]]:
    """Yield the values that are given to a component, each with its keyword."""
    for each in declared_fields(type(config)):
        value = each.of(config) if each.is_kept else NOTHING
        if takes_other_keys(each) and is_mapping(value):
            yield from ((str(key), item) for key, item in value.items())
        elif value is not NOTHING:
            yield each.parameter, value


def _note(error: Exception, text: str) -> None:
    """Add a note to an error of a component; on Python 3.10, errors have none."""
    add: object = getattr(error, "add_note", None)
    if callable(add):
        add(text)


class SentSpec(Spec[T_co, D, C_co]):
    """A spec from another process whose component, or a component in its config, isn't known here yet.

    A pool of processes breaks when it can't unpickle an object, so such a spec is unpickled, and can be
    pickled again. Its `config` and `build` raise UnknownNameError, OutdatedSpecError if another component has
    the name in this process, or the error of the module that registers the component.
    """

    __slots__ = ("_sender", "_values")
    _values: object
    _sender: str | None

    if not TYPE_CHECKING:

        @property
        def config(self) -> object:
            """The config. Raises UnknownNameError."""
            return self.resolved().config

    def build(self, *args: D.args, **kwargs: D.kwargs) -> T_co:
        """Build the component if it is known by now. Raises UnknownNameError."""
        return cast("Spec[T_co, D, C_co]", self.resolved()).build(*args, **kwargs)

    def resolved(self) -> Spec[object]:
        """Return the spec of the component that is known by now. Raises what `build` raises."""
        return _resolved(self.entries, self.name, self._values, self._sender)

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self.entries, self.name, self._values, *filter(None, (self._sender,)))

    def __repr__(self) -> str:
        return f"Spec({self.name!r}, ...)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SentSpec) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash(self.name)


def _restored(entries: Entries, name: str, config: object, sender: str | None = None) -> Spec[object]:
    """Return a spec as it was, or one that can't be built if its component isn't known here."""
    try:
        return _resolved(entries, name, config, sender)
    except RegistryError:
        return with_attributes(SentSpec, entries=entries, name=name, _values=config, _sender=sender)


def _resolved(entries: Entries, name: str, config: object, sender: str | None) -> Spec[object]:
    """Return a spec of a component that is known here. This isn't another use of a deprecated name.

    Imports the module that registers the component if it isn't known otherwise. Raises OutdatedSpecError if
    it is another component that had the name when the spec was made, as in a block of `override`; and what
    the specs in the config raise.
    """
    require_sent(entries, name, sender)
    kind, values = entries.config(name), _with_resolved(config)
    try:
        made: object = kind(**values) if isinstance(values, dict) else config
        spec = with_attributes(Spec, entries=entries, name=name, config=made)
        spec._check()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # of its own class
    except TypeError as error:
        raise OutdatedSpecError(entries.name, name, entries.shown(name).place, is_sent=True) from error
    return spec


def _with_resolved(value: object) -> object:
    """Return a value with those specs in it resolved that come from another process.

    Raises what keeps one of them from being resolved. A spec in an object with fields is left there, and
    builds its component nevertheless.
    """
    if isinstance(value, SentSpec):
        return value.resolved()
    if is_spec(value) or not has_fields(value):
        return value if is_spec(value) else with_parts(value, _with_resolved)
    for each in declared_fields(type(value)):
        _with_resolved(each.of(value))
    return value


def chosen(entries: Entries, name: str, config: object) -> Spec[object]:
    """Return the spec of a component whose config has been read, even if it is replaced by now.

    It is one that was made before that then, so that another thread may override the component at any time.
    """
    entries.warn_if_deprecated(name)
    return with_attributes(Spec, entries=entries, name=entries.current(name), config=config)


def with_attributes(kind: type[Spec[object]], **values: object) -> Spec[object]:
    """Return a spec of this kind with these attributes, as they are."""
    spec = object.__new__(kind)
    for attribute, value in values.items():
        object.__setattr__(spec, attribute, value)
    return spec


def refusal(spec: Spec[object]) -> Exception | None:
    """Return the error of a spec that can't be built any more, and None of one that can.

    The component itself, which isn't called, may raise others.
    """
    try:
        spec.entries.require_current(spec.name, spec.config)
    except (RegistryError, ImportError) as error:
        return error
    return None


def is_spec(value: object) -> TypeIs[Spec[object]]:
    """Return whether this is a `Spec`, of whatever kind."""
    return isinstance(value, Spec)
