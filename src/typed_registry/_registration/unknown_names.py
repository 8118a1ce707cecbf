"""The error for a name that nothing registers, with all that may explain it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from typed_registry._discovery.discover import elsewhere
from typed_registry._registration.plugin_group import home_package
from typed_registry.errors import DisabledPlugin, UnknownNameError

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.removal import Removal


def unknown_name(
    entries: Entries, name: object, packages: Iterable[str], removals: Mapping[str, Removal]
) -> UnknownNameError:
    """Return the error for a name. The packages were given to `discover`; the removals are of names."""
    name = str.__str__(name) if isinstance(name, str) else name
    current = entries.current(name) if isinstance(name, str) else str(name)
    replacement = current if current != name and isinstance(name, str) else None
    removal = removals.get(current)
    found = elsewhere(name, entries.registry, entries.module, packages) if removal is None else None
    removed = None if removal is None else removal.place
    disabled = disabled_plugins(entries, name)
    return UnknownNameError(
        entries.name, name, known_names(entries), found, entries.broken, replacement, removed, disabled
    )


def known_names(entries: Entries) -> tuple[str, ...]:
    """Return the names of a registry, without looking for others."""
    return tuple(dict.fromkeys(record.name for record in entries.records()))


def disabled_plugins(entries: Entries, name: object) -> tuple[DisabledPlugin, ...]:
    """Return the plugins that are switched off and would bring a name, as far as sources show."""
    plugins = entries.plugins
    if not plugins.every_disabled:
        return ()
    from typed_registry._discovery.discover import in_plugins

    own, others, home = [*plugins.disabled], [*plugins.disabled_others], home_package(entries.module)
    every = in_plugins(own, entries.registry, entries.module, home, others)
    bringing = (each.plugin.installed for each in every if each.plugin and each.name in {None, name})
    switches = {point.installed: switch for point, switch in plugins.every_disabled.items()}
    return tuple(DisabledPlugin(each.distribution, switches[each]) for each in dict.fromkeys(bringing))
