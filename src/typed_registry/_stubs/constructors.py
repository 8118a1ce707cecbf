"""Find the constructor of a class, given the type that mypy has of its instances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mypy.expandtype import expand_type_by_instance
from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ARG_POS, ARG_STAR2
from mypy.subtypes import is_subtype
from mypy.typeops import bind_self, get_all_type_vars, type_object_type
from mypy.types import (
    AnyType,
    CallableType,
    FunctionLike,
    Instance,
    Overloaded,
    ProperType,
    TupleType,
    Type,
    TypedDictType,
    TypeOfAny,
    TypeType,
    TypeVarLikeType,
    UnpackType,
    get_proper_type,
)
from mypy.typevars import fill_typevars

from typed_registry._stubs.callables import function_node, with_sorted_keys
from typed_registry._stubs.stub_names import is_name

if TYPE_CHECKING:
    from mypy.nodes import TypeInfo


def constructor(instances: ProperType, function: Instance, *, is_bare: bool) -> ProperType | None:
    """Return the type of a class as a callable; None if it has no constructor that mypy knows.

    `function` is the type of functions. `is_bare` says that a generic class is given no arguments, so that
    those that its instances have are made up.
    """
    if isinstance(instances, TypedDictType):
        return _of_typed_dict(instances, function)
    made = instances.partial_fallback if isinstance(instances, TupleType) else instances
    if not isinstance(made, Instance):
        return None
    if made.type.is_enum and made.type.enum_members:
        return _of_enum(made, function)
    found = _of_metaclass(made.type) or type_object_type(made.type)
    found = _without_overloads_of_others(found, made, function)
    return found if is_bare or not _has_arguments(made.args) else _with_arguments(found, made)


def _without_overloads_of_others(found: ProperType, made: Instance, function: Instance) -> ProperType:
    """Return a constructor without the overloads whose `self` has other type arguments than the class.

    mypy lets a call of `class Child(Box[int])` choose one with `self: Box[str]`, and others don't. What is
    left isn't the type of the class itself.
    """
    if not isinstance(found, Overloaded):
        return found
    kept = [call for call in found.items if _is_of_class(call, made)]
    if not kept or len(kept) == len(found.items):
        return found
    calls = [call.copy_modified(fallback=function) for call in kept]  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
    return Overloaded(calls) if len(calls) > 1 else calls[0]


def _is_of_class(call: CallableType, made: Instance) -> bool:
    """Return whether an overload of a constructor is one of a class with these arguments."""
    node = function_node(call.definition)
    kind = node.type if node else None
    own = get_proper_type(kind.arg_types[0]) if isinstance(kind, CallableType) and kind.arg_types else None
    return not isinstance(own, Instance) or bool(get_all_type_vars(own)) or is_subtype(made, own)


def _of_typed_dict(instances: TypedDictType, function: Instance) -> CallableType:
    """Return the constructor of a TypedDict, for which mypy has no type of its own."""
    info = instances.fallback.type
    made: TypedDictType = instances
    variables: Sequence[TypeVarLikeType] = []
    if info.typeddict_type is not None and not _has_arguments(instances.fallback.args):
        variables = info.defn.type_vars
        made = info.typeddict_type.copy_modified(fallback=Instance(info, variables))
    made = with_sorted_keys(made)
    if all(map(is_name, made.items)):
        kinds = [ARG_NAMED if key in made.required_keys else ARG_NAMED_OPT for key in made.items]
        return CallableType([*made.items.values()], kinds, [*made.items], made, function, variables=variables)
    unpacked = CallableType([made], [ARG_STAR2], ["items"], made, function, variables=variables)
    return unpacked.copy_modified(unpack_kwargs=True)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


def _of_enum(made: Instance, function: Instance) -> CallableType:
    """Return the call of an enum. mypy has the constructor of `str` for a class `Name(str, Enum)`."""
    value = Instance(made.type.mro[-1], [])
    return CallableType([value], [ARG_POS], ["value"], made, function)


def metaclass_calls(info: TypeInfo) -> Sequence[CallableType]:
    """Return the signatures of the `__call__` of a class's metaclass; none if it is that of `type`."""
    bases = [] if info.metaclass_type is None else info.metaclass_type.type.mro
    owner = next((base for base in bases if "__call__" in base.names), None)
    if owner is None or owner.fullname == "builtins.type":
        return ()
    kind = get_proper_type(owner.names["__call__"].type)
    return kind.items if isinstance(kind, FunctionLike) else ()


def _of_metaclass(info: TypeInfo) -> ProperType | None:
    """Return the calls of a class by its metaclass's `__call__`; None if that passes all arguments on.

    The run calls the metaclass in place of the constructor, the only one that mypy looks at.
    """
    found = metaclass_calls(info)
    if not found or any(kind.is_star() for call in found for kind in call.arg_kinds):
        return None
    instance = fill_typevars(info)
    own = TypeType.make_normalized(instance)
    calls = [_making(bind_self(call, own), instance) for call in found]
    return Overloaded(calls) if len(calls) > 1 else calls[0]


def _making(call: CallableType, instance: Type) -> CallableType:
    """Return a call with an instance as its result if it says nothing of that."""
    if not isinstance(get_proper_type(call.ret_type), AnyType):
        return call
    return call.copy_modified(ret_type=instance)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


def _has_arguments(arguments: Sequence[Type]) -> bool:
    """Return whether a generic class is given arguments, as in `Box[int]`."""
    return not all(map(_is_omitted, arguments))


def _is_omitted(argument: Type) -> bool:
    proper = get_proper_type(argument)
    if isinstance(proper, UnpackType):  # of a TypeVarTuple
        inner = get_proper_type(proper.type)
        return isinstance(inner, Instance) and all(map(_is_omitted, inner.args))
    return isinstance(proper, AnyType) and proper.type_of_any == TypeOfAny.from_omitted_generics


def _with_arguments(found: ProperType, made: Instance) -> ProperType:
    """Return a constructor with the arguments of the class in the place of its type variables."""
    if not isinstance(found, FunctionLike):
        return found
    calls = [expanded(call, made) for call in found.items]
    return Overloaded(calls) if len(calls) > 1 else calls[0]


def expanded(call: CallableType, made: Instance) -> CallableType:
    """Return a constructor with the arguments that a class has in the type of an instance."""
    own = {variable.id for variable in made.type.defn.type_vars}
    left = [variable for variable in call.variables if variable.id not in own]
    bare = call.copy_modified(variables=left)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
    return expand_type_by_instance(bare, made)
