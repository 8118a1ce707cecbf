"""The rule of one field of a class: that of its type, with its default and its former values."""

from __future__ import annotations

from attrs import NOTHING

from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_class, is_mapping
from typed_registry._class_libraries.field import Field
from typed_registry._class_libraries.library_of import declared_fields
from typed_registry._default_spec import has_broken, has_choice, has_unresolved, is_lasting
from typed_registry._equality import equal
from typed_registry._messages.explain_raised import raised_place
from typed_registry._registration.all_registries import epoch
from typed_registry.config._document.deprecated_fields import (
    DeprecatedPart,
    DeprecatedUse,
    former_values,
    retired_since,
)
from typed_registry.config._document.faults import (
    BrokenDefault,
    Fault,
    MissingKey,
    Origin,
    Path,
    Refused,
)
from typed_registry.config._sources.environment import has_unset, read_variables
from typed_registry.config._types.anything import AnythingRule
from typed_registry.config._types.differences import is_same
from typed_registry.config._types.error_message import error_message
from typed_registry.config._types.given_keys import Given
from typed_registry.config._types.renewed_defaults import renewed
from typed_registry.config._types.rule import INVALID, UNMADE, Invalid, Names, Reading, Rule
from typed_registry.config._types.writer import Writer
from typed_registry.errors import UnwritableError


class FieldRule:
    """The rule of a field."""

    def __init__(self, field: Field, rule: Rule) -> None:
        self.field = field
        self.is_converted: bool = field.is_converted or (field.is_validated and not rule.is_writable)
        """Whether the class is given what the file holds, and makes the value of that."""
        self.rule: Rule = AnythingRule(object) if self.is_converted else rule
        self.has_choice: bool = _has_choice(field)
        """Whether the default is or contains a choice, which may be outdated when it is needed."""
        self.checked_in: int | None = None
        """The epoch in which no choice in the default is outdated."""
        self._former = former_values(field)

    def guard(self, variable: str, names: Names) -> str | None:
        """Return an expression that is true only for values that the field takes unchanged."""
        return None if self._former else self.rule.guard(variable, names)

    @property
    def is_plain(self) -> bool:
        """Whether the field is read by its type's rule alone."""
        return self.field.required and not self._former and not self.is_converted

    def read(self, data: object, path: Path, reading: Reading, given: Given | None) -> object:
        """Return the value that is given for the field. The default is valid, whatever its type."""
        former = self._former.get(data) if isinstance(data, str) else None
        if former is not None:
            reading.add_outdated([DeprecatedUse(path, DeprecatedPart.VALUE, str(data), *former)])
            data = former[0]
        if self.is_converted:
            reading.has_failed |= has_unset(data)
            return INVALID if has_unset(data) else read_variables(data, str)
        try:
            is_needed = self.rule.uses_default or (self.rule.is_open and reading.document.is_partial(path))
            default = self._default(path, reading, given) if is_needed else NOTHING
        except Exception as error:  # noqa: BLE001  # of the user's factory
            return self._without_default(error, data, path, reading)
        known = len(reading.faults)
        value = self.rule.read(data, path, reading, default)
        if value is INVALID and not self.field.required:
            default = self._default(path, reading, given) if default is NOTHING else default
            if not has_unresolved(default) and is_same(data, default):
                reading.drop_faults(known)
                return default
        return value

    def _without_default(self, error: Exception, data: object, path: Path, reading: Reading) -> object:
        """Return the value of data if it needs nothing of the default, which can't be made."""
        is_choice = any(each.is_choice for each in (self.rule, *self.rule.parts()))
        if is_mapping(data) and not (is_choice and "name" in data):
            return self.refuse_default(error, path[:-1], reading, path[-1])
        return self.rule.read(data, path, reading, NOTHING)

    def refuse_default(
        self, error: Exception, path: Path, reading: Reading, key: str | int | None = None
    ) -> Invalid:
        """Add what the field's factory raises, with the line of the program that took part last."""
        place = raised_place(error)
        here = (*path, self.field.key if key is None else key)
        origin = None if place is None else Origin(place.file, place.line or None, None, here)
        return reading.add_faults(
            [Fault(here, BrokenDefault(self.field.owner_name, error_message(error)), origin)]
        )

    def read_default(
        self, path: Path, reading: Reading, given: Given | None, otherwise: object = NOTHING
    ) -> object:
        """Return a default that contains choices, each made now if it couldn't be made before or is outdated.

        If there is none of these, returns the value of the instance that the data completes, or `otherwise`.
        """
        began, default = epoch(), self._default(path, reading, given)
        if has_unresolved(default):
            return self.rule.read(default, path, reading, NOTHING)
        if given is not None and given.standing is not None:
            return default
        if default is not UNMADE and is_lasting(default):
            self.checked_in = began
        return otherwise

    def _default(self, path: Path, reading: Reading, given: Given | None) -> object:
        if given is not None and given.standing is not None:
            return renewed(self.field.of(given.standing), self.field)
        if len(path) == 1 and self.field.key in reading.defaults:
            return reading.defaults[self.field.key]
        if reading.is_trial and self.field.factory:
            return UNMADE
        return renewed(self.field.default(), self.field) if self.has_choice else self.field.default()

    def missing(self, path: Path, reading: Reading, given: Given | None) -> object:
        """Return the value of a required field that is not given: that of the standing instance, if any."""
        if given is not None and given.standing is not None and self.field.is_kept:
            value = renewed(self.field.of(given.standing), self.field)
            here = (*path, self.field.key)
            return self.rule.read(value, here, reading, NOTHING) if has_unresolved(value) else value
        expected = show(self.field.type) if self.is_converted else self.rule.expected_when_missing
        return reading.fault((*path, self.field.key), MissingKey(expected))

    def write_into(self, held: dict[str, object], value: object, path: Path, writer: Writer) -> None:
        """Add the field's value as plain data, unless it is a default that no file can give back."""
        if is_needless(self.field, value):
            return
        here = (*path, self.field.key)
        is_written_by_class = self.field.is_validated and self.is_converted
        if is_written_by_class and not has_broken(value) and equal(value, self.field.default()):
            return  # the class converts what is given, but not its default
        try:
            data = writer.value(value, here)
        except UnwritableError:
            if has_broken(value) or not equal(value, self.field.default()):
                raise
        else:
            if value is not self.field.constant or is_same(self._read_again(data, here), value):
                held[self.field.key] = data

    def gives_back(self, value: object, writer: Writer) -> bool:
        """Return whether a file can have a value and gives an equal one back when it is read."""
        try:
            made = self._read_again(writer.value(value), (self.field.key,))
        except UnwritableError:
            return False
        return equal(made, value) or is_same(made, value)

    def _read_again(self, data: object, path: Path) -> object:
        return self.read(data, path, Reading(), None)

    def refuse(
        self, error: Exception, data: object, path: Path, reading: Reading, given: Given | None
    ) -> Invalid:
        """Add what the field's converter, validator or factory says of the value."""
        here = (*path, self.field.key) if given is None else given.at(self.field.key)
        return reading.fault(here, Refused(data, error_message(error)))


def is_needless(field: Field, value: object) -> bool:
    """Return whether this is the default of a retired field, whose key is deprecated in a file."""
    return retired_since(field) is not None and not field.required and equal(value, field.default())


def _has_choice(field: Field) -> bool:
    """Return whether the default of a field, perhaps an instance of a class, is or contains a choice."""
    made = field.factory if is_class(field.factory) else None
    return has_choice(field.constant) or (made is not None and any(map(_has_choice, declared_fields(made))))
