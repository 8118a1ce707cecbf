"""A frozen config tree to plain data and to a file that loads back to an equal tree."""

from __future__ import annotations

import enum
import json
import pathlib
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from typed_registry.config.fault import Path as Trail
from typed_registry.config.fault import show_path
from typed_registry.config.writer import write
from typed_registry.file import replace
from typed_registry.narrow import is_mapping, is_sequence, is_set
from typed_registry.spec import is_spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import TypeIs


def plain_data(value: object) -> object:
    """The value as a file would hold it: a `Spec` is a mapping with its name and its config's keys.

    >>> from attrs import frozen
    >>> @frozen
    ... class Point:
    ...     x: float
    ...     tags: tuple[str, ...] = ()
    >>> plain_data(Point(1.0))
    {'x': 1.0, 'tags': []}
    """
    value = _bare(value)
    if is_spec(value):
        return {"name": value.name, **_fields(value.config)}
    if _is_instance(value):
        return _fields(value)
    if is_mapping(value):
        return {str(plain_data(key)): plain_data(item) for key, item in value.items()}
    if is_set(value):
        return sorted((plain_data(item) for item in value), key=repr)
    if is_sequence(value):
        return [plain_data(item) for item in value]
    return value


def dump(config: object, form: str = "yaml") -> str:
    """The config as text in this form, `yaml` or `json`.

    Raises ValueError for another form, and for a number that JSON can't write: an infinity or NaN.
    """
    if form == "json":
        data = plain_data(config)
        for path, number in _endless(data, ()):
            raise ValueError(f"{show_path(path)}: JSON has no number for {number!r}; YAML has")
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    if form != "yaml":
        raise ValueError(f"a config is dumped as yaml or json, not {form!r}")
    return write(plain_data(config))


def save(config: object, file: Path) -> None:
    """Writes the config to a file, by its suffix, whole or not at all."""
    replace(file, dump(config, file.suffix.removeprefix(".").replace("yml", "yaml")))


def _endless(data: object, path: Trail) -> Iterator[tuple[Trail, float]]:
    """The numbers that aren't finite, each with the path to it."""
    if isinstance(data, float) and not isfinite(data):
        yield path, data
    items = data.items() if is_mapping(data) else enumerate(data) if is_sequence(data) else ()
    for key, item in items:
        yield from _endless(item, (*path, key if isinstance(key, int) else str(key)))


def _bare(value: object) -> object:
    if isinstance(value, enum.Enum):
        held: object = value.value
        return held if isinstance(held, (str, int, float)) else value.name
    return str(value) if isinstance(value, pathlib.PurePath) else value


def _is_instance(value: object) -> TypeIs[attrs.AttrsInstance]:
    return attrs.has(type(value))


def _fields(config: attrs.AttrsInstance) -> dict[str, object]:
    """Keys to values, without the defaults that no file can hold, such as functions."""
    written = (field for field in attrs.fields(type(config)) if field.init)
    pairs = ((field, plain_data(getattr(config, field.name))) for field in written)
    return {
        field.alias or field.name: data
        for field, data in pairs
        if _is_plain(data) or data is not field.default
    }


def _is_plain(data: object) -> bool:
    return data is None or isinstance(data, (str, int, float, list, dict))
