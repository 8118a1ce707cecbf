"""The fields of a config class, with their types resolved, and the registry behind a `Spec`."""

from __future__ import annotations

from typing import cast

import attrs
from attrs import frozen

from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.type_guards import is_factory
from typed_registry.config._types.registry_of_field import stated_registry
from typed_registry.config._types.type_variables import bindings, substitute


@frozen
class Field:
    """One field of a config class."""

    key: str
    """The field's key in a file."""
    name: str
    """The attribute's name on the instance."""
    type: object
    attribute: attrs.Attribute[object]

    @property
    def converter(self) -> object:
        """What the given value goes through: None, a function, or an `attrs.Converter`."""
        return cast("object", self.attribute.converter)  # pyright: ignore[reportUnknownMemberType]  # attrs leaves its arguments open

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.attribute.default is attrs.NOTHING

    def default(self) -> object:
        """Return a fresh default; `attrs.NOTHING` if there is none, or if it needs the instance."""
        return fresh_default(self.attribute)


def fresh_default(attribute: attrs.Attribute[object]) -> object:
    """Return a fresh default of a field; `attrs.NOTHING` if there is none, or if it needs the instance."""
    default: object = attribute.default
    if is_factory(default):
        return attrs.NOTHING if default.takes_self else default.factory()
    return default


_FIELDS: dict[tuple[object, ...], tuple[Field, ...]] = {}


def fields(config: type[attrs.AttrsInstance], arguments: tuple[object, ...] = ()) -> tuple[Field, ...]:
    """Return the fields that a file can give; `arguments` take the place of a generic class's parameters.

    In `Annotated[Spec[T, D], REGISTRY]`, `T` and `D` need not be resolvable: the registry says what can be
    chosen. Raises TypeError for any other type that cannot be resolved.
    """
    key = (config, arguments, repr(arguments))  # unions of another order are equal, but not the same
    found = _FIELDS.get(key)
    if found is None:
        bound = bindings(config, arguments)
        made = (
            Field(a.alias or a.name, a.name, _type(config, a, bound), a)
            for a in attrs.fields(config)
            if a.init
        )
        found = _FIELDS.setdefault(key, tuple(made))
    return found


def _type(
    config: type, attribute: attrs.Attribute[object], bound: dict[type, dict[object, object]]
) -> object:
    for base in config.__mro__:
        if attribute.name in vars(base).get("__annotations__", {}):
            namespace = Namespace(base.__module__, dict(vars(base)))
            kind = evaluate(attribute.type, namespace)
            if kind is Unknown or (namespace.unresolved and stated_registry(kind) is None):
                raise TypeError(
                    f"{config.__qualname__}.{attribute.name}: the type {attribute.type!r} can't be "
                    "resolved at run time; import its names outside of TYPE_CHECKING"
                )
            return substitute(kind, bound.get(base, {}))
    merged = {variable: kind for table in bound.values() for variable, kind in table.items()}
    return object if attribute.type is None else substitute(attribute.type, merged)
