"""The entry point that a module belongs to: which plugin registers what the module registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._distribution import normalized
from typed_registry._module_names import is_inside, packages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typed_registry._discovery.entry_points import EntryPoint


class ModuleOwners:
    """Finds the entry points that modules belong to, among some entry points."""

    def __init__(self, points: Sequence[EntryPoint]) -> None:
        self._points = points
        self._exact = {point.module: point for point in reversed(points)}
        self._named = {point.module: point for point in reversed(points) if not point.attribute}
        self._homes: dict[str, EntryPoint] | None = None
        self._owners: dict[str, EntryPoint | None] = {}
        """The entry points of modules that were asked for."""

    def owner(self, module: str, *, is_shared: bool = False) -> EntryPoint | None:
        """Return an entry point of the distribution that a module belongs to; None if it is of no plugin.

        It is the entry point that names the module or a package that it is in; if there is none, one of the
        distribution that lists the module among its files, or that names another module of its package. The
        last doesn't count for a package that is shared with the host.
        """
        if not self._points:
            return None
        if module not in self._owners:
            found = self._naming(module) or self._listing(module)
            self._owners[module] = found or (None if is_shared else self._beside(module))
        return self._owners[module]

    def _naming(self, module: str) -> EntryPoint | None:
        """Return the entry point that names a module, or the innermost package that it is in."""
        around = (self._named[each] for each in reversed(packages_of(module)) if each in self._named)
        return self._named.get(module) or self._exact.get(module) or next(around, None)

    def _listing(self, module: str) -> EntryPoint | None:
        """Return an entry point of the distribution that lists a module among its files."""
        from typed_registry._discovery.module_distributions import distribution_listing

        points = {point.installed: point for point in reversed(self._points)}
        found = distribution_listing(module, points)
        return None if found is None else points[found]

    def _beside(self, module: str) -> EntryPoint | None:
        """Return an entry point that names another module of the same package."""
        homes = self._homes
        if homes is None:
            homes = self._homes = self._found_homes()
        inside_out = reversed((*packages_of(module), module))
        return next((homes[each] for each in inside_out if each in homes), None)

    def _found_homes(self) -> dict[str, EntryPoint]:
        """Return the packages of the plugins, without the namespaces around them."""
        from typed_registry._discovery.walk import find_module

        homes: dict[str, EntryPoint] = {}
        for module, point in {point.module: point for point in reversed(self._points)}.items():
            above = (*packages_of(module), module)
            found = next((each for each in above if (spec := find_module(each)) and spec.file), module)
            homes[found] = point
        return homes


def is_of_host(point: EntryPoint, home: str) -> bool:
    """Return whether an entry point names a module of the registry's package, which is called `home`.

    The module is a plugin's nevertheless if another distribution has installed it into this package, or names
    it there although it doesn't exist.
    """
    if not is_inside(point.module, home):
        return False
    from typed_registry._discovery.module_distributions import distribution_of_module
    from typed_registry._discovery.walk import find_module

    found, host = distribution_of_module(point.module), distribution_of_module(home)
    if found is None and find_module(point.module) is None:
        return host is None or normalized(host.name) == point.installed.key
    return found is None or found == host or normalized(found.name) != point.installed.key
