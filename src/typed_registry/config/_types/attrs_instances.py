"""Source that makes an instance of an attrs class from values that are right.

The user's code (factories, converters, validators and hooks) runs once: the lines do what the `__init__` that
attrs generates would do, but note for which field something was raised.
"""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator, Mapping
from inspect import isabstract
from types import CodeType, MemberDescriptorType
from typing import TYPE_CHECKING, Final, cast

import attrs

from typed_registry._annotations.type_guards import is_factory
from typed_registry._weak_references import WeaklyReferable
from typed_registry.config._types.rule import Names

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry.config._types.config_classes import ClassRule
    from typed_registry.config._types.field_rule import FieldRule

    Attribute: TypeAlias = attrs.Attribute[object]
    Lines: TypeAlias = Iterator[str]

_ATTRS_FILE: Final = attrs.make_class.__code__.co_filename
_IS_FREE_THREADED: Final = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
"""Where changing an object's class stops all other threads."""


class AttrsInstanceSource:
    """Writes the lines that make an instance of one class; the names in them are those of `class_reader`."""

    def __init__(self, rule: ClassRule, variables: Mapping[str, str], names: Names) -> None:
        self._rule = rule
        self._config = cast("type[attrs.AttrsInstance]", rule.config)
        self._variables = variables
        """The variable that holds the value of each field, by the attribute's name."""
        self._names = names

    def lines(self) -> Lines:
        """Yield the lines, which `return INVALID` if `bad` is set or gets set."""
        attributes = attrs.fields(self._config)
        users = [a for a in attributes if _has_code(a)]
        if not users:
            yield "if bad: return INVALID"
            if not any(is_factory(a.default) or a.name not in self._variables for a in attributes):
                yield from new_instance("made", self._config, self._variables, self._names)
                yield from self._finished()
                return
        yield f"made = new({self._names.add(self._config)})"
        for attribute in attributes:
            yield from self._set(attribute)
        yield from self._validated([a for a in users if a.validator is not None])
        yield from self._finished()

    def _set(self, attribute: Attribute) -> Lines:
        """Set one attribute as attrs does: the default if nothing is given, then the converter."""
        value = self._variables.get(attribute.name)
        if value is None and attribute.default is attrs.NOTHING:
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
        return any(map(_has_code, attrs.fields(self._config)))

    def _steps(self, attribute: Attribute, value: str | None) -> Lines:
        """Yield the lines that set an attribute to its default or to a value, after its converter."""
        result = f"a_{attribute.name}" if value is None or _has_code(attribute) else value
        yield from self._unconverted(attribute, value, result)
        converter = _converter(attribute)
        if converter is not None:
            takes_all = isinstance(converter, attrs.Converter)
            more = f", made, {self._names.add(attribute)}" if takes_all else ""
            converted = f"{result} = {self._names.add(converter)}({result}{more})"
            if value is None:
                yield converted
            else:  # what a standing instance has was converted when that was made
                key = self._key(attribute)
                yield f"if given is None or given.standing is None or {key!r} in given.written: {converted}"
        yield _setting(self._config, attribute.name, result, "made", self._names)

    def _unconverted(self, attribute: Attribute, value: str | None, result: str) -> Lines:
        default: object = attribute.default
        if value is None:
            yield f"{result} = NOTHING" if is_factory(default) else f"{result} = {self._names.add(default)}"
        elif result != value:
            yield f"{result} = {value}"
        if is_factory(default):
            made = f"{self._names.add(default.factory)}({'made' if default.takes_self else ''})"
            yield f"if {result} is NOTHING:"
            if value is None or default.takes_self:
                yield f"    {result} = {made}"
            else:
                yield f"    try: {result} = {made}"
                yield "    except Exception as error:"
                yield f"        {value} = {self._field(attribute)}.refuse_default(error, path, reading)"
                yield "        bad = True"

    def _refused(self, attribute: Attribute, value: str | None) -> Lines:
        """Note what the user's code raises, unless it looks at a field that has no valid value."""
        yield "except Exception as error:"
        yield "    if not (bad and isinstance(error, AttributeError)):"
        if value is None:
            yield "        rule.refuse(error, data, path, reading, given)"
        else:
            raw = f"values.get({self._key(attribute)!r}, {value})"
            yield f"        {self._field(attribute)}.refuse(error, {raw}, path, reading, given)"
            yield f"    {value} = INVALID"
        yield "    bad = True"

    def _key(self, attribute: Attribute) -> str:
        return self._field_rule(attribute).field.key

    def _field(self, attribute: Attribute) -> str:
        """Return the name, in the source, of the rule of an attribute's field."""
        return self._names.add(self._field_rule(attribute))

    def _field_rule(self, attribute: Attribute) -> FieldRule:
        return next(rule for rule in self._rule.fields if rule.field.name == attribute.name)

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
        config: type = self._config
        if self._has_users or any(is_factory(each.default) for each in attrs.fields(self._config)):
            yield "if bad: return INVALID"
        if "__attrs_post_init__" in _names(config):
            yield from self._whole("made.__attrs_post_init__()")
        if _caches_hash(config):
            yield "set_attribute(made, '_attrs_cached_hash', None)"

    def _whole(self, *statements: str) -> Lines:
        """Yield the statements, whose errors are a fault of the instance as a whole."""
        yield "try:"
        yield from (f"    {statement}" for statement in statements)
        yield "except Exception as error:"
        yield "    return rule.refuse(error, data, path, reading, given)"


def new_instance(instance: str, kind: type, values: Mapping[str, str], names: Names) -> Lines:
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
    """Return whether the user's code runs for an attribute, other than a factory without arguments."""
    converter = _converter(attribute)
    takes_self = is_factory(attribute.default) and attribute.default.takes_self
    return converter is not None or attribute.validator is not None or takes_self


def _caches_hash(config: type) -> bool:
    return "_attrs_cached_hash" in _names(config)


def _names(config: type) -> tuple[object, ...]:
    """Return the names and constants in the `__init__` that attrs has written."""
    code = _code(config, "__init__")
    return () if code is None else (*code.co_names, *code.co_consts)


def _code(config: type, method: str) -> CodeType | None:
    """Return the code of a method, if it is written in Python."""
    code: object = getattr(getattr(config, method), "__code__", None)
    return code if isinstance(code, CodeType) else None


def is_made_by_attrs(config: type) -> bool:
    """Return whether calling the class does no more than the `__init__` that attrs generates for it."""
    if not hasattr(config, "__attrs_attrs__"):
        return False
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
