"""The rows of data files: JSON Lines, JSON, CSV and Parquet, the first three also compressed by gzip."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from attrs import field, frozen

from posttrain.datasets.config import FileFormat
from posttrain.datasets.messages import listed
from posttrain.errors import DataError

SUFFIXES: Mapping[str, FileFormat] = {
    ".jsonl": "json_lines",
    ".ndjson": "json_lines",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
}
"""The format of a file by the end of its name, behind which there may be `.gz`."""
_OPENING = ("[", "{", "[{")
"""The first line of JSON that is laid out over several."""
_BY_COLUMNS = "is a table by columns; pandas writes rows with to_json(..., orient='records', lines=True)"
_DELIMITERS: Mapping[FileFormat, str] = {"csv": ",", "tsv": "\t"}
"""The characters between columns."""
_LONGEST_CELL = 2**31 - 1
_NO_SPACE = re.compile(r"[^ \t\r\n]")


@frozen
class Row:
    """A row of a file, or why it can't be read."""

    number: int
    """The line on which it begins; in Parquet, the number of the row. Both count from 1."""
    values: Mapping[str, object] = field(factory=dict[str, object])
    fault: str = ""
    has_every_key: bool = False
    """Whether objects in it have null for the keys that only others have, as in Parquet."""


def rows(file: Path, form: FileFormat | None, delimiter: str | None = None) -> Iterator[Row]:
    """Yield the rows of a file, by the end of its name if no format is given.

    `delimiter` is the character between the columns of CSV, if it isn't that of the format.

    Raises DataError if the file can't be read, or its format isn't known.
    """
    known = form or format_of(file)
    if known in _DELIMITERS:
        return _table(file, delimiter or _DELIMITERS[known])
    return _READERS[known](file)


def format_of(file: Path) -> FileFormat:
    """Return the format of a file by the end of its name. Raises DataError if it isn't known."""
    found = SUFFIXES.get(_suffix(file))
    if found is None:
        known = ", ".join(SUFFIXES)
        raise DataError(str(file), None, f"isn't known by the end of its name ({known}); give its format")
    return found


def is_data(file: Path) -> bool:
    """Return whether a file is a data file by the end of its name, and not hidden."""
    return _suffix(file) in SUFFIXES and not file.name.startswith(".")


def _suffix(file: Path) -> str:
    return (Path(file.stem).suffix if file.suffix.lower() == ".gz" else file.suffix).lower()


def _json_lines(file: Path) -> Iterator[Row]:
    for number, line in enumerate(
        _text(file).split("\n"), start=1
    ):  # splitlines knows ends that JSON doesn't
        if line.strip():
            yield _parsed(number, line)


def _parsed(number: int, line: str) -> Row:
    try:
        return _row(number, json.loads(line, object_pairs_hook=_object))
    except json.JSONDecodeError as error:
        spread = "; each example is a line of its own" if line.strip() in _OPENING else ""
        return Row(number, fault=f"not JSON: {error.msg} (column {error.colno}){spread}")
    except (ValueError, RecursionError) as error:
        return Row(number, fault=f"not JSON: {error}")


def _json(file: Path) -> Iterator[Row]:
    """Yield the objects of a list, each with the line on which it begins; or those of JSON Lines."""
    text = _text(file)
    if text.lstrip()[:1] == "{":
        names = _names_of_single(text)
        if names is None:
            yield from _json_lines(file)
        else:
            expected = "expected a list of objects, or an object on each line"
            yield Row(1, fault=f"the file is one object, with {listed(names, repr)}; {expected}")
        return
    line, counted = 1, 0
    try:
        for place, value in _elements(text):
            line, counted = line + text.count("\n", counted, place), place
            yield _row(line, value)
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} (column {error.colno})"
        raise DataError(str(file), error.lineno, reason) from None


def _names_of_single(text: str) -> Sequence[str] | None:
    """Return the names in a text that is one object on several lines; None if it has one on each."""
    start = _skip(text, 0)
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    is_single = _skip(text, end) == len(text) and "\n" in text[start:end]
    return [*cast("dict[str, object]", value)] if is_single else None


