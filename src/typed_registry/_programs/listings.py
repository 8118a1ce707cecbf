"""Listings of the components of given registries, for programs with a command line of another kind."""

from __future__ import annotations

from collections.abc import Sequence

from typed_registry._documentation import listing
from typed_registry._documentation.find_components import component_words, disabled_by, find_components
from typed_registry._documentation.listing import Listing, ListingFormat
from typed_registry._registration.component_registry import ComponentRegistry
from typed_registry._registration.entries import registries_among
from typed_registry.errors import UnknownNameError


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
    return listing.list_registries(registries_among(registries), form, deprecated=deprecated)


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
    return listing.show_components(entries, names, form, deprecated=deprecated)
