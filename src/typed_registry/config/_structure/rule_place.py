"""The places of a config by the rules of its classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from attrs import frozen

from typed_registry._registration.entries import Entries
from typed_registry.config._sources.config_place import ConfigPlace
from typed_registry.config._structure.rules_inside import rule_of_section, rules_inside
from typed_registry.config._types.choices import ChoiceRule
from typed_registry.config._types.find_rule import class_rule
from typed_registry.config._types.rule import Rule
from typed_registry.config._types.unions import flat_alternatives


@frozen
class RulePlace:
    """A place in a config whose value one of several rules reads; none for a key that no rule knows."""

    rules: Sequence[Rule]
    root: type | None = None
    """The class of the whole config, at whose place the sections are."""

    @property
    def is_choice(self) -> bool:
        """Whether a value there may choose a component."""
        return any(isinstance(each, ChoiceRule) for each in self._alternatives())

    def component(self, name: object) -> object:
        """Return the name under which a component is registered now; another name as it is."""
        found = (each for each in self._registries() if isinstance(name, str) and name in each)
        registry = next(found, None)
        return name if registry is None or not isinstance(name, str) else registry.current(name)

    def inside(self, data: object, key: str | int) -> ConfigPlace:
        """Return the place of the value under a key of data that is here."""
        found: list[Rule] = []
        with suppress(TypeError):  # no registry, or several could be meant, which reading the config reports
            found = rules_inside(self.rules, data, key)
            if not found and self.root is not None:
                found = [*rule_of_section(self.root, str(key))]
        return RulePlace(found)

    def _alternatives(self) -> Iterator[Rule]:
        for rule in self.rules:
            yield from flat_alternatives(rule)

    def _registries(self) -> Iterator[Entries]:
        for each in self._alternatives():
            if isinstance(each, ChoiceRule):
                with suppress(TypeError):  # as above
                    yield each.registry


def root_place(root: type) -> ConfigPlace:
    """Return the place of a whole config."""
    return RulePlace([class_rule(root)], root)
