"""The reader of a class with fields: a function that is written for the class from the guards of its fields.

A field whose guard holds is taken as it is. For any other, the rule of its type is asked, which returns the
value or adds the faults. So there is one pass and one verdict. `attrs_instances` writes the lines that make
an instance of an attrs class; any other class is called with the values that are given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, cast

import attrs
from attrs import NOTHING, frozen

from typed_registry._class_libraries.field import Field
from typed_registry._registration.all_registries import epoch
from typed_registry.config._document.faults import Path
from typed_registry.config._types.attrs_instances import AttrsInstanceSource, is_made_by_attrs, new_instance
from typed_registry.config._types.given_keys import Given, Owner
from typed_registry.config._types.rule import INVALID, UNMADE, Names, Reading, Rule

if TYPE_CHECKING:
    from typed_registry.config._types.attrs_instances import Lines
    from typed_registry.config._types.config_classes import ClassRule, Read

_GLOBALS: Final[dict[str, object]] = {
    "Given": Given,
    "INVALID": INVALID,
    "MISSING": object(),
    "NOTHING": NOTHING,
    "new": object.__new__,
    "set_attribute": object.__setattr__,
    "is_checking": attrs.validators.get_disabled,
}


@frozen
class Holder:
    """The function that wraps the instances of a config class, such as one that makes a `Spec`."""

    kind: type
    others: Mapping[str, object]
    """The values of the other attributes."""
    attribute: str
    """The attribute that is the config."""


def compiled(rule: ClassRule, owner: Owner | None = None, holder: Holder | None = None) -> Read:
    """Return the function that reads data as the class, as the settings of a component if there is an owner.

    With a holder, the function returns not the instance but what holds it.
    """
    names = Names(_GLOBALS, rule=rule)
    head = "def reader(data, path, reading, default=NOTHING):"
    return cast("Read", _executed([head, *_Source(rule, owner, names).lines(holder)], names))


def class_trial(rule: ClassRule, owner: Owner | None = None) -> Read:
    """Return the function that adds the faults in the keys and the values, and returns `INVALID` for these.

    Factories, converters, validators and hooks don't run. A value for a converter is not examined. With an
    owner, the data has the settings of a component.
    """

    def examine(data: object, path: Path, reading: Reading, default: object) -> object:
        known = len(reading.faults)
        given = rule.open(data, path, reading, default, owner)
        if not isinstance(given, Given):
            return given
        if len(given.data) != len(given.written):
            rule.report_unknown(given.data, path, reading, owner)
        for field in rule.fields:
            key = field.field.key
            if key in given.written:
                field.read(given.values[key], given.at(key), reading, given)
            elif field.field.required and default is not UNMADE:
                field.missing(path, reading, given)
        return INVALID if len(reading.faults) > known else None

    return examine


def reader_finder(rule: Rule) -> Callable[[object], Read]:
    """Return the function that returns, for data, the function that reads it."""
    names = Names(_GLOBALS)
    lines = ["def reader(data):", *rule.find_reader("data", names), "return read"]
    return cast("Callable[[object], Read]", _executed(lines, names))


def _executed(lines: list[str], names: Names) -> object:
    scope = dict(names)  # plain, as looking up a global in any other class of dictionary is slow
    exec("\n    ".join(lines), scope)  # noqa: S102  # source from this library; names of the user's are quoted in it
    return scope["reader"]


class _Source:
    """Writes the lines of one reader."""

    def __init__(self, rule: ClassRule, owner: Owner | None, names: Names) -> None:
        self._rule = rule
        self._names = names
        self._has_key_beside = owner is not None and owner.key is not None
        self._owner = names.add(owner)
        self._variables = {field.field.name: f"v{index}" for index, field in enumerate(rule.fields)}
        self._is_made_by_attrs = is_made_by_attrs(rule.config)

    def lines(self, holder: Holder | None) -> Lines:
        count = len(self._rule.fields) + self._has_key_beside
        yield from self._opening()
        yield from self._values(count)
        for index in range(len(self._rule.fields)):
            yield from self._field(index)
        yield f"if not is_whole and given is None and len(data) + absent != {count}:"
        yield f"    bad = rule.report_unknown(data, path, reading, {self._owner})"
        yield from self._making()
        if holder is None:
            yield "return made"
            return
        values = {name: self._names.add(value) for name, value in holder.others.items()}
        yield from new_instance("held", holder.kind, {**values, holder.attribute: "made"}, self._names)
        yield "return held"

    def _opening(self) -> Lines:
        """Tell plain dictionaries of today's keys from all other data."""
        kind = dict if self._rule.library.is_mapping else self._rule.config
        conditions = [
            "type(data) is not dict",
            f"default is not NOTHING and type(default) is {self._names.add(kind)}",
        ]
        if self._rule.former:
            conditions.append(f"not {self._names.add(self._rule.former.isdisjoint)}(data)")
        if self._rule.rest is not None:
            conditions = ["True"]
        yield "bad, absent, given = False, 0, None"
        yield f"if {' or '.join(conditions)}:"
        yield f"    given = rule.open(data, path, reading, default, {self._owner})"
        yield "    if type(given) is not Given: return given"
        yield "    bad = bool(given.faults)"
        yield "    if len(given.data) != len(given.written):"
        yield f"        bad = rule.report_unknown(given.data, path, reading, {self._owner}) or bad"
        yield "    values = given.values"
        yield "else: values = data"

    def _values(self, count: int) -> Lines:
        """Look the fields up; if as many keys are given as there are fields, most likely all of them are."""
        keys = {f"v{index}": rule.field.key for index, rule in enumerate(self._rule.fields)}
        yield f"is_whole = len(values) == {count}"
        yield "if is_whole:"
        yield f"    try: {'; '.join(f'{value} = values[{key!r}]' for value, key in keys.items()) or 'pass'}"
        yield "    except KeyError: is_whole = False"
        yield "if not is_whole:"
        yield "    get = values.get"
        yield from (f"    {value} = get({key!r}, MISSING)" for value, key in keys.items())

    def _field(self, index: int) -> Lines:
        field, value = self._rule.fields[index], f"v{index}"
        rule, key = self._names.add(field), field.field.key
        guard = field.guard(value, self._names)
        indent = ""
        if guard:
            yield f"if not ({guard}):"
            indent = "    "
        absent = self._absent(field.field)
        if field.field.required:
            absent = f"{rule}.missing(path, reading, given)"
        elif field.has_choice:
            otherwise = self._names.add(field.field.constant) if self._is_made_by_attrs else "NOTHING"
            is_checked = f"given is None and {rule}.checked_in == {self._names.add(epoch)}()"
            absent = f"{rule}.read_default(path + ({key!r},), reading, given, {otherwise})"
            absent = f"{otherwise} if {is_checked} else {absent}"
        yield f"{indent}if {value} is MISSING: absent, {value} = absent + 1, {absent}"
        if field.is_plain:
            yield f"{indent}elif given is None:"
            yield from (f"{indent}    {line}" for line in field.rule.find_reader(value, self._names))
            yield f"{indent}    {value} = read({value}, path + ({key!r},), reading, NOTHING)"
            yield f"{indent}else: {value} = {rule}.read({value}, given.at({key!r}), reading, given)"
        else:
            here = f"path + ({key!r},) if given is None else given.at({key!r})"
            yield f"{indent}else: {value} = {rule}.read({value}, {here}, reading, given)"

    def _absent(self, field: Field) -> str:
        """Return the default as source; `NOTHING` where the class or the generated code makes it."""
        constant = self._names.add(field.constant) if self._is_made_by_attrs else "NOTHING"
        if not field.is_kept:
            return constant
        return f"{constant} if given is None else given.otherwise({field.name!r}, {constant})"

    def _making(self) -> Lines:
        """Make the instance, unless a value is missing or invalid."""
        invalid = " or ".join(f"{value} is INVALID" for value in self._variables.values())
        yield f"if reading.has_failed and ({invalid}): bad = True"
        if self._is_made_by_attrs:
            yield from AttrsInstanceSource(self._rule, self._variables, self._names).lines()
            return
        pairs = [(rule.field.parameter, self._variables[rule.field.name]) for rule in self._rule.fields]
        given = ", ".join(f"({parameter!r}, {value})" for parameter, value in pairs)
        arguments = f"{{k: v for k, v in [{given}] if v is not NOTHING}}"
        make, config = self._names.add(self._rule.library.make), self._names.add(self._rule.config)
        yield "if bad: return INVALID"
        yield f"try: made = {make}({config}, {arguments})"
        yield "except Exception as error: return rule.refuse(error, data, path, reading, given)"
