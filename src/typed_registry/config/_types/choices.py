"""Choices: fields of type `Spec[T, D]`, for which a file names a component and gives its settings."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, get_args, get_origin

from attrs import NOTHING, evolve

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_mapping, is_table
from typed_registry._annotations.unwrap import plain
from typed_registry._conformance.check import fits
from typed_registry._messages.suggest import listed, nearest
from typed_registry._registration.entries import Entries
from typed_registry._registration.records import Record, Unimported
from typed_registry._spec import Spec, is_spec
from typed_registry.config._document.deprecated_fields import DeprecatedPart, DeprecatedUse
from typed_registry.config._document.document import expand_name, expand_to_mapping
from typed_registry.config._document.faults import (
    MissingKey,
    Path,
    Refused,
    UnfitComponent,
    UnknownComponent,
    UnknownKey,
    WrongType,
)
from typed_registry.config._sources.environment import UNSET
from typed_registry.config._types.class_reader import Holder, compiled
from typed_registry.config._types.class_trial import class_trial
from typed_registry.config._types.config_classes import ClassRule, Read, config_parts
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.error_message import error_message
from typed_registry.config._types.json_schema import Schema
from typed_registry.config._types.registry_of_field import field_registry, is_current, stated_registry
from typed_registry.config._types.rule import INVALID, UNMADE, Invalid, Names, Reading, Rule
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.writer import Writer
from typed_registry.errors import RegistryError

if TYPE_CHECKING:
    from typing_extensions import Self


class ChoiceRule(Rule):
    """The rule of `Spec[T, D]`: a component's name, or a mapping with the name and settings."""

    uses_default = True
    is_choice = True
    has_keys = True

    def __init__(self, annotation: object, registry: Entries | None = None) -> None:
        super().__init__(plain(annotation))
        self.wanted: object = next(iter(get_args(self.annotation)), Unknown)
        """What the component must do."""
        self._stated = annotation
        self._registry = registry
        self._known: dict[str, tuple[Record | Unimported, Read]] = {}
        """The reader of each component, and the registration that it belongs to."""

    @classmethod
    def of(cls, annotation: object) -> Self | None:
        """Return the rule if the annotation is a `Spec`, perhaps with its registry."""
        return cls(annotation) if get_origin(plain(annotation)) is Spec else None

    @property
    def registry(self) -> Entries:
        """The registry to choose from: another one when the module that defines it has made it anew.

        Raises TypeError unless it is one that could be meant.
        """
        known = self._registry
        if known is not None and (self._global is None or is_current(known, *self._global)):
            return known
        found = self._registry = field_registry(self._stated)
        self._known.clear()
        is_named = stated_registry(self._stated) is not None
        self._global = None if is_named else (found.module, str(found.global_name))
        return found

    _global: tuple[str, str] | None = None
    """The module and the name of the registry, if the annotation does not state it."""

    @property
    def expected_when_missing(self) -> str:
        """The components to choose from."""
        return _one_of(self.registry)

    def find_reader(self, variable: str, names: Names) -> Iterator[str]:
        """Yield lines that look up the reader of the component that is named in the data.

        A reader counts as long as the registration that it was made for, and that as long as its registry.
        """
        registry, otherwise = self.registry, names.add(self.read)
        entries, records = names.add(registry), names.add(registry._records)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # a call would take twice the time
        yield "try:"
        yield f"    name = {variable}['name']; record, read = {names.add(self._known)}[name]"
        yield f"    if {records}[name] is not record or name in {entries}.deprecations: read = {otherwise}"
        if self._global is not None:
            module, name = self._global
            modules, missing = names.add(sys.modules), names.add(None)
            held = f"getattr({modules}.get({module!r}), {name!r}, {missing})"
            yield f"    elif {held} is not {entries}.registry: read = {otherwise}"
        yield f"except (KeyError, TypeError, IndexError): read = {otherwise}"

    def may_take(self, data: object, default: object) -> bool:
        """Return whether this is a choice from the registry, by its name if it has one."""
        if is_spec(data):
            return data.entries is self.registry
        opened = expand_to_mapping(data)
        name = opened.get("name")
        if name is None:
            return is_mapping(data) and "name" not in data and (default is UNMADE or is_spec(default))
        return name is UNSET or (isinstance(name, str) and name in self.registry)

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return the same for data of any form."""
        return self._choose(data, path, reading, default)

    def schema(self, request: SchemaRequest) -> Schema:
        """Return a reference to the schema of the choice."""
        return request.schemas.of_choice(self, request.default, is_top=request.is_top)

    @classmethod
    def holds(cls, value: object) -> bool:
        """Return whether this is a `Spec`."""
        return is_spec(value)

    @classmethod
    def take_apart(cls, value: object) -> Parts:
        """Return the parts of the config; of two choices of the same component, these are compared."""
        if not is_spec(value):
            return Parts()
        registry, name = value.entries, value.name
        kind, family = ("spec", registry.name, name), (registry.module, registry.name, name)
        return evolve(config_parts(value.config), kind=kind, family=family)

    @classmethod
    def write(cls, value: object, path: Path, writer: Writer) -> object:
        """Return the component's name with its config's fields."""
        name, config = (value.name, writer.value(value.config, path)) if is_spec(value) else ("", None)
        return {"name": name, **(config if is_table(config) else {})}

    def _choose(self, data: object, path: Path, reading: Reading, default: object) -> object:
        if is_spec(data) and data.entries is self.registry:
            return data if self._is_fitting(data.name, path, reading) else INVALID
        standing = default if is_spec(default) else None
        opened = expand_name(data)
        if not is_mapping(opened):
            expected = f"a component of {self.registry.name}: its name, or a mapping"
            return reading.fault(path, WrongType(expected, data))
        here = (*path, "name") if "name" in opened and opened is data else path
        if "name" not in opened and standing is None:
            return None if default is UNMADE else self._nameless(opened, path, reading)
        name = self._name(opened.get("name", standing.name if standing else None), path, here, reading)
        if name is INVALID or not self._is_fitting(name, here, reading):
            return INVALID
        read = self._reader(name, here, reading)
        if read is INVALID:
            return INVALID
        same = standing.config if standing and standing.name == name else NOTHING
        whole = opened if "name" in opened else {"name": name, **opened}
        return read(whole, path, reading, same)

    def _nameless(self, data: Mapping[object, object], path: Path, reading: Reading) -> Invalid:
        """Refuse a choice that chooses nothing; perhaps its key is misspelt."""
        near = nearest("name", map(str, data))
        if near is not None:
            return reading.fault((*path, near), UnknownKey(("name",)))
        return reading.fault((*path, "name"), MissingKey(_one_of(self.registry)))

    def _name(self, name: object, path: Path, here: Path, reading: Reading) -> str | Invalid:
        """Return the component's name, under which it is registered now."""
        registry = self.registry
        if name is UNSET:
            reading.has_failed = True
            return INVALID
        if name is None:
            return reading.fault((*path, "name"), MissingKey(_one_of(registry)))
        if not isinstance(name, str):
            return reading.fault((*path, "name"), WrongType("a name", name))
        if name not in registry:
            return reading.fault(
                here, UnknownComponent(registry.name, name, tuple(registry), registry.broken)
            )
        deprecation = registry.deprecations.get(name)
        if deprecation is not None:
            reading.add_outdated(
                [DeprecatedUse(here, DeprecatedPart.NAME, name, deprecation.use, deprecation.since)]
            )
        return registry.current(name)

    def _reader(self, name: str, here: Path, reading: Reading) -> Read | Invalid:
        """Return the reader of a component's config, whose module this may import."""
        try:
            rule = component_rule(self.registry, name)
        except (RegistryError, ImportError) as error:
            return reading.fault(here, Refused(name, error_message(error)))
        record = self.registry.record(name)
        known = self._known.get(name)
        if rule is not component_rule(self.registry, name):
            return self._reader(name, here, reading)
        if reading.is_trial:
            return class_trial(rule, "name")
        if known is not None and known[0] is record:
            return known[1]
        holder = Holder(Spec, {"entries": self.registry, "name": name}, "config")
        read = compiled(rule, "name", holder)
        if self.registry.is_settled(name):
            self._known[name] = (record, read)
        return read

    def _is_fitting(self, name: str, path: Path, reading: Reading) -> bool:
        """Return whether the component does what a field narrower than the registry needs."""
        if self.wanted == self.registry.contract.kind or self.wanted is Unknown:
            return True
        try:
            reasons = _unfit(self.registry, name, self.wanted)
        except (RegistryError, ImportError) as error:
            reading.fault(path, Refused(name, error_message(error)))
            return False
        if reasons:
            fitting = tuple(other for other in self.registry if is_fitting(self.registry, other, self.wanted))
            reading.fault(path, UnfitComponent(name, show(self.wanted), reasons, fitting))
        return not reasons


def component_rule(registry: Entries, name: str) -> ClassRule:
    """Return the rule of a component's config class, whose module this may import.

    Raises what the registry does, and TypeError for a declared class that no file could give. A derived
    class may have parameters that only a program can give, such as functions.
    """
    from typed_registry.config._types.find_rule import class_rule

    rule = class_rule(registry.config(name))
    if registry.record(name).declared is not None:
        rule.admit()
    return rule


def is_fitting(registry: Entries, name: str, wanted: object) -> bool:
    """Return whether a component can be chosen where this is wanted."""
    if wanted == registry.contract.kind or wanted is Unknown:
        return True
    try:
        return not _unfit(registry, name, wanted)
    except (RegistryError, ImportError):
        return False  # it could not be chosen either


def _one_of(registry: Entries) -> str:
    return f"one of {registry.name}: {listed(registry)}"


def _unfit(registry: Entries, name: str, wanted: object) -> tuple[str, ...]:
    found = fits(registry.load(name).component, wanted)
    return tuple(f"{mismatch.member}: {mismatch.reason}" for mismatch in found)
