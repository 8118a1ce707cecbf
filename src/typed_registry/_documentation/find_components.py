"""Find components by names and patterns: `hinge`, `losses.hinge`, `losses.*`, `*adam*`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from typed_registry._documentation.describe import shown_names
from typed_registry._messages.explain import explain_disabled
from typed_registry._messages.suggest import did_you_mean, nearest
from typed_registry._registration.entries import Entries
from typed_registry._registration.unknown_names import disabled_plugins
from typed_registry.errors import DisabledPlugin

_WILD = frozenset("*?[")


def find_components(
    registries: Sequence[Entries], pattern: str, *, deprecated: bool = False
) -> list[tuple[Entries, str]]:
    """Return each component that has the name, with or without that of its registry before it.

    The name of a registry means all of its components. A deprecated name is found by itself, and by a
    pattern only with `deprecated`.

    >>> from typed_registry import Registry
    >>> SHAPES = Registry[object, []]("shapes")
    >>> _ = SHAPES.register_factory("square")(lambda: 1)
    >>> [name for _, name in find_components([SHAPES.entries], "shapes.sq*")]
    ['square']
    """
    if _WILD.isdisjoint(pattern):
        named = (pair for entries in registries for pair in _named(entries, pattern, deprecated=deprecated))
        return list(dict.fromkeys(named))
    return [
        (entries, name)
        for entries in registries
        for name in shown_names(entries, deprecated=deprecated)
        if any(fnmatchcase(text, pattern) for text in (name, f"{entries.name}.{name}"))
    ]


def component_words(registries: Sequence[Entries]) -> Iterator[str]:
    """Yield the names of components, each once, and with the registry's name before them."""
    yield from dict.fromkeys(name for entries in registries for name in shown_names(entries))
    yield from dict.fromkeys(
        f"{entries.name}.{name}" for entries in registries for name in shown_names(entries)
    )


def unknown_component(registries: Sequence[Entries], pattern: str) -> str:
    """Return the message for a pattern that fits no component, with the nearest name."""
    if not _WILD.isdisjoint(pattern):
        return f"no component fits {pattern!r}"
    if any(entries.name == pattern for entries in registries):
        return f"nothing is registered in {pattern!r}"
    words = [*(entries.name for entries in registries), *component_words(registries)]
    meant = did_you_mean(nearest(pattern, words))
    plugins = explain_disabled(disabled_by(registries, pattern))
    disabled = "".join(f"; it may be registered by {each}" for each in plugins)
    return f"there is no component {pattern!r}{meant}{disabled}"


def disabled_by(registries: Sequence[Entries], name: str) -> tuple[DisabledPlugin, ...]:
    """Return the plugins that are switched off and would bring a name, which may follow its registry's."""
    found: dict[DisabledPlugin, None] = {}
    for entries in registries:
        found |= dict.fromkeys(disabled_plugins(entries, name.removeprefix(f"{entries.name}.")))
    return tuple(found)


def _named(entries: Entries, name: str, *, deprecated: bool) -> Iterator[tuple[Entries, str]]:
    if name == entries.name:
        yield from ((entries, each) for each in shown_names(entries, deprecated=deprecated))
    head, dot, rest = name.partition(".")
    for each in (name, rest) if dot and head == entries.name else (name,):
        if each in entries:
            yield entries, each
