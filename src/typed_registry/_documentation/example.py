"""An example of a component in a config file, to copy."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import NOTHING

from typed_registry._class_libraries.field import Field
from typed_registry._documentation.field_text import data_text
from typed_registry._documentation.placeholder import placeholder
from typed_registry._documentation.settable import settable_fields, unsettable_notices
from typed_registry._registration.passing import takes_other_keys
from typed_registry.config._document.deprecated_fields import retired_since
from typed_registry.config._formats.yaml.writer import write_flow
from typed_registry.config._types.find_rule import rule_of


def example(name: str, config: type) -> str:
    """Return the choice of a component as YAML. Required settings come first, with a placeholder each.

    The others are comments with their defaults. The text is empty if no config can choose the component.

    >>> from attrs import frozen
    >>> @frozen(kw_only=True)
    ... class Hinge:
    ...     margin: float = 1.0
    ...     steps: int
    >>> print(example("hinge", Hinge), end="")
    name: hinge
    steps: 1  # required: int
    # margin: 1.0
    """
    if unsettable_notices(config):
        return ""
    fields = [each for each in settable_fields(config) if not takes_other_keys(each)]
    required = [_required(each) for each in fields if each.required]
    lines = (f"name: {write_flow(name)}", *required, *_optional(fields))
    return "".join(f"{line}\n" for line in lines)


def _required(field: Field) -> str:
    found = placeholder(field)
    text = "null" if found is NOTHING else data_text(found)
    return f"{write_flow(field.key)}: {text}  # required: {rule_of(field.type).text}"


def _optional(fields: list[Field]) -> Iterator[str]:
    for field in fields:
        if field.required or retired_since(field) is not None:
            continue
        default = field.default()
        text = None if default is NOTHING else data_text(default)
        if text is not None:
            yield f"# {write_flow(field.key)}: {text}"
