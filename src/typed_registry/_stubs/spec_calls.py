"""Find the keywords by which a component's config can be given: `spec("dpo", beta=0.1)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from mypy.erasetype import erase_typevars
from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ArgKind
from mypy.typeops import get_all_type_vars

if TYPE_CHECKING:
    from mypy.types import CallableType, Type

    from typed_registry._stubs.collect import DerivedParameter
    from typed_registry._stubs.nested_types import NestedTypes


def config_calls(constructors: Sequence[CallableType], result: Type) -> tuple[CallableType, ...]:
    """Return the calls by keyword of a config class, one for each overload of its constructor."""
    return _unique([_by_keyword(call, erase_typevars(result), _keywords(call)) for call in constructors])


def derived_calls(
    calls: Sequence[CallableType],
    derived: Mapping[str, DerivedParameter],
    dependencies: int,
    nested: Mapping[str, NestedTypes],
) -> tuple[CallableType, ...]:
    """Return the calls by keyword of a component without a config class, one for each of its overloads.

    The keywords are its parameters without the registry's dependencies, as far as its derived config has
    them. One that the derived config requires is required, though the component may have a default that no
    config has. Those that take other components are `nested`.
    """
    return _unique(
        [_by_keyword(call, call.ret_type, _keywords(call, dependencies, derived, nested)) for call in calls]
    )


def _unique(calls: Sequence[CallableType | None]) -> tuple[CallableType, ...]:
    return tuple({str(call): call for call in calls if call is not None}.values())


def _keywords(
    call: CallableType,
    dependencies: int = 0,
    derived: Mapping[str, DerivedParameter] | None = None,
    nested: Mapping[str, NestedTypes] = MappingProxyType({}),
) -> dict[str, tuple[ArgKind, Type]] | None:
    """Return the parameters in `derived`, or all; None if another parameter must be given."""
    found: dict[str, tuple[ArgKind, Type]] = {}
    formals = zip(call.arg_names, call.arg_kinds, call.arg_types, strict=True)
    for index, (name, kind, of) in enumerate(formals):
        if kind.is_star() or (index < dependencies and kind.is_positional()):
            continue
        if name is not None and (derived is None or name in derived):
            required = kind.is_required() or (derived is not None and derived[name].required)
            changed = of.accept(nested[name]) if name in nested else of
            found[name] = ARG_NAMED if required else ARG_NAMED_OPT, changed
        elif not kind.is_optional():
            return None
    return found


def _by_keyword(
    call: CallableType, result: Type, keywords: Mapping[str, tuple[ArgKind, Type]] | None
) -> CallableType | None:
    """Return the call with these keywords. Type variables that no keyword can determine are erased."""
    if keywords is None:
        return None
    types = [of for _, of in keywords.values()]
    determined = {variable.id for of in types for variable in get_all_type_vars(of)}
    if any(variable.id not in determined for variable in get_all_type_vars(result)):
        types, result = [erase_typevars(of) for of in types], erase_typevars(result)
    return call.copy_modified(  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
        arg_types=types,
        arg_kinds=[kind for kind, _ in keywords.values()],
        arg_names=list(keywords),
        ret_type=result,
        unpack_kwargs=False,
    )
