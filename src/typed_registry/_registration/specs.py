"""The choices of a registry by name: `REGISTRY.specs["dpo"](beta=0.1)`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from typed_registry._registration.class_body import class_body
from typed_registry._registration.components import ByName

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._typing_forms import Component


class Specs(ByName, Mapping[str, "Component[object]"]):
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
        """Return the function for this name. Raises UnknownNameError, except in the body of a class."""
        try:
            self._entries.record(name)
        except (KeyError, ValueError):  # an unknown or a contested name
            if class_body(sys._getframe(1)) is None:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # of the user
                raise
        return partial(self._spec, name)

    def __eq__(self, other: object) -> bool:
        """Return whether the other is of the same registry: the functions are made anew each time."""
        return isinstance(other, Specs) and self._entries is other._entries

    __hash__ = None  # type: ignore[assignment]  # a mapping whose content can grow has none
