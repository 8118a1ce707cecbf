"""The plugins of a registry: which are installed, which are switched off, and which modules are theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
        self.disabled: Mapping[EntryPoint, str] = {}
        """The entry points whose plugins aren't read, each with what switches it off."""
        self.disabled_others: Mapping[EntryPoint, str] = {}
        """The same for other registries of the package."""
        self.every_disabled: Mapping[EntryPoint, str] = {}
        """Both together."""
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
        self.points, self.disabled = _split(every, switches, home)
        others, self.disabled_others = _split(below, switches, home)
        self.others = tuple(point for point in others if not is_inside(point.module, home))
        self._owners = ModuleOwners((*self.points, *self.others))
        self.every_disabled = {**self.disabled, **self.disabled_others}
        self._disabled_owners = ModuleOwners(tuple(self.every_disabled))
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
        return None if point is None else (point, self.every_disabled[point])


def _split(
    points: Iterable[EntryPoint], switches: Mapping[str, str | None], home: str
) -> tuple[tuple[EntryPoint, ...], dict[EntryPoint, str]]:
    """Return the entry points whose plugins are read, and the others with what switches them off.

    Those that name modules of the package `home` are read.
    """
    found = {
        point: None if is_inside(point.module, home) else switches[point.installed.key] for point in points
    }
    read = tuple(point for point, switch in found.items() if switch is None)
    return read, {point: switch for point, switch in found.items() if switch is not None}
