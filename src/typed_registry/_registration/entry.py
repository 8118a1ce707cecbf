"""The entry of a registered name: everything that a user can ask about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from typed_registry._distribution import Distribution
from typed_registry._error_facts import Claimant
from typed_registry._registration.failed_modules import registered_in
from typed_registry._registration.records import Record, Unimported

if TYPE_CHECKING:
    from typed_registry._place import Place
    from typed_registry._registration.deprecation import Deprecation
    from typed_registry._registration.entries import Entries
    from typed_registry._typing_forms import Component


@frozen
class Entry:
    """A registered name: what it builds, how it is configured, and where it is registered.

    The answers are those of the moment, and don't depend on what has been imported. Only `component` and, for
    a component without a declared config class, `config` import the module of a component that was found by
    `discover`. A plugin that registers the name with `replace=True` is imported for all that is known of it,
    since a plugin that fails replaces nothing.

    Once the name is unregistered, every attribute that depends on the registration raises UnknownNameError.
    Two entries are equal if they are of the same name in the same registry.

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
    _entries: Entries = field(repr=False)
    _given: str = field(repr=False, eq=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle an entry as its registry, the name, and the module that registers the component."""
        from typed_registry._registration.shared import sender_of

        is_known = self._given in self._entries
        sender = sender_of(self.record, self._entries) if is_known else ()
        return _entry_of, (self._entries, self._given, *sender)

    @property
    def record(self) -> Record | Unimported:
        """The registration, as it is known now; of a contested name, the first of those that contest it."""
        return self._entries.shown(self.name)

    @property
    def component(self) -> Component[object]:
        """The registered class, function or other callable, imported now if it wasn't.

        Raises ContestedNameError if several distributions register the name.
        """
        return self._entries.load(self.name).component

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
        """The module that registers the component, which may be imported from another one."""
        return registered_in(self.record)

    @property
    def place(self) -> Place:
        """The file and line of the registration."""
        return self.record.place

    @property
    def distribution(self) -> Distribution | None:
        """The installed distribution that registers the component; None for a loose file.

        For a plugin's component it is that of the entry point. For a contested name it is None, since it
        isn't known which of the `claimants` is meant.
        """
        return None if self.claimants else self._entries.origins.distribution(self.record)

    @property
    def claimants(self) -> tuple[Claimant, ...]:
        """Every registration of a contested name, with its place and distribution; none of another name.

        `place` and `module` are those of the first. Using the name raises ContestedNameError.
        """
        return self._entries.claimants(self.name)

    @property
    def deprecated(self) -> Deprecation | None:
        """Since when the name that was asked for is deprecated, and what replaces it; None if it isn't.

        Of an alias this is the alias's own deprecation.
        """
        return self._entries.deprecations.get(self._given)


def _entry_of(entries: Entries, name: str, sender: str | None = None) -> Entry:
    """Return an entry from another process.

    If the name isn't registered here, the attributes raise UnknownNameError, since a pool of processes breaks
    when it can't unpickle an object.
    """
    from typed_registry._registration.shared import require_sent
    from typed_registry.errors import RegistryError

    try:
        require_sent(entries, name, sender)
        return entries[name]
    except RegistryError:
        return Entry(name, entries, name)
