"""Files of rows, and the datasets that read them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import pytest

from posttrain.datasets.config import FilesConfig
from posttrain.datasets.files import Files, read
from posttrain.datasets.layouts import Example
from posttrain.errors import DataError
from posttrain.example import Conversation, Message
from posttrain.registries import DATASETS

USER = {"role": "user", "content": "2+2?"}
ANSWER = {"role": "assistant", "content": "4"}
WRONG = {"role": "assistant", "content": "5"}
ASKED = Conversation((Message("user", "2+2?"),))
FOUR = (Message("assistant", "4"),)
FIVE = (Message("assistant", "5"),)
GOOD = '{"prompt": "a", "completion": "b"}'


def write(file: Path, *rows: object) -> Path:
    """Write a JSON Lines file with these rows."""
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


class _Table(Protocol):
    def from_pylist(self, mapping: Sequence[Mapping[str, object]]) -> object: ...


class _Pyarrow(Protocol):
    Table: _Table


class _Parquet(Protocol):
    def write_table(self, table: object, where: Path) -> None: ...


def write_parquet(file: Path, *rows: Mapping[str, object]) -> Path:
    """Write a Parquet file with these rows."""
    table = cast("_Pyarrow", import_module("pyarrow")).Table.from_pylist(rows)
    cast("_Parquet", import_module("pyarrow.parquet")).write_table(table, file)
    return file


def examples(file: Path, **settings: object) -> list[Example]:
    """Return the examples of a file, read with these settings."""
    spec = DATASETS.from_mapping({"name": "files", "path": str(file), **settings})
    config = spec.config
    assert isinstance(config, FilesConfig)
    return read([file], config)


def example(folder: Path, row: object, **settings: object) -> Example:
    """Return the example of a row."""
    [found] = examples(write(folder / "a.jsonl", row), **settings)
    return found


def built(**settings: object) -> Files:
    """Return the dataset with these settings."""
    dataset = DATASETS.from_mapping({"name": "files", **settings}).build()
    assert isinstance(dataset, Files)
    return dataset


def reason(folder: Path, row: object, **settings: object) -> str:
    """Return why a row isn't an example, which the error for its file says."""
    with pytest.raises(DataError) as caught:
        example(folder, row, **settings)
    assert caught.value.line in (None, 1)
    return caught.value.reason
