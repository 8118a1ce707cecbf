"""Find the signatures of a partial of an overloaded function, which mypy doesn't infer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mypy.erasetype import erase_typevars
from mypy.meet import is_overlapping_types
from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ARG_STAR, ARG_STAR2
from mypy.typeops import get_all_type_vars

from typed_registry._stubs.formals import Formal, formals, with_formals

if TYPE_CHECKING:
    from mypy.types import CallableType, Type


def partial_calls(
    overloads: Sequence[CallableType], positional: Sequence[Type], keywords: Mapping[str, Type]
) -> tuple[CallableType, ...]:
    """Return what is left of the overloads that take these arguments.

    A type variable that only these arguments determine becomes `Any`.
    """
    left = ((call, _left(call, positional, keywords)) for call in overloads)
    return tuple(_with_left(call, formals) for call, formals in left if formals is not None)


def _left(
    call: CallableType, positional: Sequence[Type], keywords: Mapping[str, Type]
) -> list[Formal] | None:
    """Return the parameters that are left; None if the overload doesn't take the arguments."""
    left = formals(call)
    for given in positional:
        if not left or not (left[0].kind.is_positional() or left[0].kind is ARG_STAR):
            return None
        if not _takes(left[0], given):
            return None
        left = left if left[0].kind is ARG_STAR else left[1:]
    for name, given in keywords.items():
        found = _named(left, name)
        if found is None or not _takes(found, given):
            return None
    return [*_after_keywords(left, keywords)]


def _named(left: Sequence[Formal], name: str) -> Formal | None:
    own = (each for each in left if each.name == name and not each.kind.is_star())
    return next(own, None) or next((each for each in left if each.kind is ARG_STAR2), None)


def _takes(formal: Formal, given: Type) -> bool:
    """Return whether a parameter may take an argument. mypy takes a variable that is `True` for a `bool`."""
    return is_overlapping_types(given, erase_typevars(formal.type))


def _after_keywords(left: Sequence[Formal], keywords: Mapping[str, Type]) -> Iterator[Formal]:
    """Yield the parameters: given ones are optional, and those after the first given one are keyword-only."""
    is_keyword_only = False
    for each in left:
        is_given = each.name in keywords and not each.kind.is_star()
        is_keyword_only |= is_given
        if is_given:
            yield each._replace(kind=ARG_NAMED_OPT)
        elif not is_keyword_only or each.kind.is_star() or each.name is None:
            yield each
        else:
            yield each._replace(kind=ARG_NAMED if each.kind.is_required() else ARG_NAMED_OPT)


def _with_left(call: CallableType, left: Sequence[Formal]) -> CallableType:
    """Return a call with the parameters that are left, and a result without the variables of others."""
    known = {variable.id for each in left for variable in get_all_type_vars(each.type)}
    lost = {each.id for each in get_all_type_vars(call.ret_type) if each.id not in known}
    result = erase_typevars(call.ret_type, lost) if lost else call.ret_type
    return with_formals(call, left).copy_modified(ret_type=result)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
