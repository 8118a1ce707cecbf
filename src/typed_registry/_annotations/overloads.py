"""The signature of an overloaded function: the keywords of all its overloads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import Parameter
from types import FunctionType
from typing import TYPE_CHECKING, Union

import attrs
from attrs import evolve

from typed_registry._annotations.declared_parameters import declared, unpacked
from typed_registry._annotations.full_signature import (
    ANYTHING,
    NOT_GIVEN,
    CallForm,
    FullParameter,
    FullSignature,
    without_first,
)
from typed_registry._annotations.is_overloaded import overloads_of
from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.signature import read
from typed_registry._annotations.type_variables import with_arguments

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry._annotations.call_target import CallTarget

    Implementation: TypeAlias = Callable[[FunctionType, "CallTarget"], FullSignature | None]


def overloaded(
    function: FunctionType, target: CallTarget, implementation: Implementation, given: int
) -> FullSignature | None:
    """Return the signature of an overloaded function; None for any other.

    An overload with `*args, **kwargs` stands for what the implementation takes. `given` is the number of
    arguments that are given by position.
    """
    found = [*filter(None, (read(each, owner=target.owner) for each in overloads_of(function)))]
    if not found:
        return None
    own = implementation(function, target)
    written = [declared(each, target.owner, target.on) for each in found]
    forms = [_form(without_first(each, target.skip), own) for each in written]
    left = [without_first(each, given) for each in forms]
    names = dict.fromkeys(p.name for each in left for p in each.parameters)
    merged = (_merged(name, left, own) for name in names)
    first = next(iter(forms)).positional[:given]
    hidden = own.hidden if own is not None and any(each.takes_any for each in forms) else ()
    items = next((each.positional_rest for each in left if each.positional_rest), None)
    made = FullSignature((*first, *merged), positional_rest=items, hidden=hidden)
    return evolve(made, forms=tuple(map(_keys, left))) if len(left) > 1 else made


def _form(written: FullSignature, own: FullSignature | None) -> FullSignature:
    rest = written.rest
    if rest is None:
        return written
    keys = unpacked(rest)
    if keys is not None:
        return evolve(written, parameters=(*written.parameters, *keys), rest=None)
    if rest.type not in ANYTHING or own is None:
        return written
    if written.positional_rest is not None:  # as in `*args, **kwargs`
        written = evolve(written, positional_rest=own.positional_rest)
    names = {p.name for p in written.parameters}
    more = tuple(p for p in own.parameters if p.name not in names)
    return evolve(written, parameters=(*written.parameters, *more), rest=None, hidden=own.hidden)


def _keys(form: FullSignature) -> CallForm:
    required = frozenset(p.name for p in form.parameters if p.is_required)
    allowed = frozenset(p.name for p in (*form.parameters, form.positional_rest) if p is not None)
    return CallForm(required, None if form.takes_any else allowed)


def _merged(name: str, forms: Sequence[FullSignature], own: FullSignature | None) -> FullParameter:
    """Return a parameter of several overloads as one."""
    found = [(form, form.named(name)) for form in forms]
    known = [parameter for _, parameter in found if parameter is not None]
    kinds = list(dict.fromkeys(parameter.type for parameter in known if parameter.type is not Unknown))
    if len(known) == len(forms) and all(parameter.is_required for parameter in known):
        default: object = attrs.NOTHING
    else:
        implemented = own.named(name) if own is not None else None
        offered = [p.default for p in (implemented, *known) if p is not None]
        default = next((each for each in offered if each is not attrs.NOTHING and each is not ...), NOT_GIVEN)
    is_shared = len(known) == len(forms) or not known[0].is_named
    kind = known[0].kind if is_shared else Parameter.KEYWORD_ONLY
    return evolve(known[0], kind=kind, default=default, type=_union(kinds))


def _union(kinds: Sequence[object]) -> object:
    if len(kinds) < 2:  # noqa: PLR2004  # one, or none
        return kinds[0] if kinds else Unknown
    return with_arguments(Union, *kinds)
