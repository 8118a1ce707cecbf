"""The calls that a component takes, in mypy's terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from attrs import frozen
from mypy.type_visitor import TypeQuery
from mypy.typeops import bind_self, map_type_from_supertype
from mypy.types import (
    AnyType,
    CallableType,
    FunctionLike,
    Instance,
    Overloaded,
    ProperType,
    TupleType,
    Type,
    TypeAliasType,
    TypeOfAny,
    UnionType,
    get_proper_type,
)

from typed_registry._stubs.collect import NamedRegistry, RegisteredComponent
from typed_registry.errors import StubError

Kind = TypeVar("Kind", bound=Type)

_AMISS = (TypeOfAny.from_error, TypeOfAny.special_form)
"""How mypy marks an `Any` for what it could not read; the last also for one that an alias stands for."""


@frozen
class ComponentSignature:
    """A component with the calls that mypy says it takes."""

    component: RegisteredComponent
    calls: tuple[CallableType, ...]


def signatures(
    module: str, holding: NamedRegistry, types: Mapping[str, ProperType], kind: Type
) -> list[ComponentSignature]:
    """The components of a registry with their calls; `kind` is what any of them makes.

    Raises StubError for what can't be called, and for what mentions a name that mypy can't resolve.
    """
    return [
        ComponentSignature(
            component, tuple(_calls(module, component, types[f"{holding.variable}.{component.name}"], kind))
        )
        for component in holding.components
    ]


def _calls(
    module: str, component: RegisteredComponent, found: ProperType, kind: Type
) -> Sequence[CallableType]:
    calls = [_making(call, kind) for call in callables(found)]
    if not calls:
        reason = f"mypy sees nothing to call in {component.expression.text}, which is {found}"
        raise StubError(module, component.name, reason)
    for call in calls:
        taken = [name for of in call.arg_types for name in of.accept(_Unresolved(_AMISS))]
        if unresolved := taken or call.ret_type.accept(_Unresolved(_AMISS[:1])):
            reason = f"mypy can't resolve {unresolved[0]}, which {component.expression.text} mentions"
            raise StubError(module, component.name, reason)
    return calls


def callables(kind: ProperType) -> Sequence[CallableType]:
    """The signatures of what can be called, none for what can't."""
    if isinstance(kind, Overloaded):
        return kind.items
    if isinstance(kind, Instance):
        return _of_instance(kind)
    return [kind] if isinstance(kind, CallableType) else []


def _of_instance(kind: Instance) -> Sequence[CallableType]:
    hidden = kind.extra_attrs and kind.extra_attrs.attrs.get("__mypy_partial")  # of a functools.partial
    if hidden:
        return callables(get_proper_type(hidden))
    method = kind.type.get("__call__")
    defined = get_proper_type(method.type) if method else None
    if method is None or not isinstance(defined, FunctionLike):
        return []
    owner = next(base for base in kind.type.mro if "__call__" in base.names)
    mapped = get_proper_type(map_type_from_supertype(defined, kind.type, owner))
    return callables(bind_self(mapped, kind)) if isinstance(mapped, FunctionLike) else []


def _making(call: CallableType, kind: Type) -> CallableType:
    """The call as it is, or, where nothing says what it makes, as one that makes what the registry holds."""
    if not isinstance(get_proper_type(call.ret_type), AnyType):
        return call
    return call.copy_modified(ret_type=kind)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


class _Unresolved(TypeQuery[list[str]]):
    """Collects the names behind each `Any` that stands for a type which mypy has not found."""

    def __init__(self, marks: Sequence[int]) -> None:
        super().__init__()
        self._marks = marks

    def strategy(self, items: list[list[str]]) -> list[str]:
        """All of them."""
        return [name for found in items for name in found]

    def visit_any(self, t: AnyType) -> list[str]:
        """The name of a missing import, or that something is amiss."""
        if t.type_of_any == TypeOfAny.from_unimported_type:
            return [t.missing_import_name or "an import"]
        return ["a type"] if t.type_of_any in self._marks else []

    def visit_type_alias_type(self, t: TypeAliasType) -> list[str]:
        """What it is given; an alias itself may stand for `Any`."""
        return self.query_types(t.args) + self._leniently(super().visit_type_alias_type, t)

    def visit_union_type(self, t: UnionType) -> list[str]:
        """What the items are; those of an alias for a union stand among them, and may hold `Any`."""
        bare = [item for item in t.items if isinstance(item, AnyType)]
        return self.query_types(bare) + self._leniently(super().visit_union_type, t)

    def visit_tuple_type(self, t: TupleType) -> list[str]:
        """What the items mention; in what stands behind them mypy marks an `Any` of its own."""
        return self.query_types(t.items)

    def _leniently(self, visit: Callable[[Kind], list[str]], t: Kind) -> list[str]:
        marks, self._marks = self._marks, self._marks[:1]
        found = visit(t)
        self._marks = marks
        return found
