"""Classes that attrs defines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import attrs

from typed_registry._annotations.type_guards import is_factory
from typed_registry._class_libraries.class_library import ClassLibrary, owner_of
from typed_registry._class_libraries.field import VALIDATED, Field, key_in

if TYPE_CHECKING:
    from attrs import Attribute, AttrsInstance


class AttrsLibrary(ClassLibrary):
    """The classes of attrs."""

    kind = "an attrs class"
    freezing = "@attrs.frozen"

    def defines(self, config: type) -> bool:
        """Return whether a class is of attrs."""
        return hasattr(config, "__attrs_attrs__")

    def fields(self, config: type) -> Iterator[Field]:
        """Yield the attributes that `__init__` accepts."""
        for attribute in attrs.fields(cast("type[AttrsInstance]", config)):
            if attribute.init:
                yield _field(attribute, config)

    def is_frozen(self, config: type) -> bool:
        """Return whether instances can't be changed."""
        return bool(attrs.inspect(config).is_frozen)


def _field(attribute: Attribute[object], config: type) -> Field:
    default: object = attribute.default
    makes = is_factory(default)
    alias = attribute.alias or attribute.name
    converter = cast("object", attribute.converter)  # pyright: ignore[reportUnknownMemberType]  # attrs leaves its arguments open
    return Field(
        key=key_in(attribute.metadata, alias),
        name=attribute.name,
        parameter=alias,
        type=object if attribute.type is None else attribute.type,
        owner=owner_of(config, attribute.name),
        required=default is attrs.NOTHING,
        constant=attrs.NOTHING if makes else default,
        factory=default.factory if is_factory(default) and not default.takes_self else None,
        is_converted=converter is not None,
        is_validated=VALIDATED in attribute.metadata,
        validator=attribute.validator,
        metadata=attribute.metadata,
        is_compared=bool(attribute.eq),
    )
