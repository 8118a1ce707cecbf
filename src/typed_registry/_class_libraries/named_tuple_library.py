"""Tuples whose items have names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from attrs import NOTHING

from typed_registry._annotations.own_annotations import own_annotations
from typed_registry._class_libraries.class_library import ClassLibrary, owner_of
from typed_registry._class_libraries.field import Field


class NamedTupleLibrary(ClassLibrary):
    """The classes that `NamedTuple` and `collections.namedtuple` make."""

    kind = "a NamedTuple"
    freezing = "@attrs.frozen"
    can_be_config = False
    is_positional = True

    def defines(self, config: type) -> bool:
        """Return whether a class is a named tuple."""
        is_named = hasattr(config, "_fields") and hasattr(config, "_field_defaults")
        return is_named and issubclass(config, tuple)

    def fields(self, config: type) -> Iterator[Field]:
        """Yield the items in their order."""
        names = cast("tuple[str, ...]", getattr(config, "_fields", ()))
        defaults = cast("Mapping[str, object]", getattr(config, "_field_defaults", {}))
        for name in names:
            owner = owner_of(config, name)
            yield Field(
                key=name,
                name=name,
                parameter=name,
                owner=owner,
                type=object if owner is None else own_annotations(owner)[name],
                required=name not in defaults,
                constant=defaults.get(name, NOTHING),
            )

    def is_frozen(self, config: type) -> bool:
        """Return True, as for every tuple."""
        return True
