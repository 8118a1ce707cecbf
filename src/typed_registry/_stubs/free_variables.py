"""Find the type variables of a callable type that belong to what mentions it, not to itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from mypy.erasetype import erase_typevars
from mypy.expandtype import expand_type
from mypy.nodes import Block, ClassDef, SymbolTable, TypeInfo
from mypy.subtypes import is_subtype
from mypy.type_visitor import TypeQuery
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    ParamSpecType,
    Type,
    TypeOfAny,
    TypeVarLikeType,
    TypeVarTupleType,
    TypeVarType,
    get_proper_type,
)


def free_variables(calls: Sequence[CallableType]) -> list[TypeVarLikeType]:
    """Return the type variables that these signatures mention and don't bind, each once."""
    return _in_order(variable for call in calls for variable in call.accept(_FreeVariables()))


def bound(call: CallableType) -> CallableType:
    """Return a signature that binds every type variable that it mentions.

    mypy leaves those of a converter unbound in the constructor of an attrs class: `converter=tuple`.
    """
    variables = [*call.variables, *free_variables([call])]
    return call.copy_modified(variables=variables)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


def type_variables(types: Collection[Type]) -> list[TypeVarType]:
    """Return the type variables that these types mention and don't bind, each once.

    Those of a `Container` are left out. It has another variance in newer versions of the standard library's
    stubs, so that theirs depends on the checker.
    """
    found = _in_order(variable for of in types for variable in of.accept(_FreeVariables()))
    hidden = {variable.id for of in types for variable in of.accept(_InContainers())}
    known = (variable for variable in found if isinstance(variable, TypeVarType))
    return [variable for variable in known if variable.id not in hidden]


def erase_others(of: Type, kept: Collection[TypeVarType]) -> Type:
    """Return a type without the variables that it doesn't bind, but for those that are kept."""
    ids = {variable.id for variable in of.accept(_FreeVariables())}
    return erase_typevars(of, ids - {variable.id for variable in kept})


def _in_order(variables: Iterable[TypeVarLikeType]) -> list[TypeVarLikeType]:
    """Return each variable once, those with a default last, as a generic class must have them."""
    return sorted({each.id: each for each in variables}.values(), key=TypeVarLikeType.has_default)


def with_ordered_defaults(call: CallableType) -> CallableType:
    """Return a call whose variables have no defaults if one with a default comes before one without.

    Checkers take the order of the variables of a function from the types of its parameters.
    """
    found = {each.id: each for each in call.accept(_EveryVariable())}
    kinds = [each.has_default() for each in found.values()]
    if kinds == sorted(kinds):
        return call
    bare = {
        key: each.copy_modified(default=AnyType(TypeOfAny.from_omitted_generics))  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
        for key, each in found.items()
        if isinstance(each, TypeVarType)
    }
    variables = [bare.get(each.id, each) for each in call.variables]
    open_call = call.copy_modified(variables=[])  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
    return expand_type(open_call, bare).copy_modified(variables=variables)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


def variance(variable: TypeVarType, members: Sequence[Type]) -> list[str]:
    """Return the arguments by which a TypeVar declares how a Protocol with these members depends on it.

    A member is a call, or the type of an attribute that can only be read.
    """
    lower, upper = _stand_ins(variable)
    low = [expand_type(of, {variable.id: lower}) for of in members]
    high = [expand_type(of, {variable.id: upper}) for of in members]
    if all(map(is_subtype, low, high)):
        return ["covariant=True"]
    return ["contravariant=True"] if all(map(is_subtype, high, low)) else []


def _stand_ins(variable: TypeVarType) -> tuple[Type, Type]:
    """Return the type of a class and that of its base, both unrelated to any other class but `object`.

    With the lowest and the highest type that the variable can have, `T | list[T]` would be covariant, and
    whatever mentions a variable whose bound is `Any`.
    """
    bound = get_proper_type(variable.upper_bound)
    top = bound.type.mro[-1] if isinstance(bound, Instance) else _class("builtins", "object", [])
    upper = _class("stand_in", "Upper", [top])
    return Instance(_class("stand_in", "Lower", [upper, top]), []), Instance(upper, [])


def _class(module: str, name: str, bases: Sequence[TypeInfo]) -> TypeInfo:
    definition = ClassDef(name, Block([]))
    definition.fullname = f"{module}.{name}"  # by which mypy tells classes apart
    made = TypeInfo(SymbolTable(), definition, module)
    made.bases = [Instance(base, []) for base in bases[:1]]
    made.mro = [made, *bases]
    return made


class _FreeVariables(TypeQuery[list[TypeVarLikeType]]):
    def strategy(self, items: Iterable[list[TypeVarLikeType]]) -> list[TypeVarLikeType]:
        """Return all of them."""
        return [variable for found in items for variable in found]

    def visit_type_var(self, t: TypeVarType) -> list[TypeVarLikeType]:
        """Return it."""
        return [t]

    def visit_param_spec(self, t: ParamSpecType) -> list[TypeVarLikeType]:
        """Return it."""
        return [t]

    def visit_type_var_tuple(self, t: TypeVarTupleType) -> list[TypeVarLikeType]:
        """Return it."""
        return [t]

    def visit_callable_type(self, t: CallableType) -> list[TypeVarLikeType]:
        """Return the variables in it that it doesn't bind."""
        bound = {variable.id for variable in t.variables}
        return [variable for variable in super().visit_callable_type(t) if variable.id not in bound]


class _EveryVariable(_FreeVariables):
    def visit_callable_type(self, t: CallableType) -> list[TypeVarLikeType]:
        """Return those in the types of its parameters and its result, whatever binds them."""
        return self.query_types([*t.arg_types, t.ret_type])


class _InContainers(_FreeVariables):
    def visit_type_var(self, t: TypeVarType) -> list[TypeVarLikeType]:  # noqa: ARG002  # it's in no container
        """Return nothing."""
        return []

    def visit_instance(self, t: Instance) -> list[TypeVarLikeType]:
        """Return those in a container, and look into the arguments of any other class."""
        is_container = t.type.fullname == "typing.Container"
        return t.accept(_FreeVariables()) if is_container else super().visit_instance(t)
