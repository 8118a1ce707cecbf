"""The memory of an unregistered name, so that neither discovery nor a first import brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._registration.identity import repeats
from typed_registry._registration.records import Record, Unimported
from typed_registry._running_modules import is_imported

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typed_registry._discovery.discover import Found
    from typed_registry._place import Place


class Removal:
    """The registrations of a name that has been unregistered, and the line that did that."""

    def __init__(self, place: Place, records: Iterable[Record | Unimported]) -> None:
        self.place = place
        self._records = tuple(records)
        """Every registration of the name; several of them contest it, or replace each other."""
        self._awaited = [
            each for each in self._records if isinstance(each, Unimported) and not is_imported(each.module)
        ]
        """The registrations of modules that haven't been imported."""

    def covers(self, found: Found) -> bool:
        """Return whether a source shows a registration that was removed."""
        return any(each.file == found.place.file or each.module == found.module for each in self._records)

    def ignores(self, record: Record) -> bool:
        """Return whether a module makes a removed registration because it is imported for the first time.

        If the module runs again after that, its registration is one as any other.
        """
        awaited = next((each for each in self._awaited if repeats(each, record)), None)
        if awaited is not None:
            self._awaited.remove(awaited)
        return awaited is not None
