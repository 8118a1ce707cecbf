"""Who refused a value: which fields' converters and validators raise, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import attrs

from typed_registry._typing_forms import Component
from typed_registry.config._types.fields import Field, fields
from typed_registry.errors import RegistryError


def refusals(config: type[attrs.AttrsInstance], values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each field that refuses its value, with its message; validators run on what was converted."""
    instance = config.__new__(config)
    given = [field for field in fields(config) if field.key in values]
    for field in given:
        try:
            object.__setattr__(instance, field.name, _converted(field, instance, values[field.key]))
        except Exception as error:  # noqa: BLE001  # a converter may raise anything
            yield field.key, message(error)
    for field in given:
        try:
            _validate(field, instance)
        except AttributeError:
            continue  # it looks at another field, which has no value to look at
        except Exception as error:  # noqa: BLE001  # a validator may raise anything
            yield field.key, message(error)


def message(error: Exception) -> str:
    """What an error says, and what it is unless it says that a value is wrong.

    attrs' validators give more arguments than the text.
    """
    kind = type(error).__name__
    if isinstance(error, (RegistryError, ImportError)):
        return str(error) or kind
    if isinstance(error, (ValueError, TypeError)):
        first: object = error.args[0] if error.args else None
        return (first if isinstance(first, str) else str(error)) or kind
    return f"{kind}: {error}" if str(error) else kind


def _converted(field: Field, instance: attrs.AttrsInstance, value: object) -> object:
    if field.converter is None:
        return value
    takes_all = isinstance(field.converter, attrs.Converter)
    convert = cast("Component[object]", field.converter)
    return convert(value, instance, field.attribute) if takes_all else convert(value)


def _validate(field: Field, instance: attrs.AttrsInstance) -> None:
    if field.attribute.validator is not None and hasattr(instance, field.name):
        field.attribute.validator(instance, field.attribute, getattr(instance, field.name))
