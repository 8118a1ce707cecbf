"""A config file of any format to a `Document`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typed_registry.config._document.document import MAX_BYTES, Document
from typed_registry.config._document.faults import Fault, Malformed, Origin
from typed_registry.config._formats.json import reader as json
from typed_registry.config._formats.toml import reader as toml
from typed_registry.config._formats.yaml import reader as yaml
from typed_registry.errors import ConfigError

PARSERS: dict[str, Callable[[str, str], Document]] = {
    ".yaml": yaml.parse,
    ".yml": yaml.parse,
    ".toml": toml.parse,
    ".json": json.parse,
}


def read(file: Path | str) -> Document:
    """Reads a file by its suffix. Raises ConfigError when it can't be read or isn't what its suffix says."""
    _parser(file)
    return parse(_text(Path(file), str(file)), file)


def parse(text: str, file: Path | str) -> Document:
    """Reads the text of a file by the file's suffix. Raises ConfigError when it isn't what that says."""
    return _parser(file)(text, str(file))


def _parser(file: Path | str) -> Callable[[str, str], Document]:
    parser = PARSERS.get(Path(file).suffix.lower())
    if parser is None:
        raise _refused(str(file), f"the suffix must be one of {', '.join(PARSERS)}")
    return parser


def _text(file: Path, source: str) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise _refused(source, f"can't be read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise _refused(source, f"has {len(raw)} bytes; at most {MAX_BYTES} are read")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise _refused(source, "not UTF-8", line, column) from None


def _refused(source: str, message: str, line: int | None = None, column: int | None = None) -> ConfigError:
    return ConfigError((Fault((), Malformed(message), Origin(source, line, column, ())),))
