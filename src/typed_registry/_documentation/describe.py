"""Describe the components of a registry: their settings, defaults, docs and places."""

from __future__ import annotations

import inspect
from typing import get_args

from attrs import evolve, frozen

from typed_registry._class_libraries.field import Field
from typed_registry._constant import Constant
from typed_registry._distribution import Distribution
from typed_registry._documentation.call_text import call_text
from typed_registry._documentation.component_doc import whole_doc
from typed_registry._documentation.example import example
from typed_registry._documentation.field_docs import component_docs, first_sentence
from typed_registry._documentation.field_text import default_text
from typed_registry._documentation.settable import unchoosable, unsettable_notices
from typed_registry._documentation.setting_doc import setting_doc
from typed_registry._error_facts import Claimant
from typed_registry._messages.explain_fault import explain_hidden
from typed_registry._place import Place
from typed_registry._registration.deprecation import Deprecation
from typed_registry._registration.entries import Entries
from typed_registry._registration.passing import hidden_parameters, takes_other_keys
from typed_registry._registration.records import Record
from typed_registry.config._document.deprecated_fields import retired_since
from typed_registry.config._types.fields import fields
from typed_registry.config._types.find_rule import rule_of
from typed_registry.config._types.renewed_defaults import default_of
from typed_registry.errors import RegistryError, UnconfigurableError


@frozen
class Setting:
    """A field of a component's config."""

    key: str
    type: str
    default: str | None
    """The default as a file writes it; None for a required field."""
    doc: str


@frozen
class Call:
    """The facts about a component that is imported."""

    signature: str
    """The call that builds it."""
    source: Place | None
    """Where it is defined; None if its source can't be found."""
    example: str
    """Its choice in a file of YAML; empty if no config can choose it."""


@frozen
class Description:
    """A component, as the listings show it."""

    registry: str
    name: str
    doc: str
    """Its docstring, followed by that of its config class, if any."""
    place: Place
    """Where it is registered."""
    module: str
    """The module that registers it."""
    distribution: Distribution | None
    claimants: tuple[Claimant, ...] = ()
    """The registrations of a contested name."""
    is_foreign: bool = False
    """Whether another top-level package than that of the registry registers it."""
    settings: tuple[Setting, ...] = ()
    deprecation: Deprecation | None = None
    problem: str | None = None
    """Why a config can't choose it; None if a config can."""
    is_broken: bool = False
    """Whether the problem is that it can't be imported."""
    notices: tuple[str, ...] = ()
    """The reasons why parameters of the component aren't known."""
    is_whole: bool = False
    """Whether it is described as a whole, which imports it."""
    call: Call | None = None
    """None unless it is described as a whole, and can be imported."""

    @property
    def summary(self) -> str:
        """The first sentence of the doc."""
        return first_sentence(self.doc)


def describe(entries: Entries, *, deprecated: bool = False) -> list[Description]:
    """Describe the components of a registry; those with a deprecated name only with `deprecated`.

    Only components without a config class are imported.

    >>> from typed_registry import Registry
    >>> SHAPES = Registry[object, []]("shapes")
    >>> @SHAPES.register("square")
    ... class Square:
    ...     '''Four equal sides.'''
    ...     def __init__(self, side: float = 1.0) -> None: ...
    >>> [square] = describe(SHAPES.entries)
    >>> square.summary, square.settings[0].key, square.settings[0].default
    ('Four equal sides.', 'side', '1.0')
    """
    return [_described(entries, name) for name in shown_names(entries, deprecated=deprecated)]


def shown_names(entries: Entries, *, deprecated: bool = False) -> list[str]:
    """Return the names of a registry, those of aliases too; deprecated names only with `deprecated`."""
    found = [*entries]  # first, since modules that are imported for this may deprecate names
    hidden = () if deprecated else entries.deprecations
    names = dict.fromkeys((*found, *entries.deprecations))
    return [name for name in names if name in entries and name not in hidden]


def detail(entries: Entries, name: str) -> Description:
    """Describe the component `name` as a whole, which imports it."""
    try:
        record = entries.load(name)
    except RegistryError as error:
        described = _described(entries, name)
        return evolve(described, is_whole=True, is_broken=True, problem=described.problem or str(error))
    described = evolve(_described(entries, name), is_whole=True)
    text = "" if described.problem else example(record.name, entries.config(name))
    return evolve(described, call=Call(call_text(entries, record), _source(record), text))


def config_notices(entries: Entries, name: str) -> tuple[str, ...]:
    """Return why no config can choose a component, or what hides parameters of it from a config."""
    try:
        config = entries.config(name)
        return (*unsettable_notices(config), *hidden_notices(config))
    except UnconfigurableError as error:
        return (explain_unconfigurable(error),)


def hidden_notices(config: type) -> tuple[str, ...]:
    """Return what hides parameters of a component from the config that is derived for it."""
    return tuple(map(explain_hidden, hidden_parameters(config)))


def explain_unconfigurable(error: UnconfigurableError) -> str:
    """Return why no config can choose a component, below its name."""
    return str(error).removeprefix(f"{error.registry}: {error.name!r} ")


def _described(entries: Entries, name: str) -> Description:
    entry = entries[name]
    deprecation = entries.deprecations.get(name)
    is_elsewhere = entry.module.partition(".")[0] != entries.module.partition(".")[0]
    is_foreign = is_elsewhere or entries.origins.plugin(entry.record) is not None
    plain = Description(
        entries.name,
        name,
        "",
        entry.place,
        entry.module,
        entry.distribution,
        entry.claimants,
        is_foreign,
        deprecation=deprecation,
    )
    try:
        problem = unchoosable(entries, name)
    except RegistryError as error:
        return evolve(plain, problem=str(error), is_broken=True)
    described = evolve(plain, problem=problem, doc=whole_doc(entries[name]))
    try:
        config = entries.config(name)
    except UnconfigurableError:
        return described
    docs = component_docs(entries, name)
    kept = (field for field in fields(config) if retired_since(field) is None)
    return evolve(
        described,
        settings=tuple(_setting(field, docs.get(field.name, "")) for field in kept),
        notices=tuple(map(explain_hidden, hidden_parameters(config))),
    )


def _setting(field: Field, doc: str) -> Setting:
    if takes_other_keys(field):
        return Setting(f"**{field.key}", rule_of(get_args(field.type)[1]).text, "{}", doc)
    value = default_of(field)
    default = None if field.required else default_text(value)
    return Setting(field.key, rule_of(field.type).text, default, setting_doc(field, value, doc))


def _source(record: Record) -> Place | None:
    """Return where the class or the function is defined; for an instance or a partial, its registration."""
    component = record.component
    if isinstance(component, Constant) or not hasattr(component, "__qualname__"):
        return record.place
    try:
        file = inspect.getsourcefile(inspect.unwrap(component))
        _, line = inspect.getsourcelines(inspect.unwrap(component))
    except (OSError, TypeError):
        return None
    return None if file is None else Place(file, line)
