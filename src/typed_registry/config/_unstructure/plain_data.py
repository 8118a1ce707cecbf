"""A config tree to the plain data that a file of one format holds."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING

from typed_registry._annotations.type_guards import is_instance, is_mapping, is_sequence, is_set
from typed_registry._spec import is_spec
from typed_registry.config._document.faults import Path, show_path
from typed_registry.config._formats.format import Format
from typed_registry.config._formats.formats import FORMATS
from typed_registry.config._formats.toml.writer import is_date
from typed_registry.config._types.field_rule import FieldRule
from typed_registry.config._types.find_rule import class_rule
from typed_registry.config._types.options import label
from typed_registry.config._types.rule import INVALID, Reading
from typed_registry.config._types.text_codecs import encode
from typed_registry.config._unstructure.differences import differences, equal

if TYPE_CHECKING:
    from attrs import AttrsInstance


class UnwritableError(ValueError):
    """A value that no file of the format can hold."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return ": ".join(filter(None, (show_path(self.path), self.reason)))


class Plain:
    """Makes plain data; lives as long as one tree's dump."""

    def __init__(self, form: Format) -> None:
        self._form = form

    def value(self, value: object, path: Path = ()) -> object:
        """The value as a file would hold it. Raises UnwritableError."""
        if is_spec(value):
            return {"name": value.name, **self._config(value.config, path)}
        if is_instance(value):
            return self._config(value, path)
        if is_mapping(value):
            return self._mapping(value, path)
        if is_set(value):
            return sorted((self.value(item, path) for item in value), key=repr)
        if is_sequence(value):
            return [self.value(item, (*path, index)) for index, item in enumerate(value)]
        return self._leaf(label(value) if isinstance(value, enum.Enum) else value, path)

    def _config(self, config: AttrsInstance, path: Path) -> dict[str, object]:
        """Keys to values, without the defaults that the file can't hold, such as functions."""
        held: dict[str, object] = {}
        for rule in class_rule(type(config)).fields:
            field = rule.field
            value = getattr(config, field.name)
            here = (*path, field.key)
            try:
                data = self.value(value, here)
            except UnwritableError:
                if not equal(value, field.default()):
                    raise
            else:
                if value is not field.attribute.default or _returns(value, data, rule, here):
                    held[field.key] = data
        return held

    def _mapping(self, mapping: Mapping[object, object], path: Path) -> dict[str, object]:
        held: dict[str, object] = {}
        for key, item in mapping.items():
            name = self._key(key, path)
            if name in held:
                raise UnwritableError((*path, name), "two keys of the mapping are written alike")
            held[name] = self.value(item, (*path, name))
        return held

    def _key(self, key: object, path: Path) -> str:
        """A key is a word; it is read as a plain scalar of YAML where its type isn't text."""
        data = Plain(FORMATS["yaml"]).value(key, path)
        if isinstance(data, (bool, float)):
            return repr(data).lower().replace("inf", ".inf").replace("nan", ".nan")
        if not isinstance(data, (str, int)):
            raise UnwritableError(path, f"no file can hold {key!r} as a key")
        return str(data)

    def _leaf(self, value: object, path: Path) -> object:
        if self._form.has_dates and is_date(value):
            return value
        text = str(value) if isinstance(value, str) else encode(value)
        if text is not None:
            return _encodable(text, path)
        if isinstance(value, float):
            return self._number(float(value), path)
        if value is None and not self._form.has_null:
            raise UnwritableError(path, f"{self._form.name} has no null")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return int(value)
        raise UnwritableError(path, f"no file can hold {value!r} ({type(value).__name__})")

    def _number(self, number: float, path: Path) -> float:
        if not self._form.has_infinity and not isfinite(number):
            raise UnwritableError(path, f"{self._form.name} has no number for {number!r}; YAML has")
        return number


def _encodable(text: str, path: Path) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UnwritableError(path, f"{text!r} has a character that no file can hold") from None
    return text


def _returns(value: object, data: object, rule: FieldRule, path: Path) -> bool:
    """Return whether the data is read as the value again; a default need not be of its field's type."""
    made = rule.read(data, path, Reading(), None)
    return made is not INVALID and not any(differences(value, made))
