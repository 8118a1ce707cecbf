"""The schemas of types that hold no others: `config.kind` as JSON Schema says it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Literal, TypeVar, get_args, get_origin

from typed_registry._schema import pattern
from typed_registry._schema.definition import NEVER, Schema
from typed_registry._schema.rule import FREE, Rule
from typed_registry._schema.union import either
from typed_registry.config._types.anything import ANYTHING
from typed_registry.config._types.options import is_enum, label
from typed_registry.config._types.sizes import Size
from typed_registry.config._types.text_codecs import TEXT_CODECS as WORDS

_TYPES: dict[object, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    type(None): "null",
}


def leaf(kind: object, rule: Rule = FREE) -> Schema:
    """What a type that holds no others takes.

    >>> leaf(int, Rule({"minimum": 0}))
    {'type': 'integer', 'minimum': 0}
    """
    if kind in ANYTHING or isinstance(kind, TypeVar):
        return {}
    if get_origin(kind) is Literal:
        return _listed(get_args(kind), rule)
    if is_enum(kind):
        return _listed(kind, rule)
    if kind in WORDS:
        text = {"pattern": pattern.WORDS[kind]} if kind in pattern.WORDS else {}  # a path is any text
        words: Schema = {"type": "string", **text}
        return either([_scalar("integer", rule), words]) if kind is Size else words
    return _scalar(_TYPES[kind], rule) if kind in _TYPES else NEVER


def key(kind: object) -> Schema:
    """What the keys of a mapping are, which are words in every file: `3` is one where integers are wanted."""
    if kind in pattern.KEYS:
        return {"type": "string", "pattern": pattern.KEYS[kind]}
    values = get_args(kind) if get_origin(kind) is Literal else kind if is_enum(kind) else ()
    numbers = dict.fromkeys(type(_written(value)) for value in values)
    return either([leaf(kind), *(key(number) for number in numbers if number in pattern.KEYS)])


def length(what: str, rule: Rule) -> Schema:
    """The keywords for how long something is: `minLength`, `minItems`, `minProperties`."""
    least = {f"min{what}": rule.least} if rule.least else {}
    return {**least, **({f"max{what}": rule.most} if rule.most is not None else {})}


def _scalar(name: str, rule: Rule) -> Schema:
    made: Schema = {"type": name}
    if name in ("integer", "number"):
        made |= dict(sorted(rule.bounds.items()))
    if name == "string":
        made |= length("Length", rule) | ({"pattern": rule.pattern} if rule.pattern else {})
    if rule.options is not None and all(_is_of(option, name) for option in rule.options):
        made["enum"] = [*rule.options]
    return made


def _is_of(option: object, name: str) -> bool:
    """Whether no value of another type is equal to this one."""
    return name != "null" and _TYPES.get(type(option)) in (name, "integer" if name == "number" else name)


def _listed(values: Iterable[object], rule: Rule) -> Schema:
    """Values as they are; members of enumerations by their values and then by their names."""
    allowed = [value for value in values if rule.options is None or value in rule.options]
    names = [name for value in allowed if isinstance(value, enum.Enum) for name in _names(value)]
    written = {(type(word), word): word for word in (*map(_written, allowed), *names)}
    return {"enum": [*written.values()]} if written else NEVER


def _names(member: enum.Enum) -> list[str]:
    return [name for name, known in type(member).__members__.items() if known is member]


def _written(value: object) -> object:
    return label(value) if isinstance(value, enum.Enum) else value
