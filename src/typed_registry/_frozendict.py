"""A mapping that can't be changed, as the rest of a config can't."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


def _refuse(*_args: object, **_options: object) -> NoReturn:
    raise TypeError("a config's mapping can't be changed; make another: {**mapping, key: value}")


class FrozenDict(dict[K, V]):
    """The value of a field of type `Mapping`: a dictionary that refuses changes.

    It is equal to a dictionary of the same items, can be pickled, and has a hash when its values have.

    >>> table = FrozenDict({"a": 1})
    >>> table == {"a": 1}, {**table, "b": 2}
    (True, {'a': 1, 'b': 2})
    >>> table["a"] = 2
    Traceback (most recent call last):
    TypeError: a config's mapping can't be changed; make another: {**mapping, key: value}
    """

    __slots__ = ()

    if not TYPE_CHECKING:  # a checker is told that the field is a `Mapping`, which has none of these
        __setitem__ = _refuse
        __delitem__ = _refuse
        __ior__ = _refuse
        clear = _refuse
        pop = _refuse
        popitem = _refuse
        setdefault = _refuse
        update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]  # a dict has none, since it can be changed
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle it as its items, since unpickling a dictionary sets them one by one."""
        return type(self), (dict(self),)
