"""The memory of an unregistered name, so that neither discovery nor a first import brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._registration.identity import repeats
from typed_registry._registration.records import Record, Unimported

if TYPE_CHECKING:
    from typed_registry._discovery.discover import Found
    from typed_registry._place import Place


class Removal:
    """What was registered under a name that has been unregistered, and which line did that."""

    def __init__(self, place: Place, records: tuple[Record | Unimported, ...]) -> None:
        self.place = place
        self._records = [*records]

    def covers(self, found: Found) -> bool:
        """Return whether a source shows the registration that was removed."""
        return any(
            record.file == found.place.file or record.module == found.module for record in self._records
        )

    def ignores(self, record: Record) -> bool:
        """Return whether a module makes the removed registration because it is imported for the first time.

        If the module runs again after that, its registration is one as any other.
        """
        for index, removed in enumerate(self._records):
            if isinstance(removed, Unimported) and repeats(removed, record):
                self._records[index] = record
                return True
        return False
