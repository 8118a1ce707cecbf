"""The fields of a derived config: keywords of `spec`, and the parameters that they are passed to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, get_args

from attrs import field, frozen

from typed_registry._documentation.settable import settable_fields
from typed_registry._registration.derived_config import signature_of
from typed_registry._registration.nested import NestedParameter
from typed_registry._registration.passing import NESTED, Way, passing_of
from typed_registry._stubs.expressions import ComponentExpression
from typed_registry._stubs.type_expression import type_expression

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.records import Record


@frozen
class NestedChoice:
    """A type of components that a parameter takes, and the source code that refers to their registry."""

    wanted: str
    registry: ComponentExpression | None


class ParameterPositions:
    """The positions of a component's parameters. Its signature is read when one is asked for.

    That is only for a component whose parameters have no names in mypy's type of it.
    """

    def __init__(self, record: Record, dependencies: int, registry: str) -> None:
        self._owner = record, dependencies, registry

    @cached_property
    def by_name(self) -> Mapping[str, int]:
        """The positions of those that can be given by position."""
        positional = signature_of(*self._owner).positional
        return {parameter.name: self._owner[1] + index for index, parameter in enumerate(positional)}


@frozen
class DerivedParameter:
    """A parameter in a derived config."""

    name: str
    """The name that the component has for it."""
    required: bool
    way: Way
    """How its value is passed."""
    type: ComponentExpression | None
    """An expression of its type, as the run knows it; None if its source can't be written."""
    is_stated: bool
    """Whether the registration states its type."""
    choices: tuple[NestedChoice, ...]
    """The components that it takes; empty if it takes other values."""
    positions: ParameterPositions = field(eq=False, repr=False)

    @property
    def position(self) -> int | None:
        """Its position, if it can be given by position."""
        return self.positions.by_name.get(self.name)


def derived_parameters(
    entries: Entries, record: Record, config: type
) -> Iterator[tuple[str, DerivedParameter]]:
    """Yield the parameters of a component by the keywords of `spec`, from the config derived for it."""
    positions = ParameterPositions(record, len(entries.contract.dependencies or ()), entries.name)
    for each in settable_fields(config):
        passing = passing_of(each)
        kind = get_args(each.type)[1] if passing.way is Way.KEYWORDS else each.type
        yield (
            each.parameter,
            DerivedParameter(
                passing.parameter,
                each.required,
                passing.way,
                type_expression(kind, record.file),
                passing.parameter in (record.types or {}),
                _choices(each.metadata),
                positions,
            ),
        )


def _choices(metadata: Mapping[object, object]) -> tuple[NestedChoice, ...]:
    """Return the components that a parameter takes, as its field's metadata says."""
    nested = metadata.get(NESTED)
    kinds = nested.kinds if isinstance(nested, NestedParameter) else ()
    return tuple(
        NestedChoice(
            kind.wanted, ComponentExpression.of_global(kind.module, kind.variable) if kind.variable else None
        )
        for kind in kinds
    )
