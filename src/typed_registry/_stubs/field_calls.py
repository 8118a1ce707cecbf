"""Find the constructor that a decorator gives to a class without telling checkers of it.

A function that calls `attrs.frozen` or `dataclass`, and has no `@dataclass_transform`, is such a decorator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import fields, has
from mypy.expandtype import expand_type_by_instance
from mypy.maptype import map_instance_to_supertype
from mypy.nodes import Var
from mypy.types import AnyType, Instance, Type, TypeOfAny, get_proper_type

from typed_registry._annotations.call_target import raw_attribute
from typed_registry._stubs.run_calls import run_call

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy.nodes import TypeInfo
    from mypy.types import CallableType

_METHODS = ("__init__", "__new__")
_INIT_VAR = "dataclasses.InitVar"


def field_call(call: CallableType, defined: object, function: Instance) -> CallableType | None:
    """Return the constructor that the run has for a class; None unless mypy has that of `object` alone.

    Its parameters have the types of the attributes that they set. `function` is the type of functions.
    """
    if not isinstance(defined, type) or not call.is_type_obj() or call.type_object().fallback_to_any:
        return None
    info, made = call.type_object(), get_proper_type(call.ret_type)
    if not isinstance(made, Instance) or not _is_of_object(info):
        return None
    if all(raw_attribute(defined, name)[0] is object for name in _METHODS):
        return None
    found = run_call(defined, made, function)
    if found is None or not found.arg_names:
        return None
    attributes = _attributes(defined)
    types = [_type_of(made, attributes.get(name or "", name)) for name in found.arg_names]
    return found.copy_modified(arg_types=types, variables=call.variables)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


def _is_of_object(info: TypeInfo) -> bool:
    """Return whether mypy has the constructor of `object` for a class."""
    owners = (next(base for base in info.mro if name in base.names) for name in _METHODS)
    return all(owner.fullname == "builtins.object" for owner in owners)


def _attributes(defined: type) -> Mapping[str, str | None]:
    """Return the attributes that an attrs class's parameters set, where they have other names.

    It is None for a parameter with a converter, which takes another type.
    """
    known = fields(defined) if has(defined) else ()
    return {each.alias or each.name: None if each.converter else each.name for each in known}


def _type_of(made: Instance, attribute: str | None) -> Type:
    """Return the type of an attribute of an instance; `Any` if it isn't known."""
    owner = next((base for base in made.type.mro if attribute in base.names), None)
    node = owner.names[attribute].node if owner and attribute else None
    if owner is None or not isinstance(node, Var) or node.type is None:
        return AnyType(TypeOfAny.explicit)
    of = get_proper_type(expand_type_by_instance(node.type, map_instance_to_supertype(made, owner)))
    return of.args[0] if isinstance(of, Instance) and of.type.fullname == _INIT_VAR and of.args else of
