"""Arrange the values of a derived config as the arguments of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from operator import is_
from typing import TYPE_CHECKING, Protocol, cast

from attrs import NOTHING

from typed_registry._annotations.type_guards import is_factory, is_mapping, is_sequence, is_set
from typed_registry._frozendict import FrozenDict
from typed_registry._registration.passing import Way, passing_of

if TYPE_CHECKING:
    from attrs import Attribute
    from typing_extensions import TypeIs

_BY_POSITION = (Way.POSITION, Way.EITHER)
_CHANGEABLE = (dict, list, set)
_COLLECTIONS = (*_CHANGEABLE, FrozenDict, tuple)


def arranged(
    attributes: Sequence[Attribute[object]], values: Mapping[str, object]
) -> tuple[list[object], dict[str, object]]:
    """Return the positional and the keyword arguments that pass the values of fields.

    `values` are those that differ from the component's own defaults, by the fields' names. A value is
    passed by position if it, or one after it, can't be passed otherwise. Raises TypeError where a parameter
    before it has no value.
    """
    positions = [each for each in attributes if passing_of(each).way in _BY_POSITION]
    items = [item for each in attributes for item in _items(each, values)]
    count = len(positions) if items else _last_by_position(positions, values)
    args = [_value(each, values) for each in positions[:count]]
    keywords: dict[str, object] = {}
    for attribute in (*positions[count:], *(each for each in attributes if each not in positions)):
        passing = passing_of(attribute)
        if attribute.name in values and passing.way in (Way.KEYWORD, Way.EITHER):
            keywords[passing.parameter] = values[attribute.name]
        elif passing.way is Way.KEYWORDS:
            others = values.get(attribute.name)
            keywords.update({str(key): value for key, value in others.items()} if is_mapping(others) else {})
    return [*args, *items], keywords


def fresh(default: object, value: object) -> object:
    """Return a value with new lists, dictionaries and sets in it, so that a component may change them.

    The component's own default is returned as it is.
    """
    return value if value is default else _copied(value)


def _copied(value: object) -> object:
    if type(value) not in _COLLECTIONS:
        return value
    made = with_parts(value, _copied)
    return copy(made) if made is value and type(value) in _CHANGEABLE else made


def with_parts(value: object, change: Callable[[object], object]) -> object:
    """Return a collection of the same class with each part changed; the same object if no part is another.

    Any other value is returned as it is.
    """
    if is_mapping(value):
        made = {key: change(item) for key, item in value.items()}
        is_same = all(made[key] is item for key, item in value.items())
        return value if is_same else cast("_CollectionClass", type(value))(made)
    if is_sequence(value) or is_set(value):
        items = [change(item) for item in value]
        is_same = all(map(is_, items, value))
        return value if is_same else cast("_CollectionClass", type(value))(items)
    return value


class _CollectionClass(Protocol):
    """A class of collections."""

    def __call__(self, items: object, /) -> object: ...


def shared(dependencies: tuple[object, ...]) -> tuple[object, ...]:
    """Return dependencies that several components may go through: the items of each iterator."""
    return tuple(tuple(each) if _is_iterator(each) else each for each in dependencies)


def _is_iterator(value: object) -> TypeIs[Iterator[object]]:
    return isinstance(value, Iterator)


def is_own_default(default: object, value: object) -> bool:
    """Return whether a value is the component's own default, or equal to it, to the types of its parts."""
    if value is NOTHING or value is default:
        return True
    if is_factory(default):
        if default.takes_self:
            return False
        default = default.factory()
    try:
        return type(default) is type(value) and bool(default == value) and repr(default) == repr(value)
    except Exception:  # noqa: BLE001  # values that can't be compared, such as arrays
        return False


def _items(attribute: Attribute[object], values: Mapping[str, object]) -> Sequence[object]:
    found = values.get(attribute.name)
    return found if passing_of(attribute).way is Way.POSITIONS and is_sequence(found) else ()


def _last_by_position(positions: Sequence[Attribute[object]], values: Mapping[str, object]) -> int:
    """Return how many values must be passed by position."""
    given = [
        index + 1
        for index, each in enumerate(positions)
        if passing_of(each).way is Way.POSITION and each.name in values
    ]
    return max(given, default=0)


def _value(attribute: Attribute[object], values: Mapping[str, object]) -> object:
    """Return the value of a field, or the component's default where a later one is given."""
    if attribute.name in values:
        return values[attribute.name]
    default: object = attribute.default
    made = default.factory() if is_factory(default) and not default.takes_self else default
    if made is NOTHING or is_factory(made):
        raise TypeError(f"{passing_of(attribute).parameter!r} must be given, as a parameter after it is")
    return made
