"""A component chosen by name, with its validated config: what a config file yields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, cast

from attrs import asdict, field, frozen

from typed_registry._class_libraries.library_of import declared_fields
from typed_registry._registration.entries import Entries
from typed_registry._typing_forms import D, T_co
from typed_registry._weak_references import WeaklyReferable

if TYPE_CHECKING:
    from typing import Protocol

    from attrs import AttrsInstance
    from typing_extensions import TypeIs

    class _Setter(Protocol):
        """The descriptor of a slot, which sets an attribute of a frozen instance."""

        def __set__(self, instance: object, value: object, /) -> None: ...


@frozen(repr=False)
class Spec(WeaklyReferable, Generic[T_co, D]):
    """A choice of a component and its config. Nothing is built until `build`.

    Every component was checked at its registration to be callable with its config and the registry's
    dependencies, so `build` is sound whichever name a file holds. Specs are values: frozen, equal when their
    names and configs are, and picklable when the registry is a module's global.

    `REGISTRY.spec` and `REGISTRY.from_mapping` make specs, and so does loading a config. Made by hand, a spec
    takes the registry's `entries`; another component's config is a TypeError.

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
    config: object
    """The frozen instance that the component is built from."""

    def __attrs_post_init__(self) -> None:
        kind = self.entries.config(self.name)
        if not isinstance(self.config, kind):
            raise TypeError(
                f"{self.entries.name}: the config of {self.name!r} is a {kind.__name__}, got {self.config!r}"
            )
        _set_name(self, self.entries.current(self.name))

    def build(self, *args: D.args, **kwargs: D.kwargs) -> T_co:
        """Build the component from its config and the registry's dependencies."""
        try:
            build = self.entries.builders[self.name]
        except KeyError:
            build = self.entries.builder(self.name)
        if not args and not kwargs:  # which is common, and twice as fast without unpacking them
            return build(self.config)  # type: ignore[return-value]  # a cast costs 5 %  # pyright: ignore[reportReturnType]
        return build(self.config, *args, **kwargs)  # type: ignore[return-value]  # a cast costs 5 %  # pyright: ignore[reportReturnType]

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle a derived config as its values: its class is not a global that could be found again."""
        if self.entries.record(self.name).declared is not None:
            return Spec, (self.entries, self.name, self.config)
        return _restored, (self.entries, self.name, asdict(cast("AttrsInstance", self.config), recurse=False))

    def __repr__(self) -> str:
        shown = (field for field in declared_fields(type(self.config)) if field.is_kept)
        values = (f"{field.parameter}={field.of(self.config)!r}" for field in shown)
        return f"Spec({', '.join((repr(self.name), *values))})"


_new = object.__new__
_set_entries = cast("_Setter", Spec.__dict__["entries"]).__set__
_set_name = cast("_Setter", Spec.__dict__["name"]).__set__
_set_config = cast("_Setter", Spec.__dict__["config"]).__set__


def _restored(entries: Entries, name: str, values: dict[str, object]) -> Spec[object]:
    return Spec(entries, name, entries.config(name)(**values))


def chosen(entries: Entries, name: str, config: object) -> Spec[object]:
    """Return a spec of a current name and a config that are known to belong together."""
    spec = cast("Spec[object]", _new(Spec))
    _set_entries(spec, entries)
    _set_name(spec, name)
    _set_config(spec, config)
    return spec


def is_spec(value: object) -> TypeIs[Spec[object]]:
    """Return whether this is a `Spec`, of whatever kind."""
    return isinstance(value, Spec)
