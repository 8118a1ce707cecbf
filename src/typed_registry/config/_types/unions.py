"""Unions: data is read as one alternative, which is selected by the structure of the data alone.

The structure of data is its keys, and the types of all values in it. The first alternative that takes it is
selected. Only then does code of the user's run, that of the selected alternative. What it refuses is a fault;
no other alternative is tried. Where no alternative takes the structure, `union_faults` finds the one that was
meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, get_args

from attrs import evolve

from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_mapping
from typed_registry._annotations.unwrap import is_union
from typed_registry.config._document.faults import Path, Suggestion
from typed_registry.config._types.json_schema import Schema, either
from typed_registry.config._types.options import OptionsRule
from typed_registry.config._types.plain_scalar import plain_scalar
from typed_registry.config._types.recursive_alias import RecursiveAliasRule
from typed_registry.config._types.rule import LeafRule, Names, Reading, Rule, described
from typed_registry.config._types.scalars import ScalarRule
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.tags import Tags
from typed_registry.config._types.union_faults import Refusal, Refusals

if TYPE_CHECKING:
    from typing_extensions import Self

    from typed_registry.config._types.find_rule import FindRule


class UnionRule(Rule):
    """The rule of a union."""

    def __init__(self, annotation: object, find: FindRule) -> None:
        super().__init__(annotation)
        self._all: tuple[Rule, ...] = tuple(map(find, get_args(annotation)))
        self.uses_default = any(rule.uses_default for rule in self._all)
        self.is_open = any(rule.is_open for rule in self._all)
        self.is_choice = any(rule.is_choice for rule in self._all)

    @classmethod
    def of(cls, kind: object, find: FindRule) -> Self | None:
        """Return the rule if the type is a union."""
        return cls(kind, find) if is_union(kind) else None

    @cached_property
    def alternatives(self) -> tuple[Rule, ...]:
        """The alternatives that a file can hold, those first that list their values.

        The alternatives of a union in the union take its place.
        """
        writable = (rule for each in self._all for rule in flat_alternatives(each) if rule.is_writable)
        return tuple(sorted(writable, key=lambda rule: not isinstance(rule, OptionsRule)))

    @cached_property
    def _only_compound(self) -> Rule | None:
        """The alternative that takes mappings by their keys, if all others are scalars."""
        compound = [rule for rule in self.alternatives if not isinstance(rule, LeafRule)]
        return compound[0] if len(compound) == 1 and compound[0].has_keys else None

    @cached_property
    def _tags(self) -> Tags:
        return Tags(self.alternatives)

    @property
    def text(self) -> str:
        """The type, or the texts of its alternatives."""
        return " | ".join(rule.text for rule in self._all) if self.has_words else super().text

    @property
    def has_words(self) -> bool:
        """Return whether the text of an alternative names a registry or the valid values."""
        return any(rule.has_words for rule in self._all)

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
        """Return the value by the alternative that takes the data's structure, or else by the one meant."""
        if self._only_compound is not None and is_mapping(data):
            return self._only_compound.read(data, path, reading, default)
        meant = self._select(data, path, reading, default)
        if meant is None:
            explained = self._refusals(data, path, reading, default).explain(self.wrong(data, reading))
            if not isinstance(explained, Rule):
                return reading.add_faults(explained)
            meant = explained
        if reading.is_trial:
            faults = reading.trial(meant, data, path, default)
            return reading.add_faults(faults) if faults else None
        known = len(reading.faults)
        value = meant.read(data, path, reading, default)
        if len(reading.faults) > known:
            is_evident = self._refusals(data, path, reading, default).is_evident(meant)
            if not is_evident:
                _name_alternative(meant, reading, known)
        return value

    def suggest(self, data: object) -> Suggestion | None:
        """Return the suggestion of the first alternative that has one."""
        return next(filter(None, (rule.suggest(data) for rule in self.alternatives)), None)

    def find_reader(self, variable: str, names: Names) -> Iterator[str]:
        """Yield lines that find the reader; for a mapping that of the only alternative that takes any."""
        yield f"read = {names.add(self.read)}"
        if self._only_compound is not None:
            yield f"if type({variable}) is {names.add(dict)}:"
            yield from (f"    {line}" for line in self._only_compound.find_reader(variable, names))

    def schema(self, request: SchemaRequest) -> Schema:
        """Return the schemas of the alternatives that a file can hold."""
        return either(rule.schema(request) for rule in self._all if rule.is_writable)

    def guard(self, variable: str, names: Names) -> str | None:
        """Hold for scalars of an alternative's very class, unless an enumeration may read them otherwise."""
        if any(isinstance(rule, OptionsRule) and rule.has_members for rule in self.alternatives):
            return None
        exact = [rule for rule in self.alternatives if isinstance(rule, (ScalarRule, OptionsRule))]
        guards = [rule.guard(variable, names) for rule in exact]
        return " or ".join(f"({guard})" for guard in guards if guard) or None

    def _select(self, data: object, path: Path, reading: Reading, default: object) -> Rule | None:
        """Return the first alternative that takes the structure of the data.

        An alternative that takes the keys as the only one is not tried: no other can have been meant.
        """
        possible = self._possible(data, default)
        if len(possible) == 1 and (possible[0].has_keys or not (is_mapping(data) and self._has_keys)):
            return possible[0]
        return next((rule for rule in possible if not reading.trial(rule, data, path, default)), None)

    def _possible(self, data: object, default: object) -> list[Rule]:
        """Return the alternatives that may take the data, by its form, its keys and its tags."""
        found: list[Rule] = []
        for rule in self._ranked(data):
            if rule.may_take(data, default):
                found.append(rule)
                if isinstance(rule, LeafRule):
                    break  # as it takes the data, no later one counts
        if not is_mapping(data):
            return found
        return [rule for rule in found if self._tags.agree(rule, data) is not False]

    def _ranked(self, data: object) -> Sequence[Rule]:
        """Return the alternatives in the order in which they count.

        First come those that list their values, then the one whose values are of just the data's class, and
        then the others as they are written.
        """
        kind = type(plain_scalar(data))
        exact = next((rule for rule in self.alternatives if rule.annotation is kind), None)
        if exact is None:
            return self.alternatives
        if data is None:
            return (exact,)
        return sorted(
            self.alternatives, key=lambda rule: (not isinstance(rule, OptionsRule), rule is not exact)
        )

    def _refusals(self, data: object, path: Path, reading: Reading, default: object) -> Refusals:
        rules = [rule for rule in self._ranked(data) if rule.annotation is not type(None)]
        made = [Refusal(rule, data, path, reading.trial(rule, data, path, default)) for rule in rules]
        return Refusals(made, self._tags, data, path)

    @cached_property
    def _has_keys(self) -> bool:
        return any(rule.has_keys for rule in self.alternatives)


def flat_alternatives(rule: Rule) -> Iterator[Rule]:
    """Yield the alternatives of a union, or of an alias of one; any other rule itself."""
    if isinstance(rule, RecursiveAliasRule):
        rule = rule.whole
    if isinstance(rule, UnionRule):
        yield from rule.alternatives
    else:
        yield rule


def _name_alternative(rule: Rule, reading: Reading, known: int) -> None:
    """Add the alternative to the faults of its reading, unless they are of another inside of it."""
    found = [*reading.faults[known:]]
    reading.drop_faults(known)
    reading.add_faults(
        [evolve(fault, alternative=fault.alternative or show(rule.annotation)) for fault in found]
    )
