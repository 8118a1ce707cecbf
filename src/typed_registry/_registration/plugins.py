"""The plugins of a registry: which are installed, which are switched off, and which modules are theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from warnings import warn

from typed_registry._discovery.plugin_policy import PluginPolicy
from typed_registry._module_names import is_inside
from typed_registry._registration.deprecation import caller_level
from typed_registry._registration.module_owners import ModuleOwners

if TYPE_CHECKING:
    from typed_registry._discovery.entry_points import EntryPoint


class Plugins:
    """The entry points of a registry's group, as they are when a name is first looked for."""

    def __init__(self) -> None:
        self._policy = PluginPolicy()
        self._is_found = False
        self.points: tuple[EntryPoint, ...] = ()
        """The entry points whose plugins are read."""
        self.others: tuple[EntryPoint, ...] = ()
        """The entry points for other registries of the package, whose modules may register here as well."""
        self.disabled: tuple[tuple[EntryPoint, str], ...] = ()
        """The entry points whose plugins aren't read, each with what switches it off."""
        self.disabled_others: tuple[tuple[EntryPoint, str], ...] = ()
        """The same for other registries of the package."""
        self._owners = ModuleOwners(())
        self._disabled_owners = ModuleOwners(())

    def allow(self, registry: str, distributions: Iterable[str]) -> None:
        """Read the plugins of these distributions, and no others. Raises PluginsReadError."""
        self._policy.allow(self._checked(registry, "allow_plugins", distributions))

    def deny(self, registry: str, distributions: Iterable[str]) -> None:
        """Don't read the plugins of these distributions. Raises PluginsReadError."""
        self._policy.deny(self._checked(registry, "deny_plugins", distributions))

    def _checked(self, registry: str, method: str, distributions: Iterable[object]) -> Sequence[str]:
        """Return the names of distributions that a method was given.

        Raises TypeError for another object, and PluginsReadError.
        """
        names = [*distributions]
        others = [each for each in names if not isinstance(each, str) or not each]
        if others:
            raise TypeError(
                f"{registry}: {method} takes the names of distributions, one argument each; got {others[0]!r}"
            )
        if self._is_found:
            from typed_registry._plugin_errors import PluginsReadError

            raise PluginsReadError(registry, method)
        return [each for each in names if isinstance(each, str)]

    def find(self, registry: str, group: str, home: str) -> None:
        """Look for the entry points, unless that has been done. Warns of misspelt names of distributions.

        Those for the registry's own package, which is called `home`, can't be switched off.
        """
        if self._is_found:
            return
        from typed_registry._discovery.entry_points import entry_points

        every, below = entry_points(group, home)
        switches = self._policy.switches({point.installed.key for point in (*every, *below)})
        self.disabled, self.disabled_others = (
            tuple(
                (point, switch)
                for point in points
                if (switch := switches[point.installed.key]) and not is_inside(point.module, home)
            )
            for points in (every, below)
        )
        left_out = dict.fromkeys(point for point, _ in self.disabled)
        self.points = tuple(point for point in every if point not in left_out) if left_out else every
        self.others = tuple(
            point
            for point in below
            if switches[point.installed.key] is None and not is_inside(point.module, home)
        )
        self._owners = ModuleOwners((*self.points, *self.others))
        every_disabled = (*self.disabled, *self.disabled_others)
        self._disabled_owners = ModuleOwners(tuple(point for point, _ in every_disabled))
        self._is_found = True
        mistakes = self._policy.new_mistakes(registry, switches)
        if mistakes:  # in one warning, since the first may be raised
            warn("\n".join(mistakes), RuntimeWarning, stacklevel=caller_level())

    def owner(self, module: str, home: str) -> EntryPoint | None:
        """Return an entry point of the distribution that a module belongs to.

        Return None for a module in the package of the registry, which is called `home`, and for one that
        belongs to no plugin that is read.
        """
        return None if is_inside(module, home) else self._owners.owner(module)

    def disabled_owner(self, module: str, home: str) -> tuple[EntryPoint, str] | None:
        """Return the entry point of a module whose plugin is switched off, and what switches it off."""
        if is_inside(module, home) or self._owners.owner(module):
            return None
        point = self._disabled_owners.owner(module)
        return next((each for each in (*self.disabled, *self.disabled_others) if each[0] == point), None)
