"""What the docstrings say of a config class, its fields and a component."""

from __future__ import annotations

import inspect
from contextlib import suppress
from functools import cache

import attrs

from typed_registry._documentation.describe import field_docs
from typed_registry._registration.entries import Entries
from typed_registry.errors import MissingExtraError


@cache
def docs(config: type) -> dict[str, str]:
    """The doc under each field of a class, in one line; nothing where the class has no source.

    Raises MissingExtraError without docstring-parser.
    """
    try:
        from docstring_parser import parse_from_object
    except ImportError:
        raise MissingExtraError("reading field docs", "docstring-parser", "cli") from None
    found: dict[str, str] = {}
    for base in filter(attrs.has, reversed(config.__mro__)):
        with suppress(TypeError):  # what inspect says of a class whose module isn't there
            params = parse_from_object(base).params
            found |= {p.arg_name: " ".join((p.description or "").split()) for p in params}
    return found


def summary(documented: object) -> str:
    """The first paragraph of a docstring, in one line."""
    return " ".join((inspect.getdoc(documented) or "").partition("\n\n")[0].split())


def component_docs(entries: Entries, name: str) -> dict[str, str]:
    """The doc of each key that configures a component."""
    declared = entries[name].declared
    return field_docs(entries, name) if declared is None else docs(declared)


def about(entries: Entries, name: str) -> str:
    """What a component is, told by its config where it has declared one, which is there without an import."""
    listing = entries[name]
    return summary(listing.component if listing.declared is None else listing.declared)