def _elements(text: str) -> Iterator[tuple[int, object]]:
    """Yield the elements of a list, each with its place in the text. Raises JSONDecodeError."""
    place = _after(text, 0, "[")
    while text[place : place + 1] != "]":
        try:
            value, end = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            raise (
                error
                if isinstance(error, json.JSONDecodeError)
                else json.JSONDecodeError(str(error), text, place)
            ) from None
        yield place, value
        place = _skip(text, end)
        if text[place : place + 1] != "]":
            place = _after(text, place, ",")
    if _skip(text, place + 1) < len(text):
        raise json.JSONDecodeError("Extra data", text, _skip(text, place + 1))


def _after(text: str, place: int, mark: str) -> int:
    """Return the place of what comes after a mark, which may have spaces around it."""
    place = _skip(text, place)
    if text[place : place + 1] != mark:
        raise json.JSONDecodeError(f"Expecting '{mark}'", text, place)
    return _skip(text, place + 1)


def _row(number: int, value: object) -> Row:
    if not isinstance(value, dict):
        return Row(number, fault=f"expected an object, got {type(value).__name__}")
    found = cast("dict[str, object]", value)
    return Row(number, fault=_BY_COLUMNS) if _is_by_columns(found) else Row(number, found)


def _is_by_columns(row: Mapping[str, object]) -> bool:
    """Return whether an object has a whole table, each column an object of values by the rows' numbers."""
    columns = [cast("dict[str, object]", each) for each in row.values() if isinstance(each, dict)]
    return bool(row) and len(columns) == len(row) and all("0" in each for each in columns)


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} is there twice")
    return found


def _skip(text: str, place: int) -> int:
    found = _NO_SPACE.search(text, place)
    return found.start() if found else len(text)


def _table(file: Path, delimiter: str) -> Iterator[Row]:
    """Yield the rows below the header. A cell without a character is null."""
    with _long_cells():
        reader = csv.reader(io.StringIO(_text(file), newline=""), delimiter=delimiter, strict=True)
        try:
            header = next(reader, list[str]())
            fault = _header_fault(header, delimiter)
            if fault:
                raise DataError(str(file), 1, fault)
            line = reader.line_num + 1
            for cells in reader:
                if cells:
                    yield _cells(line, header, cells)
                line = reader.line_num + 1
        except csv.Error as error:
            raise DataError(str(file), reader.line_num, f"not CSV: {error}") from None


def _header_fault(header: Sequence[str], delimiter: str) -> str | None:
    """Return the message about a faulty header; None for one that can be read."""
    if "" in header:
        index = "; pandas writes its index so, unless to_csv has index=False" if not header[0] else ""
        return f"column {header.index('') + 1} has no name in the header{index}"
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        return f"the header has the column {twice!r} twice"
    other = re.search(r"[;\t|,]", header[0]) if len(header) == 1 else None
    if other is not None:
        return (
            f"has one column, {header[0]!r}; columns are separated by {delimiter!r}, unless the setting "
            f"delimiter says otherwise: delimiter: {json.dumps(other[0])}"
        )
    return None


def _cells(line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        return Row(line, fault=f"has {len(cells)} cells, and the header has {len(header)}")
    return Row(line, {name: cell or None for name, cell in zip(header, cells, strict=True)})


@contextmanager
def _long_cells() -> Generator[None]:
    """Allow cells of any length: the limit is one of the whole process."""
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _parquet(file: Path) -> Iterator[Row]:
    from posttrain.datasets.parquet import parquet_rows

    return (
        Row(number, values, has_every_key=True) for number, values in enumerate(parquet_rows(file), start=1)
    )


def _text(file: Path) -> str:
    """Return the text of a file. Raises DataError if it can't be read or isn't UTF-8."""
    try:
        content = file.read_bytes()
        if file.suffix.lower() == ".gz":
            content = gzip.decompress(content)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataError(str(file), line, f"isn't UTF-8: the byte 0x{error.object[error.start]:02x}") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(str(file), None, f"can't be decompressed: {error}") from error
    except OSError as error:
        raise DataError(str(file), None, f"can't be read: {error.strerror}") from error


_DECODER = json.JSONDecoder(object_pairs_hook=_object)
_READERS: Mapping[FileFormat, Callable[[Path], Iterator[Row]]] = {
    "json_lines": _json_lines,
    "json": _json,
    "parquet": _parquet,
}
