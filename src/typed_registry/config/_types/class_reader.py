"""The reader of a config class: a function that is written for the class from the guards of its fields.

A field whose guard holds is taken as it is; for any other the rule of its type is asked, which returns the
value or adds the faults. So there is one pass and one verdict. The user's code (factories, converters,
validators and hooks) runs once: the reader makes instances as the `__init__` that attrs generates would, but
notes for which field something was raised. A class with an `__init__` of another origin is called.
"""

from __future__ import annotations

import sysconfig
from collections.abc import Callable, Iterator, Mapping
from inspect import isabstract
from types import CodeType, MemberDescriptorType
from typing import TYPE_CHECKING, Final, cast

import attrs
from attrs import NOTHING, frozen

from typed_registry._annotations.type_guards import is_factory
from typed_registry._weak_references import WeaklyReferable
from typed_registry.config._document.faults import Path, Refused
from typed_registry.config._types.error_message import error_message
from typed_registry.config._types.given_keys import Given
from typed_registry.config._types.rule import INVALID, Invalid, Names, Reading, Rule

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry.config._types.config_classes import ClassRule, Read

    Attribute: TypeAlias = attrs.Attribute[object]
    Lines: TypeAlias = Iterator[str]

_ATTRS_FILE: Final = attrs.make_class.__code__.co_filename
_IS_FREE_THREADED: Final = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
"""Where changing an object's class stops all other threads."""
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
    """What the instances of a config class are put into, such as a `Spec`."""

    kind: type
    others: Mapping[str, object]
    """The values of the other attributes."""
    attribute: str
    """The attribute that is the config."""


def compiled(rule: ClassRule, beside: str | None = None, holder: Holder | None = None) -> Read:
    """Return the function that reads data as the class; a key `beside` the fields may be in the data too.

    With a holder, the function returns not the instance but what holds it.
    """
    names = Names(_GLOBALS, rule=rule)
    head = "def reader(data, path, reading, default=NOTHING):"
    return cast("Read", _executed([head, *_Source(rule, beside, names).lines(holder)], names))


def reader_finder(rule: Rule) -> Callable[[object], Read]:
    """Return the function that returns, for data, the function that reads it."""
    names = Names(_GLOBALS)
    lines = ["def reader(data):", *rule.find_reader("data", names), "return read"]
    return cast("Callable[[object], Read]", _executed(lines, names))


def _executed(lines: list[str], names: Names) -> object:
    scope = dict(names)  # plain, as looking up a global in any other class of dictionary is slow
    exec("\n    ".join(lines), scope)  # noqa: S102  # source from this library; names of the user's are quoted in it
    return scope["reader"]


def refuse_instance(error: Exception, data: object, path: Path, reading: Reading) -> Invalid:
    """Add what the class itself says of its fields' values together."""
    return reading.fault(path, Refused(data, error_message(error)))


