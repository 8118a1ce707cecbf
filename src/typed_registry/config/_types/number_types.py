"""Types of numbers other than Python's own: those of `numbers` and of numpy."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from math import isfinite
from numbers import Complex, Integral, Number, Rational, Real
from typing import TYPE_CHECKING, Final, Protocol, cast, get_origin

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.type_guards import is_class
from typed_registry.config._document.faults import Path, WrongType
from typed_registry.config._formats.yaml.scalars import finite_scalar
from typed_registry.config._types.json_schema import Schema
from typed_registry.config._types.plain_scalar import is_scalar, plain_scalar
from typed_registry.config._types.rule import LeafRule, Reading, Rule
from typed_registry.config._types.scalars import JSON_TYPES, KEY_PATTERNS, scalar_schema
from typed_registry.config._types.schema_request import SchemaRequest

if TYPE_CHECKING:
    from typed_registry.config._types.find_rule import FindRule

_ABSTRACT: Final[Mapping[object, Mapping[type, type]]] = {
    Number: {int: int, float: float},
    Complex: {int: int, float: float},
    Real: {int: int, float: float},
    Rational: {int: int},
    Integral: {int: int},
}
"""The class of a value by that of the data, for the types of `numbers`."""


_NUMPY: Final[Mapping[str, Mapping[type, str]]] = {
    "bool_": {bool: "bool_"},
    "number": {int: "int64", float: "float64"},
    "integer": {int: "int64"},
    "signedinteger": {int: "int64"},
    "unsignedinteger": {int: "uint64"},
    "inexact": {float: "float64"},
    "floating": {float: "float64"},
}
"""The same for types of numpy, by name: abstract ones have the default class of their kind."""


class NumberRule(LeafRule):
    """The rule of a type of `numbers`, or of a class of numpy's scalars."""

    def __init__(self, annotation: object, makers: Mapping[type, type]) -> None:
        super().__init__(annotation)
        self._makers = makers
        """The class of a value by that of the data."""

    @classmethod
    def of(cls, kind: object, _find: FindRule) -> Rule | None:
        """Return the rule if the type is one of these."""
        known = _ABSTRACT.get(kind) if is_class(kind) else None
        makers = _numpy_makers(without_arguments(kind)) if known is None else known
        return None if makers is None else cls(kind, makers)

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return a number of the type that is the same as the data."""
        kind = get_origin(self.annotation) or self.annotation
        if is_class(kind) and isinstance(data, kind) and is_scalar(data) and type(data) is not bool:
            return data
        number = plain_scalar(data)
        made = [value for make in self._classes(number) for value in _converted(number, make)]
        return made[0] if made else reading.fault(path, WrongType(self.expected, data))

    def _classes(self, number: object) -> Iterator[type]:
        """Yield the classes that a number may become: that of its own kind, or of floats for an integer."""
        own = self._makers.get(type(number))
        if own is not None:
            yield own
        elif type(number) is int and float in self._makers:
            yield self._makers[float]

    @property
    def is_key(self) -> bool:
        """Return True: a number can be written as a mapping's key."""
        return True

    def key_data(self, key: str) -> object:
        """Return the number that the key is."""
        return finite_scalar(key)

    def schema(self, request: SchemaRequest) -> Schema:
        """Return the JSON type with its limits."""
        return scalar_schema(JSON_TYPES[self._kind], request.limits)

    def schema_of_key(self, request: SchemaRequest) -> Schema:
        """Return the words that are read as a number."""
        return {"type": "string", "pattern": KEY_PATTERNS[self._kind]}

    @property
    def _kind(self) -> type:
        """The widest class of data."""
        return next(kind for kind in (float, int, bool) if kind in self._makers)


def _numpy_makers(kind: object) -> Mapping[type, type] | None:
    """Return the class of a value by that of the data; None unless the type is of numpy's numbers."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not is_class(kind) or not kind.__module__.startswith("numpy"):
        return None
    for name, makers in _NUMPY.items():
        if kind is getattr(numpy, name, None):
            return {data: cast("type", getattr(numpy, made)) for data, made in makers.items()}
    if kind is getattr(numpy, "timedelta64", None):
        return None
    for name, data in (("integer", int), ("floating", float)):
        if issubclass(kind, cast("type", getattr(numpy, name))):
            return {data: kind}
    return None


def _converted(number: object, make: type) -> Iterator[object]:
    """Yield the number as an instance of a class, unless that is another number; a float may be rounded."""
    try:
        with _quiet():
            made: object = make(number)
        if isinstance(number, float):
            is_same = isfinite(number) == isfinite(cast("float", made))
        else:
            is_same = int(cast("int", made)) == number
    except (OverflowError, ValueError):
        return
    if is_same:
        yield made


def _quiet() -> AbstractContextManager[object]:
    """Return a context in which numpy does not warn of a number that is too large: it is refused instead."""
    numpy = sys.modules.get("numpy")
    return nullcontext() if numpy is None else cast("_Numpy", numpy).errstate(over="ignore")


class _Numpy(Protocol):
    """The module, as far as it is used here."""

    def errstate(self, *, over: str) -> AbstractContextManager[object]: ...
