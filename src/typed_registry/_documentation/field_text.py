"""The types and defaults of settings as people read and write them."""

from __future__ import annotations

from datetime import timedelta

from attrs import NOTHING

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._default_spec import UnresolvedDefault
from typed_registry._messages.visible import shown_value
from typed_registry._spec import is_spec
from typed_registry.config._document.faults import Path
from typed_registry.config._formats.formats import FORMATS
from typed_registry.config._formats.yaml.writer import write, write_flow
from typed_registry.config._sources.environment import escape_references
from typed_registry.config._types.durations import say_duration
from typed_registry.config._types.fields import changed_fields, fields
from typed_registry.config._unstructure.dump import PlainData
from typed_registry.errors import UnwritableError


class SpokenData(PlainData):
    """Plain data with durations as people write them: `200ms` in place of `PT0.2S`."""

    def value(self, value: object, path: Path = ()) -> object:
        """Return a value as a file could hold it. Raises UnwritableError."""
        if isinstance(value, UnresolvedDefault):
            return super().value(value.written, path)
        return say_duration(value) if isinstance(value, timedelta) else super().value(value, path)


class ShortData(SpokenData):
    """The same with those settings of each choice that aren't the component's defaults."""

    def value(self, value: object, path: Path = ()) -> object:
        """Return a value as a person would write it: a choice without settings as its name.

        Raises UnwritableError.
        """
        data = super().value(value, path)
        if not is_spec(value) or not is_mapping(data):
            return data
        if isinstance(value, UnresolvedDefault):
            return data if len(data) > 1 else value.name
        own = {each.key for each in changed_fields(value.config)}
        left_out = {each.key for each in fields(type(value.config))} - own
        short = {key: item for key, item in data.items() if key not in left_out}
        return short if len(short) > 1 else value.name


def default_text(value: object) -> str:
    """Return a default as a file writes it; a choice has the settings that aren't the component's defaults.

    A value that no file can hold is shown as Python shows it, and a function or a class by its name.

    >>> default_text(timedelta(milliseconds=200)), default_text(None), default_text(("a", 1.0))
    ('200ms', 'null', '[a, 1.0]')
    >>> default_text(NOTHING), default_text(int)
    ('computed', 'int')
    """
    if value is NOTHING:
        return "computed"
    try:
        return _on_one_line(ShortData(FORMATS["yaml"]).value(value))
    except UnwritableError:
        return python_text(value)


def python_text(value: object) -> str:
    """Return a value as Python shows it, shortened, and a function or a class by its name."""
    name: object = getattr(value, "__qualname__", None) if callable(value) else None
    return name if isinstance(name, str) else shown_value(value)


def data_text(value: object) -> str | None:
    """Return a value on one line as a file of YAML holds it; None if no file can hold it."""
    try:
        return _on_one_line(escape_references(SpokenData(FORMATS["yaml"]).value(value)))
    except UnwritableError:
        return None


def _on_one_line(data: object) -> str:
    """Return data as YAML has it behind a key: words need no quotes there that they need in a list."""
    nested = is_mapping(data) or is_sequence(data)
    text = "" if nested else write({"v": data}).removeprefix("v: ").rstrip("\n")
    return text if text and "\n" not in text else write_flow(data)
