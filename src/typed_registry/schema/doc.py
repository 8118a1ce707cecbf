"""What the docstrings say of a config class, its fields and a component."""

from __future__ import annotations

import inspect
from functools import cache

import attrs

from typed_registry.catalog import Catalog
from typed_registry.describe import field_docs
from typed_registry.errors import MissingExtraError


@cache
def docs(config: type) -> dict[str, str]:
    """The doc under each field of a class, in one line.

    Raises MissingExtraError without docstring-parser.
    """
    try:
        from docstring_parser import parse_from_object
    except ImportError:
        raise MissingExtraError("reading field docs", "docstring-parser", "cli") from None
    bases = [base for base in reversed(config.__mro__) if attrs.has(base)]
    found = [parameter for base in bases for parameter in parse_from_object(base).params]
    return {p.arg_name: " ".join((p.description or "").split()) for p in found}


def summary(documented: object) -> str:
    """The first paragraph of a docstring, in one line."""
    return " ".join((inspect.getdoc(documented) or "").partition("\n\n")[0].split())


def component_docs(catalog: Catalog, name: str) -> dict[str, str]:
    """The doc of each key that configures a component."""
    declared = catalog.entry(name).declared
    return field_docs(catalog, name) if declared is None else docs(declared)


def about(catalog: Catalog, name: str) -> str:
    """What a component is, told by its config where it has declared one, which is there without an import."""
    listing = catalog.entry(name)
    return summary(listing.component if listing.declared is None else listing.declared)
