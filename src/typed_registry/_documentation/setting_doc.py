"""The docs of a setting, and why its default can't be made."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import NOTHING

from typed_registry._class_libraries.field import Field
from typed_registry._class_libraries.library_of import has_fields
from typed_registry._default_spec import broken_reasons
from typed_registry._messages.explain_fault import explain_problem
from typed_registry._spec import is_spec
from typed_registry.config._document.faults import BrokenDefault
from typed_registry.config._types.error_message import error_message


def setting_doc(field: Field, default: object, doc: str) -> str:
    """Return the docs of a field, followed by what prevents its default from being made, if anything does.

    Of a default that is an instance, nothing is said: its own fields have docs of theirs.
    """
    found = dict.fromkeys(_problems(field, default))
    return " ".join(filter(None, (doc, *(f"{each[:1].upper()}{each[1:]}" for each in found))))


def _problems(field: Field, default: object) -> Iterator[str]:
    if default is NOTHING and not field.required:
        try:
            field.default()
        except Exception as error:  # noqa: BLE001  # of the user's factory
            yield explain_problem(BrokenDefault(field.owner_name, error_message(error)), field.key)
    elif is_spec(default) or not has_fields(default):
        yield from broken_reasons(default)
