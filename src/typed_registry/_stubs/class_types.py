"""Return the type of a class as a callable, which mypy knows by other means than the types of values."""

from __future__ import annotations

from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT
from mypy.typeops import type_object_type
from mypy.types import CallableType, Instance, ProperType, TupleType, TypedDictType


def type_of_class(target: ProperType, function: Instance) -> ProperType | None:
    """Return the type of a class, given the type of its instances and that of functions; None if unknown."""
    if isinstance(target, TypedDictType):  # mypy has no type of its own for the class
        kinds = [ARG_NAMED if key in target.required_keys else ARG_NAMED_OPT for key in target.items]
        return CallableType(list(target.items.values()), kinds, list(target.items), target, function)
    if isinstance(target, TupleType):
        return type_object_type(target.partial_fallback.type)
    return type_object_type(target.type) if isinstance(target, Instance) else None
