"""Reading a config file of any format."""

from __future__ import annotations

from os import fstat
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from typed_registry._messages.suggest import did_you_mean
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import unreadable
from typed_registry.config._formats.formats import FORMATS, SUFFIXES, Parse, format_name
from typed_registry.config._formats.limits import MAX_BYTES
from typed_registry.config._formats.near_file import near_file


def read(file: Path | str) -> Document:
    """Read a file of the format that its suffix names.

    Raises ConfigError if it can't be read or isn't of that format.
    """
    parser = _parser(file)
    return parser(read_text(file), str(file))


def parse(text: str, file: Path | str) -> Document:
    """Read a text as if the file contained it. Raises ConfigError if it isn't of the file's format."""
    return _parser(file)(text, str(file))


def _parser(file: Path | str) -> Parse:
    found = FORMATS.get(format_name(file))
    if found is None:
        message = f"the suffix must be one of {', '.join(SUFFIXES)}"
        raise unreadable(_folder_message(Path(file)) if Path(file).is_dir() else message, str(file))
    return found.parse


def _folder_message(folder: Path) -> str:
    """Return what to give instead of a folder, by the suffix of the files in it."""
    suffixes = {file.suffix for file in folder.glob("*")}
    suffix = next((suffix for suffix in SUFFIXES if suffix in suffixes), SUFFIXES[0])
    return f"is a folder; give the files in it, such as {folder / f'*{suffix}'}"


def read_text(file: Path | str) -> str:
    """Return the text of a file without its byte-order mark. Raises ConfigError if it can't be read."""
    source = str(file)
    raw = _bytes(Path(file), source)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise unreadable("not UTF-8; save the file as UTF-8", source, line, column) from None


def _bytes(file: Path, source: str) -> bytes:
    """Return the content of a regular file, without reading more of it than is allowed."""
    try:
        _require_end(file.stat().st_mode)
        with file.open("rb") as stream:
            size = fstat(stream.fileno()).st_size
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        near = near_file(file)
        meant = did_you_mean(None if near is None else str(near))
        raise unreadable(f"can't be read: {error.strerror}{meant}", source) from None
    except OSError as error:
        raise unreadable(f"can't be read: {error.strerror}", source) from None
    except ValueError as error:  # a name that no file can have
        raise unreadable(f"can't be read: {error}", source) from None
    if len(raw) > MAX_BYTES:
        raise unreadable(f"has {max(size, len(raw))} bytes; at most {MAX_BYTES} are read", source)
    return raw


def _require_end(mode: int) -> None:
    """Raise OSError for a pipe or a device, which may never end."""
    if not S_ISREG(mode) and not S_ISDIR(mode):
        raise OSError(0, "it isn't a regular file")
