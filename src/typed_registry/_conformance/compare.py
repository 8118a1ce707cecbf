"""Compare signatures: find out why a callable can't be called as another one is, or with some arguments."""

from __future__ import annotations

import re
from collections.abc import Coroutine, Iterator, Sequence
from inspect import Parameter
from types import GenericAlias
from typing import Any

from attrs import frozen

from typed_registry._annotations.show import show, show_parameter
from typed_registry._annotations.signature import NAMED, POSITIONAL, Signature, is_required
from typed_registry._conformance.subtype import is_unjudged, refuted

_PRIVATE = re.compile(r"(_[A-Za-z0-9]\w*?)?__\w*(?<!__)")  # `_Class__name` is what a method makes of `__name`
_STARS = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
_STAR_OF: dict[object, object] = {
    Parameter.POSITIONAL_ONLY: Parameter.VAR_POSITIONAL,
    Parameter.POSITIONAL_OR_KEYWORD: Parameter.VAR_POSITIONAL,
    Parameter.KEYWORD_ONLY: Parameter.VAR_KEYWORD,
}


def differences(expected: Signature, found: Signature, *, by_name: bool = False) -> Iterator[str]:
    """Yield why `found` can't be called as `expected` is; nothing when it can.

    As in mypy, an expected `*args: Any` at the end leaves the positional parameters open, and all parameters
    with `**kwargs: Any` after it. The names of positional parameters are compared if `by_name` is true.
    """
    yield from _Parameters(expected, found, by_name).differences()
    if refuted(returned(found), returned(expected)):
        if expected.is_async is not found.is_async:
            yield "must be async" if expected.is_async else "must not be async"
        else:
            yield f"returns {show(found.returns)}, must return {show(expected.returns)}"


def call_differences(arguments: Sequence[object], found: Signature) -> Iterator[str]:
    """Yield why `found` can't be called with positional arguments of these types and nothing else."""
    positional = found.positional
    if len(arguments) > len(positional) and found.star(Parameter.VAR_POSITIONAL) is None:
        yield f"takes {_count(len(positional))} by position, must take {len(arguments)}"
    for given, parameter in zip(arguments, positional, strict=False):
        if refuted(given, found.type_of(parameter)):
            yield f"parameter {parameter.name!r} takes {show(parameter.annotation)}, is given {show(given)}"


def returned(signature: Signature) -> object:
    """Return the type of the object that a call returns; for a coroutine function, that is a coroutine."""
    if not signature.is_async:
        return signature.result
    return GenericAlias(Coroutine, (Any, Any, signature.result))


@frozen
class _Parameters:
    """A comparison of the parameters of two signatures."""

    expected: Signature
    found: Signature
    by_name: bool

    def differences(self) -> Iterator[str]:
        left_open = self._left_open()
        wanted = [p for p in self.expected.parameters if p.kind not in left_open]
        matched: set[str] = set()
        for index, parameter in enumerate(wanted):
            partner = self._partner(parameter, index)
            matched.update({parameter.name} if partner is None else {partner.name})
            if partner is None:
                yield from self._absent(parameter)
            else:
                yield from self._different(parameter, partner)
        for extra in self.found.parameters:
            if extra.name not in matched and is_required(extra) and not self._is_given(extra):
                yield f"parameter {extra.name!r} has no default"

    def _left_open(self) -> tuple[object, ...]:
        """Return the kinds of the expected `*args: Any` and `**kwargs: Any`, if they leave others open."""
        last = self.expected.parameters[-2:]
        stars = tuple(p.kind for p in last if p.kind in _STARS and is_unjudged(self.expected.type_of(p)))
        is_positional = bool(stars) and last[-1].kind is Parameter.VAR_POSITIONAL
        return stars if is_positional or stars == _STARS else ()

    def _partner(self, wanted: Parameter, index: int) -> Parameter | None:
        """Return the parameter that takes the argument for `wanted`."""
        if wanted.kind in _STARS:
            return self.found.star(wanted.kind)
        if wanted.kind is Parameter.KEYWORD_ONLY:
            return self.found.named(wanted.name)
        return self.found.positional[index] if index < len(self.found.positional) else None

    def _absent(self, wanted: Parameter) -> Iterator[str]:
        """Yield why `*args` or `**kwargs` don't take the argument for a parameter without a partner."""
        star = self.found.star(_STAR_OF.get(wanted.kind))
        if star is None or (self._is_named(wanted) and not self._takes_keyword(wanted.name)):
            yield f"has no parameter {show_parameter(wanted)!r}"
        else:
            yield from self._mistyped(wanted, star)

    def _different(self, wanted: Parameter, partner: Parameter) -> Iterator[str]:
        if self._is_named(wanted) and partner.name != wanted.name:
            if partner.kind is not Parameter.POSITIONAL_ONLY:
                yield f"parameter {wanted.name!r} is called {partner.name!r}"
            elif not self._takes_keyword(wanted.name):
                yield f"parameter {wanted.name!r} can't be given by name"
        elif self._is_named(wanted) and partner.kind is Parameter.POSITIONAL_ONLY:
            yield f"parameter {wanted.name!r} can't be given by name"
        if wanted.default is not Parameter.empty and is_required(partner):
            yield f"parameter {partner.name!r} must have a default"
        yield from self._mistyped(wanted, partner)

    def _mistyped(self, wanted: Parameter, partner: Parameter) -> Iterator[str]:
        if refuted(self.expected.type_of(wanted), self.found.type_of(partner)):
            takes, must = show(partner.annotation), show(wanted.annotation)
            yield f"parameter {partner.name!r} takes {takes}, must take {must}"

    def _is_named(self, wanted: Parameter) -> bool:
        """Return whether callers may give the argument by name as well as by position."""
        return (
            self.by_name and wanted.kind is Parameter.POSITIONAL_OR_KEYWORD and not _is_private(wanted.name)
        )

    def _is_given(self, extra: Parameter) -> bool:
        """Return whether callers may give an argument for the parameter among their `*args` or `**kwargs`."""
        by_position = extra.kind in POSITIONAL and self.expected.star(Parameter.VAR_POSITIONAL)
        by_name = extra.kind in NAMED and self.expected.star(Parameter.VAR_KEYWORD)
        return bool(by_position or by_name)

    def _takes_keyword(self, name: str) -> bool:
        return self.found.named(name) is not None or self.found.star(Parameter.VAR_KEYWORD) is not None


def _is_private(name: str) -> bool:
    """Return whether a name begins with two underscores, which makes a parameter positional-only."""
    return _PRIVATE.fullmatch(name) is not None


def _count(number: int) -> str:
    return "one argument" if number == 1 else f"{number or 'no'} arguments"
