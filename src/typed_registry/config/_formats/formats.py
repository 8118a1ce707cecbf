"""The formats of config files, by name and by the suffix of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from attrs import frozen

from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Path as Trail
from typed_registry.config._formats.json import reader as json_reader
from typed_registry.config._formats.json import writer as json_writer
from typed_registry.config._formats.toml import reader as toml_reader
from typed_registry.config._formats.toml import writer as toml_writer
from typed_registry.config._formats.yaml import editor as yaml_editor
from typed_registry.config._formats.yaml import reader as yaml_reader
from typed_registry.config._formats.yaml import writer as yaml_writer

Parse: TypeAlias = "Callable[[str, str], Document]"
"""Reads a text; the second argument names its source in faults. Raises ConfigError."""
Write: TypeAlias = "Callable[[Mapping[str, object]], str]"
"""Returns plain data as a text that is parsed to the same data."""
Edit: TypeAlias = "Callable[[str, Trail, object], str]"
"""Returns a text with a value set at a path, and everything else as it was."""


@frozen
class Format:
    """A format of config files, and which values it can contain."""

    name: str
    """The name as messages write it."""
    suffixes: tuple[str, ...]
    parse: Parse
    write: Write
    edit: Edit
    quote: Callable[[str], str]
    """Returns a text as a key or a value of the format, in quotes if it needs any."""
    write_value: Callable[[object], str]
    """Returns a value on one line, as it is written behind a key."""
    has_null: bool = True
    has_infinity: bool = True
    has_dates: bool = False


FORMATS: Final = {
    "yaml": Format(
        "YAML",
        (".yaml", ".yml"),
        yaml_reader.parse,
        yaml_writer.write,
        yaml_editor.edit,
        yaml_writer.write_flow,
        yaml_writer.write_flow,
    ),
    "toml": Format(
        "TOML",
        (".toml",),
        toml_reader.parse,
        toml_writer.write,
        toml_writer.edit,
        toml_writer.quote,
        toml_writer.write_value,
        has_null=False,
        has_dates=True,
    ),
    "json": Format(
        "JSON",
        (".json",),
        json_reader.parse,
        json_writer.write,
        json_writer.edit,
        json_writer.quote,
        json_writer.write_value,
        has_infinity=False,
    ),
}
"""The formats by the name that `dump` takes."""
_NAMES: Final = {suffix: name for name, each in FORMATS.items() for suffix in each.suffixes}
SUFFIXES: Final = tuple(_NAMES)


def format_name(file: Path | str) -> str:
    """Return the name of the format that a file has by its suffix; an unknown suffix without its dot.

    >>> format_name("a/c.YML"), format_name("c.ini")
    ('yaml', 'ini')
    """
    suffix = Path(file).suffix.lower()
    return _NAMES.get(suffix, suffix.removeprefix("."))
