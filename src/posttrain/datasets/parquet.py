"""The rows of Parquet files, by pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from os import strerror
from pathlib import Path
from typing import Protocol, cast

from posttrain.errors import DataError
from typed_registry.errors import MissingExtraError


class _Batch(Protocol):
    def to_pylist(self) -> list[Mapping[str, object]]: ...


class _Schema(Protocol):
    names: Sequence[str]


class _ParquetFile(Protocol):
    schema_arrow: _Schema

    def iter_batches(self, batch_size: int) -> Iterable[_Batch]: ...


class _Pyarrow(Protocol):
    """The part of pyarrow.parquet that is used; the package has no types."""

    def ParquetFile(self, source: str) -> _ParquetFile: ...  # noqa: N802  # it is a class


def parquet_rows(file: Path) -> Iterator[Mapping[str, object]]:
    """Yield the rows of a Parquet file.

    Raises MissingExtraError if pyarrow isn't installed, and DataError if it can't read the file.
    """
    try:
        pyarrow = cast("_Pyarrow", import_module("pyarrow.parquet"))
    except ImportError:
        raise MissingExtraError("reading Parquet", "pyarrow", "posttrain[parquet]") from None
    try:
        opened = pyarrow.ParquetFile(str(file))
        names = opened.schema_arrow.names
        if len({*names}) < len(names):
            raise DataError(str(file), None, "two columns have the same name")
        for batch in opened.iter_batches(batch_size=1000):
            yield from batch.to_pylist()
    except OSError as error:  # pyarrow's has the path in its text
        reason = strerror(error.errno) if error.errno else str(error)
        raise DataError(str(file), None, f"can't be read: {reason}") from error
    except ValueError as error:  # pyarrow's own errors are ValueErrors
        raise DataError(str(file), None, f"not Parquet: {error}") from error
