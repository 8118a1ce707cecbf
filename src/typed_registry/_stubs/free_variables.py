"""Find the type variables of a callable type that belong to what mentions it, not to itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mypy.erasetype import erase_typevars
from mypy.expandtype import expand_type
from mypy.subtypes import is_subtype
from mypy.type_visitor import TypeQuery
from mypy.types import (
    CallableType,
    ParamSpecType,
    Type,
    TypeVarLikeType,
    TypeVarTupleType,
    TypeVarType,
    UninhabitedType,
)


def free_variables(calls: Sequence[CallableType]) -> list[TypeVarLikeType]:
    """Return the type variables that these signatures mention and don't bind, each once."""
    return _in_order(variable for call in calls for variable in call.accept(_FreeVariables()))


def type_variables(types: Iterable[Type]) -> list[TypeVarType]:
    """Return the type variables that these types mention and don't bind, each once."""
    found = _in_order(variable for of in types for variable in of.accept(_FreeVariables()))
    return [variable for variable in found if isinstance(variable, TypeVarType)]


def _in_order(variables: Iterable[TypeVarLikeType]) -> list[TypeVarLikeType]:
    """Return each variable once, those with a default last, as a generic class must have them."""
    return sorted({each.id: each for each in variables}.values(), key=TypeVarLikeType.has_default)


def erase_others(of: Type) -> Type:
    """Return a type with its type variables, but without ParamSpecs and TypeVarTuples."""
    found = of.accept(_FreeVariables())
    return erase_typevars(of, {each.id for each in found if not isinstance(each, TypeVarType)})


def variance(variable: TypeVarType, members: Sequence[Type]) -> list[str]:
    """Return the arguments by which a TypeVar declares how a Protocol with these members depends on it.

    A member is a call, or the type of an attribute that can only be read.
    """
    low = [expand_type(of, {variable.id: UninhabitedType()}) for of in members]
    high = [expand_type(of, {variable.id: variable.upper_bound}) for of in members]
    if all(map(is_subtype, low, high)):
        return ["covariant=True"]
    return ["contravariant=True"] if all(map(is_subtype, high, low)) else []


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
