"""The components of a registry by name: `REGISTRY.components["dpo"](...)`."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, ValuesView
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._typing_forms import Component


def _refuse(self: ByName, *_args: object, **_options: object) -> NoReturn:
    raise TypeError(
        f"`{type(self).__name__.lower()}` is read-only: register the component, or make a dict of it"
    )


class ByName:
    """A read-only mapping from the names of a registry."""

    __slots__ = ()
    _entries: Entries

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self))})"

    if not TYPE_CHECKING:  # a stub declares TypedDicts, which have these methods as well

        def copy(self) -> dict[str, object]:
            """Return the names and values as a plain dictionary."""
            return dict(self.items())

        def __or__(self, other: dict[str, object]) -> dict[str, object]:
            return {**self.copy(), **other}

        def __ror__(self, other: dict[str, object]) -> dict[str, object]:
            return {**other, **self.copy()}

        def __reversed__(self) -> Iterator[str]:
            return reversed([*self])

        __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse


class Components(ByName, dict[str, "Component[object]"]):
    """A read-only mapping from each name to its component, which is imported when it is first asked for.

    A dictionary, so that finding a component costs no more than finding a key. It holds what has been asked
    for; asking for another name, listing and counting go to the registry, so later registrations are seen.
    """

    __slots__ = ("_entries", "ready")

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self.ready: dict[str, Component[object]] = {}
        """The same as a plain dictionary, which `build` reads fastest."""

    def __missing__(self, name: str) -> Component[object]:
        return self._entries.component(name)

    def remember(self, name: str, component: Component[object]) -> None:
        """Keep a component, so that the next look-up of its name is a dictionary's."""
        super(ByName, self).__setitem__(name, component)
        self.ready[name] = component

    def forget(self) -> None:
        """Drop all that is kept: some components may have been replaced, or their names deprecated."""
        super(ByName, self).clear()
        self.ready.clear()

    def __eq__(self, other: object) -> bool:
        return dict(self.items()) == other

    __hash__ = None  # as every mapping whose content can grow

    def __reduce__(self) -> tuple[object, ...]:
        return _components_of, (self._entries,)

    if not TYPE_CHECKING:  # dict's own signatures differ between Python versions

        def get(self, name: str, default: object = None) -> object:
            """Return the component of this name, or `default` where there is none."""
            return self[name] if name in self else default  # noqa: SIM401  # this is `get`

        def keys(self) -> KeysView[str]:
            """Return every name."""
            return KeysView(self)

        def values(self) -> ValuesView[object]:
            """Return every component, imported now."""
            return ValuesView(self)

        def items(self) -> ItemsView[str, object]:
            """Return every name with its component, imported now."""
            return ItemsView(self)


def _components_of(entries: Entries) -> Components:
    return entries.components
