"""Types whose values a file writes as text: dates, durations, sizes and paths."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from pathlib import PurePath
from typing import TYPE_CHECKING

from typed_registry.config._document.faults import Path, Suggestion
from typed_registry.config._formats.toml.writer import is_date
from typed_registry.config._formats.yaml.scalars import finite_scalar
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.json_schema import Schema, either
from typed_registry.config._types.plain_scalar import plain_scalar
from typed_registry.config._types.rule import LeafRule, Names, Reading
from typed_registry.config._types.scalars import INTEGER_PATTERN, encodable, scalar_schema
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.suggestions import suggest_text
from typed_registry.config._types.text_codecs import TEXT_CODECS, encode
from typed_registry.config._types.writer import Writer

if TYPE_CHECKING:
    from typing_extensions import Self

    from typed_registry.config._types.find_rule import FindRule

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class TextCodedRule(LeafRule):
    """The rule of a type that has a text codec."""

    def __init__(self, annotation: object) -> None:
        super().__init__(annotation)
        self._codec = TEXT_CODECS[annotation]
        self.examples = self._codec.examples

    @classmethod
    def of(cls, kind: object, _find: FindRule) -> Self | None:
        """Return the rule if the type has a codec."""
        return cls(kind) if kind in TEXT_CODECS else None

    def suggest(self, data: object) -> Suggestion | None:
        """Return the text that a number is without quotes, if that is one of the type."""
        text = suggest_text(data)
        is_valid = text is not None and self._codec.decode(str(text.data)) is not None
        return text if is_valid else None

    @property
    def is_key(self) -> bool:
        """Return True: a text can be a mapping's key."""
        return True

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return a value that is given as such, or that a text stands for."""
        if type(plain_scalar(data)) is self._codec.native:
            return plain_scalar(data)
        value = self._codec.decode(data) if isinstance(data, str) else None
        return reading.fault(path, self.wrong(data, reading)) if value is None else value

    def schema(self, request: SchemaRequest) -> Schema:
        """Return the text's pattern, which is less strict than the codec: it takes a thirteenth month."""
        pattern = self._codec.pattern
        text: Schema = {"type": "string", **({"pattern": f"^{pattern}$"} if pattern else {})}
        return either([scalar_schema("integer", request.limits), text]) if self._codec.native is int else text

    def schema_of_key(self, request: SchemaRequest) -> Schema:
        """Return the text's pattern, and the numbers where a value is a number itself."""
        if self._codec.native is not int:
            return self.schema(request)
        return {"type": "string", "pattern": f"^({INTEGER_PATTERN}|{self._codec.pattern})$"}

    @classmethod
    def holds(cls, value: object) -> bool:
        """Return whether this is a date, a time, a duration or a path."""
        return encode(value) is not None

    @classmethod
    def take_apart(cls, value: object) -> Parts:
        """Return the content of a value; the same moment has the same content in all time zones."""
        kind = next(kind for kind in (datetime, date, time, timedelta, PurePath) if isinstance(value, kind))
        if isinstance(value, datetime) and value.utcoffset() is not None:
            value -= _EPOCH
        return Parts((kind.__name__.lower(),), content=encode(value) or "")

    @classmethod
    def write(cls, value: object, path: Path, writer: Writer) -> object:
        """Return the text that stands for the value, or a date itself where the format has dates."""
        if writer.form.has_dates and is_date(value):
            return value
        return encodable(encode(value) or "", path)

    def guard(self, variable: str, names: Names) -> str | None:
        """Hold for values of the type itself."""
        return f"type({variable}) is {names.add(self._codec.native)}"

    def key_data(self, key: str) -> object:
        """Return the key, or the value of the type itself that it is as a plain scalar, such as a size."""
        value = finite_scalar(key)
        return value if type(value) is self._codec.native else key
