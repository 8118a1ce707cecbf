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
from typed_registry._default_spec import UnresolvedDefault, broken_reason, made_spec
from typed_registry._messages.suggest import listed, nearest
from typed_registry._registration.all_registries import epoch, keep_until_next_epoch
from typed_registry._registration.entries import Entries
from typed_registry._registration.unknown_names import disabled_plugins, known_names
from typed_registry._spec import Spec, is_spec, refusal
from typed_registry.config._document.deprecated_fields import DeprecatedPart, DeprecatedUse
from typed_registry.config._document.document import expand_name, expand_to_mapping
from typed_registry.config._document.faults import (
    Fault,
    MissingKey,
    Path,
    Refused,
    Suggestion,
    UnfitComponent,
    UnknownComponent,
    UnknownKey,
    WrongType,
)
from typed_registry.config._sources.environment import UNSET
from typed_registry.config._types.class_reader import Holder, class_trial, compiled
from typed_registry.config._types.config_classes import ClassRule, Read
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.error_message import error_message
from typed_registry.config._types.fields import config_parts
from typed_registry.config._types.given_keys import Owner
from typed_registry.config._types.json_schema import Schema
from typed_registry.config._types.registry_of_field import field_registry, is_certain
from typed_registry.config._types.replaced_components import with_replacement
from typed_registry.config._types.rule import INVALID, UNMADE, Invalid, Names, Reading, Rule
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.suggestions import suggest_choice, wrong_choice_key
from typed_registry.config._types.writer import Writer
from typed_registry.errors import RegistryError, UnwritableError

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
        """The type that the component must have."""
        self._stated = annotation
        self._given = registry
        self._found: tuple[Entries, str | None] | None = None
        """The registry that the annotation means, and the name of its module's global."""
        self._ready: dict[str, tuple[object, Read]] = {}
        """The registry and the reader of each component's name, until an epoch begins."""
        self._readers: dict[str, tuple[ClassRule, Entries, Read]] = {}
        """The reader of each component, and what it was made for."""

    @classmethod
    def of(cls, annotation: object) -> Self | None:
        """Return the rule if the annotation is a `Spec`, perhaps with its registry."""
        return cls(annotation) if get_origin(plain(annotation)) is Spec else None

    @property
    def registry(self) -> Entries:
        """The registry to choose from. Raises TypeError unless there is one that could be meant."""
        if self._given is not None:
            return self._given
        kept = self._found  # which another thread may forget
        if kept is not None:
            known, name = kept
            if name is None or getattr(sys.modules.get(known.module), name, None) is known.registry:
                return known
        began, found = epoch(), field_registry(self._stated)
        if is_certain(self._stated):
            keep_until_next_epoch(self, began, lambda: self._keep_registry(found))
        return found

    @property
    def narrowed(self) -> object:
        """Return the type that the component must have beyond the registry's own; `Unknown` if there is none.

        That is also so for a type that couldn't be resolved when its class was first read.
        """
        return Unknown if self.wanted == self.registry.contract.kind else self.wanted

    def _keep_registry(self, found: Entries) -> None:
        self._found = found, found.global_name

    def forget(self) -> None:
        """Drop what was found in registries."""
        self._found = None
        self._ready.clear()

    @property
    def text(self) -> str:
        """The registry to choose from."""
        try:
            return f"one of {self.registry.name}"
        except TypeError:  # no registry, or several could be meant, which loading a config reports
            return f"one of {show(self.wanted)}"

    @property
    def expected_when_missing(self) -> str:
        """The components to choose from."""
        return _one_of(self.registry)

    def find_reader(self, variable: str, names: Names) -> Iterator[str]:
        """Yield lines that look up the reader of the component that is named in the data.

        They find it as long as everything is as it was in the last reading. That a module's global holds
        another registry begins no epoch, so they look at the global themselves.
        """
        registry, otherwise = self.registry, names.add(self.read)
        yield "try:"
        yield f"    registry, read = {names.add(self._ready)}[{variable}['name']]"
        if self._given is None and registry.global_name:
            held = f"{names.add(sys.modules)}[{registry.module!r}].__dict__[{registry.global_name!r}]"
            yield f"    if {held} is not registry: read = {otherwise}"
        yield f"except (KeyError, TypeError, IndexError, AttributeError): read = {otherwise}"

    def may_take(self, data: object, default: object) -> bool:
        """Return whether this is a choice from the registry, or perhaps settings of the default."""
        if is_spec(data):
            return data.entries is self.registry
        opened = expand_to_mapping(data)
        name = opened.get("name")
        if name is None:
            return is_mapping(data) and is_spec(default)
        return name is UNSET or (isinstance(name, str) and name in self.registry)

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return the `Spec` that data of any form chooses."""
        if isinstance(data, UnresolvedDefault):
            return self._made(data, path, reading)
        if is_spec(data) and data.entries is self.registry:
            if not self._is_fitting(data.name, path, reading):
                return INVALID
            error = refusal(data)
            return data if error is None else reading.fault(path, Refused(data, error_message(error)))
        opened = expand_name(data)
        if not is_mapping(opened):
            return reading.fault(path, self.wrong(data, reading, self._described))
        if "name" not in opened:
            opened = self._with_replaced_name(opened, path, reading)
        if isinstance(default, UnresolvedDefault) and "name" not in opened:
            default = self._made(default, path, reading)
        return INVALID if default is INVALID else self._chosen(data, opened, path, reading, default)

    def _chosen(
        self,
        data: object,
        opened: Mapping[object, object],
        path: Path,
        reading: Reading,
        default: object,
    ) -> object:
        """Return the choice that a mapping describes; `data` is the same, or the name alone."""
        standing = made_spec(default)
        here = (*path, "name") if "name" in opened and opened is data else path
        if "name" not in opened and not (standing and self._completes(opened, standing.name)):
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

    def _with_replaced_name(
        self, data: Mapping[object, object], path: Path, reading: Reading
    ) -> Mapping[object, object]:
        """Return settings that an override gives with the name of the component that it leaves as it is."""
        found = reading.document.replaced_name(path)
        is_known = found is not None and found[0] in self.registry
        if found is None or (is_known and not self._completes(data, found[0])):
            return data
        return {"name": found[0], **data}

    def _made(self, default: UnresolvedDefault, path: Path, reading: Reading) -> object:
        """Return the choice that a default could not make before, if it can now."""
        if reading.is_trial:
            return default
        found = default.resolve(path)
        return reading.add_faults([found]) if isinstance(found, Fault) else found

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
        spec = made_spec(value)
        if spec is None:
            return Parts()
        registry, name = spec.entries, spec.name
        kind, family = ("spec", registry.name, name), (registry.module, registry.name, name)
        return evolve(config_parts(spec.config), kind=kind, family=family)

    @classmethod
    def write(cls, value: object, path: Path, writer: Writer) -> object:
        """Return the component's name with its config's fields.

        Raises UnwritableError for the default of a class that can't be chosen.
        """
        spec = made_spec(value)
        if spec is None:
            raise UnwritableError(path, broken_reason(value) or f"{value!r} can't be chosen")
        config = writer.value(spec.config, path)
        return {"name": spec.name, **(config if is_table(config) else {})}

    def suggest(self, data: object) -> Suggestion | None:
        """Return the choice that was meant by a list, or by a mapping with the name as its only key."""
        return suggest_choice(data, self.registry)

    @property
    def _described(self) -> str:
        return f"a component of {self.registry.name}: its name, or a mapping with its name"

    def _completes(self, data: Mapping[object, object], default: str) -> bool:
        """Return whether data has settings for the default, and doesn't name a component by a wrong key."""
        found = wrong_choice_key(data, self.registry)
        return found is None or found[0] in component_rule(self.registry, default).keys

    def _nameless(self, data: Mapping[object, object], path: Path, reading: Reading) -> Invalid:
        """Refuse a choice that chooses nothing; perhaps its key is misspelt, or another tool's."""
        other = wrong_choice_key(data, self.registry)
        if other is not None:
            return reading.fault((*path, other[0]), other[1])
        if self.suggest(data) is not None:
            return reading.fault(path, self.wrong(data, reading, self._described))
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
            names, disabled = known_names(registry), disabled_plugins(registry, name)
            return reading.fault(
                here, UnknownComponent(registry.name, name, names, registry.broken, disabled)
            )
        deprecation = registry.deprecations.get(name)
        if deprecation is not None:
            reading.add_outdated(
                [DeprecatedUse(here, DeprecatedPart.NAME, name, deprecation.use, deprecation.since)]
            )
        return registry.current(name)

    def _reader(self, name: str, here: Path, reading: Reading) -> Read | Invalid:
        """Return the reader of a component's config, whose module this may import."""
        began, registry = epoch(), self.registry
        try:
            rule = component_rule(registry, name)
        except (RegistryError, ImportError) as error:
            return reading.fault(here, Refused(name, error_message(error)))
        owner = Owner(name, registry.name, "name")
        if reading.is_trial:
            return with_replacement(class_trial(rule, owner), registry, name)
        known = self._readers.get(name)
        if known is None or known[0] is not rule or known[1] is not registry:
            holder = Holder(Spec, {"entries": registry, "name": name}, "config")
            known = self._readers[name] = rule, registry, compiled(rule, owner, holder)
        read = with_replacement(known[2], registry, name)
        is_kept = self._given is not None or self._found is not None
        if is_kept and name not in registry.deprecations and registry.is_lasting(name):
            ready = registry.registry, read
            keep_until_next_epoch(self, began, lambda: self._ready.update({name: ready}))
        return read

    def _is_fitting(self, name: str, path: Path, reading: Reading) -> bool:
        """Return whether the component does what a field narrower than the registry needs."""
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
    try:
        return not _unfit(registry, name, wanted)
    except (RegistryError, ImportError):
        return False  # it could not be chosen either


def _one_of(registry: Entries) -> str:
    return f"one of {registry.name}: {listed(registry)}"


def _unfit(registry: Entries, name: str, wanted: object) -> tuple[str, ...]:
    """Return why a component doesn't do what is wanted, where that is more than the registry demands."""
    if wanted == registry.contract.kind or wanted is Unknown:
        return ()
    found = fits(registry.load(name).component, wanted)
    return tuple(f"{mismatch.member}: {mismatch.reason}" for mismatch in found)
