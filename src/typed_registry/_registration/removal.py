"""The memory of an unregistered name, so that neither discovery nor a first import brings it back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from typed_registry._registration.identity import repeats
from typed_registry._registration.records import Record, Unimported

if TYPE_CHECKING:
    from collections.abc import Collection

    from typed_registry._discovery.discover import Found
    from typed_registry._place import Place
    from typed_registry._registration.contests import Claim


class Removal:
    """What was registered under a name that has been unregistered, and which line did that."""

    def __init__(
        self, place: Place, records: Collection[Record | Unimported], claims: Collection[Claim]
    ) -> None:
        self.place = place
        self._records = [*records]
        self._claims = tuple(claims)
        files = {record.file for record in records}
        self._awaited = [
            claim for claim in claims if claim.place.file not in files and claim.module not in sys.modules
        ]
        """The claims to the name by modules that haven't been imported."""

    def covers(self, found: Found) -> bool:
        """Return whether a source shows the registration that was removed."""
        known = [
            *((record.file, record.module) for record in self._records),
            *((claim.place.file, claim.module) for claim in self._claims),
        ]
        return any(file == found.place.file or module == found.module for file, module in known)

    def ignores(self, record: Record) -> bool:
        """Return whether a module makes the removed registration because it is imported for the first time.

        If the module runs again after that, its registration is one as any other.
        """
        for index, removed in enumerate(self._records):
            if isinstance(removed, Unimported) and repeats(removed, record):
                self._records[index] = record
                return True
        for claim in self._awaited:
            if claim.place.file == record.file or claim.module == record.module:
                self._awaited.remove(claim)
                return True
        return False
