"""The help on what `--help-for` names: a component, a registry, a field of the config, or a setting."""

from __future__ import annotations

from collections.abc import Iterator

from typed_registry._documentation.component_doc import about
from typed_registry._documentation.describe import config_notices, describe
from typed_registry._documentation.find_components import disabled_by
from typed_registry._messages.explain import explain_disabled
from typed_registry._messages.suggest import SHOWN, did_you_mean, joined, listed, nearest
from typed_registry._programs.definition_list import definitions, wrapped
from typed_registry._programs.field_rows import field_rows
from typed_registry._programs.help_text import config_heading, row_lines
from typed_registry._programs.reachable import reachable_registries
from typed_registry._programs.setting_rows import (
    default_setting_rows,
    rows_beside,
    section_rows,
    setting_docs,
    setting_rows,
)
from typed_registry._registration.entries import Entries
from typed_registry.config._types.choices import component_rule
from typed_registry.errors import UnconfigurableError


class NoHelpError(LookupError):
    """There is no component, registry or setting of a name; the text says which there are."""


def help_for(root: type, name: str, width: int | None = None) -> str:
    """Return the help on everything that has a name, each under a heading of its own.

    That is a component (`gain`, `effects.gain`, also by a deprecated name), a registry (`effects`), or a
    field of the config with those inside it (`fade`), or a setting of what it chooses (`main.length`).
    Imports a component only if it is the one and has no config class, or may have the setting.

    Raises NoHelpError, and what a registry raises for a component that can't be imported.
    """
    registries = reachable_registries(root)
    found = dict.fromkeys(
        (each, part)
        for each in registries
        for part in (name, name.removeprefix(f"{each.name}."))
        if part in each
    )
    parts = [_component_help(entries, part, width) for entries, part in found]
    parts += [_registry_help(each, width) for each in registries if each.name == name]
    found_rows = dict.fromkeys([*setting_rows(root, name), *section_rows(registries, name)])
    rows = [*row_lines(found_rows, width)]
    if rows:
        heading = [config_heading(root)] if parts else []
        parts.insert(0, "\n".join((*heading, *rows)) + "\n")
    if not parts:
        raise NoHelpError(_unknown(root, name))
    return "\n".join(parts)


def help_names(root: type) -> Iterator[str]:
    """Yield the names that `help_for` knows: components, registries, fields, and settings of defaults."""
    registries = reachable_registries(root)
    yield from dict.fromkeys(name for each in registries for name in each)
    for each in registries:
        yield each.name
        yield from (f"{each.name}.{name}" for name in each)
    yield from (row.path for row in field_rows(root))
    yield from (row.path for row in default_setting_rows(root))


def _component_help(entries: Entries, name: str, width: int | None) -> str:
    lines = [f"{entries.name}.{name}"]
    deprecation = entries.deprecations.get(name)
    lines += wrapped(f"{deprecation}." if deprecation else "", "  ", width)
    current = entries.current(name)
    try:
        config = component_rule(entries, current).config
        rows = [*field_rows(config, setting_docs(entries, current))]
        notices = config_notices(entries, current)
    except (UnconfigurableError, TypeError) as error:
        rows, notices = [], (str(error),)
    lines += wrapped(about(entries, name), "  ", width)
    lines += [*row_lines(rows, width, "    ")]
    for notice in notices:
        lines += wrapped(notice, "    ", width)
    return "\n".join(lines) + "\n"


def _registry_help(entries: Entries, width: int | None) -> str:
    rows = [(each.name, each.problem or each.summary) for each in describe(entries)]
    return "\n".join([f"{entries.name} ({len(rows)})", *definitions(rows, width)]) + "\n"


def _meant(root: type, registries: list[Entries], name: str, known: list[str]) -> str:
    """Return which name may be meant: one beside the last part of a path, or a setting of a component."""
    beside = [row.path for row in rows_beside(root, registries, name)]
    near = nearest(name, beside) or nearest(name, known)
    if near is not None:
        return did_you_mean(near)
    owners = [each for entries in registries for each in entries]
    found = [row.path for each in owners for row in section_rows(registries, f"{each}.{name}")]
    exact = [repr(path) for path in dict.fromkeys(found) if path.endswith(f".{name}")]
    return f"; did you mean {joined(exact[:SHOWN], 'or')}?" if exact else "."


def _unknown(root: type, name: str) -> str:
    known = [*dict.fromkeys(help_names(root))]
    registries = reachable_registries(root)
    meant = _meant(root, registries, name, known)
    names = [part for each in registries for part in each]
    valid = f"Components: {listed(names)}" if names else f"Settings: {listed(known)}"
    bringing = disabled_by(registries, name)
    disabled = "".join(f" It may be registered by {each}." for each in explain_disabled(bringing))
    return f"no component, registry or setting is called {name!r}{meant} {valid}{disabled}"
