"""The entry of a registered name: everything that a user can ask about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from typed_registry._distribution import Distribution
from typed_registry._registration.records import Record, Unimported

if TYPE_CHECKING:
    from typed_registry._place import Place
    from typed_registry._registration.deprecation import Deprecation
    from typed_registry._registration.entries import Entries
    from typed_registry._typing_forms import Component


@frozen
class Entry:
    """A registered name: what it builds, how it is configured, and where it is registered.

    Only `component` and, for a component without a declared config class, `config` import the module of a
    component that was found by `discover`.

    >>> from typed_registry import Registry
    >>> SHAPES = Registry[object, []]("shapes")
    >>> @SHAPES.register("square")
    ... class Square:
    ...     def __init__(self, side: float = 1.0) -> None: ...
    >>> entry = SHAPES.entries["square"]
    >>> entry.name, entry.component is Square, entry.is_imported
    ('square', True, True)
    """

    name: str
    """The name that is registered; for an alias, the name that it stands for."""
    record: Record | Unimported = field(repr=False)
    _entries: Entries = field(repr=False, eq=False)
    _given: str = field(repr=False, eq=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle an entry as its registry and the name."""
        return _entry_of, (self._entries, self._given)

    @property
    def component(self) -> Component[object]:
        """The registered class, function or other callable, imported now if it wasn't.

        Raises ContestedNameError if several distributions register the name.
        """
        if isinstance(self.record, Unimported):
            return self._entries.load(self.name).component
        self._entries.contests.require_uncontested(self.name)
        return self.record.component

    @property
    def declared(self) -> type | None:
        """The class given as `config=`; None when the config is derived from the signature."""
        return self.record.declared

    @property
    def config(self) -> type:
        """The config class: the declared one, or the one derived from the component's signature.

        Raises UnconfigurableError when no config can be derived.
        """
        return self._entries.config(self.name)

    @property
    def is_imported(self) -> bool:
        """True if the component's module has been imported."""
        return isinstance(self.record, Record)

    @property
    def module(self) -> str:
        """The module that defines the component."""
        return self.record.module

    @property
    def place(self) -> Place:
        """The file and line of the registration."""
        return self.record.place

    @property
    def distribution(self) -> Distribution | None:
        """The installed distribution that the component comes from; None for a loose file.

        For a plugin's component it is that of the entry point.
        """
        return self._entries.origins.distribution(self.record)

    @property
    def deprecated(self) -> Deprecation | None:
        """Since when the name that was asked for is deprecated, and what replaces it; None if it isn't.

        Of an alias this is the alias's own deprecation.
        """
        return self._entries.deprecations.get(self._given)


def _entry_of(entries: Entries, name: str) -> Entry:
    return entries[name]
