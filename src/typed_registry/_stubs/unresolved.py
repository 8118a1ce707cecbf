"""Find the types in signatures that mypy could not resolve, and remember which of them a stub mentions.

mypy takes a type that it can't resolve for `Any`. Each is replaced by an `Any` of its own here. So it is
known, for every `Any` that is written into the stub, whether it stands in for such a type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from attrs import fields, frozen, has
from mypy.type_visitor import TypeQuery, TypeTranslator
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    TupleType,
    Type,
    TypeAliasType,
    TypedDictType,
    TypeOfAny,
    TypeVarType,
    UnionType,
    get_proper_type,
)

from typed_registry._annotations.follow import full_signature
from typed_registry._annotations.unwrap import plain
from typed_registry._stubs.written_parameter import definition_place, written_parameter
from typed_registry.errors import StubProblem

if TYPE_CHECKING:
    from mypy.nodes import MypyFile, TypeInfo

Kind = TypeVar("Kind", bound=Type)

_UNKNOWN = (TypeOfAny.from_error, TypeOfAny.from_unimported_type, TypeOfAny.special_form)
"""mypy's marks of an `Any` for a type that it could not read. Aliases of `Any` have the last one, too."""
ITS_TYPE = "its type"
"""The name in a problem of a type that isn't a missing import."""
_UNIVERSAL = ["_args", "_kwds"]
"""The parameters that mypy takes for those of a class that inherits its constructor from an unknown class."""


_DEEPEST = 10
"""How deep a type is looked into."""


@frozen(eq=False)
class SignatureOwner:
    """A component, and the class or function that defines one of its signatures: itself or its config."""

    registry: str
    component: str
    defined: object
    is_config: bool = False
    """Whether it is the component's config class, whose types a registration can't state."""


@frozen(eq=False)
class _Mark:
    """An `Any` in the place of types that mypy could not resolve."""

    kind: AnyType
    names: Sequence[str]
    owner: SignatureOwner
    parameter: str | None
    """The parameter whose type it is, or is a part of; None for the result."""
    is_of_alias: bool
    """Whether it comes from an alias, for which mypy marks `Any` itself in the same way."""

    @property
    def is_known(self) -> bool:
        """Whether the run has `Any` in the type of the parameter too, so that it stands in for nothing.

        So it does for a field of an attrs class with a converter that mypy can't read, such as `pipe`.
        """
        if self.parameter and _has_converter(self.owner.defined, self.parameter):
            return [*self.names] == [ITS_TYPE]
        if not self.is_of_alias or self.parameter is None or not callable(self.owner.defined):
            return False
        found = full_signature(self.owner.defined)
        parameter = None if found is None else found.named(self.parameter)
        return parameter is not None and _contains_any(parameter.type)

    def problem(self) -> StubProblem:
        """Return the problem, with its place."""
        owner = self.owner
        written = written_parameter(owner.defined, self.parameter) if self.parameter else None
        place = written.place if written else definition_place(owner.defined)
        text = written.text if written else self.parameter or "its result"
        reason = f"mypy can't resolve {' and '.join(dict.fromkeys(self.names))}"
        if ITS_TYPE in self.names and self.parameter and not owner.is_config:
            remedy = f"state it where the component is registered: types={{{self.parameter!r}: ...}}"
            reason += f"; correct the annotation, or {remedy}"
        return StubProblem(owner.component, reason, owner.registry, text, place)


class UnresolvedTypes:
    """The types that mypy could not resolve, each of which is replaced by an `Any` of its own.

    An object lives as long as the generation of one stub.
    """

    def __init__(self, modules: Mapping[str, MypyFile]) -> None:
        self._modules = modules
        self._marks: dict[int, _Mark] = {}
        self._baseless: dict[StubProblem, None] = {}

    def marked(self, call: CallableType, owner: SignatureOwner) -> CallableType:
        """Return a signature in which the types that mypy could not resolve are marked."""
        return self._with_marks(call, owner, _UNKNOWN)

    def known_marked(self, call: CallableType, owner: SignatureOwner) -> CallableType:
        """Return a signature in which missing imports are marked.

        It takes some of its types from the run. mypy may not know the type variables in these.
        """
        return self._with_marks(call, owner, _UNKNOWN[1:2])

    def lacks_base(self, calls: Sequence[CallableType], owner: SignatureOwner) -> bool:
        """Return whether a class inherits its constructor from a class that mypy could not resolve.

        It is remembered as a problem, because every checker accepts any arguments then.
        """
        base = next(filter(None, (_unknown_base(call, owner.defined) for call in calls)), None)
        if base is None:
            return False
        reason = f"mypy can't resolve {base}, a base class"
        place = definition_place(owner.defined)
        self._baseless[StubProblem(owner.component, reason, owner.registry, place=place)] = None
        return True

    def names(self, kind: Type) -> list[str]:
        """Return the names of the types in a type that mypy could not resolve."""
        return kind.accept(_UnresolvedNames(_UNKNOWN, self))

    def mentioned(self, shown: Iterable[AnyType]) -> Iterator[StubProblem]:
        """Yield a problem for each type that mypy could not resolve, given what a stub shows as `Any`."""
        marks = dict.fromkeys(filter(None, (self._marks.get(id(each)) for each in shown)))
        problems = (mark.problem() for mark in marks if not mark.is_known)
        return iter(dict.fromkeys((*self._baseless, *problems)))

    def missing(self, kind: AnyType) -> str | None:
        """Return the name of a type that mypy could not resolve; None for any other `Any`."""
        if id(kind) in self._marks or kind.type_of_any not in _UNKNOWN:
            return None
        return kind.missing_import_name or ITS_TYPE

    def unknown(self, kind: TypeInfo) -> str | None:
        """Return the name of a class that no module has, so that no stub can import it; None for others."""
        module, name = kind.module_name, kind.fullname.removeprefix(f"{kind.module_name}.").split(".")[0]
        known = module in self._modules and name in self._modules[module].names
        return None if known and name.isidentifier() else kind.fullname

    def _with_marks(self, call: CallableType, owner: SignatureOwner, marks: Sequence[int]) -> CallableType:
        formals = zip(call.arg_types, call.arg_names, strict=True)
        types = [self._marked(of, marks, owner, name) for of, name in formals]
        result = self._marked(call.ret_type, marks[:2], owner, None)
        return call.copy_modified(arg_types=types, ret_type=result)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type

    def _marked(self, kind: Type, marks: Sequence[int], owner: SignatureOwner, name: str | None) -> Type:
        names = kind.accept(_UnresolvedNames(marks, self))
        if not names:
            return kind
        is_of_alias = not kind.accept(_UnresolvedNames(marks[:2], self))
        mark = _Mark(AnyType(TypeOfAny.from_error), names, owner, name, is_of_alias)
        self._marks[id(mark.kind)] = mark
        return kind.accept(_Marking(mark.kind, marks, self))


