"""Listings of registries and of single components, in the formats of the commands `list` and `show`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from attrs import frozen

from typed_registry._documentation.describe import Description, describe, detail
from typed_registry._documentation.find_components import find_components
from typed_registry._documentation.reference_json import as_json
from typed_registry._documentation.reference_markdown import as_markdown
from typed_registry._registration.entries import Entries

ListingFormat: TypeAlias = Literal["text", "json", "markdown"]


@frozen
class Listing:
    """The text of a listing."""

    text: str
    is_whole: bool
    """Whether every component could be imported."""


def list_registries(
    registries: Sequence[Entries], form: ListingFormat = "text", *, deprecated: bool = False
) -> Listing:
    """Return the listing of all components; of those with deprecated names only with `deprecated`.

    Only components without a config class are imported.
    """
    found = [each for entries in registries for each in describe(entries, deprecated=deprecated)]
    broken = any(entries.broken for entries in registries)
    return Listing(_text(found, form), not broken and not any(each.is_broken for each in found))


def show_components(
    registries: Sequence[Entries],
    patterns: Sequence[str],
    form: ListingFormat = "text",
    *,
    deprecated: bool = False,
) -> Listing:
    """Return the whole descriptions of the components that the patterns name. They are imported."""
    named = [pair for each in patterns for pair in find_components(registries, each, deprecated=deprecated)]
    found = [detail(entries, name) for entries, name in dict.fromkeys(named)]
    return Listing(_text(found, form), not any(each.is_broken for each in found))


def _text(found: Sequence[Description], form: ListingFormat) -> str:
    if form == "json":
        return as_json(found)
    if form == "markdown":
        return as_markdown(found)
    if form != "text":
        raise ValueError(f"the format must be one of {', '.join(get_args(ListingFormat))}; got {form!r}")
    from typed_registry._documentation.reference_text import as_text  # needs rich

    return as_text(found)
