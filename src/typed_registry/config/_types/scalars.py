"""Numbers, truth values, text and null.

Nothing is converted that could hide a mistake: a word is not a number, a number is not a truth value, and an
integer becomes a float only if it stays the same number.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from typed_registry._equality import equal
from typed_registry.config._document.faults import Path, Suggestion
from typed_registry.config._formats.yaml.scalars import finite_scalar
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.json_schema import Schema
from typed_registry.config._types.limits import Limits, length
from typed_registry.config._types.plain_scalar import is_scalar, plain_scalar
from typed_registry.config._types.rule import LeafRule, Names, Reading
from typed_registry.config._types.schema_request import SchemaRequest
from typed_registry.config._types.suggestions import suggest_number, suggest_text, suggest_truth
from typed_registry.config._types.writer import Writer
from typed_registry.errors import UnwritableError

if TYPE_CHECKING:
    from typing_extensions import Self

    from typed_registry.config._types.find_rule import FindRule

SCALARS: tuple[object, ...] = (bool, int, float, str, type(None))

JSON_TYPES: dict[object, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    type(None): "null",
}
INTEGER_PATTERN: Final = r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
_FLOAT = r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
KEY_PATTERNS: Final[dict[object, str]] = {
    bool: "^(true|True|TRUE|false|False|FALSE)$",
    int: f"^({INTEGER_PATTERN})$",
    float: f"^({INTEGER_PATTERN}|{_FLOAT})$",
}
"""How a mapping's keys of a type are written, as expressions that Python, ECMAScript and Rust read alike."""


class ScalarRule(LeafRule):
    """The rule of a scalar, which a file holds as it is."""

    @classmethod
    def of(cls, kind: object, _find: FindRule) -> Self | None:
        """Return the rule if the type is one of these."""
        return cls(kind) if kind in SCALARS else None

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return a value as this very type; for a float also the float that equals an integer."""
        plain = plain_scalar(data)
        if self.annotation is type(plain) and (plain is data or equal(plain, data)):
            return plain
        if self.annotation is float and type(plain) is int and _is_exact(plain):
            return float(plain)
        return reading.fault(path, self.wrong(data, reading))

    def suggest(self, data: object) -> Suggestion | None:
        """Return the value that was written in another way, as YAML 1.1 or Python have it."""
        if self.annotation is bool:
            return suggest_truth(data)
        if self.annotation is str:
            return Suggestion("") if data is None else suggest_text(data)
        if self.annotation is type(None):
            is_none = isinstance(data, str) and data.casefold() in ("none", "nil", "null")
            return Suggestion(None) if is_none else None
        return suggest_number(data, self.annotation)

    @property
    def is_key(self) -> bool:
        """Return whether a mapping's key can be of the type: null can't."""
        return self.annotation is not type(None)

    def key_data(self, key: str) -> object:
        """Return the plain scalar that the key is where numbers or truth values are wanted."""
        return key if self.annotation is str else finite_scalar(key)

    def schema(self, request: SchemaRequest) -> Schema:
        """Return the JSON type, with the limits that JSON Schema has for it."""
        return scalar_schema(JSON_TYPES[self.annotation], request.limits)

    def schema_of_key(self, request: SchemaRequest) -> Schema:
        """Return the words that are read as a number or a truth value."""
        pattern = KEY_PATTERNS.get(self.annotation)
        return {"type": "string", "pattern": pattern} if pattern else self.schema(request)

    @classmethod
    def holds(cls, value: object) -> bool:
        """Return whether this is a scalar, of a derived class too."""
        return is_scalar(value)

    @classmethod
    def take_apart(cls, value: object) -> Parts:
        """Return the content of a scalar, of a derived class too."""
        plain = plain_scalar(value)
        if isinstance(plain, int):
            return Parts(("bool" if isinstance(plain, bool) else "int",), content=hex(plain))
        if isinstance(plain, float):
            return Parts(("float",), content=plain.hex())
        return Parts(("str",), content=plain) if isinstance(plain, str) else Parts(("none",))

    @classmethod
    def write(cls, value: object, path: Path, writer: Writer) -> object:
        """Return the value as a scalar's own class, if the format can hold it."""
        if value is None and not writer.form.has_null:
            raise UnwritableError(path, f"{writer.form.name} has no null")
        plain = plain_scalar(value)
        if isinstance(plain, float) and not writer.form.has_infinity and not isfinite(plain):
            raise UnwritableError(path, f"{writer.form.name} has no number for {value!r}; YAML has")
        return encodable(plain, path) if isinstance(plain, str) else plain

    def guard(self, variable: str, names: Names) -> str | None:
        """Hold for values of exactly this type."""
        if self.annotation is type(None):
            return f"{variable} is None"
        return f"type({variable}) is {names.add(self.annotation)}"


def _is_exact(number: int) -> bool:
    """Return whether a float is the same number."""
    try:
        return float(number) == number
    except OverflowError:
        return False


def scalar_schema(name: str, limits: Limits) -> Schema:
    """Return the schema of a JSON type with its limits.

    >>> scalar_schema("integer", Limits({"minimum": 0}))
    {'type': 'integer', 'minimum': 0}
    """
    made: Schema = {"type": name}
    if name in ("integer", "number"):
        made |= sorted(limits.bounds.items())
    if name == "string":
        made |= length("Length", limits) | ({"pattern": limits.pattern} if limits.pattern else {})
    if limits.options is not None and all(_is_of(option, name) for option in limits.options):
        made["enum"] = [*limits.options]
    return made


def _is_of(option: object, name: str) -> bool:
    """Return whether no value of another type is equal to this one."""
    return JSON_TYPES.get(type(option)) in (name, "integer" if name == "number" else name)


def encodable(text: str, path: Path) -> str:
    """Return a text as it is. Raises UnwritableError for one with a character that no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UnwritableError(path, f"{text!r} has a character that no file can hold") from None
    return text
