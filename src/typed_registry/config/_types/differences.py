"""Values taken apart, and how two config trees compare: whether they are the same, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from attrs import frozen

from typed_registry._equality import equal
from typed_registry.config._document.faults import Path

Difference: TypeAlias = tuple[Path, object, object]
_NO_ITEMS: Mapping[object, object] = {}
_NO_PARTS: Mapping[tuple[type, object], object] = {}


@frozen
class Parts:
    """A value, taken apart by the rule of its class."""

    kind: tuple[str, ...] = ()
    """The kind of the value, such as `("list",)` or `("config", "Point")`; empty if no file can hold it."""
    items: Mapping[object, object] = _NO_ITEMS
    """The parts by key: fields by name, items by key or index. The keys alone are the members of a set."""
    content: str = ""
    """The content of a value without parts."""
    family: object = None
    """Values are compared part by part if they have the same keys, and this is equal."""
    defaults: Mapping[object, Callable[[], object]] = {}
    """Functions that return the defaults of fields."""

    @property
    def by_typed_key(self) -> dict[tuple[type, object], object]:
        """The parts by key and class of the key, so that `1`, `1.0` and `True` differ and NaN is like NaN."""
        return {(type(key), key if key == key else "nan"): part for key, part in self.items.items()}  # noqa: PLR0124  # NaN isn't


def parts_of(value: object) -> Parts:
    """Return the parts of any value."""
    from typed_registry.config._types.find_rule import rule_of_value

    rule = rule_of_value(value)
    return Parts() if rule is None else rule.take_apart(value)


def differences(one: object, other: object, path: Path = ()) -> Iterator[Difference]:
    """Yield each pair of values in two trees that aren't equal, with the path to them.

    NaN counts as equal to NaN here.

    >>> from attrs import frozen
    >>> @frozen
    ... class Point:
    ...     x: float
    ...     tags: tuple[str, ...] = ()
    >>> list(differences(Point(1.0, ("a", "b")), Point(1.0, ("a", "c"))))
    [(('tags', 1), 'b', 'c')]
    """
    return _compared(one, other, path, of_types=False)


def is_same(one: object, other: object) -> bool:
    """Return whether two values are equal, and so are the types of all their parts."""
    return next(_compared(one, other, (), of_types=True), None) is None


def _compared(one: object, other: object, path: Path, *, of_types: bool) -> Iterator[Difference]:
    if one is other:
        return
    first, second = parts_of(one), parts_of(other)
    parts = first.by_typed_key if first.items else _NO_PARTS
    others = second.by_typed_key if second.items else _NO_PARTS
    is_alike = first.family == second.family and parts.keys() == others.keys()
    is_alike = is_alike and not (of_types and type(one) is not type(other))
    if is_alike and parts:
        for key, part in parts.items():
            yield from _compared(part, others[key], step(path, key[1]), of_types=of_types)
    elif (of_types and not is_alike) or not equal(one, other):
        yield path, one, other


def step(path: Path, key: object) -> Path:
    """Return the path to a part of the value at the path."""
    return (*path, key if isinstance(key, int) else str(key))
