"""Plain data to a frozen attrs tree, with every fault on the way collected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_origin

import attrs

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_mapping
from typed_registry._annotations.unwrap import is_union, plain
from typed_registry._conformance.check import fits
from typed_registry._messages.suggest import listed, nearest
from typed_registry._registration.entries import Entries
from typed_registry._spec import Spec, chosen, is_spec
from typed_registry.config._document.deprecated_fields import Outdated, What, former_keys, former_values
from typed_registry.config._document.document import EMPTY, Document
from typed_registry.config._document.faults import (
    Fault,
    MissingKey,
    Path,
    Problem,
    Refused,
    UnfitComponent,
    UnknownComponent,
    UnknownKey,
    WrongType,
)
from typed_registry.config._formats.yaml.scalars import finite_scalar
from typed_registry.config._sources.environment import UNSET, Variable, is_unset, settled
from typed_registry.config._structure.convert import (
    INVALID,
    Invalid,
    UnsuitableError,
    bare,
    convert,
    described,
    ranked,
)
from typed_registry.config._structure.field_validation import message, refusals
from typed_registry.config._structure.given_keys import Given, given, outdated
from typed_registry.config._structure.union_faults import Refusal, explained
from typed_registry.config._types.fields import Field, chosen_kind, fields
from typed_registry.config._types.supported_types import admit, config_of, is_config
from typed_registry.errors import RegistryError


class Structure:
    """One pass from data to values; lives as long as the pass and holds the faults that it finds."""

    def __init__(self, whole: Document = EMPTY) -> None:
        self.faults: list[Fault] = []
        self.outdated: list[Outdated] = []
        self.whole: Document = whole
        """Where the data is written."""

    def value(self, data: object, kind: object, path: Path, default: object = attrs.NOTHING) -> object:
        """The value of this type that the data stands for; `INVALID`, with faults added, if there is none.

        `default` is what the field would have been without data.
        """
        if isinstance(data, Variable):
            return INVALID if data is UNSET else self._variable(data, kind, path, default)
        choice = chosen_kind(kind) if get_origin(plain(kind)) is Spec else None
        if choice is not None:
            return self._spec(data, choice, path, default)
        kind = bare(kind)
        if is_union(kind):
            return self._union(data, kind, path, default)
        if is_config(kind):
            admit(kind)
            standing = default if type(default) is kind else None
            return data if isinstance(data, kind) else self.instance(data, kind, path, standing)
        try:
            return convert(data, kind, path, self.value)
        except UnsuitableError as error:
            return self._fault(path, error.problem)

    def _variable(self, text: Variable, kind: object, path: Path, default: object) -> object:
        """What a variable's text stands for: a value as a file would have it, or else the text."""
        read = Structure()
        value = read.value(finite_scalar(str(text)), kind, path, default)
        if not read.faults:
            self.outdated.extend(read.outdated)
            return value
        words = Structure()
        value = words.value(str(text), kind, path, default)
        self.faults.extend(read.faults if words.faults else ())
        self.outdated.extend(words.outdated)
        return value

    def instance(
        self,
        data: object,
        config: type[attrs.AttrsInstance],
        path: Path,
        default: object = None,
        others: tuple[str, ...] = (),
    ) -> attrs.AttrsInstance | Invalid:
        """An instance of a config class; what the data leaves out is as in `default`, if that is given.

        `others` are keys that may stand beside the fields, for what is written nearly like them.
        """
        if not is_mapping(data):
            return self._fault(path, WrongType(f"a mapping with the keys of {config.__name__}", data))
        before = len(self.faults)
        known = {field.key: field for field in fields(config)}
        given = self._given(data, known, path)
        former = {key for field in known.values() for key in former_keys(field.attribute)}
        for key in data:
            if key not in known and key not in former:
                self._fault((*path, str(key)), _unknown_key(str(key), tuple(known), others))
        values = {
            key: self._field(given, field, default)
            for key, field in known.items()
            if key in given.written or field.required or default is not None
        }
        if len(self.faults) == before and all(value is not INVALID for value in values.values()):
            return self._construct(config, values, given)
        sound = {key: value for key, value in values.items() if value is not INVALID}
        self._refused(config, sound, given)
        return INVALID

    def _given(self, data: Mapping[object, object], known: Mapping[str, Field], path: Path) -> Given:
        """The data by today's keys."""
        made = given(data, path, known.values(), self.whole)
        self.whole = made.whole
        self.faults.extend(made.faults)
        self.outdated.extend(outdated(data, path, known.values()))
        return made

    def config(self, registry: Entries, name: str, path: Path) -> type[attrs.AttrsInstance] | Invalid:
        """The config class of a registered component, whose module this may import."""
        try:
            return config_of(registry, name)
        except (RegistryError, ImportError) as error:
            return self._fault(path, Refused(name, message(error)))

    def _field(self, given: Given, field: Field, default: object) -> object:
        here = given.at(field.key)
        standing: object = field.default() if default is None else getattr(default, field.name)
        if field.key not in given.written:
            missing = standing is attrs.NOTHING
            return self._fault(here, MissingKey(_expected(field.type))) if missing else standing
        data = given.value(field.key)
        former = former_values(field.attribute).get(data) if isinstance(data, str) else None
        if former is not None:
            self.outdated.append(Outdated(here, What.VALUE, str(data), *former))
            data = former[0]
        if field.converter is not None:
            return INVALID if is_unset(data) else settled(data, str)  # what it takes is its own affair
        return self.value(data, field.type, here, standing)

    def _construct(
        self, config: type[attrs.AttrsInstance], values: Mapping[str, object], given: Given
    ) -> attrs.AttrsInstance | Invalid:
        try:
            return config(**values)
        except Exception as error:  # noqa: BLE001  # a converter or a validator may raise anything
            found = self._refused(config, values, given)
            return INVALID if found else self._fault(given.path, Refused(given.data, message(error)))

    def _refused(self, config: type[attrs.AttrsInstance], values: Mapping[str, object], given: Given) -> bool:
        """Adds what each field's own converter and validators say; whether they say anything."""
        found = list(refusals(config, values))
        for key, reason in found:
            value = given.value(key) if key in given.written else values[key]
            self._fault(given.at(key), Refused(value, reason))
        return bool(found)

    def choice(self, data: object, entries: Entries) -> object:
        """Return the choice of a registry's component; `INVALID`, with faults added, if there is none."""
        return self._spec(data, (entries.contract.kind, entries), (), attrs.NOTHING)

    def _spec(self, data: object, choice: tuple[object, Entries], path: Path, default: object) -> object:
        wanted, registry = choice
        if is_spec(data) and data.entries is registry:
            return data if self._fitting(registry, data.name, wanted, path) else INVALID
        standing = default if is_spec(default) else None
        opened = {"name": data} if isinstance(data, str) else data
        if not is_mapping(opened):
            return self._fault(
                path, WrongType(f"a component of {registry.name}: its name, or a mapping", data)
            )
        here = (*path, "name") if "name" in opened and opened is data else path
        if "name" not in opened and standing is None:
            return self._nameless(opened, registry, path)
        name = self._name(opened.get("name", standing.name if standing else None), registry, path, here)
        if name is INVALID or not self._fitting(registry, name, wanted, here):
            return INVALID
        kind = self.config(registry, name, here)
        if kind is INVALID:
            return INVALID
        rest = {key: item for key, item in opened.items() if key != "name"}
        same = standing.config if standing and standing.name == name else None
        config = self.instance(rest, kind, path, same, ("name",))
        return INVALID if config is INVALID else chosen(registry, name, config)

    def _nameless(self, data: Mapping[object, object], registry: Entries, path: Path) -> Invalid:
        """A choice that chooses nothing: perhaps its key is misspelt."""
        near = nearest("name", map(str, data))
        if near is not None:
            return self._fault((*path, near), UnknownKey(("name",)))
        return self._fault((*path, "name"), MissingKey(_one_of(registry)))

    def _name(self, name: object, registry: Entries, path: Path, here: Path) -> str | Invalid:
        if name is UNSET:
            return INVALID
        if name is None:
            return self._fault((*path, "name"), MissingKey(_one_of(registry)))
        if not isinstance(name, str):
            return self._fault((*path, "name"), WrongType("a name", name))
        if name not in registry:
            return self._fault(here, UnknownComponent(registry.name, name, tuple(registry)))
        deprecation = registry.deprecations.get(name)
        if deprecation is not None:
            self.outdated.append(Outdated(here, What.NAME, name, deprecation.use, deprecation.since))
        return registry.current(name)

    def _fitting(self, registry: Entries, name: str, wanted: object, path: Path) -> bool:
        """Whether the component does what a field narrower than the registry needs."""
        if wanted == registry.contract.kind or wanted is Unknown:
            return True
        try:
            reasons = _unfit(registry, name, wanted)
        except (RegistryError, ImportError) as error:
            self._fault(path, Refused(name, message(error)))
            return False
        if reasons:
            fitting = tuple(other for other in registry if _fits(registry, other, wanted))
            self._fault(path, UnfitComponent(name, show(wanted), reasons, fitting))
        return not reasons

    def _union(self, data: object, kind: object, path: Path, default: object) -> object:
        alternatives = ranked(kind, data)
        if data is None and type(None) in alternatives:
            return None
        refused: list[Refusal] = []
        for part in alternatives:
            attempt = Structure(self.whole)
            value = attempt.value(data, part, path, default)
            self.whole = attempt.whole
            if not attempt.faults:
                self.outdated.extend(attempt.outdated)
                return value
            if part is not type(None):
                refused.append(Refusal(bare(part), tuple(attempt.faults)))
        self.faults.extend(explained(data, kind, path, refused))
        return INVALID

    def _fault(self, path: Path, problem: Problem) -> Invalid:
        self.faults.append(Fault(path, problem))
        return INVALID


def _fits(registry: Entries, name: str, wanted: object) -> bool:
    try:
        return not _unfit(registry, name, wanted)
    except (RegistryError, ImportError):
        return False  # it couldn't be chosen either


def _unknown_key(key: str, known: tuple[str, ...], others: tuple[str, ...]) -> UnknownKey:
    """The other keys are listed only where one is meant."""
    return UnknownKey(others if nearest(key, (*others, *known)) in others else known)


def _expected(kind: object) -> str:
    choice = chosen_kind(kind)
    return described(bare(kind)) if choice is None else _one_of(choice[1])


def _one_of(registry: Entries) -> str:
    return f"one of {registry.name}: {listed(registry)}"


def _unfit(registry: Entries, name: str, wanted: object) -> tuple[str, ...]:
    found = fits(registry.load(name).component, wanted)
    return tuple(f"{mismatch.member}: {mismatch.reason}" for mismatch in found)
