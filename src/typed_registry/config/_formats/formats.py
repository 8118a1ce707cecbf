"""Plain data to text that our own readers take for the same data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from attrs import frozen

from typed_registry.config._formats.json import writer as json
from typed_registry.config._formats.toml import writer as toml
from typed_registry.config._formats.yaml import writer as yaml

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeAlias

Write: TypeAlias = "Callable[[Mapping[str, object]], str]"


@frozen
class Form:
    """A file's format, and what it has a word of its own for."""

    name: str
    write: Write
    has_null: bool = True
    has_infinity: bool = True
    has_dates: bool = False


FORMS: Final = {
    "yaml": Form("YAML", yaml.write),
    "toml": Form("TOML", toml.write, has_null=False, has_dates=True),
    "json": Form("JSON", json.write, has_infinity=False),
}
"""By the name that `dump` knows, which is also a file's suffix."""


def form_of(file: Path) -> str:
    """The name of the format that a file has by its suffix.

    >>> from pathlib import Path
    >>> form_of(Path("a/c.YML"))
    'yaml'
    """
    return file.suffix.lower().removeprefix(".").replace("yml", "yaml")
