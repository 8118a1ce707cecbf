"""Say where a component comes from: which plugin registers it, and which distribution it is of."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from typed_registry._module_names import is_inside
from typed_registry._place import line_of
from typed_registry._registration.failed_modules import registered_in, registering_module
from typed_registry._registration.plugin_group import home_package
from typed_registry._registration.records import Unimported

if TYPE_CHECKING:
    from collections.abc import Generator

    from typed_registry._discovery.entry_points import EntryPoint
    from typed_registry._distribution import Distribution
    from typed_registry._registration.discovered import Discovered
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.record_table import RecordTable
    from typed_registry._registration.records import Record
    from typed_registry.errors import DisabledPlugin


class Origins:
    """The origins of the components of one registry."""

    def __init__(self, entries: Entries, table: RecordTable, discovered: Discovered) -> None:
        self._entries = entries
        self._table = table
        self._discovered = discovered

    def plugin(self, record: Record | Unimported) -> EntryPoint | None:
        """Return an entry point of the plugin that registers a component; None if the program does."""
        from typed_registry.errors import UnknownPackageError

        if isinstance(record, Unimported) and record.attribute:
            is_own = record.plugin is None or self._discovered.plugins.is_own(record.plugin)
            return None if is_own else record.plugin
        module = registering_module(record)
        if module is None:
            return None
        self._discovered.find_plugins(self._entries)
        with suppress(UnknownPackageError):
            self._discovered.read(self._entries)
        return self.plugin_of_module(module)

    def plugin_of_module(self, module: str) -> EntryPoint | None:
        """Return an entry point of the plugin that a module belongs to, if the plugin is read."""
        return self._discovered.plugins.owner(module, self._home)

    def disabled_plugin(self, module: str) -> DisabledPlugin | None:
        """Return the plugin that a module belongs to, if it is switched off."""
        found = self._discovered.plugins.disabled_owner(module, self._home)
        if found is None:
            return None
        from typed_registry.errors import DisabledPlugin

        point, switch = found
        return DisabledPlugin(point.distribution, switch)

    def plugin_names(self) -> frozenset[str]:
        """Return the names that only other distributions register, by entry points."""
        return frozenset(name for name in self._entries if self._own(name) is None)

    @contextmanager
    def without_plugins(self) -> Generator[None]:
        """Let each name stand for the program's own component, also if plugins replace or contest it."""
        from typed_registry._registration.control_flow import Hold
        from typed_registry._registration.covered import Layer

        table = self._table
        several = [name for name in self._entries if len(table.registrations(name)) > 1]
        own = {name: record for name in several if (record := self._own(name)) is not None}
        hold = Hold(line_of(sys._getframe()))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # this line
        layers = [(name, Layer(record, hold)) for name, record in own.items()]
        for name, layer in layers:
            table.push(name, layer)
        try:
            yield
        finally:
            for name, layer in layers:
                table.pop(name, layer)
            hold.release()

    def _own(self, name: str) -> Record | Unimported | None:
        """Return the program's own registration of a name: one with `replace=True`, or else another one."""
        every = reversed(self._table.registrations(name))
        return next((record for record in every if self.plugin(record) is None), None)

    def distribution(self, record: Record | Unimported) -> Distribution | None:
        """Return the installed distribution that registers a component; None for a loose file."""
        plugin = self.plugin(record)
        if plugin is not None:
            return plugin.distribution
        from typed_registry._discovery.module_distributions import distribution_of_module

        module = registered_in(record)
        return distribution_of_module(module) or self._offering(module)

    def _offering(self, module: str) -> Distribution | None:
        """Return the distribution that offers modules of the registry's package, if it lists no files."""
        home, points = self._home, self._discovered.plugins.points
        if not is_inside(module, home):
            return None
        own = (point for point in points if is_inside(point.module, home))
        return next((each.distribution for each in own if each.installed.read("RECORD") is None), None)

    @property
    def _home(self) -> str:
        """The package of the registry."""
        return home_package(self._entries.module)
