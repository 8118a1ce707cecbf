"""Find the signatures of what can be called: functions, classes and callable objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mypy.expandtype import expand_type_by_instance
from mypy.maptype import map_instance_to_supertype
from mypy.nodes import ARG_STAR, ARG_STAR2, Decorator, FuncDef, MypyFile, TypeInfo
from mypy.typeops import bind_self, function_type, type_object_type
from mypy.types import (
    AnyType,
    CallableType,
    FunctionLike,
    Instance,
    Overloaded,
    ParamSpecType,
    ProperType,
    Type,
    TypedDictType,
    TypeOfAny,
    TypeType,
    UninhabitedType,
    get_proper_type,
)

from typed_registry._stubs.formals import formals, with_formals
from typed_registry._stubs.stub_names import is_name

if TYPE_CHECKING:
    from mypy.nodes import Node, SymbolNode

    from typed_registry._stubs.wrapped_functions import WrappedFunction

_UNCHECKED = {"builtins.object", "typing.Hashable"}
"""The types of arguments that say nothing about what a function takes. The latter is of `lru_cache`."""


def callables(kind: ProperType | None) -> Sequence[CallableType]:
    """Return the signatures of a type, one for each overload; none if it can't be called."""
    if isinstance(kind, Overloaded):
        return kind.items
    if isinstance(kind, Instance):
        return _of_instance(kind)
    if isinstance(kind, TypeType) and isinstance(kind.item, Instance):
        return callables(type_object_type(kind.item.type))
    return [kind] if isinstance(kind, CallableType) else []


def written_out(call: CallableType) -> CallableType:
    """Return a signature with a keyword for each key of an unpacked TypedDict: ty checks no such keywords."""
    last = get_proper_type(call.arg_types[-1]) if call.unpack_kwargs else None
    if isinstance(last, TypedDictType) and all(map(is_name, last.items)):
        types = [*call.arg_types[:-1], with_sorted_keys(last)]
        sorted_call: CallableType = call.copy_modified(arg_types=types)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
        return sorted_call.with_unpacked_kwargs()
    return call


def with_sorted_keys(kind: TypedDictType) -> TypedDictType:
    """Return a TypedDict with its keys in the order of their names.

    mypy's cache doesn't keep that of the definition, and a stub must not depend on what is cached.
    """
    items, marks = dict(sorted(kind.items.items())), (kind.required_keys, kind.readonly_keys)
    return TypedDictType(items, *marks, kind.fallback, is_closed=kind.is_closed)


def takes_anything(call: CallableType) -> bool:
    """Return whether a signature is `(*args, **kwargs)` with arguments of any type.

    A ParamSpec that nothing else determines is one: mypy leaves it behind if a decorator takes a function
    that it has no type of. If the decorator refuses the function, mypy has `Never` instead.
    """
    return call.arg_kinds == [ARG_STAR, ARG_STAR2] and all(map(_is_unchecked, call.arg_types))


def known_result(call: CallableType) -> Type | None:
    """Return what a signature that takes anything returns; None if mypy doesn't know it.

    Of what a decorator returns that refuses its function, mypy has an `Any`, and `Never` in its cache.
    """
    found = get_proper_type(call.ret_type)
    is_error = isinstance(found, AnyType) and found.type_of_any == TypeOfAny.from_error
    return None if is_error or isinstance(found, UninhabitedType) else found


def takes_any_keyword(call: CallableType) -> bool:
    """Return whether a signature has `**kwargs` of any type."""
    formals = zip(call.arg_kinds, call.arg_types, strict=True)
    return not call.unpack_kwargs and any(kind is ARG_STAR2 and _is_unchecked(of) for kind, of in formals)


def _is_unchecked(kind: Type) -> bool:
    proper = get_proper_type(kind)
    is_open = isinstance(proper, Instance) and proper.type.fullname in _UNCHECKED
    return is_open or isinstance(proper, (AnyType, ParamSpecType, UninhabitedType))


def _of_instance(kind: Instance) -> Sequence[CallableType]:
    """Return the signatures of a callable object, whose type arguments take the place of type variables."""
    hidden = kind.extra_attrs and kind.extra_attrs.attrs.get("__mypy_partial")  # of a functools.partial
    if hidden:
        return [*map(_without_unreachable_rest, callables(get_proper_type(hidden)))]
    method = kind.type.get("__call__")
    node = method.node if method else None
    defined = get_proper_type(method.type) if method else None
    if isinstance(node, FuncDef):  # which has no type if it has no annotations
        defined = function_type(node, Instance(kind.type.mro[-1], []))
    if not isinstance(defined, FunctionLike):
        return []
    owner = next(base for base in kind.type.mro if "__call__" in base.names)
    is_static = isinstance(node, Decorator) and node.func.is_static
    bound = defined if is_static else bind_self(defined, kind)
    return callables(get_proper_type(expand_type_by_instance(bound, map_instance_to_supertype(kind, owner))))


def _without_unreachable_rest(call: CallableType) -> CallableType:
    """Return a partial's signature without `*args` that come after a parameter which is given by keyword.

    They could only be reached by another value for that parameter.
    """
    found = formals(call)
    first = next((index for index, each in enumerate(found) if each.kind.is_named()), len(found))
    kept = [*found[:first], *(each for each in found[first:] if each.kind is not ARG_STAR)]
    return call if kept == found else with_formals(call, kept)


def wrapped_calls(
    function: WrappedFunction, modules: Mapping[str, MypyFile], result: Type | None, fallback: Instance
) -> Sequence[CallableType]:
    """Return the signatures of a function without its decorators; none if mypy finds another or none.

    `fallback` is the type of functions. `result` is what the component that wraps it returns; None if that
    isn't known, so that it is taken to return the same as the function.
    """
    node = function_node(definition_node(function.module, function.name, modules))
    if node is None or not has_parameters(node, function.parameters):
        return []
    kind = function_type(node, fallback)
    calls = (bind_self(kind) if function.is_bound else kind).items
    return [call.copy_modified(ret_type=result or call.ret_type) for call in calls]  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


def function_node(node: Node | None) -> FuncDef | None:
    """Return the function that a node of mypy's is, below its decorators; None for anything else."""
    function = node.func if isinstance(node, Decorator) else node
    return function if isinstance(function, FuncDef) else None


def has_parameters(node: FuncDef, names: Sequence[str]) -> bool:
    """Return whether a function has these parameters. mypy keeps no names of those without keywords."""
    return len(node.arg_names) == len(names) and {*names} >= {*filter(None, node.arg_names)}


def definition_node(module: str, name: str, modules: Mapping[str, MypyFile]) -> SymbolNode | None:
    """Return what a module defines under a qualified name: `Tokenizer.encode`; None if mypy finds nothing."""
    found: SymbolNode | None = modules.get(module)
    for part in name.split("."):
        if not isinstance(found, (MypyFile, TypeInfo)) or part not in found.names:
            return None
        found = found.names[part].node
    return found
