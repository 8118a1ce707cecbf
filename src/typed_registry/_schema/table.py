"""The schema of an object with keys of its own, and which of them data must give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typed_registry._class_libraries.field import Field
from typed_registry._schema.outdated import keys

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry.config._types.config_classes import ClassRule
    from typed_registry.config._types.json_schema import Schema


Demands: TypeAlias = "tuple[tuple[str, ...], ...]"
"""Of each key that data must give, what it may be called."""


def table(
    title: str, about: str, properties: Mapping[str, object], demands: Demands = (), *, is_null: bool = False
) -> Schema:
    """The schema of an object with these keys and no others, in place of which null may stand."""
    told = {"title": title, **({"description": about} if about else {})}
    kind = ["object", "null"] if is_null else "object"
    return {
        "type": kind,
        **told,
        "properties": {**properties},
        **demanding(demands),
        "additionalProperties": False,
    }


def demanding(demands: Demands) -> Schema:
    """The keywords that demand keys."""
    plain = [names[0] for names in demands if len(names) == 1]
    several = [{"anyOf": [{"required": [name]} for name in names]} for names in demands if len(names) > 1]
    return {**({"required": plain} if plain else {}), **({"allOf": several} if several else {})}


def demanded(rule: ClassRule, default: object = None) -> Demands:
    """The keys that data must give; none where an instance stands already."""
    return tuple(keys(each.field) for each in rule.fields if each.field.required and default is None)


def default_of(field: Field, default: object) -> object:
    """Return what a field is when data does not give it; `NOTHING` where that cannot be known."""
    return field.default() if default is None else field.of(default)
