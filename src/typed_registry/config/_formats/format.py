"""What a format of config files can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from attrs import frozen

from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Path

Parse: TypeAlias = "Callable[[str, str], Document]"
"""Reads a text; the second argument names its source in faults. Raises ConfigError."""
Write: TypeAlias = "Callable[[Mapping[str, object]], str]"
"""Returns plain data as a text that is parsed to the same data."""
Edit: TypeAlias = "Callable[[str, Path, object], str]"
"""Returns a text with a value set at a path, and everything else as it was."""


@frozen
class Format:
    """A format of config files, with what it has a word of its own for."""

    name: str
    """As messages write it."""
    suffixes: tuple[str, ...]
    """The first is also the name that `dump` takes, without its dot."""
    parse: Parse
    write: Write
    edit: Edit
    quote: Callable[[str], str]
    """Returns a text as a key or a value of the format, in quotes if it needs any."""
    has_null: bool = True
    has_infinity: bool = True
    has_dates: bool = False
