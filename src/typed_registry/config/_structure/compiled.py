"""A quick way from data that is all right to a config: a function written for each class.

It knows the plain types, and leaves the others to `structure`. Whatever isn't plainly right it gives back as
`MISS`, without a reason; then `structure` goes through the data again, and finds every fault.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast, get_args, get_origin

import attrs

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.unwrap import is_union
from typed_registry._registration.entries import Entries
from typed_registry._registration.records import Record, Unimported
from typed_registry._spec import Spec, chosen
from typed_registry.config._document.deprecated_fields import former_keys, former_values, retirement
from typed_registry.config._structure.structure import Structure
from typed_registry.config._types.bare import bare
from typed_registry.config._types.fields import Field, chosen_kind, fields
from typed_registry.config._types.supported_types import admit, config_of, is_config

if TYPE_CHECKING:
    from typing import TypeAlias


class Miss(enum.Enum):
    """The type of `MISS`."""

    MISS = enum.auto()


MISS: Final = Miss.MISS
"""What isn't plainly right, or isn't known here."""

Make: TypeAlias = "Callable[[object], object]"


_ALIKE: Mapping[object, str] = {int: "int", str: "str", bool: "bool"}
"""Types whose values a file holds as they are."""
_UNDER_WAY: set[type] = set()
"""Classes whose function is being written, which may hold themselves."""


@cache
def quick_root(config: type[attrs.AttrsInstance]) -> Make:
    """The function of a root class. Raises TypeError for a class that no file could give."""
    admit(config)
    return quick(config)


@cache
def quick(config: type[attrs.AttrsInstance], beside: tuple[str, ...] = ()) -> Make:
    """The function that makes an instance of a config class of a mapping, or gives `MISS`.

    The mapping has the keys in `beside` too, which are somebody else's.
    """
    if any(_has_history(field) or field.key in beside for field in fields(config)):
        return lambda _: MISS
    _UNDER_WAY.add(config)
    try:
        return _compiled(config, beside)
    finally:
        _UNDER_WAY.discard(config)


def _compiled(config: type[attrs.AttrsInstance], beside: tuple[str, ...]) -> Make:
    namespace: dict[str, object] = {"MISS": MISS, "NOTHING": attrs.NOTHING, "Path": Path}
    lines = (
        "def make(v):",
        "    try:",
        *(f"        {line}" for line in _instance("v", config, beside, namespace)),
        "        return v",
        "    except Exception: return MISS",
    )
    exec("\n".join(lines), namespace)  # noqa: S102  # lines of ours; a name from outside stands in quotes
    return cast("Make", namespace["make"])


def _instance(
    value: str, config: type[attrs.AttrsInstance], beside: tuple[str, ...], namespace: dict[str, object]
) -> Iterator[str]:
    """The lines that make a mapping an instance, or give up; what they need is put into the namespace."""
    found = fields(config)
    namespace[f"config_{value}"] = config
    namespace[f"known_{value}"] = frozenset((*beside, *(field.key for field in found))).issuperset
    whole = [line for index, field in enumerate(found) for line in _given(value, index, field, namespace)]
    parts = [line for index, field in enumerate(found) for line in _perhaps(value, index, field, namespace)]
    yield f"if type({value}) is not dict: return MISS"
    yield f"if len({value}) == {len(found) + len(beside)}:"  # the usual case of a file that says it all
    yield from (f"    {line}" for line in whole or ["pass"])
    yield f"elif not known_{value}({value}): return MISS"
    yield "else:"
    yield from (f"    {line}" for line in parts or ["pass"])
    yield f"{value} = config_{value}({', '.join(_arguments(value, config))})"


def _has_history(field: Field) -> bool:
    return bool(former_keys(field.attribute) or former_values(field.attribute) or retirement(field.attribute))


def _arguments(owner: str, config: type[attrs.AttrsInstance]) -> Iterator[str]:
    for index, field in enumerate(fields(config)):
        value = f"{owner}_{index}"
        yield f"{field.key}={value}" if field.attribute.kw_only else value


def _given(owner: str, index: int, field: Field, namespace: dict[str, object]) -> Iterator[str]:
    """The lines that read a field, which its owner has, into the variable of its number."""
    value = f"{owner}_{index}"
    yield f"{value} = {owner}[{field.key!r}]"
    yield from _check(value, field, namespace)


def _perhaps(owner: str, index: int, field: Field, namespace: dict[str, object]) -> Iterator[str]:
    """The same for a field that its owner may lack."""
    if field.required:
        yield from _given(owner, index, field, namespace)
        return
    value = f"{owner}_{index}"
    namespace[f"default_{value}"] = attrs.NOTHING if _is_made(field) else field.default()
    yield f"{value} = {owner}.get({field.key!r}, default_{value})"
    check = list(_check(value, field, namespace))
    if check:
        yield f"if {value} is not default_{value}:"
        yield from (f"    {line}" for line in check)


def _is_made(field: Field) -> bool:
    """Whether the default is made anew for each instance, which attrs does where it is given NOTHING."""
    return isinstance(field.attribute.default, cast("type", attrs.Factory))


def _check(value: str, field: Field, namespace: dict[str, object]) -> Iterator[str]:
    """The lines that bring a value to its field's type, or give up."""
    if field.converter is not None:
        return  # what the converter takes is its own affair
    kind = bare(field.type)
    parts = [bare(part) for part in get_args(kind)] if is_union(kind) else []
    if len(parts) == 2 and type(None) in parts:  # noqa: PLR2004  # a type or None
        inner = list(_plain(value, next(part for part in parts if part is not type(None))))
        if inner:
            yield f"if {value} is not None:"
            yield from (f"    {line}" for line in inner)
            return
    lines = list(_plain(value, kind)) or list(_made(value, field, kind, namespace))
    yield from lines


