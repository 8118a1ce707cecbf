"""The keys whose values tell the alternatives of a union apart, such as `kind` in `Local | S3`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from typed_registry.config._types.choices import ChoiceRule
from typed_registry.config._types.config_classes import ClassRule
from typed_registry.config._types.options import OptionsRule
from typed_registry.config._types.rule import INVALID, Reading, Rule


class Tags:
    """The tags of alternatives.

    A field is a tag if it lists its values, by a `Literal` or an enumeration, and another alternative lists
    other values for the same key. The key that chooses a component is a tag as well.
    """

    def __init__(self, alternatives: Iterable[Rule]) -> None:
        found = {rule: _listing(rule) for rule in alternatives}
        self._by_key: dict[str, dict[Rule, Rule]] = {}
        """The rules of each tag's values, by the alternative that they belong to."""
        for key in dict.fromkeys(key for tags in found.values() for key in tags):
            tags = {rule: tags[key] for rule, tags in found.items() if key in tags}
            if len({_options(tag) for tag in tags.values()}) > 1 or key == "name":
                self._by_key[key] = tags

    def agree(self, rule: Rule, data: Mapping[object, object]) -> bool | None:
        """Return whether the data has an alternative's values for its tags; None if it has no tag."""
        verdicts = [_takes(tag, data[key]) for key, tag in self._of(rule) if key in data]
        return all(verdicts) if verdicts else None

    def wrong(self, rule: Rule, data: Mapping[object, object]) -> str | None:
        """Return the first tag for which the data has another value than an alternative.

        That is None if no other alternative has the tag, whose own fault then says more.
        """
        wrong = (key for key, tag in self._of(rule) if key in data and not _takes(tag, data[key]))
        return next((key for key in wrong if len(self._by_key[key]) > 1), None)

    def values(self, key: str) -> tuple[object, ...]:
        """Return the values that all the alternatives have for a tag."""
        return tuple(dict.fromkeys(value for tag in self._by_key[key].values() for value in _values(tag)))

    def _of(self, rule: Rule) -> Iterable[tuple[str, Rule]]:
        return ((key, tags[rule]) for key, tags in self._by_key.items() if rule in tags)


def _listing(rule: Rule) -> dict[str, Rule]:
    """Return the fields that list their values."""
    if isinstance(rule, ChoiceRule):
        return {"name": rule}
    if not isinstance(rule, ClassRule):
        return {}
    return {field.field.key: field.rule for field in rule.fields if isinstance(field.rule, OptionsRule)}


def _options(tag: Rule) -> object:
    return tag.options if isinstance(tag, OptionsRule) else tag


def _takes(tag: Rule, value: object) -> bool:
    if isinstance(tag, ChoiceRule):
        return isinstance(value, str) and tag.may_take(value, None)
    reading = Reading()
    return tag.read(value, (), reading) is not INVALID or not reading.faults


def _values(tag: Rule) -> Iterable[object]:
    if isinstance(tag, ChoiceRule):
        return tag.registry
    return tag.labels if isinstance(tag, OptionsRule) else ()
