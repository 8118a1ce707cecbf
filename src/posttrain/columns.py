"""The further columns of an example: a frozen mapping of values as they are in a data file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar, cast

from posttrain.errors import ColumnError

X = TypeVar("X")


class Columns(Mapping[str, object]):
    """Values by their names, which can't be changed. Lists become tuples, and objects `Columns`.

    >>> row = Columns({"answer": "4", "tags": ["sum"], "source": {"page": 7}})
    >>> row["tags"], row["source"]
    (('sum',), Columns({'page': 7}))
    >>> row.require("answer", str)
    '4'
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, object] | None = None) -> None:
        self._values = {name: freeze(value) for name, value in (values or {}).items()}

    def __getitem__(self, name: str) -> object:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        """Return whether the values are the same, and of the same types: 1, 1.0 and true are three values."""
        if not isinstance(other, Columns):
            return super().__eq__(other)
        return self.keys() == other.keys() and all(_is_same(self[name], other[name]) for name in self)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Columns({self._values!r})"

    def require(self, name: str, kind: type[X]) -> X:
        """Return the value of a column. Raises ColumnError if it isn't there or isn't of this type."""
        value = self._values.get(name)
        if isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool):
            return value
        found = type(value).__name__ if name in self._values else None
        raise ColumnError(name, kind.__name__, found, tuple(self._values))


def _is_same(one: object, other: object) -> bool:
    """Return whether two frozen values are equal and of the same types, also within tuples."""
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple) and isinstance(other, tuple):
        pairs = cast("tuple[object, ...]", one), cast("tuple[object, ...]", other)
        return len(pairs[0]) == len(pairs[1]) and all(map(_is_same, *pairs))
    return one is other or one == other


def freeze(value: object) -> object:
    """Return the value of a data file with tuples in place of lists and `Columns` in place of mappings."""
    if isinstance(value, Mapping):
        return Columns(cast("Mapping[str, object]", value))
    if isinstance(value, (list, tuple)):
        return tuple(freeze(item) for item in cast("list[object]", value))
    return value


def thaw(value: object) -> object:
    """Return a frozen value as the lists and dictionaries that a chat template takes.

    >>> thaw(Columns({"tags": ["sum"]}))
    {'tags': ['sum']}
    """
    if isinstance(value, Columns):
        return {name: thaw(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [thaw(item) for item in cast("tuple[object, ...]", value)]
    return value
