"""The plugins of a registry: which are installed, which are switched off, and which modules are theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from typed_registry._discovery.plugin_policy import PluginPolicy

if TYPE_CHECKING:
    from typed_registry._discovery.entry_points import EntryPoint


class Plugins:
    """The entry points of a registry's group, as they are when a name is first looked for."""

    def __init__(self) -> None:
        self._policy = PluginPolicy()
        self._is_found = False
        self.points: tuple[EntryPoint, ...] = ()
        """The entry points whose plugins are read."""
        self.disabled: tuple[tuple[EntryPoint, str], ...] = ()
        """The other entry points, each with what switches it off."""
        self._homes: dict[str, EntryPoint] | None = None
        self._owners: dict[str, EntryPoint | None] = {}
        """The entry points of modules that were asked for."""

    def allow(self, registry: str, distributions: Iterable[str]) -> None:
        """Read the plugins of these distributions, and no others. Raises PluginsReadError."""
        self._require_unread(registry, "allow_plugins")
        self._policy.allow(distributions)

    def deny(self, registry: str, distributions: Iterable[str]) -> None:
        """Don't read the plugins of these distributions. Raises PluginsReadError."""
        self._require_unread(registry, "deny_plugins")
        self._policy.deny(distributions)

    def _require_unread(self, registry: str, method: str) -> None:
        if self._is_found:
            from typed_registry._plugin_errors import PluginsReadError

            raise PluginsReadError(registry, method)

    def find(self, group: str, home: str) -> None:
        """Look for the entry points, unless that has been done.

        Those for the registry's own package, which is called `home`, can't be switched off.
        """
        if self._is_found:
            return
        from typed_registry._discovery.entry_points import entry_points

        every = entry_points(group)
        switches = self._policy.switches({point.installed.key for point in every})
        disabled = [
            (point, switch)
            for point in every
            if (switch := switches[point.installed.key]) and not is_inside(point.module, home)
        ]
        left_out = {point for point, _ in disabled}
        self.points = tuple(point for point in every if point not in left_out) if left_out else every
        self.disabled = tuple(disabled)
        self._is_found = True

    def owner(self, module: str, home: str) -> EntryPoint | None:
        """Return an entry point of the distribution that a module belongs to.

        It is the entry point that names the module or a package that it is in; if there is none, one of the
        distribution that lists the module among its files, or that names another module of its package.
        Return None for a module in the package of the registry, which is called `home`, and for any other.
        """
        if not self.points or is_inside(module, home):
            return None
        if module not in self._owners:
            self._owners[module] = self._naming(module) or self._listing(module) or self._beside(module)
        return self._owners[module]

    def _naming(self, module: str) -> EntryPoint | None:
        """Return the entry point that names a module, or the innermost package that it is in."""
        exact = (point for point in self.points if point.module == module)
        named = {point.module: point for point in reversed(self.points) if not point.attribute}
        around = (named[each] for each in _above(module) if each in named)
        return named.get(module) or next(exact, None) or next(around, None)

    def _listing(self, module: str) -> EntryPoint | None:
        """Return an entry point of the distribution that lists a module among its files."""
        from typed_registry._discovery.module_distributions import which_lists

        points = {point.installed: point for point in reversed(self.points)}
        found = which_lists(module, points)
        return None if found is None else points[found]

    def _beside(self, module: str) -> EntryPoint | None:
        """Return an entry point that names another module of the same package."""
        homes = self._homes
        if homes is None:
            homes = self._homes = self._found_homes()
        return next((homes[each] for each in _above(module) if each in homes), None)

    def _found_homes(self) -> dict[str, EntryPoint]:
        """Return the packages of the plugins, without the namespaces around them."""
        from typed_registry._discovery.walk import find_module

        homes: dict[str, EntryPoint] = {}
        for module, point in {point.module: point for point in reversed(self.points)}.items():
            above = reversed(_above(module))
            found = next((each for each in above if (spec := find_module(each)) and spec.file), module)
            homes[found] = point
        return homes


def is_inside(module: str, package: str) -> bool:
    """Return whether a module is a package, or in it.

    >>> is_inside("audiofx.effects", "audiofx"), is_inside("audiofx_reverb", "audiofx")
    (True, False)
    """
    return f"{module}.".startswith(f"{package}.")


def _above(module: str) -> list[str]:
    """Return a module and the packages that it is in, from the inside out.

    >>> _above("audiofx.effects.gain")
    ['audiofx.effects.gain', 'audiofx.effects', 'audiofx']
    """
    parts = module.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
