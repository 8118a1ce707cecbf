"""Dictionaries whose keys are declared by a `TypedDict`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Final, cast, get_args, get_origin

from attrs import evolve
from typing_extensions import NotRequired, ReadOnly, Required

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.own_annotations import own_annotations
from typed_registry._annotations.type_guards import is_class
from typed_registry._class_libraries.class_library import ClassLibrary
from typed_registry._class_libraries.field import Field

_REQUIRED: Final[dict[object, bool]] = {Required: True, NotRequired: False}


class TypedDictLibrary(ClassLibrary):
    """The classes that `TypedDict` makes. Their instances are plain dictionaries."""

    kind = "a TypedDict"
    freezing = "@attrs.frozen"
    can_be_config = False
    is_mapping = True

    def defines(self, config: type) -> bool:
        """Return whether a class is a `TypedDict`."""
        return hasattr(config, "__required_keys__") and issubclass(config, dict)

    def fields(self, config: type) -> Iterator[Field]:
        """Yield the keys, those of its bases included."""
        required = cast("Collection[str]", getattr(config, "__required_keys__", ()))
        for key, annotation in own_annotations(config).items():
            yield Field(
                key=key,
                name=key,
                parameter=key,
                owner=_owner(config, key),
                type=annotation,
                module=str(getattr(annotation, "__forward_module__", None) or ""),
                required=key in required,
            )

    def resolved(self, field: Field, kind: object) -> Field:
        """Return the field with its type and whether it is required, which the annotation may say."""
        inner, required = _unqualified(kind)
        return evolve(field, type=inner, required=field.required if required is None else required)

    def is_frozen(self, config: type) -> bool:
        """Return False: a dictionary can be changed."""
        return False

    def has_instance(self, config: type, value: object) -> bool:
        """Return False: a dictionary doesn't say which keys it is declared to have."""
        return False

    def make(self, config: type, arguments: Mapping[str, object]) -> object:
        """Return a dictionary."""
        return dict(arguments)


def _owner(config: type, key: str) -> type:
    """Return the class that declares a key: the class itself or one that it derives from."""
    for base in cast("tuple[object, ...]", getattr(config, "__orig_bases__", ())):
        origin = without_arguments(base)
        if is_class(origin) and key in own_annotations(origin):
            return _owner(origin, key)
    return config


def _unqualified(kind: object) -> tuple[object, bool | None]:
    """Return a type without qualifiers, and whether one of these says that the key is required."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in _REQUIRED or origin is ReadOnly:
        inner, required = _unqualified(arguments[0])
        return inner, _REQUIRED.get(origin, required)
    if origin is Annotated:
        inner, required = _unqualified(arguments[0])
        return (kind if required is None else Annotated[(inner, *arguments[1:])]), required
    return kind, None
