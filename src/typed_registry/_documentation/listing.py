"""List registries and show single components, in the formats of the commands `list` and `show`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from attrs import frozen

from typed_registry._documentation.describe import Description, describe, detail
from typed_registry._documentation.find_components import component_words, disabled_by, find_components
from typed_registry._documentation.reference_json import as_json
from typed_registry._documentation.reference_markdown import as_markdown
from typed_registry._registration.component_registry import ComponentRegistry
from typed_registry._registration.entries import Entries, registries_among
from typed_registry.errors import UnknownNameError

ListingFormat: TypeAlias = Literal["text", "json", "markdown"]


@frozen
class Listing:
    """The text of a listing."""

    text: str
    is_whole: bool
    """Whether every component could be imported."""


def list_components(
    *registries: ComponentRegistry, form: ListingFormat = "text", deprecated: bool = False
) -> Listing:
    """Return the listing of registries as `typed-registry list` prints it.

    `form` is `text`, `json` or `markdown`. Deprecated names are left out without `deprecated`.

    >>> from typed_registry import Registry
    >>> SHAPES = Registry[object, []]("shapes")
    >>> _ = SHAPES.register_factory("square")(lambda side=1.0: side)
    >>> print(list_components(SHAPES).text, end="")  # doctest: +ELLIPSIS
    shapes (1)
    <BLANKLINE>
      square...
        side = 1.0  object
    <BLANKLINE>
    """
    return list_registries(registries_among(registries), form, deprecated=deprecated)


def show_components(
    names: Sequence[str],
    *registries: ComponentRegistry,
    form: ListingFormat = "text",
    deprecated: bool = False,
) -> Listing:
    """Return components of registries as `typed-registry show` prints them: with docs, call and example.

    Each name may have that of its registry before it, be that of a registry, or be a pattern such as
    `losses.*`. The components are imported.

    Raises UnknownNameError for a name that fits no component.
    """
    entries = registries_among(registries)
    for name in names:
        if not find_components(entries, name, deprecated=deprecated):
            known = tuple(component_words(entries))
            registry = ", ".join(each.name for each in entries)
            raise UnknownNameError(registry, name, known, disabled=disabled_by(entries, name))
    return show_named(entries, names, form, deprecated=deprecated)


def list_registries(
    registries: Sequence[Entries], form: ListingFormat = "text", *, deprecated: bool = False
) -> Listing:
    """Return the listing of all components; of those with deprecated names only with `deprecated`.

    Only components without a config class are imported.
    """
    found = [(entries, describe(entries, deprecated=deprecated)) for entries in registries]
    every = [each for _, group in found for each in group]
    if form == "json":
        text = as_json(every)
    else:
        texts = (_text(group, form) or _empty(entries, form) for entries, group in found)
        text = ("\n" if form == "markdown" else "").join(texts)
    broken = any(entries.broken for entries in registries)
    return Listing(text, not broken and not any(each.is_broken for each in every))


def show_named(
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


def _empty(entries: Entries, form: ListingFormat) -> str:
    """Return the listing of a registry without components."""
    reason = "Nothing is registered. Perhaps a module that registers components isn't imported."
    if entries.broken:
        reason = "No name is known, since a module that registers components can't be imported."
    return (
        f"## {entries.name}\n\n{reason}\n" if form == "markdown" else f"{entries.name} (0)\n\n  {reason}\n\n"
    )


def _text(found: Sequence[Description], form: ListingFormat) -> str:
    if form == "json":
        return as_json(found)
    if form == "markdown":
        return as_markdown(found)
    if form != "text":
        raise ValueError(f"the format must be one of {', '.join(get_args(ListingFormat))}; got {form!r}")
    from typed_registry._documentation.reference_text import as_text  # needs rich

    return as_text(found)
