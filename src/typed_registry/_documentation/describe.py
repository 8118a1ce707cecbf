"""What a person wants to know of a registry's components: their fields, defaults and docs."""

from __future__ import annotations

import inspect
from contextlib import suppress
from typing import Literal, get_args, get_origin

import attrs
from attrs import frozen

from typed_registry._annotations.signature import show
from typed_registry._registration.entries import Entries
from typed_registry._registration.entry import Entry
from typed_registry._spec import Spec
from typed_registry.config._types.fields import Field, chosen_kind, fields
from typed_registry.errors import MissingExtraError, RegistryError


@frozen
class FieldDescription:
    """A field of a component's config."""

    name: str
    type: str
    default: str | None
    """As source; None when a value must be given."""
    doc: str


@frozen
class Description:
    """One component."""

    name: str
    doc: str
    """The docstring of its config class, if it has one, and its own once it is imported."""
    place: str
    fields: tuple[FieldDescription, ...]
    problem: str | None = None
    """Why it can't be chosen in a config; None when it can."""

    @property
    def summary(self) -> str:
        """The doc's first line."""
        return self.doc.partition("\n")[0]


def describe(entries: Entries) -> list[Description]:
    """Describes every component, importing only those whose config can't be known without.

    >>> from typed_registry import Registry
    >>> SHAPES = Registry[object, []]("shapes")
    >>> @SHAPES.register("square")
    ... class Square:
    ...     '''Four equal sides.'''
    ...     def __init__(self, side: float = 1.0) -> None: ...
    >>> [square] = describe(SHAPES)
    >>> square.summary, square.fields[0].name, square.fields[0].default
    ('Four equal sides.', 'side', '1.0')
    """
    return [_described(entries, name) for name in entries]


def detail(entries: Entries, name: str) -> Description:
    """Describes one component, which is imported for its own doc."""
    with suppress(RegistryError, ImportError):  # the description tells them
        entries.load(name)
    return _described(entries, name)


def _described(entries: Entries, name: str) -> Description:
    listing = entries[name]
    try:
        config = entries.config(name)
    except (RegistryError, ImportError) as error:
        return Description(name, "", str(listing.place), (), str(error))
    docs = field_docs(entries, name)
    described = tuple(_field(field, docs.get(field.key, "")) for field in fields(config))
    return Description(name, _doc(entries[name], config), str(listing.place), described)


def field_docs(entries: Entries, name: str) -> dict[str, str]:
    """The doc of each field: under it in a config class, in the docstring of a third-party component.

    Raises MissingExtraError without docstring-parser.
    """
    try:
        from docstring_parser import parse, parse_from_object
    except ImportError:
        raise MissingExtraError("reading field docs", "docstring-parser", "cli") from None
    listing = entries[name]
    if listing.declared is None:
        component = entries.load(name).component
        text = "\n\n".join(filter(None, (inspect.getdoc(component), _constructor_doc(component))))
        found = parse(text).params
    else:
        bases = [base for base in reversed(listing.declared.__mro__) if attrs.has(base)]
        found = [parameter for base in bases for parameter in parse_from_object(base).params]
    return {p.arg_name: " ".join((p.description or "").split()) for p in found}


def _constructor_doc(component: object) -> str | None:
    return inspect.getdoc(getattr(component, "__init__", None)) if isinstance(component, type) else None


def _doc(listing: Entry, config: type) -> str:
    component: object = listing.component if listing.is_imported else None
    documented = (listing.declared, component) if component or listing.declared else (config,)
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


def shown(default: object) -> str:
    """A default in a word: of a choice, a class or a function its name, and of anything else its repr."""
    if isinstance(default, Spec):
        return default.name
    name = getattr(default, "__qualname__", None) if callable(default) else None
    return name or ("computed" if default is attrs.NOTHING else repr(default))
