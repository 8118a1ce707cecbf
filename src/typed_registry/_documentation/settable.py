"""Find the parameters of a component that a config can set."""

from __future__ import annotations

from typed_registry._class_libraries.field import Field
from typed_registry._registration.entries import Entries
from typed_registry.config._types.anything import UnwritableRule
from typed_registry.config._types.fields import fields
from typed_registry.config._types.find_rule import rule_of
from typed_registry.errors import UnconfigurableError


def settable_fields(config: type) -> tuple[Field, ...]:
    """Return the fields of a derived config that can have another value than their default."""
    return tuple(each for each in fields(config) if _is_settable(each))


def unchoosable(entries: Entries, name: str) -> str | None:
    """Return why no config can choose a component; None if one can.

    Raises what a registry raises for a component that can't be imported.
    """
    try:
        notices = unsettable_notices(entries.config(name))
    except UnconfigurableError as error:
        return str(error)
    return "; ".join(notices) or None


def unsettable_notices(config: type) -> tuple[str, ...]:
    """Return a line for each parameter that is required although no config can hold a value of its type."""
    return tuple(f"no config can choose it: {each}" for each in unsettable_reasons(config))


def unsettable_reasons(config: type) -> tuple[str, ...]:
    """Return the reasons in those lines: one for each such parameter."""
    required = (each for each in fields(config) if each.required and not _is_settable(each))
    return tuple(
        f"{each.parameter!r} is required and has the type "
        f"{rule_of(each.type).expected}; register a function without it, or state another type with types="
        for each in required
    )


def _is_settable(field: Field) -> bool:
    """Return whether any value is accepted for a field: none is for a type such as a `Callable`."""
    return field.is_validated or not isinstance(rule_of(field.type), UnwritableRule)
