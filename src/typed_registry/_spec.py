"""A component chosen by name, with its validated config: what a config file yields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, cast

from attrs import field, frozen

from typed_registry._registration.entry import Entry
from typed_registry._typing_forms import D, T_co

if TYPE_CHECKING:
    from attrs import AttrsInstance
    from typing_extensions import TypeIs

    from typed_registry._registration.entries import Catalog


@frozen(repr=False)
class Spec(Generic[T_co, D]):
    """A choice: which component of a registry, and with what config. Nothing is built until `build`.

    Every component was checked at its registration to be callable with its config and the registry's
    dependencies, so `build` is sound for whatever name the file holds. Specs are values: frozen, equal when
    their names and configs are, and picklable when the registry is a module's global.

    >>> from typed_registry import Registry
    >>> SHAPES = Registry[object, []]("shapes")
    >>> @SHAPES.register("square")
    ... class Square:
    ...     def __init__(self, side: float = 1.0) -> None:
    ...         self.side = side
    >>> spec = SHAPES.choose("square", side=2.0)
    >>> spec
    Spec('square', side=2.0)
    >>> spec.build().side
    2.0
    """

    registry: Catalog = field(eq=lambda registry: (registry.__module__, registry.name))
    name: str
    config: AttrsInstance
    """The frozen attrs instance that the component is built from."""

    def build(self, *args: D.args, **kwargs: D.kwargs) -> T_co:
        """Builds the component from its config and the registry's dependencies."""
        listing = self.registry.listings.get(self.name)
        if type(listing) is Entry and listing.declared is not None:
            return listing.component(self.config, *args, **kwargs)  # type: ignore[return-value]  # a cast costs 5 %  # pyright: ignore[reportReturnType]
        from typed_registry._registration.derived_config import construct

        return cast("T_co", construct(self.registry.live(self.name), self.config, args, kwargs))

    def __reduce__(self) -> tuple[object, ...]:
        """A derived config is pickled as its values: its class is no global that could be found again."""
        from attrs import asdict

        if self.registry.entry(self.name).declared is not None:
            return Spec, (self.registry, self.name, self.config)
        return _restored, (self.registry, self.name, asdict(self.config, recurse=False))

    def __repr__(self) -> str:
        from attrs import fields

        shown = (field for field in fields(type(self.config)) if field.init)
        values = (f"{field.alias}={getattr(self.config, field.name)!r}" for field in shown)
        return f"Spec({', '.join((repr(self.name), *values))})"


def _restored(registry: Catalog, name: str, values: dict[str, object]) -> Spec[object]:
    return Spec(registry, name, registry.config(name)(**values))


def chosen(registry: Catalog, name: str, config: AttrsInstance) -> Spec[object]:
    """A `Spec` of whose component no more is known here than that the registry has it."""
    return Spec(registry, name, config)


def is_spec(value: object) -> TypeIs[Spec[object]]:
    """Whether this is a `Spec`, of whatever kind."""
    return isinstance(value, Spec)
