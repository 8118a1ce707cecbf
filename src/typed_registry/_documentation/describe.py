"""Describe the components of a registry: their fields, defaults and docs."""

from __future__ import annotations

from typing import Literal, get_args, get_origin

import attrs
from attrs import frozen

from typed_registry._annotations.show import show
from typed_registry._class_libraries.field import Field
from typed_registry._documentation.field_docs import component_docs, own_doc
from typed_registry._documentation.settable import unsettable_notices
from typed_registry._messages.explain_fault import explain_hidden
from typed_registry._registration.entries import Entries
from typed_registry._registration.entry import Entry
from typed_registry._registration.passing import hidden_parameters, takes_other_keys
from typed_registry._spec import Spec
from typed_registry.config._types.fields import fields
from typed_registry.config._types.registry_of_field import chosen_kind
from typed_registry.errors import RegistryError, UnconfigurableError


@frozen
class FieldDescription:
    """A field of a component's config."""

    name: str
    type: str
    default: str | None
    """The default as source; None for a required field."""
    doc: str


@frozen
class Description:
    """A component, as `typed-registry list` shows it."""

    name: str
    doc: str
    """The docstring of its config class, if any, followed by its own if it is imported."""
    place: str
    fields: tuple[FieldDescription, ...]
    deprecation: str = ""
    """Since when the name is deprecated and what replaces it; empty if it isn't deprecated."""
    problem: str | None = None
    """Why a config can't choose it; None if a config can."""
    is_broken: bool = False
    """Whether the problem is that it can't be imported."""
    notices: tuple[str, ...] = ()
    """What hides parameters of the component."""

    @property
    def summary(self) -> str:
        """The first line of the doc."""
        return self.doc.partition("\n")[0]


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
    >>> square.summary, square.fields[0].name, square.fields[0].default
    ('Four equal sides.', 'side', '1.0')
    """
    hidden = () if deprecated else entries.deprecations
    names = dict.fromkeys((*entries, *entries.deprecations))
    return [_described(entries, name) for name in names if name in entries and name not in hidden]


def config_notices(entries: Entries, name: str) -> tuple[str, ...]:
    """Return why no config can choose a component, or what hides parameters of it from a config."""
    try:
        config = entries.config(name)
        return (*unsettable_notices(config), *map(explain_hidden, hidden_parameters(config)))
    except UnconfigurableError as error:
        return (str(error),)


def detail(entries: Entries, name: str) -> Description:
    """Describe the component `name`, which is imported so that its own docstring is included."""
    return _described(entries, name, imported=True)


def shown(value: object) -> str:
    """Return a default as a short text: the name of a choice, class or function, and the repr of the rest."""
    if isinstance(value, Spec):
        return value.name
    name = getattr(value, "__qualname__", None) if callable(value) else None
    return name or ("computed" if value is attrs.NOTHING else repr(value))


def _described(entries: Entries, name: str, *, imported: bool = False) -> Description:
    deprecation = str(entries.deprecations.get(name, ""))
    place = str(entries[name].place)
    try:
        if imported:
            entries.load(name)
        config = entries.config(name)
    except UnconfigurableError as error:
        return Description(name, "", place, (), deprecation, str(error))
    except RegistryError as error:
        return Description(name, "", place, (), deprecation, str(error), is_broken=True)
    docs = component_docs(entries, name)
    described = tuple(_field(field, docs.get(field.name, "")) for field in fields(config))
    notices = tuple(map(explain_hidden, hidden_parameters(config)))
    return Description(name, _doc(entries[name]), place, described, deprecation, notices=notices)


def _doc(entry: Entry) -> str:
    component: object = entry.component if entry.is_imported else None
    docs = [own_doc(each) for each in (entry.declared, component) if each is not None]
    return "\n\n".join(filter(None, docs))


def _field(field: Field, doc: str) -> FieldDescription:
    if takes_other_keys(field):
        return FieldDescription(f"**{field.key}", _type(get_args(field.type)[1]), "{}", doc)
    default = None if field.required else shown(field.default())
    return FieldDescription(field.key, _type(field.type), default, doc)


def _type(kind: object) -> str:
    choice = chosen_kind(kind)
    if choice is not None:
        return f"one of {choice[1].name}"
    if get_origin(kind) is Literal:
        return " | ".join(map(repr, get_args(kind)))
    return show(kind)
