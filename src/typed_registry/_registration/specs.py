"""The choices of a registry by name: `REGISTRY.specs["dpo"](beta=0.1)`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._typing_forms import Component


class Specs(Mapping[str, "Component[object]"]):
    """A mapping from each name to a function that takes a config, or its values, and returns a `Spec`.

    It imports no component. It is there for type checkers, to which an item of a mapping costs the same in a
    registry of any size, while each overload makes all others slower.

    >>> from typed_registry import Registry
    >>> LOSSES = Registry[object, []]("losses")
    >>> @LOSSES.register("hinge")
    ... class Hinge:
    ...     def __init__(self, margin: float = 1.0) -> None: ...
    >>> LOSSES.specs["hinge"](margin=2.0)
    Spec('hinge', margin=2.0)
    """

    __slots__ = ("_entries", "_spec")

    def __init__(self, entries: Entries, spec: Component[object]) -> None:
        self._entries = entries
        self._spec = spec

    def __getitem__(self, name: str) -> Component[object]:
        """Return the function for this name. Raises UnknownNameError."""
        self._entries.record(name)
        return partial(self._spec, name)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"Specs({', '.join(map(repr, self))})"

    if not TYPE_CHECKING:  # a stub declares a TypedDict, which has these methods as well

        def copy(self) -> dict[str, object]:
            """Return the names and functions as a plain dictionary."""
            return dict(self.items())

        def __or__(self, other: dict[str, object]) -> dict[str, object]:
            return {**self.copy(), **other}

        def __ror__(self, other: dict[str, object]) -> dict[str, object]:
            return {**other, **self.copy()}
