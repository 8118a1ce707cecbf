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
