"""The config class of each component of a registry, and the function that builds it from a config."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._registration.records import Record

if TYPE_CHECKING:
    from typed_registry._registration.builders import Builder
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.record_table import RecordTable


class BuiltFrom:
    """Finds the config classes and builders of a registry's components, and keeps them in its table."""

    def __init__(self, entries: Entries, table: RecordTable) -> None:
        self._entries = entries
        self._table = table

    def config(self, name: str) -> type:
        """Return the config class of a component: the declared one, or one derived from its signature.

        Raises UnknownNameError, and UnconfigurableError when no config can be derived.
        """
        declared = self._entries.record(name).declared
        if declared is not None:
            return declared
        name, record = self._entries.current(name), self._entries.load(name)
        is_shown = self._table.records.get(name) is record
        known = self._table.configs.get(name) if is_shown else None
        if known is not None and known.is_current:
            return known.config
        from typed_registry._registration.derived_config import derive

        made = derive(record, self._entries.contract.dependencies, self._entries.name)
        if known is not None:
            self._table.forget(name, known)
        return self._table.keep(self._table.configs, record, made).config

    def is_lasting(self, name: str) -> bool:
        """Return whether the config class that is derived for a component stays until an epoch begins."""
        derived = self._table.configs.get(name)
        return derived is None or derived.is_lasting

    def builder(self, name: str) -> Builder:
        """Return the function that builds a component from its config and the dependencies."""
        from typed_registry._registration.builders import builder_of

        record, config = self._entries.load(name), self.config(name)
        while (current := self._entries.load(name)) is not record:  # another thread has replaced it meanwhile
            record, config = current, self.config(name)
        made = builder_of(record, config, self._entries.contract.dependencies)
        if record.name in self._table.replaced:
            made = self._accepting(made, record, config)
        if self._table.has_unimported_replacement(record.name):  # another component will be built then
            return made
        return self._table.keep(self._table.builders, record, made)

    def require_current(self, name: str, given: object) -> None:
        """Raise OutdatedSpecError if a config is of a former component of a name, with other settings.

        Raises what `builder` raises.
        """
        name = self._entries.current(name)
        if name in self._table.replaced:
            self._moved(given, self._entries.load(name), self.config(name))

    def _moved(self, given: object, record: Record, config: type) -> object:
        """Return a config that the component takes, from one that was made for it or a former component.

        Raises OutdatedSpecError.
        """
        from typed_registry._registration.former_config import has_same_settings, moved_to

        if isinstance(given, config) or has_same_settings(type(given), config):
            return given
        return moved_to(config, given, record, self._entries.name)

    def _accepting(self, build: Builder, record: Record, config: type) -> Builder:
        """Return a builder that also accepts configs of a component that this one has replaced.

        They must have the same settings. A component that overrides another one is given those that it takes.
        """

        def build_current(given: object, /, *args: object, **kwargs: object) -> object:
            return build(self._moved(given, record, config), *args, **kwargs)

        return build_current
