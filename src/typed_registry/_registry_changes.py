"""The methods of a registry that change it, other than those that take components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._registration.deprecation import Deprecation
from typed_registry._registration.method_arguments import caller, checked_name, checked_text

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.isolation import Isolated


class RegistryChanges:
    """The changes to a registry that don't depend on the type of its components."""

    def __init__(self, name: str, entries: Entries) -> None:
        self.name: str = name
        self._entries: Entries = entries

    def unregister(self, name: str) -> None:
        """Remove a component. Neither discovery nor the first import of its module brings it back.

        Its name can be registered again. A spec of it can't be built any more. An alias is removed alone.
        Raises UnknownNameError, OverriddenNameError if the name is overridden, and FrozenRegistryError.
        """
        self._entries.changes.unregister(checked_name(self.name, name, "unregister"), caller())

    def discover(self, package: str) -> None:
        """Find the components that the modules of a package register. Raises FrozenRegistryError.

        Sources are read when a name is looked for; a module is imported when its component is needed.
        """
        self._entries.changes.discover(package)

    @property
    def group(self) -> str:
        """The group of the entry points by which plugins add components."""
        return self._entries.group

    def allow_plugins(self, *distributions: str) -> None:
        """Read the plugins of no other distributions. Raises PluginsReadError after the first look-up."""
        self._entries.plugins.allow(self.name, distributions)

    def deny_plugins(self, *distributions: str) -> None:
        """Don't read the plugins of these distributions. Raises PluginsReadError after the first look-up."""
        self._entries.plugins.deny(self.name, distributions)

    def deprecate(self, name: str, *, since: str, use: str | None = None) -> None:
        """Deprecate a name since a version, and state the name that replaces it.

        Where nothing is registered under `name`, it becomes an alias of `use`. Whoever uses the name is
        warned; the stub strikes it through, and `typed-registry migrate` replaces it in config files. Call
        this in the module that defines the registry: it takes effect before any component is imported.
        Raises ValueError if names would replace each other in a ring, and FrozenRegistryError.
        """
        name = checked_name(self.name, name, "deprecate")
        demand = f"{self.name}: deprecate takes a text that isn't empty as"
        since = checked_text(since, f"{demand} since=, the version")
        replacement = None if use is None else checked_text(use, f"{demand} use=, the name to use instead")
        self._entries.changes.deprecate(name, Deprecation(since, replacement))

    def freeze(self) -> None:
        """Refuse all changes from now on: `register`, `unregister`, `deprecate` and `discover`.

        First, what packages and plugins register is found, as by `list`; their modules are still imported
        when needed. `override` and `isolated` still work; within `isolated`, components can be registered.
        """
        self._entries.changes.freeze(caller())

    def isolated(self) -> Isolated:
        """Discard what is registered in a `with` block, or in the decorated function, when it ends.

        That includes what is unregistered, overridden, deprecated or frozen in it. Two things stay: what a
        module registers that is imported in the block for the first time, because it isn't imported again,
        and what `discover` finds.
        Entering the block raises IsolatedRegistryError if another thread or task is in such a block.
        """
        return self._entries.changes.isolated(caller())
