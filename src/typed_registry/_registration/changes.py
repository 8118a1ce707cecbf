"""Change the registrations of a registry, for good or until a block ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from typed_registry._place import line_of
from typed_registry._registration.all_registries import begin_epoch
from typed_registry._registration.deprecation import Deprecation, require_no_ring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

    from typed_registry._registration.discovered import Discovered
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.isolation import Isolated
    from typed_registry._registration.overrides import Override
    from typed_registry._registration.record_table import RecordTable
    from typed_registry._typing_forms import Component


class Changes:
    """The changes that a registry's methods make, other than to register."""

    def __init__(
        self, entries: Entries, table: RecordTable, discovered: Discovered, twin: Entries | None
    ) -> None:
        self._entries = entries
        self._table = table
        self.discovered: Discovered = discovered
        self._twin = twin
        """The entries of the same registry in a script that also runs as the program."""

    def discover(self, package: str) -> None:
        """Have the modules of a package read for names when one is looked for. Raises FrozenRegistryError.

        A frozen registry accepts what it knows already, as when the calling module is reloaded.
        """
        if self._table.frozen is not None and package in self.discovered.packages:
            return
        if self._twin is None or package not in self._twin.changes.discovered.packages:
            self._table.require_thawed(self._entries.name, "discover", package)
        self.discovered.add(self._entries.name, package)

    def deprecate(self, name: str, deprecation: Deprecation) -> None:
        """Deprecate a name. A frozen registry accepts that as it does `discover`.

        Raises ValueError if the names that replace each other would form a ring, and FrozenRegistryError.
        """
        entries, table = self._entries, self._table
        twin = entries if self._twin is None else self._twin
        if deprecation not in (entries.deprecations.get(name), twin.deprecations.get(name)):
            table.require_thawed(entries.name, "deprecate", name)
        with table.lock:
            require_no_ring(entries.name, name, deprecation, entries.deprecations)
            entries.deprecations = {**entries.deprecations, name: deprecation}
            for each in table.isolations:
                each.notice_deprecation(name, deprecation, sys._getframe(2))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the line that deprecates
        begin_epoch()

    def unregister(self, name: str, caller: FrameType) -> None:
        """Remove a component, so that neither discovery nor the first import of its module brings it back.

        Of an alias, only the alias is removed, also if its replacement isn't registered.
        Raises UnknownNameError, FrozenRegistryError, and OverriddenNameError if the name is overridden.
        """
        entries, table = self._entries, self._table
        table.require_thawed(entries.name, "unregister", name)
        if name not in entries and name not in entries.deprecations:
            raise entries.unknown(name)
        entries.read_sources()
        if entries.current(name) != name:
            with table.lock:
                left = {key: each for key, each in entries.deprecations.items() if key != name}
                entries.deprecations = left
        table.unregister(entries.name, name, line_of(caller))

    def override(
        self, components: Mapping[str, Component[object]], config: type | None, caller: FrameType
    ) -> Override:
        """Return the block in which these components replace those of the same names."""
        from typed_registry._registration.overrides import Override

        return Override(self._entries, self._table, components, config, caller)

    def isolated(self, caller: FrameType, specs: Mapping[int, object] | None = None) -> Isolated:
        """Return a block that discards at its end all registrations made in it.

        `specs` is the result of `known_specs`, if other blocks that begin now have it as well.
        """
        from typed_registry._registration.isolation import Isolated

        return Isolated(self._entries, self._table, line_of(caller), specs)

    def freeze(self, caller: FrameType) -> None:
        """Find what packages and plugins register, and refuse all other registrations from now on."""
        self._entries.find_all()
        self._table.freeze(line_of(caller), (each.place.file for each in self._entries.broken))