class _Source:
    """Writes the lines of one reader."""

    def __init__(self, rule: ClassRule, beside: str | None, names: Names) -> None:
        self._rule = rule
        self._names = names
        keys = {field.field.key for field in rule.fields} | rule.former
        self._beside = beside
        self._shares_key = beside in keys
        """Whether the class has a field called like the key beside, which then is not the field's."""
        self._variables = {field.field.name: f"v{index}" for index, field in enumerate(rule.fields)}
        names["refuse_instance"] = refuse_instance

    def lines(self, holder: Holder | None) -> Lines:
        count = len(self._rule.fields) + (self._beside is not None)
        yield from self._opening()
        yield from self._values(count)
        for index in range(len(self._rule.fields)):
            yield from self._field(index)
        yield f"if not is_whole and given is None and len(data) + absent != {count}:"
        yield f"    bad = rule.report_unknown(data, path, reading, {self._beside!r})"
        yield from self._making()
        if holder is None:
            yield "return made"
            return
        values = {name: self._names.add(value) for name, value in holder.others.items()}
        yield from _new("held", holder.kind, {**values, holder.attribute: "made"}, self._names)
        yield "return held"

    def _opening(self) -> Lines:
        """Tell plain dictionaries of today's keys from all other data."""
        conditions = [
            "type(data) is not dict",
            f"default is not NOTHING and type(default) is {self._names.add(self._rule.config)}",
        ]
        if self._rule.former:
            conditions.append(f"not {self._names.add(self._rule.former.isdisjoint)}(data)")
        if self._shares_key:
            conditions = ["True"]
        yield "bad, absent, given = False, 0, None"
        yield f"if {' or '.join(conditions)}:"
        yield f"    given = rule.open(data, path, reading, default, {self._beside!r})"
        yield "    if type(given) is not Given: return given"
        yield "    bad = bool(given.faults)"
        yield "    if len(given.data) != len(given.written):"
        yield f"        bad = rule.report_unknown(given.data, path, reading, {self._beside!r}) or bad"
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
        absent = (
            f"{rule}.missing(path, reading, given)"
            if field.field.required
            else self._absent(field.field.name, field.field.attribute)
        )
        yield f"{indent}if {value} is MISSING: absent, {value} = absent + 1, {absent}"
        if field.is_plain:
            yield f"{indent}elif given is None:"
            yield from (f"{indent}    {line}" for line in field.rule.find_reader(value, self._names))
            yield f"{indent}    {value} = read({value}, path + ({key!r},), reading, NOTHING)"
            yield f"{indent}else: {value} = {rule}.read({value}, given.at({key!r}), reading, given)"
        else:
            here = f"path + ({key!r},) if given is None else given.at({key!r})"
            yield f"{indent}else: {value} = {rule}.read({value}, {here}, reading, given)"

    def _absent(self, name: str, attribute: Attribute) -> str:
        """The default; that of a factory is made when the instance is."""
        default: object = attribute.default
        is_left_out = is_factory(default) or not is_made_by_attrs(self._rule.config)
        constant = "NOTHING" if is_left_out else self._names.add(default)
        return f"{constant} if given is None else given.otherwise({name!r}, {constant})"

    # Making the instance

    def _making(self) -> Lines:
        invalid = " or ".join(f"{value} is INVALID" for value in self._variables.values())
        if invalid:
            yield f"if reading.has_failed and ({invalid}): bad = True"
        if not is_made_by_attrs(self._rule.config):
            yield "if bad: return INVALID"
            yield from self._called()
            return
        attributes = attrs.fields(self._rule.config)
        users = [a for a in attributes if _has_code(a)]
        if not users:
            yield "if bad: return INVALID"
            if not any(is_factory(a.default) or a.name not in self._variables for a in attributes):
                yield from _new("made", self._rule.config, self._variables, self._names)
                yield from self._finished()
                return
        yield f"made = new({self._names.add(self._rule.config)})"
        for attribute in attributes:
            yield from self._set(attribute)
        yield from self._validated([a for a in users if a.validator is not None])
        yield from self._finished()

    def _called(self) -> Lines:
        names = {rule.field.name: rule.field.key for rule in self._rule.fields}
        pairs = ", ".join(f"({key!r}, {self._variables[name]})" for name, key in names.items())
        config = self._names.add(self._rule.config)
        call = f"{config}(**{{k: v for k, v in [{pairs}] if v is not NOTHING}})"
        yield from self._whole(f"made = {call}")

    def _set(self, attribute: Attribute) -> Lines:
        """Set one attribute as attrs does: the default if nothing is given, then the converter."""
        value = self._variables.get(attribute.name)
        if value is None and attribute.default is NOTHING:
            return  # init=False without a default: left unset
        steps = [*self._steps(attribute, value)]
        if value is None or not _has_code(attribute):
            setting = [f"if {value} is not INVALID: {steps[-1]}"] if value and self._has_users else steps
            if len(steps) == 1:
                yield from setting
            elif value is None:
                yield "try:"
                yield from (f"    {step}" for step in steps)
                yield from self._refused(attribute, None)
            else:
                yield f"if {value} is not INVALID:"
                yield from (f"    {line}" for line in self._whole(*steps))
            return
        yield f"if {value} is not INVALID:"
        yield "    try:"
        yield from (f"        {step}" for step in steps)
        yield from (f"    {line}" for line in self._refused(attribute, value))

    @property
    def _has_users(self) -> bool:
        return any(map(_has_code, attrs.fields(self._rule.config)))

    def _steps(self, attribute: Attribute, value: str | None) -> Lines:
        default: object = attribute.default
        result = f"a_{attribute.name}"
        if value is None:
            yield f"{result} = NOTHING" if is_factory(default) else f"{result} = {self._names.add(default)}"
        elif _has_code(attribute):
            yield f"{result} = {value}"
        else:
            result = value
        if is_factory(default):
            made = f"{self._names.add(default.factory)}({'made' if default.takes_self else ''})"
            yield f"if {result} is NOTHING: {result} = {made}"
        converter = _converter(attribute)
        if converter is not None:
            takes_all = isinstance(converter, attrs.Converter)
            more = f", made, {self._names.add(attribute)}" if takes_all else ""
            converted = f"{result} = {self._names.add(converter)}({result}{more})"
            if value is None:
                yield converted
            else:  # what a standing instance has was converted when that was made
                key = next(rule.field.key for rule in self._rule.fields if rule.field.name == attribute.name)
                yield f"if given is None or given.standing is None or {key!r} in given.written: {converted}"
        yield _setting(self._rule.config, attribute.name, result, "made", self._names)

    def _refused(self, attribute: Attribute, value: str | None) -> Lines:
        """Note what the user's code raises, unless it looks at a field that has no valid value."""
        yield "except Exception as error:"
        yield "    if not (bad and isinstance(error, AttributeError)):"
        if value is None:
            yield "        refuse_instance(error, data, path, reading)"
        else:
            field = next(rule for rule in self._rule.fields if rule.field.name == attribute.name)
            raw = f"values.get({field.field.key!r}, {value})"
            yield f"        {self._names.add(field)}.refuse(error, {raw}, path, reading, given)"
            yield f"    {value} = INVALID"
        yield "    bad = True"

    def _validated(self, attributes: list[Attribute]) -> Lines:
        """Run the validators."""
        if not attributes:
            return
        yield "if not is_checking():"
        for attribute in attributes:
            value = self._variables.get(attribute.name)
            validate = self._names.add(attribute.validator)
            yield f"    if {f'{value} is not INVALID' if value else 'True'}:"
            yield f"        try: {validate}(made, {self._names.add(attribute)}, a_{attribute.name})"
            yield from (f"        {line}" for line in self._refused(attribute, value))
        yield "if bad: return INVALID"

    def _finished(self) -> Lines:
        config = self._rule.config
        if self._has_users:
            yield "if bad: return INVALID"
        if "__attrs_post_init__" in _names(config):
            yield from self._whole("made.__attrs_post_init__()")
        if _caches_hash(config):
            yield "set_attribute(made, '_attrs_cached_hash', None)"

    def _whole(self, *statements: str) -> Lines:
        """The statements, whose errors are a fault of the instance as a whole."""
        yield "try:"
        yield from (f"    {statement}" for statement in statements)
        yield "except Exception as error:"
        yield "    return refuse_instance(error, data, path, reading)"