def _has_converter(defined: object, parameter: str) -> bool:
    """Return whether a parameter is that of an attrs class's field with a converter."""
    if not isinstance(defined, type) or not has(defined):
        return False
    return any(each.alias == parameter and each.converter is not None for each in fields(defined))


def _contains_any(kind: object, depth: int = _DEEPEST) -> bool:
    """Return whether a type is `Any` or has it as a part."""
    parts = get_args(plain(kind)) if depth else ()
    return kind is Any or any(_contains_any(part, depth - 1) for part in parts)


def _unknown_base(call: CallableType, defined: object) -> str | None:
    """Return the name of a base class that mypy could not resolve, if a class has its constructor."""
    if not call.is_type_obj() or not call.type_object().fallback_to_any:
        return None
    if call.arg_names != _UNIVERSAL:
        return None
    known = {base.fullname for base in call.type_object().mro}
    bases = defined.__mro__ if isinstance(defined, type) else ()
    names = (f"{base.__module__}.{base.__qualname__}" for base in bases)
    return next((name for name in names if name not in known), "a type")


class _UnresolvedNames(TypeQuery[list[str]]):
    """Collects the names of the types that mypy could not resolve, each of which it replaced by `Any`."""

    def __init__(self, marks: Sequence[int], unresolved: UnresolvedTypes) -> None:
        super().__init__()
        self._marks = marks
        self._unresolved = unresolved

    def strategy(self, items: list[list[str]]) -> list[str]:
        """Return all names."""
        return [name for found in items for name in found]

    def visit_any(self, t: AnyType) -> list[str]:
        """Return the name of a missing import, or `a type` for any other type that is unknown."""
        missing = self._unresolved.missing(t)
        return [missing] if missing and t.type_of_any in self._marks else []

    def visit_instance(self, t: Instance) -> list[str]:
        """Return the name of a class that a stub can't import, and look into the arguments."""
        unknown = self._unresolved.unknown(t.type)
        return [*([unknown] if unknown else []), *self.query_types(t.args)]

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
        marks, self._marks = self._marks, self._marks[:2]
        found = visit(t)
        self._marks = marks
        return found


class _Marking(TypeTranslator):
    """Puts a mark in the place of what mypy could not resolve."""

    def __init__(self, mark: AnyType, marks: Sequence[int], unresolved: UnresolvedTypes) -> None:
        super().__init__()
        self._mark = mark
        self._marks = marks
        self._unresolved = unresolved

    def visit_any(self, t: AnyType) -> Type:
        """Return the mark for an unknown type."""
        return self._mark if self._unresolved.missing(t) and t.type_of_any in self._marks else t

    def visit_instance(self, t: Instance) -> Type:
        """Return the mark for a class that a stub can't import, and look into the arguments of others."""
        return self._mark if self._unresolved.unknown(t.type) else super().visit_instance(t)

    def visit_type_var(self, t: TypeVarType) -> Type:
        """Look into the bound, the constraints and the default."""
        return t.copy_modified(  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
            values=[value.accept(self) for value in t.values],
            upper_bound=t.upper_bound.accept(self),
            default=t.default.accept(self),
        )

    def visit_tuple_type(self, t: TupleType) -> Type:
        """Look into the items only."""
        return TupleType([item.accept(self) for item in t.items], t.partial_fallback, t.line, t.column)

    def visit_typeddict_type(self, t: TypedDictType) -> Type:
        """Leave it as it is: a stub imports it by its name."""
        return t

    def visit_type_alias_type(self, t: TypeAliasType) -> Type:
        """Look into the type that an alias is of, unless it mentions itself."""
        return t if t.is_recursive else get_proper_type(t).accept(self)
