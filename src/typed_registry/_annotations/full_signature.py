"""The signature of a component with every parameter that it takes, including those that it forwards.

`inspect.signature` ends at `**kwargs`; `follow.full_signature` finds what they may contain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from attrs import evolve, frozen

from typed_registry._annotations.hidden_parameters import HiddenParameters
from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.signature import NAMED, POSITIONAL
from typed_registry._annotations.type_variables import substitute

NOT_GIVEN = attrs.Factory(lambda: attrs.NOTHING)
"""The default of a parameter that may be left out, though its own default can't be had as a value."""
ANYTHING: tuple[object, ...] = (Unknown, object, Any)
"""The types that say nothing of a value."""


@frozen
class FullParameter:
    """One parameter of a component, wherever it is declared."""

    name: str
    kind: object
    default: object = attrs.Factory(lambda: attrs.NOTHING)
    """`attrs.NOTHING` if it must be given; a factory where the component makes a new value each time."""
    type: object = Unknown
    """The resolved annotation."""
    key: str | None = None
    """The keyword, where it isn't an identifier."""
    is_validated: bool = False
    """Whether the component refuses values of other types itself, as a model of pydantic does."""

    @property
    def is_required(self) -> bool:
        """Return whether every caller must give it."""
        return self.default is attrs.NOTHING

    @property
    def is_positional(self) -> bool:
        """Return whether it can be given by position."""
        return self.kind in POSITIONAL

    @property
    def is_named(self) -> bool:
        """Return whether it can be given by keyword."""
        return self.kind in NAMED


@frozen
class CallForm:
    """One of the ways in which an overloaded component is called."""

    required: frozenset[str]
    allowed: frozenset[str] | None
    """None if it takes any."""


@frozen
class FullSignature:
    """The signature of a component, with all its parameters."""

    parameters: tuple[FullParameter, ...] = ()
    rest: FullParameter | None = None
    """The parameter that takes any other keyword: its type is that of each value."""
    positional_rest: FullParameter | None = None
    """The parameter that takes any other positional argument."""
    hidden: tuple[HiddenParameters, ...] = ()
    forms: tuple[CallForm, ...] = ()
    """The ways in which it is called, if they are several."""
    ignores_others: bool = False
    """Whether it takes other keywords as well, and does nothing with them."""

    @property
    def positional(self) -> tuple[FullParameter, ...]:
        """The parameters that can be given by position."""
        return tuple(p for p in self.parameters if p.is_positional)

    @property
    def takes_any(self) -> bool:
        """Return whether a keyword that isn't among the parameters may be right."""
        return self.ignores_others or self.rest is not None or bool(self.hidden)

    def named(self, name: str) -> FullParameter | None:
        """Return the parameter of this name."""
        return next((p for p in self.parameters if p.name == name), None)


def alike(signatures: Sequence[FullSignature]) -> FullSignature:
    """Return what all of these signatures take, as they are all called with the same keywords."""
    first, *others = signatures
    for other in others:
        first = _both(first, other)
    return first


def _both(one: FullSignature, other: FullSignature) -> FullSignature:
    kept = [p for p in one.parameters if other.named(p.name) or other.takes_any]
    more = [p for p in other.parameters if one.named(p.name) is None and one.takes_any]
    required = {p.name for each in (one, other) for p in each.parameters if p.is_required}
    merged = (
        evolve(_typed(p, other), default=attrs.NOTHING) if p.name in required else _typed(p, other)
        for p in (*kept, *more)
    )
    return FullSignature(
        tuple(merged),
        one.rest if other.takes_any else None,
        one.positional_rest if other.positional_rest is not None else None,
        _joined(one.hidden, other.hidden) if one.takes_any and other.takes_any else (),
        one.forms or other.forms,
        one.ignores_others and other.ignores_others,
    )


def _typed(parameter: FullParameter, other: FullSignature) -> FullParameter:
    """Return a parameter with the type that the other signature has for it, if it has none."""
    found = other.named(parameter.name)
    is_known = parameter.type is not Unknown or found is None
    return parameter if is_known or found is None else evolve(parameter, type=found.type)


def _joined(*hidden: Iterable[HiddenParameters]) -> tuple[HiddenParameters, ...]:
    return tuple(dict.fromkeys(each for some in hidden for each in some))


def without_first(signature: FullSignature, count: int) -> FullSignature:
    """Return a signature without the first parameters that can be given by position."""
    left = signature.positional[count:] if count else signature.positional
    kept = tuple(p for p in signature.parameters if not p.is_positional or p in left)
    return evolve(signature, parameters=kept)


def with_types(signature: FullSignature, bound: Mapping[object, object]) -> FullSignature:
    """Return a signature with types in the place of type variables."""

    def typed(parameter: FullParameter) -> FullParameter:
        return evolve(parameter, type=substitute(parameter.type, bound))

    rest, items = signature.rest, signature.positional_rest
    return evolve(
        signature,
        parameters=tuple(map(typed, signature.parameters)),
        rest=rest and typed(rest),
        positional_rest=items and typed(items),
    )
