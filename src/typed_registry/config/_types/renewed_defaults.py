"""Defaults that choose a component which was replaced after the default's class was defined.

The replacement may take other settings. The default's choice is then made again when it is needed, with the
settings that it has beyond the former component's own defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from attrs import NOTHING

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._class_libraries.field import Field
from typed_registry._class_libraries.library_of import has_fields
from typed_registry._default_spec import UnresolvedDefault, has_unresolved, unresolved_default
from typed_registry._place import Place
from typed_registry._registration.arguments import with_parts
from typed_registry._spec import Spec, is_spec
from typed_registry.config._types.field_place import field_place
from typed_registry.config._types.fields import changed_values
from typed_registry.config._types.rule import Reading
from typed_registry.errors import ConfigError

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries


def renewed(value: object, field: Field) -> object:
    """Return a default of a field, with each outdated choice as one that is made when it is needed.

    So is a choice of which another one is a setting that is outdated. Choices inside an object with fields
    are left as they are: they are defaults of these fields.
    """
    if isinstance(value, UnresolvedDefault):
        return value
    if is_spec(value):
        return _unresolved(value, field) if has_unresolved(value) else value
    if (is_mapping(value) or is_sequence(value)) and not has_fields(value):
        return with_parts(value, lambda part: renewed(part, field))
    return value


def default_of(field: Field) -> object:
    """Return a fresh default; `NOTHING` if there is none, or if it can't be known without an instance.

    A choice that is outdated is made again.
    """
    try:
        return NOTHING if field.required else renewed(field.default(), field)
    except Exception:  # noqa: BLE001  # of the user's factory; loading a config reports it
        return NOTHING


def _unresolved(spec: Spec[object], field: Field) -> Spec[object]:
    place = Place("", 0) if field.owner is None else field_place(field.owner, field)
    written = written_choice(spec)
    return unresolved_default(
        spec.entries, written, partial(_choose, spec.entries, written), field.owner_name, place
    )


def written_choice(spec: Spec[object]) -> Mapping[str, object]:
    """Return the name and the settings of a choice as a file gives them, also for outdated ones inside."""
    if isinstance(spec, UnresolvedDefault):
        return spec.written
    values = changed_values(spec.config)
    return {"name": spec.name, **{key: _part(value) for key, value in values.items()}}


def _part(value: object) -> object:
    if is_spec(value):
        return written_choice(value) if has_unresolved(value) else value
    if (is_mapping(value) or is_sequence(value)) and not has_fields(value):
        return with_parts(value, _part)
    return value


def _choose(entries: Entries, written: Mapping[str, object]) -> Spec[object]:
    """Return the choice of the component that has the name by now. Raises ConfigError."""
    from typed_registry.config._types.choices import ChoiceRule

    reading = Reading()
    spec = ChoiceRule(Spec, entries).read(written, (), reading, NOTHING)
    if not is_spec(spec):
        raise ConfigError(tuple(reading.faults))
    return spec