def _plain(value: str, kind: object) -> Iterator[str]:
    """The lines for a type whose values a file holds as they are."""
    if kind is float:
        yield f"if type({value}) is not float:"
        yield f"    if type({value}) is not int: return MISS"
        yield f"    whole, {value} = {value}, float({value})"
        yield f"    if {value} != whole: return MISS"
    elif kind in _ALIKE:
        yield f"if type({value}) is not {_ALIKE[kind]}: return MISS"
    elif kind is Path:
        yield f"if type({value}) is not str: return MISS"
        yield f"{value} = Path({value})"
    elif get_origin(kind) is Literal and all(type(word) is str for word in get_args(kind)):
        yield f"if type({value}) is not str or {value} not in {set(get_args(kind))!r}: return MISS"


def _made(value: str, field: Field, kind: object, namespace: dict[str, object]) -> Iterator[str]:
    """The lines for a type whose values a function makes."""
    if field.required and is_config(kind) and _is_leaf(kind):
        yield from _instance(value, kind, (), namespace)  # in place, which saves a call
        return
    name = f"make_{value}"
    namespace[name] = _maker(field, kind)
    yield f"{value} = {name}({value})"
    yield f"if {value} is MISS: return MISS"


def _is_leaf(config: type[attrs.AttrsInstance]) -> bool:
    """Whether a class holds values that are known here, and no others."""
    return not any(
        _has_history(field) or (field.converter is None and not [*_plain("", bare(field.type))])
        for field in fields(config)
    )


def _maker(field: Field, kind: object) -> Make:
    """What makes a value; where a default stands behind what a mapping leaves out, `structure` knows how."""
    if field.required and is_config(kind):
        return _Nested(kind) if kind in _UNDER_WAY else quick(kind)
    if field.required and get_origin(kind) is Spec:
        choice = chosen_kind(field.type)
        if choice is not None and (choice[0] == choice[1].contract.kind or choice[0] is Unknown):
            return Choice(choice[1]).chosen
    return partial(_slow, field=field)


def _slow(data: object, field: Field) -> object:
    structure = Structure()
    value = structure.value(data, field.type, (), field.default())
    return MISS if structure.faults or structure.outdated else value


class _Nested:
    """Makes instances of a class that may hold itself, so its function is asked for when it is needed."""

    def __init__(self, config: type[attrs.AttrsInstance]) -> None:
        self._config = config

    def __call__(self, data: object) -> object:
        """An instance of a mapping."""
        return quick(self._config)(data)


class _Makers(NamedTuple):
    """What makes the config of a component, as long as it is registered by this listing."""

    record: Record | Unimported
    whole: Make
    """Of a mapping that has the component's name too."""
    values: Make


class Choice:
    """Makes the specs of a registry; lives as long as the function that it is a part of."""

    def __init__(self, registry: Entries) -> None:
        self._registry = registry
        self._makers: dict[str, _Makers] = {}

    def chosen(self, data: object) -> object:
        """The spec that a name, or a mapping with one, stands for."""
        if type(data) is dict:
            values = cast("dict[str, object]", data)
            name = values.get("name")
            return self.made(name, values, is_whole=True) if type(name) is str else MISS
        return self.made(data, {}) if type(data) is str else MISS

    def made(self, name: str, values: object, *, is_whole: bool = False) -> Spec[object] | Miss:
        """The spec of a component with these values for its config, beside which its name may stand."""
        makers = self._makers.get(name)
        if makers is None or self._registry.record(name) is not makers.record:
            makers = self._learn(name)
        if name in self._registry.deprecations:
            return MISS
        config = makers.whole(values) if is_whole else makers.values(values)
        return MISS if config is MISS else chosen(self._registry, name, config)  # type: ignore[arg-type]  # a cast costs 5 %

    def _learn(self, name: str) -> _Makers:
        config = config_of(self._registry, name)
        makers = _Makers(self._registry.record(name), quick(config, ("name",)), quick(config))
        self._makers[name] = makers
        return makers
