"""Describe the components of a registry: their fields, defaults and docs."""

from __future__ import annotations

import inspect
from contextlib import suppress
from typing import Literal, get_args, get_origin

import attrs
from attrs import frozen

from typed_registry._annotations.show import show
from typed_registry._class_libraries.field import Field
from typed_registry._documentation.field_docs import component_docs
from typed_registry._registration.entries import Entries
from typed_registry._registration.entry import Entry
from typed_registry._spec import Spec
from typed_registry.config._types.fields import fields
from typed_registry.config._types.registry_of_field import chosen_kind
from typed_registry.errors import RegistryError


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
    problem: str | None = None
    """Why a config can't choose it; None if a config can."""

    @property
    def summary(self) -> str:
        """The first line of the doc."""
        return self.doc.partition("\n")[0]


def describe(entries: Entries) -> list[Description]:
    """Describe every component of a registry.

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
    return [_described(entries, name) for name in entries]


def detail(entries: Entries, name: str) -> Description:
    """Describe the component `name`, which is imported so that its own docstring is included."""
    with suppress(RegistryError, ImportError):  # the description mentions the problem
        entries.load(name)
    return _described(entries, name)


def shown(value: object) -> str:
    """Return a default as a short text: the name of a choice, class or function, and the repr of the rest."""
    if isinstance(value, Spec):
        return value.name
    name = getattr(value, "__qualname__", None) if callable(value) else None
    return name or ("computed" if value is attrs.NOTHING else repr(value))


def _described(entries: Entries, name: str) -> Description:
    place = str(entries[name].place)
    try:
        config = entries.config(name)
    except (RegistryError, ImportError) as error:
        return Description(name, "", place, (), str(error))
    docs = component_docs(entries, name)
    described = tuple(_field(field, docs.get(field.key, "")) for field in fields(config))
    return Description(name, _doc(entries[name], config), place, described)


def _doc(entry: Entry, config: type) -> str:
    component: object = entry.component if entry.is_imported else None
    documented = (entry.declared, component) if component or entry.declared else (config,)
    docs = [inspect.getdoc(each) for each in documented if each is not None]
    return "\n\n".join(filter(None, docs))


def _field(field: Field, doc: str) -> FieldDescription:
    default = None if field.required else shown(field.default())
    return FieldDescription(field.key, _type(field.type), default, doc)


def _type(kind: object) -> str:
    choice = chosen_kind(kind)
    if choice is not None:
        return f"one of {choice[1].name}"
    if get_origin(kind) is Literal:
        return " | ".join(map(repr, get_args(kind)))
    return show(kind)
