"""The parameters of a function together with those that it forwards."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from inspect import Parameter
from typing import TYPE_CHECKING

import attrs
from attrs import evolve, frozen

from typed_registry._annotations.call_target import CallScope, CallTarget
from typed_registry._annotations.forwarding import REQUIRED, ForwardedCall, Forwarding
from typed_registry._annotations.full_signature import (
    ANYTHING,
    NOT_GIVEN,
    CallForm,
    FullParameter,
    FullSignature,
    alike,
)
from typed_registry._annotations.function_source import place_of
from typed_registry._annotations.hidden_parameters import HiddenParameters
from typed_registry._annotations.keyword_table import UnknownDefault

if TYPE_CHECKING:
    from typing import TypeAlias

    Read: TypeAlias = Callable[[CallTarget, int], FullSignature | None]
    """Returns the signature of a callable, of which so many arguments are given by position."""


@frozen
class ForwardedParameters:
    """A function's own parameters, and those that its source passes on with `*args` and `**kwargs`."""

    own: FullSignature
    forwarding: Forwarding
    scope: CallScope
    read: Read

    def signature(self) -> FullSignature:
        """Return all the parameters that the function takes."""
        passed, is_hidden = self._passed()
        own = [*self.own.parameters, *self._taken(passed)]
        names = {p.name for p in own} | self.forwarding.refused
        more = [self._demanded(p) for p in passed.parameters if p.name not in names]
        rest, hidden = self._others(passed, is_hidden=is_hidden)
        calls = self.forwarding.keyword_calls
        return FullSignature(
            _in_order(own, more),
            rest,
            self._items(passed),
            hidden,
            () if own else passed.forms,
            self.own.rest is not None and not is_hidden and (passed.ignores_others or not calls),
        )

    def _others(
        self, passed: FullSignature, *, is_hidden: bool
    ) -> tuple[FullParameter | None, tuple[HiddenParameters, ...]]:
        """Return what takes other keywords, and what hides them."""
        own = self.own.rest
        is_open = is_hidden or passed.takes_any or not self.forwarding.keyword_calls
        if own is not None and own.type not in ANYTHING and is_open:
            return own, ()
        if own is None or not is_hidden:
            return passed.rest, passed.hidden
        here = HiddenParameters(self.scope.target.name, f"**{own.name}", place_of(self.scope.function()))
        return passed.rest, (*passed.hidden, here)

    def _items(self, passed: FullSignature) -> FullParameter | None:
        """Return what takes other positional arguments."""
        own = self.own.positional_rest
        others = passed.positional_rest
        if own is None or any(call.gives_args for call in self.forwarding.calls):
            return others if own is None or others is None or own.type in ANYTHING else own
        if self.forwarding.args_are_unclear and self.forwarding.keyword_calls:
            return None  # what they stand for can be given by keyword
        return own if self.forwarding.keeps_args or own.type not in ANYTHING else None

    def _demanded(self, parameter: FullParameter) -> FullParameter:
        """Return a parameter that is passed on, which the function may read on the way and demand."""
        is_read = self.forwarding.read.get(parameter.name) is REQUIRED
        return evolve(parameter, default=attrs.NOTHING) if is_read else parameter

    def _taken(self, passed: FullSignature) -> Iterator[FullParameter]:
        """Yield the keywords that the function takes out of `**kwargs` itself."""
        names = {p.name for p in self.own.parameters}
        for name, default in self.forwarding.read.items():
            is_own = name in self.forwarding.removed or not self.forwarding.keyword_calls
            is_let_through = passed.takes_any and passed.named(name) is None
            if name not in names and (is_own or is_let_through):
                yield FullParameter(name, Parameter.KEYWORD_ONLY, _default(default))

    def _passed(self) -> tuple[FullSignature, bool]:
        """Return what the calls take, and whether `**kwargs` reach something that isn't known."""
        forwarding, calls = self.forwarding, self.forwarding.keyword_calls
        if not calls:
            others = [left for left in map(self._left, forwarding.calls) if left is not None]
            is_kept = forwarding.keeps_keywords or forwarding.keywords_are_unclear
            return alike(others) if others else FullSignature(), is_kept
        known = [left for left in map(self._left, calls) if left is not None]
        may_do_other = forwarding.keeps_keywords and all(call.is_conditional for call in calls)
        if forwarding.keywords_are_unclear or len(known) < len(calls) or may_do_other:
            return FullSignature(), True
        names = {frozenset(p.name for p in each.parameters) for each in known if not each.ignores_others}
        return alike(known), len(names) > 1 and any(call.is_conditional for call in calls)

    def _left(self, call: ForwardedCall) -> FullSignature | None:
        """Return what a call leaves open of what it calls; None if it isn't known what that is."""
        target = self.scope.target_of(call.called, call.first)
        count = call.positional
        is_partial = target is not None and target.function is functools.partial
        if is_partial and call.first is not None:
            target, count = self.scope.target_of(call.first, None), count - 1
        callee = None if target is None else self.read(target, count)
        if callee is None:
            return None
        return _remaining(callee, call, count, is_optional=is_partial or call.keywords.is_partial)


def _default(value: object) -> object:
    if value is REQUIRED:
        return attrs.NOTHING
    return NOT_GIVEN if value is UnknownDefault else value


def _in_order(own: list[FullParameter], more: list[FullParameter]) -> tuple[FullParameter, ...]:
    """Return the function's own parameters and the forwarded ones, the positional ones first."""
    every = [*own, *more]
    return (*(p for p in every if p.is_positional), *(p for p in every if not p.is_positional))


def _remaining(callee: FullSignature, call: ForwardedCall, count: int, *, is_optional: bool) -> FullSignature:
    """Return what a call leaves to the one who gives its `*args` and `**kwargs`.

    The first `count` parameters are given by position.
    """
    first, given = {p.name for p in callee.positional[:count]}, call.keywords
    is_by_position = call.gives_args
    left: list[FullParameter] = []
    for parameter in callee.parameters:
        name = parameter.name
        if name in first:
            continue
        if name in given.filled or name in given.taken:
            is_by_position &= not parameter.is_positional
            continue
        kind = _reached(parameter, by_position=is_by_position, by_keyword=call.gives_keywords)
        if kind is not None:
            default = _default(given.defaults.get(name, parameter.default))
            is_open = is_optional and default is attrs.NOTHING
            left.append(evolve(parameter, kind=kind, default=NOT_GIVEN if is_open else default))
    made = FullSignature(tuple(left), positional_rest=callee.positional_rest if call.gives_args else None)
    if not call.gives_keywords:
        return made
    forms = tuple(_form(form, {*first, *given.filled}, {*given.defaults}) for form in callee.forms)
    return evolve(
        made, rest=callee.rest, hidden=callee.hidden, forms=forms, ignores_others=callee.ignores_others
    )


def _form(form: CallForm, filled: set[str], offered: set[str]) -> CallForm:
    allowed = None if form.allowed is None else form.allowed - filled
    return CallForm(form.required - filled - offered, allowed)


def _reached(parameter: FullParameter, *, by_position: bool, by_keyword: bool) -> object:
    """Return how a parameter can be given through `*args` and `**kwargs`; None if it can't."""
    by_position &= parameter.is_positional
    by_keyword &= parameter.is_named
    if by_position and by_keyword:
        return Parameter.POSITIONAL_OR_KEYWORD
    if by_position:
        return Parameter.POSITIONAL_ONLY
    return Parameter.KEYWORD_ONLY if by_keyword else None
