"""The records of a registry, and what has been made of each of them."""

from __future__ import annotations

from _thread import RLock  # threading's own, without the cost of importing that
from typing import TYPE_CHECKING

from typed_registry._registration.all_registries import begin_epoch
from typed_registry._registration.records import Record, Unimported

if TYPE_CHECKING:
    from typing import TypeVar

    from typed_registry._registration.builders import Builder
    from typed_registry._registration.derived_config import DerivedConfig

    Made = TypeVar("Made")


class RecordTable:
    """The records of a registry by name, with the config class and the builder of each component.

    A script that is imported as well has its registry twice, and the two share one table.
    """

    def __init__(self) -> None:
        self.records: dict[str, Record | Unimported] = {}
        self.configs: dict[str, DerivedConfig] = {}
        self.builders: dict[str, Builder] = {}
        self.replaced: set[str] = set()
        """The names of the components that have taken the place of others."""
        self.lock = RLock()

    def keep(self, table: dict[str, Made], record: Record, made: Made) -> Made:
        """Keep what was made of a record, and return it, or else what another thread has made meanwhile."""
        with self.lock:
            is_current = self.records.get(record.name) is record
            return table.setdefault(record.name, made) if is_current else made

    def exchange(self, record: Record | Unimported) -> None:
        """Put a record in the place of another one, and drop what was made of that."""
        name = record.name
        with self.lock:
            if isinstance(self.records[name], Record):
                self.replaced.add(name)
            self.records[name] = record
            self.configs.pop(name, None)
            self.builders.pop(name, None)
        begin_epoch()

    def withdraw(self, record: Record, shown: Unimported | None) -> None:
        """Take a record back, unless another one has its place by now, and put in what a source shows."""
        with self.lock:
            if self.records.get(record.name) is not record:
                return
            if shown is not None:
                self.exchange(shown)
                return
            del self.records[record.name]
            self.configs.pop(record.name, None)
            self.builders.pop(record.name, None)
        begin_epoch()

    def forget(self, name: str, derived: DerivedConfig) -> None:
        """Drop a config class that is derived, and the builder that takes it, unless they are others now."""
        with self.lock:
            if self.configs.get(name) is derived:
                self.configs.pop(name)
                self.builders.pop(name, None)
