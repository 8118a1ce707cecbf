"""All formats of config files, by name and by the suffix of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from typed_registry.config._formats.json import JSON
from typed_registry.config._formats.toml import TOML
from typed_registry.config._formats.yaml import YAML

FORMATS: Final = {each.suffixes[0].removeprefix("."): each for each in (YAML, TOML, JSON)}
"""By the name that `dump` takes."""

_NAMES: Final = {suffix: name for name, each in FORMATS.items() for suffix in each.suffixes}
SUFFIXES: Final = tuple(_NAMES)


def format_name(file: Path | str) -> str:
    """Return the name of the format that a file has by its suffix; an unknown suffix without its dot.

    >>> format_name("a/c.YML"), format_name("c.ini")
    ('yaml', 'ini')
    """
    suffix = Path(file).suffix.lower()
    return _NAMES.get(suffix, suffix.removeprefix("."))
