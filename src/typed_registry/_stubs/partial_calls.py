"""Find the signatures of a partial of an overloaded function, which mypy doesn't infer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from mypy.erasetype import erase_typevars
from mypy.meet import is_overlapping_types
from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ARG_STAR, ARG_STAR2, ArgKind
from mypy.typeops import get_all_type_vars

if TYPE_CHECKING:
    from mypy.types import CallableType, Type


@frozen
class _Formal:
    """A parameter of an overload."""

    name: str | None
    kind: ArgKind
    type: Type


def partial_calls(
    overloads: Sequence[CallableType], positional: Sequence[Type], keywords: Mapping[str, Type]
) -> tuple[CallableType, ...]:
    """Return what is left of the overloads that take these arguments.

    A type variable that only these arguments determine becomes `Any`.
    """
    left = ((call, _left(call, positional, keywords)) for call in overloads)
    return tuple(_with_formals(call, formals) for call, formals in left if formals is not None)


def _left(
    call: CallableType, positional: Sequence[Type], keywords: Mapping[str, Type]
) -> list[_Formal] | None:
    """Return the parameters that are left; None if the overload doesn't take the arguments."""
    formals = [*map(_Formal, call.arg_names, call.arg_kinds, call.arg_types)]
    for given in positional:
        if not formals or not (formals[0].kind.is_positional() or formals[0].kind is ARG_STAR):
            return None
        if not _takes(formals[0], given):
            return None
        formals = formals if formals[0].kind is ARG_STAR else formals[1:]
    for name, given in keywords.items():
        found = _named(formals, name)
        if found is None or not _takes(found, given):
            return None
    return [*_after_keywords(formals, keywords)]


def _named(formals: Sequence[_Formal], name: str) -> _Formal | None:
    own = (each for each in formals if each.name == name and not each.kind.is_star())
    return next(own, None) or next((each for each in formals if each.kind is ARG_STAR2), None)


def _takes(formal: _Formal, given: Type) -> bool:
    """Return whether a parameter may take an argument. mypy takes a variable that is `True` for a `bool`."""
    return is_overlapping_types(given, erase_typevars(formal.type))


def _after_keywords(formals: Sequence[_Formal], keywords: Mapping[str, Type]) -> Iterator[_Formal]:
    """Yield the parameters: given ones are optional, and those after the first given one are keyword-only."""
    is_keyword_only = False
    for each in formals:
        is_given = each.name in keywords and not each.kind.is_star()
        is_keyword_only |= is_given
        if is_given:
            yield _Formal(each.name, ARG_NAMED_OPT, each.type)
        elif not is_keyword_only or each.kind.is_star() or each.name is None:
            yield each
        else:
            yield _Formal(each.name, ARG_NAMED if each.kind.is_required() else ARG_NAMED_OPT, each.type)


def _with_formals(call: CallableType, formals: Sequence[_Formal]) -> CallableType:
    types = [each.type for each in formals]
    left = {variable.id for of in types for variable in get_all_type_vars(of)}
    lost = {each.id for each in get_all_type_vars(call.ret_type) if each.id not in left}
    return call.copy_modified(  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
        arg_names=[each.name for each in formals],
        arg_kinds=[each.kind for each in formals],
        arg_types=types,
        ret_type=erase_typevars(call.ret_type, lost) if lost else call.ret_type,
    )
