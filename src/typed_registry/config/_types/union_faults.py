"""The alternative of a union that was meant by data that none of them takes."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_mapping
from typed_registry._messages.suggest import nearest
from typed_registry.config._document.faults import (
    Alternative,
    Fault,
    LoneItem,
    MissingKey,
    NoAlternative,
    Path,
    UnknownComponent,
    UnknownKey,
    WrongType,
    WrongValue,
)
from typed_registry.config._types.rule import Rule, is_compound
from typed_registry.config._types.tags import Tags


@frozen
class Refusal:
    """An alternative that doesn't take the structure of the data at a path, and why."""

    rule: Rule
    data: object
    path: Path
    faults: Sequence[Fault]

    @property
    def fits(self) -> bool:
        """Whether the data has this alternative's form: a mapping, a list or a scalar of its type."""
        unfit = (WrongType, WrongValue, LoneItem) if is_compound(self.data) else WrongType
        return not any(fault.path == self.path and isinstance(fault.problem, unfit) for fault in self.faults)

    @property
    def words(self) -> tuple[object, ...]:
        """The values or names that the alternative takes, if a scalar is none of these."""
        found = (fault.problem for fault in self.faults)
        return next((p.valid for p in found if isinstance(p, (WrongValue, UnknownComponent))), ())

    @property
    def distance(self) -> tuple[int, int, int]:
        """How far the data is from the type: the changes to its keys, the keys like no other, other values.

        A key that is nearly a missing one is one change. The keys of a choice that names no component are all
        to be changed, and so are the wrong parts of a value whose keys are not known.
        """
        places = {fault.path[: len(self.path) + 1] for fault in self.faults}
        if self.rule.is_choice and any(fault.path == (*self.path, "name") for fault in self.faults):
            return len(self.data) if is_mapping(self.data) else 1, 0, 0
        keys = [fault for fault in self.faults if fault.path[:-1] == self.path]
        unknown = {fault.path: fault.problem for fault in keys if isinstance(fault.problem, UnknownKey)}
        missing = {fault.path for fault in keys if isinstance(fault.problem, MissingKey)}
        near = [nearest(str(path[-1]), problem.valid) for path, problem in unknown.items()]
        changes = len(unknown) + len(missing - {(*self.path, key) for key in near if key})
        values = len(places - unknown.keys() - missing)
        return (changes, near.count(None), values) if self.rule.has_keys else (changes + values, 0, 0)


@frozen
class Refusals:
    """The alternatives of a union, none of which takes some data."""

    all: Sequence[Refusal]
    tags: Tags
    data: object
    path: Path

    @property
    def fitting(self) -> list[Refusal]:
        """The alternatives whose form the data has."""
        return [each for each in self.all if each.fits]

    def is_evident(self, rule: Rule) -> bool:
        """Return whether the form of the data, or a tag in it, shows that an alternative is meant."""
        return len(self.fitting) < 2 or self._agrees(rule)  # noqa: PLR2004

    def explain(self, wrong: WrongType) -> Rule | Sequence[Fault]:
        """Return the alternative that was meant, or else the faults if that isn't clear."""
        fitting = self.fitting
        if not fitting:
            return [Fault(self.path, wrong)]
        if not is_compound(self.data):
            return self._explain_scalar(fitting, wrong)
        tagged = [each for each in fitting if self._agrees(each.rule)]
        least = min(each.distance for each in tagged or fitting)
        closest = [each for each in tagged or fitting if each.distance == least]
        wrong_tag = self._wrong_tag(closest[0].rule)
        if wrong_tag is not None:
            return [wrong_tag]
        if len(closest) == 1:
            return closest[0].rule
        return self._explain_tie(closest, wrong.expected)

    def _explain_scalar(self, fitting: list[Refusal], wrong: WrongType) -> Rule | Sequence[Fault]:
        """Return the alternative that has the word, or else all the words that it could have been."""
        named = [each for each in fitting if not each.words]
        if len(named) > 1:
            return self._explain_tie(named, wrong.expected)
        if named or (len(fitting) == 1 and fitting[0].rule.is_choice):
            return (*named, *fitting)[0].rule
        words = dict.fromkeys(word for each in fitting for word in each.words)
        others = " | ".join(each.rule.expected for each in self.all if each not in fitting)
        return [Fault(self.path, WrongValue(self.data, tuple(words), others))]

    def _explain_tie(self, closest: list[Refusal], expected: str) -> Sequence[Fault]:
        """Return the faults that several alternatives have in common, or else the first fault of each."""
        faults = closest[0].faults
        if all(each.faults == faults for each in closest):
            return faults
        first = tuple(
            Alternative(
                show(each.rule.annotation), each.faults[0].path[len(self.path) :], each.faults[0].problem
            )
            for each in closest
        )
        return [Fault(self.path, NoAlternative(expected, self.data, first))]

    def _agrees(self, rule: Rule) -> bool:
        return is_mapping(self.data) and self.tags.agree(rule, self.data) is True

    def _wrong_tag(self, rule: Rule) -> Fault | None:
        key = self.tags.wrong(rule, self.data) if is_mapping(self.data) else None
        if key is None or not is_mapping(self.data):
            return None
        return Fault((*self.path, key), WrongValue(self.data[key], self.tags.values(key)))
