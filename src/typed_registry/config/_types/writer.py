"""What rules need to write a value as plain data."""

from __future__ import annotations

from abc import ABC, abstractmethod

from typed_registry.config._document.faults import Path, show_path
from typed_registry.config._formats.formats import Format


class UnwritableError(ValueError):
    """A value that no file of the format can hold."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return ": ".join(filter(None, (show_path(self.path), self.reason)))


class Writer(ABC):
    """Writes values as plain data for a file of one format."""

    def __init__(self, form: Format) -> None:
        self.form = form

    @abstractmethod
    def value(self, value: object, path: Path = ()) -> object:
        """Return a value as a file would hold it. Raises UnwritableError."""
