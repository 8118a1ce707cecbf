"""Unions: data is read as the first alternative that takes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, get_args

from attrs import frozen

from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._annotations.unwrap import is_union
from typed_registry.config._document.faults import Fault, Path, UnknownComponent, WrongType, WrongValue
from typed_registry.config._types.json_schema import Schema, either
from typed_registry.config._types.options import OptionsRule
from typed_registry.config._types.rule import INVALID, Names, Reading, Rule, described
from typed_registry.config._types.scalars import ScalarRule
from typed_registry.config._types.schema_request import SchemaRequest

if TYPE_CHECKING:
    from typing_extensions import Self

    from typed_registry.config._types.find_rule import FindRule


class UnionRule(Rule):
    """The rule of a union."""

    def __init__(self, annotation: object, find: FindRule) -> None:
        super().__init__(annotation)
        self._all: tuple[Rule, ...] = tuple(map(find, get_args(annotation)))
        self.uses_default = any(rule.uses_default for rule in self._all)
        self.is_choice = any(rule.is_choice for rule in self._all)

    @classmethod
    def of(cls, kind: object, find: FindRule) -> Self | None:
        """Return the rule if the type is a union."""
        return cls(kind, find) if is_union(kind) else None

    @cached_property
    def alternatives(self) -> tuple[Rule, ...]:
        """The alternatives that a file can hold, those first that list their values."""
        writable = (rule for rule in self._all if rule.is_writable)
        return tuple(sorted(writable, key=lambda rule: not isinstance(rule, OptionsRule)))

    @property
    def expected(self) -> str:
        """The alternatives that a file can hold."""
        written = [rule for rule in self._all if rule.is_writable]
        return described(written) if written else f"{show(self.annotation)}, which no file can hold"

    @property
    def expected_when_missing(self) -> str:
        """The components to choose from if one of the alternatives is a choice."""
        choices = (rule.expected_when_missing for rule in self._all if rule.is_choice)
        return next(choices, self.expected)

    def obstacles(self) -> Iterator[str]:
        """Yield the union if no file can hold any of its alternatives."""
        if not any(rule.is_writable for rule in self._all):
            yield show(self.annotation)

    def parts(self) -> Iterator[Rule]:
        """Yield the alternatives."""
        yield from self._all

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return the value by the first alternative that takes the data.

        The alternatives are tried in this order: those that list their values, the one whose values are of
        just the data's class, and then the others as they are written.
        """
        refusals: list[Refusal] = []
        for rule in self._ranked(data):
            attempt = reading.attempt()
            value = rule.read(data, path, attempt, default)
            reading.document = attempt.document
            if value is not INVALID or not attempt.faults:
                reading.has_failed |= attempt.has_failed
                reading.add_outdated(attempt.outdated)
                return value
            if rule.annotation is not type(None):
                refusals.append(Refusal(rule, tuple(attempt.faults)))
        return reading.add_faults(self._explain(data, path, refusals))

    def schema(self, request: SchemaRequest) -> Schema:
        """Return the schemas of the alternatives that a file can hold."""
        return either(rule.schema(request) for rule in self._all if rule.is_writable)

    def _ranked(self, data: object) -> Sequence[Rule]:
        exact = next((rule for rule in self.alternatives if rule.annotation is type(data)), None)
        if exact is None:
            return self.alternatives
        if data is None:
            return (exact,)
        listed = [rule for rule in self.alternatives if isinstance(rule, OptionsRule)]
        others = [rule for rule in self.alternatives if rule is not exact and rule not in listed]
        return (*listed, exact, *others) if exact not in listed else self.alternatives

    def guard(self, variable: str, names: Names) -> str | None:
        """Hold for scalars of an alternative's very class, unless an enumeration may read them otherwise."""
        if any(isinstance(rule, OptionsRule) and rule.has_members for rule in self.alternatives):
            return None
        exact = [rule for rule in self.alternatives if isinstance(rule, (ScalarRule, OptionsRule))]
        guards = [rule.guard(variable, names) for rule in exact]
        return " or ".join(f"({guard})" for guard in guards if guard) or None

    def _explain(self, data: object, path: Path, refusals: Sequence[Refusal]) -> Sequence[Fault]:
        """Return the faults of the one alternative that was meant, if the data's form tells which that is.

        For a scalar, return all the words that it could have been. Otherwise return what was expected.
        """
        fitting = [refusal for refusal in refusals if refusal.fits(data, path)]
        if len(fitting) == 1 and not fitting[0].lists(path):
            return fitting[0].faults
        listing = [] if _is_compound(data) else [refusal for refusal in fitting if refusal.words(path)]
        if listing:
            words = dict.fromkeys(word for refusal in listing for word in refusal.words(path))
            others = (refusal.rule.expected for refusal in refusals if refusal not in listing)
            return [Fault(path, WrongValue(data, tuple(words), " | ".join(others)))]
        return [Fault(path, WrongType(self.expected, data))]


@frozen
class Refusal:
    """An alternative that does not take the data, and why."""

    rule: Rule
    faults: tuple[Fault, ...]

    def fits(self, data: object, path: Path) -> bool:
        """Return whether the data has this alternative's form: a mapping, a list or a scalar of its type."""
        unfit = (WrongType, WrongValue) if _is_compound(data) else WrongType
        return not any(fault.path == path and isinstance(fault.problem, unfit) for fault in self.faults)

    def lists(self, path: Path) -> bool:
        """Return whether the alternative takes nothing but a few values."""
        return any(fault.path == path and isinstance(fault.problem, WrongValue) for fault in self.faults)

    def words(self, path: Path) -> tuple[object, ...]:
        """Return the values or names that it takes, if it says which."""
        named = (fault.problem for fault in self.faults if fault.path == path)
        return next((p.valid for p in named if isinstance(p, (WrongValue, UnknownComponent))), ())


def _is_compound(data: object) -> bool:
    return is_mapping(data) or is_sequence(data)
