"""Find the keywords by which a component's config can be given: `spec("dpo", beta=0.1)`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from mypy.erasetype import erase_typevars
from mypy.expandtype import expand_type
from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ARG_STAR, ARG_STAR2, ArgKind
from mypy.typeops import get_all_type_vars
from mypy.types import (
    AnyType,
    Instance,
    ParamSpecType,
    TupleType,
    TypeOfAny,
    TypeVarType,
    UnpackType,
    get_proper_type,
)

from typed_registry._registration.passing import Way
from typed_registry._stubs.callables import written_out
from typed_registry._stubs.derived_parameters import DerivedParameter
from typed_registry._stubs.formals import Formal, formals

if TYPE_CHECKING:
    from typing import TypeAlias

    from mypy.nodes import TypeInfo
    from mypy.types import CallableType, Type

    from typed_registry._stubs.nested_types import NestedTypes

    Keyword: TypeAlias = tuple[ArgKind, Type]


@frozen(eq=False)
class FieldTypes:
    """The types of a derived config's fields, as far as they aren't in the signature of the component."""

    of_run: Mapping[str, Type | None]
    """Those that the run knows."""
    nested: Mapping[str, NestedTypes]
    """How the types of those fields are changed that take other components."""
    sequence: TypeInfo
    """The class `tuple`, in which a config has what `*args` take."""


def generic_config(call: CallableType, constructors: Sequence[CallableType]) -> Instance | None:
    """Return the type of the config that a component takes if its config class is generic: `Settings[T]`.

    None if the class isn't generic, or the component takes another type.
    """
    taken = get_proper_type(call.arg_types[0]) if call.arg_types else None
    if not isinstance(taken, Instance) or not all(each.is_type_obj() for each in constructors):
        return None
    is_of_class = any(each.type_object() is taken.type for each in constructors)
    variables = taken.type.defn.type_vars
    is_simple = bool(variables) and all(isinstance(each, TypeVarType) for each in variables)
    return taken if is_of_class and is_simple else None


def config_calls(constructors: Sequence[CallableType], result: Type) -> tuple[CallableType, ...]:
    """Return the calls by keyword of a config class, one for each overload of its constructor."""
    return _unique([_by_keyword(call, result, _keywords(call)) for call in constructors])


def derived_calls(
    calls: Sequence[CallableType],
    derived: Mapping[str, DerivedParameter],
    types: FieldTypes,
    dependencies: int,
) -> tuple[CallableType, ...]:
    """Return the calls by keyword of a component without a config class, one for each of its overloads.

    The keywords are the fields of its derived config, each with the type of the parameter that it is passed
    to. A field that isn't a parameter of the call, as what `**kwargs` pass on, has the type that the run
    knows. An overload that requires what no field sets is left out, if there are others.
    """
    every = [(call, _DerivedCall(written_out(call), derived, types)) for call in calls]
    found = [each for each in every if each[1].is_possible(dependencies)] or every
    return _unique([_by_keyword(call, call.ret_type, each.keywords(dependencies)) for call, each in found])


class _DerivedCall:
    """Finds the fields of a derived config among the parameters of one call."""

    def __init__(
        self,
        call: CallableType,
        derived: Mapping[str, DerivedParameter],
        types: FieldTypes,
    ) -> None:
        self._call = call
        self._derived = derived
        self._types = types

    def is_possible(self, dependencies: int) -> bool:
        """Return whether the fields can set every parameter that the call requires."""
        return all(
            any(_is_it(each, formal, index) for each in self._derived.values())
            for index, formal in enumerate(formals(self._call))
            if formal.kind.is_required() and (index >= dependencies or not formal.kind.is_positional())
        )

    def keywords(self, dependencies: int) -> dict[str, Keyword]:
        """Return the fields as keywords."""
        return dict(self._found(dependencies))

    def _found(self, dependencies: int) -> Iterator[tuple[str, Keyword]]:
        """Yield the fields as keywords, in the order of the parameters."""
        left = dict(self._derived)
        is_open = False
        for index, formal in enumerate(formals(self._call)):
            is_open |= formal.kind is ARG_STAR2
            if index < dependencies and formal.kind.is_positional():
                continue
            key = next((key for key, each in left.items() if _is_it(each, formal, index)), None)
            if key is not None:
                taken = None if left.pop(key).is_stated else self._taken(formal)
                yield self._keyword(key, taken, is_required=formal.kind.is_required())
        others = list(left if is_open else ())
        others.sort(key=lambda key: left[key].way is Way.KEYWORDS)
        yield from (self._keyword(key, None) for key in others)

    def _taken(self, formal: Formal) -> Type | None:
        """Return the type of a field for a parameter; None if no type has what the parameter takes."""
        of = get_proper_type(formal.type)
        if isinstance(of, UnpackType) and isinstance(get_proper_type(of.type), TupleType):
            return of.type
        if isinstance(of, (ParamSpecType, UnpackType)):
            return None
        return Instance(self._types.sequence, [formal.type]) if formal.kind is ARG_STAR else formal.type

    def _keyword(self, key: str, of: Type | None, *, is_required: bool = False) -> tuple[str, Keyword]:
        parameter = self._derived[key]
        kind = ARG_NAMED if parameter.required or is_required else ARG_NAMED_OPT
        if of is not None and key in self._types.nested:
            of = of.accept(self._types.nested[key])
        known = of or self._types.of_run.get(key) or AnyType(TypeOfAny.explicit)
        return key, (ARG_STAR2 if parameter.way is Way.KEYWORDS else kind, known)


def _is_it(parameter: DerivedParameter, formal: Formal, index: int) -> bool:
    """Return whether a parameter is one of mypy's, which knows no name of it if it's positional."""
    if formal.kind is ARG_STAR:
        return parameter.way is Way.POSITIONS
    if formal.kind is ARG_STAR2:
        return False
    return parameter.name == formal.name if formal.name is not None else parameter.position == index


def _unique(calls: Sequence[CallableType]) -> tuple[CallableType, ...]:
    """Return the calls without those that take the same as another one: `object` takes what `Any` does."""
    found: dict[str, CallableType] = {}
    for call in calls:
        found.setdefault(str(call).replace(": object", ": Any"), call)
    return tuple(found.values())


def _keywords(call: CallableType) -> dict[str, Keyword]:
    """Return the parameters of a config class as keywords."""
    return {
        name: (ARG_NAMED if kind.is_required() else ARG_NAMED_OPT, of)
        for name, kind, of in formals(call)
        if name is not None and not kind.is_star()
    }


def _by_keyword(call: CallableType, result: Type, keywords: Mapping[str, Keyword]) -> CallableType:
    """Return the call with these keywords.

    Type variables that no keyword can determine have their default, as in a call of the component, or none.
    """
    types = [of for _, of in keywords.values()]
    determined = {variable.id for of in types for variable in get_all_type_vars(of)}
    left = {each.id: each for each in get_all_type_vars(result) if each.id not in determined}
    if left:
        defaults = {key: each.default for key, each in left.items() if each.has_default()}
        types = [erase_typevars(expand_type(of, defaults), left.keys()) for of in types]
        result = erase_typevars(expand_type(result, defaults), left.keys())
    return call.copy_modified(  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
        arg_types=types,
        arg_kinds=[kind for kind, _ in keywords.values()],
        arg_names=list(keywords),
        ret_type=result,
        unpack_kwargs=False,
    )
