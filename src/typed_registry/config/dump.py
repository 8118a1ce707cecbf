"""A frozen config tree to plain data and to a file that loads back to an equal tree."""

from __future__ import annotations

import enum
import io
import json
import os
import pathlib
import tempfile
from collections.abc import Mapping
from pathlib import Path

import attrs

from typed_registry.errors import MissingExtraError
from typed_registry.spec import Spec


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
    if isinstance(value, Spec):
        return {"name": value.name, **_fields(value.config)}
    if attrs.has(type(value)):
        return _fields(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, pathlib.PurePath):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain_data(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain_data(item) for item in value), key=repr)
    if isinstance(value, (list, tuple)):
        return [plain_data(item) for item in value]
    return value


def dump(config: object, form: str = "yaml") -> str:
    """The config as text in this form, `yaml` or `json`. Raises ValueError for another form."""
    if form == "json":
        return json.dumps(plain_data(config), indent=2, ensure_ascii=False) + "\n"
    if form != "yaml":
        raise ValueError(f"a config is dumped as yaml or json, not {form!r}")
    try:
        from ruamel.yaml import YAML
    except ImportError:
        raise MissingExtraError("writing YAML", "ruamel.yaml", "config") from None
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False
    stream = io.StringIO()
    writer.dump(plain_data(config), stream)
    return stream.getvalue()


def save(config: object, file: Path) -> None:
    """Writes the config to a file, by its suffix, whole or not at all."""
    text = dump(config, file.suffix.removeprefix(".").replace("yml", "yaml"))
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise


def _fields(config: object) -> dict[str, object]:
    return {
        a.alias or a.name: plain_data(getattr(config, a.name))
        for a in attrs.fields(type(config))  # type: ignore[arg-type]  # attrs.has has said so, or a Spec holds it
        if a.init
    }
