"""The library that defines a class with fields."""

from __future__ import annotations

from typing import Final

from typed_registry._annotations.type_guards import is_class
from typed_registry._class_libraries.attrs_library import AttrsLibrary
from typed_registry._class_libraries.class_library import ClassLibrary
from typed_registry._class_libraries.dataclass_library import DataclassLibrary
from typed_registry._class_libraries.field import Field
from typed_registry._class_libraries.msgspec_library import MsgspecLibrary
from typed_registry._class_libraries.named_tuple_library import NamedTupleLibrary
from typed_registry._class_libraries.pydantic_library import PydanticLibrary
from typed_registry._class_libraries.typed_dict_library import TypedDictLibrary

LIBRARIES: Final[tuple[ClassLibrary, ...]] = (
    AttrsLibrary(),
    DataclassLibrary(),
    TypedDictLibrary(),
    NamedTupleLibrary(),
    PydanticLibrary(),
    MsgspecLibrary(),
)


def library_of(kind: object) -> ClassLibrary | None:
    """Return the library that defines a class with fields; None for any other type.

    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Point:
    ...     x: float
    >>> library_of(Point).kind, library_of(int)
    ('a dataclass', None)
    """
    if not is_class(kind):
        return None
    return next((library for library in LIBRARIES if library.defines(kind)), None)


def declared_fields(config: type) -> tuple[Field, ...]:
    """Return the fields of a class with their types as written; none for a class without fields."""
    library = library_of(config)
    return () if library is None else tuple(library.fields(config))


def has_fields(value: object) -> bool:
    """Return whether this is an instance of a class with fields."""
    return library_of(type(value)) is not None
