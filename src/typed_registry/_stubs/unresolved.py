"""Find the types in a signature that mypy could not resolve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from mypy.type_visitor import TypeQuery
from mypy.types import AnyType, CallableType, TupleType, Type, TypeAliasType, TypeOfAny, UnionType

Kind = TypeVar("Kind", bound=Type)

_UNKNOWN = (TypeOfAny.from_error, TypeOfAny.special_form)
"""How mypy marks an `Any` for a type that it could not read. Aliases of `Any` have the second mark, too."""


def unresolved_name(call: CallableType) -> str | None:
    """Return the name of a type in a signature that mypy could not resolve; None if it resolved all."""
    taken = [name for of in call.arg_types for name in of.accept(UnresolvedNames(_UNKNOWN))]
    return next(iter(taken or call.ret_type.accept(UnresolvedNames(_UNKNOWN[:1]))), None)


class UnresolvedNames(TypeQuery[list[str]]):
    """Collects the names of the types that mypy could not resolve, each of which it replaced by `Any`."""

    def __init__(self, marks: Sequence[int]) -> None:
        super().__init__()
        self._marks = marks

    def strategy(self, items: list[list[str]]) -> list[str]:
        """Return all names."""
        return [name for found in items for name in found]

    def visit_any(self, t: AnyType) -> list[str]:
        """Return the name of a missing import, or `a type` for any other type that is unknown."""
        if t.type_of_any == TypeOfAny.from_unimported_type:
            return [t.missing_import_name or "an import"]
        return ["a type"] if t.type_of_any in self._marks else []

    def visit_type_alias_type(self, t: TypeAliasType) -> list[str]:
        """Look into the arguments of an alias as usual. The alias itself may be one of `Any`."""
        return self.query_types(t.args) + self._leniently(super().visit_type_alias_type, t)

    def visit_union_type(self, t: UnionType) -> list[str]:
        """Look into the items. An item that comes from an alias of a union may contain `Any`."""
        bare = [item for item in t.items if isinstance(item, AnyType)]
        return self.query_types(bare) + self._leniently(super().visit_union_type, t)

    def visit_tuple_type(self, t: TupleType) -> list[str]:
        """Look into the items only. mypy puts an `Any` of its own into the fallback."""
        return self.query_types(t.items)

    def _leniently(self, visit: Callable[[Kind], list[str]], t: Kind) -> list[str]:
        marks, self._marks = self._marks, self._marks[:1]
        found = visit(t)
        self._marks = marks
        return found