def _new(instance: str, kind: type, values: Mapping[str, str], names: Names) -> Lines:
    """Make an instance without calling its class: if there is a blank class, as one of that."""
    blank = _blank(kind)
    if blank is None:
        yield f"{instance} = new({names.add(kind)})"
        yield from (_setting(kind, name, value, instance, names) for name, value in values.items())
        return
    yield f"{instance} = {names.add(blank)}()"
    yield from (f"{instance}.{name} = {value}" for name, value in values.items())
    yield f"{instance}.__class__ = {names.add(kind)}"


def _blank(kind: type) -> type | None:
    """Return a class that can be changed and whose instances can become the other's, if there is one.

    Not for classes of the user's, which may have code that runs when something derives from their base.
    """
    slots: object = vars(kind).get("__slots__")
    if kind.__base__ is not WeaklyReferable or _IS_FREE_THREADED:
        return None
    return type("Blank", (WeaklyReferable,), {"__slots__": slots})


def _setting(kind: type, name: str, value: str, instance: str, names: Names) -> str:
    """Return the statement that sets an attribute, in whichever way is fastest for a frozen class."""
    held = (vars(base)[name] for base in kind.__mro__ if name in vars(base))
    slot = next(held, None)
    if isinstance(slot, MemberDescriptorType):
        return f"{names.add(slot.__set__)}({instance}, {value})"
    return f"set_attribute({instance}, {name!r}, {value})"


def _converter(attribute: Attribute) -> object:
    return cast("object", attribute.converter)  # pyright: ignore[reportUnknownMemberType]  # attrs leaves its arguments open


def _has_code(attribute: Attribute) -> bool:
    """Whether the user's code runs for an attribute, other than a factory without arguments."""
    converter = _converter(attribute)
    takes_self = is_factory(attribute.default) and attribute.default.takes_self
    return converter is not None or attribute.validator is not None or takes_self


def _caches_hash(config: type) -> bool:
    return "_attrs_cached_hash" in _names(config)


def _names(config: type) -> tuple[object, ...]:
    """The names and constants in the `__init__` that attrs has written."""
    code = _code(config, "__init__")
    return () if code is None else (*code.co_names, *code.co_consts)


def _code(config: type, method: str) -> CodeType | None:
    """Return the code of a method, if it is written in Python."""
    code: object = getattr(getattr(config, method), "__code__", None)
    return code if isinstance(code, CodeType) else None


def is_made_by_attrs(config: type) -> bool:
    """Return whether calling the class does no more than the `__init__` that attrs generates for it."""
    code, setter = _code(config, "__init__"), _code(config, "__setattr__")
    creates: object = config.__new__
    calls: object = type(config).__call__
    return (
        code is not None
        and code.co_filename.startswith("<attrs generated")
        and (setter is None or setter.co_filename == _ATTRS_FILE)
        and creates is object.__new__
        and calls is type.__call__
        and not hasattr(config, "__attrs_pre_init__")
        and not issubclass(config, BaseException)
        and not isabstract(cast("object", config))
    )
