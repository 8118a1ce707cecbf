"""The writer of plain data that rules are given."""

from __future__ import annotations

from abc import ABC, abstractmethod

from typed_registry.config._document.faults import Path
from typed_registry.config._formats.formats import Format


class Writer(ABC):
    """Writes values as plain data for a file of one format."""

    def __init__(self, form: Format) -> None:
        self.form = form

    @abstractmethod
    def value(self, value: object, path: Path = ()) -> object:
        """Return a value as a file would hold it. Raises UnwritableError."""
