"""The plugins of a registry: which are installed, which are switched off, and which modules are theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from warnings import warn

from typed_registry._discovery.plugin_policy import PluginPolicy
from typed_registry._module_names import is_inside
from typed_registry._registration.deprecation import caller_level
from typed_registry._registration.module_owners import ModuleOwners, is_of_host

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
        self.disabled: Mapping[EntryPoint, str] = {}
        """The entry points whose plugins aren't read, each with what switches it off."""
        self.disabled_others: Mapping[EntryPoint, str] = {}
        """The same for other registries of the package."""
        self.every_disabled: Mapping[EntryPoint, str] = {}
        """Both together."""
        self._own: frozenset[EntryPoint] = frozenset()
        self._owners = ModuleOwners(())
        self._owners_inside = ModuleOwners(())
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

        Those of the distribution that has the registry's package, which is called `home`, can't be switched
        off if they name modules in it.
        """
        if self._is_found:
            return
        from typed_registry._discovery.entry_points import entry_points

        every, below = entry_points(group, home)
        switches = self._policy.switches({point.installed.key for point in (*every, *below)})
        self._own = frozenset(point for point in (*every, *below) if is_of_host(point, home))
        self.points, self.disabled = self._split(every, switches)
        others, self.disabled_others = self._split(below, switches)
        self.others = tuple(point for point in others if point not in self._own)
        read = (*self.points, *self.others)
        self._owners = ModuleOwners(read)
        inside = (point for point in read if is_inside(point.module, home) and point not in self._own)
        self._owners_inside = ModuleOwners(tuple(inside))
        self.every_disabled = {**self.disabled, **self.disabled_others}
        self._disabled_owners = ModuleOwners(tuple(self.every_disabled))
        self._is_found = True
        mistakes = self._policy.new_mistakes(registry, switches)
        if mistakes:  # in one warning, since the first may be raised
            warn("\n".join(mistakes), RuntimeWarning, stacklevel=caller_level())

    def is_own(self, point: EntryPoint) -> bool:
        """Return whether an entry point is the host's own, and not of a plugin."""
        return point in self._own

    def owner(self, module: str, home: str) -> EntryPoint | None:
        """Return an entry point of the distribution that a module belongs to.

        Return None for a module that belongs to no plugin that is read. One in the package of the registry,
        which is called `home`, is the host's unless another distribution has installed it there.
        """
        if is_inside(module, home):
            return self._owners_inside.owner(module, is_shared=True)
        return self._owners.owner(module)

    def disabled_owner(self, module: str, home: str) -> tuple[EntryPoint, str] | None:
        """Return the entry point of a module whose plugin is switched off, and what switches it off."""
        if not self.every_disabled or self.owner(module, home):
            return None
        point = self._disabled_owners.owner(module, is_shared=is_inside(module, home))
        return None if point is None else (point, self.every_disabled[point])

    def _split(
        self, points: Iterable[EntryPoint], switches: Mapping[str, str | None]
    ) -> tuple[tuple[EntryPoint, ...], dict[EntryPoint, str]]:
        """Return the entry points that are read, and the others with what switches them off."""
        found = {point: None if self.is_own(point) else switches[point.installed.key] for point in points}
        read = tuple(point for point, switch in found.items() if switch is None)
        return read, {point: switch for point, switch in found.items() if switch is not None}
