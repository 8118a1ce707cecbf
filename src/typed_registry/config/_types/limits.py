"""The demands of validators and metadata on a value, as far as JSON Schema can express them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import TypeGuard

from attrs import evolve, field, frozen
from attrs import validators as known

from typed_registry._annotations.type_guards import is_sequence, is_set
from typed_registry.config._types.json_schema import Schema

_KEYWORDS = {">=": "minimum", ">": "exclusiveMinimum", "<=": "maximum", "<": "exclusiveMaximum"}
_AROUND = {"fullmatch": "^(?:{})$", "match": "^(?:{})", "search": "{}"}
_ESCAPE = r"\\(?:[dDwWsSbBtnrfv]|[.*+?^$(){}|/\\\[\]])"
_CLASS = rf"\[\^?(?!\])(?:{_ESCAPE}|\\-|[^\\\[\]])+\]"
_QUANTIFIER = r"(?:[*+?]|\{\d+(?:,\d*)?\})\??(?![*+?{])"
_PORTABLE = re.compile(rf"(?:{_ESCAPE}|[^\\\[\](){{}}*+?]|{_CLASS}|\((?:\?[:=!]|(?!\?))|\)|{_QUANTIFIER})*")
"""The expressions that Python and ECMAScript read alike."""


@frozen
class Limits:
    """The demands on one value. A demand on a value of another type does not concern it."""

    bounds: Mapping[str, float] = field(factory=dict[str, float])
    """Of a number, by the keyword."""
    least: int = 0
    """The length of a text, a sequence or a mapping."""
    most: int | None = None
    options: tuple[object, ...] | None = None
    """The only values that are taken."""
    pattern: str | None = None
    """Of a text."""
    items: Limits | None = None
    """The demands on each item of a sequence."""
    values: Limits | None = None
    """The demands on each value of a mapping."""


FREE = Limits()
"""No demands."""


def limits_of(validator: object) -> Limits:
    """Return the demands of a validator of attrs, or of a tuple of metadata.

    Those of a validator of the program's own are not known.

    >>> limits_of(known.and_(known.ge(0), known.lt(1))).bounds
    {'minimum': 0, 'exclusiveMaximum': 1}
    """
    reader = _READERS.get(type(validator))
    return reader(validator) if reader else FREE


def length(what: str, limits: Limits) -> Schema:
    """Return the keywords for how long something is, such as `minLength` and `maxItems`."""
    least: Schema = {f"min{what}": limits.least} if limits.least else {}
    return {**least, **({f"max{what}": limits.most} if limits.most is not None else {})}


def _joined(one: Limits, other: Limits) -> Limits:
    most = [length for length in (one.most, other.most) if length is not None]
    return Limits(
        _tightest(one.bounds, other.bounds),
        max(one.least, other.least),
        min(most, default=None),
        one.options if other.options is None else _shared(one.options, other.options),
        one.pattern or other.pattern,  # the keyword can stand there but once
        _both(one.items, other.items),
        _both(one.values, other.values),
    )


def _both(one: Limits | None, other: Limits | None) -> Limits | None:
    return _joined(one, other) if one and other else one or other


def _tightest(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    made = dict(one)
    for keyword, bound in other.items():
        choose = min if keyword.endswith("aximum") else max
        made[keyword] = choose(bound, made.get(keyword, bound))
    return made


def _shared(one: tuple[object, ...] | None, other: tuple[object, ...]) -> tuple[object, ...]:
    return other if one is None else tuple(option for option in one if option in other)


def _all(validator: object) -> Limits:
    limits = FREE
    for part in _tuple(validator, "_validators"):
        limits = _joined(limits, limits_of(part))
    return limits


def _optional(validator: object) -> Limits:
    return limits_of(_fact(validator, "validator"))


def _bound(validator: object) -> Limits:
    bound, keyword = _fact(validator, "bound"), _KEYWORDS[str(_fact(validator, "compare_op"))]
    return Limits({keyword: bound}) if _is_bound(bound) else FREE


def _least(validator: object) -> Limits:
    return Limits(least=_length(validator, "min_length") or 0)


def _most(validator: object) -> Limits:
    return Limits(most=_length(validator, "max_length"))


def _one_of(validator: object) -> Limits:
    return Limits(options=_options(_fact(validator, "options")))


def _matches(validator: object) -> Limits:
    return Limits(pattern=_pattern(validator))


def _items(validator: object) -> Limits:
    own = limits_of(_fact(validator, "iterable_validator"))
    return evolve(own, items=limits_of(_fact(validator, "member_validator")))


def _values(validator: object) -> Limits:
    own = limits_of(_fact(validator, "mapping_validator"))
    return evolve(own, values=limits_of(_fact(validator, "value_validator")))


def _options(given: object) -> tuple[object, ...] | None:
    """Return the members of a list, a tuple or a set; a text, an enum or a range is another test."""
    if is_set(given):
        return tuple(sorted(given, key=repr))
    return tuple(given) if is_sequence(given) else None


def _pattern(validator: object) -> str | None:
    pattern, function = _fact(validator, "pattern"), _fact(validator, "match_func")
    around = _AROUND.get(str(getattr(function, "__name__", "")))
    if around is None:
        return None
    text, flags = _fact(pattern, "pattern"), _fact(pattern, "flags")
    is_portable = flags == re.UNICODE and isinstance(text, str) and _PORTABLE.fullmatch(text)
    return around.format(text) if is_portable else None


def _length(validator: object, name: str) -> int | None:
    length = _fact(validator, name)
    return length if isinstance(length, int) else None


def _tuple(validator: object, name: str) -> tuple[object, ...]:
    found = _fact(validator, name)
    return tuple(found) if is_sequence(found) else ()


def _fact(validator: object, name: str) -> object:
    found: object = getattr(validator, name)
    return found


def _metadata(validator: object) -> Limits:
    """Return the demands that the metadata of a type states, as of pydantic, msgspec and annotated-types."""
    limits = FREE
    for each in validator if is_sequence(validator) else ():
        limits = _joined(limits, _stated(each))
    return limits


def _stated(each: object) -> Limits:
    names = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
    found: dict[str, object] = {keyword: getattr(each, name, None) for name, keyword in names.items()}
    bounds = {keyword: bound for keyword, bound in found.items() if _is_bound(bound)}
    least: object = getattr(each, "min_length", None)
    most: object = getattr(each, "max_length", None)
    pattern: object = getattr(each, "pattern", None)
    return Limits(
        bounds,
        least=least if isinstance(least, int) else 0,
        most=most if isinstance(most, int) else None,
        pattern=pattern if isinstance(pattern, str) and _PORTABLE.fullmatch(pattern) else None,
    )


def _is_bound(bound: object) -> TypeGuard[float]:
    return isinstance(bound, (int, float)) and not isinstance(bound, bool) and isfinite(bound)


def _kind(sample: object) -> type:
    return type(sample)


def _nothing(*_facts: object) -> None:
    """Do nothing: a validator with which those are made that contain one, to learn their classes."""


_READERS: dict[type, Callable[[object], Limits]] = {
    tuple: _metadata,
    _kind(known.and_(_nothing)): _all,
    _kind(known.optional(_nothing)): _optional,
    _kind(known.ge(0)): _bound,
    _kind(known.min_len(0)): _least,
    _kind(known.max_len(0)): _most,
    _kind(known.in_(())): _one_of,
    _kind(known.matches_re("")): _matches,
    _kind(known.deep_iterable(_nothing)): _items,  # pyright: ignore[reportUnknownArgumentType]  # attrs says no more
    _kind(known.deep_mapping(_nothing, _nothing)): _values,  # pyright: ignore[reportUnknownArgumentType]  # as above
}
"""By the validator's class, which attrs keeps to itself."""
