"""Read from the sources of plugins what their modules register."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping

from typed_registry._discovery.discover import Found
from typed_registry._discovery.entry_points import EntryPoint
from typed_registry._discovery.own_modules import OwnModules
from typed_registry._discovery.package_scan import in_module
from typed_registry._discovery.reach import Reach
from typed_registry._discovery.source_scan import Scan
from typed_registry._discovery.walk import FoundModule, find_module, modules_of
from typed_registry._module_names import is_inside, packages_of
from typed_registry._running_modules import is_imported


def registrations_in_plugins(
    points: Mapping[str, EntryPoint], registry: object, module: str, home: str, own: Collection[str]
) -> Iterator[Found]:
    """Yield the registrations in the packages and modules that entry points name.

    Each module is read once, for the entry point that names it most closely. Then those are read that these
    import, if they are of the same distribution; those in the registry's package, `home`, are the host's. A
    package or module whose sources register nothing is yielded without a name, because it may import others
    that register. `module` defines the registry.

    Modules that aren't `own` are named by entry points for other registries. One of these is yielded only if
    its source can be read and mentions this registry.
    """
    yield from _PluginScan(points, registry, module, home, own).found()


class _PluginScan:
    """Reads the modules of plugins, each once."""

    def __init__(  # what `registrations_in_plugins` is given
        self,
        points: Mapping[str, EntryPoint],
        registry: object,
        module: str,
        home: str,
        own: Collection[str],
    ) -> None:
        self._points = points
        self._home = home
        self._of_registry = own
        installed = {point.installed for point in points.values()}
        tops = {each.partition(".")[0] for each in (module, *points)}
        beside = {top for each in installed for top in each.tops if top.isidentifier()}
        self._own = OwnModules(tops | beside)
        around = {name.rpartition(".")[0] for name in points if is_inside(name, home)}
        self._inside = {each for each in around if is_inside(each, home) and each != home}
        """The packages in the registry's package that have modules of plugins."""
        self._reach = Reach(registry, self._own)
        self._seen: set[str] = set()
        """The modules that have been read."""
        self._followed: set[str] = set()
        """The names of modules that other modules import."""

    def found(self) -> Iterator[Found]:
        """Yield the registrations of the modules."""
        inside_out = sorted(self._points, reverse=True)  # a package comes after those inside it
        read = {name: self._read_package(name) for name in inside_out}
        found = {name: [*own, *self._in_imported(name, modules)] for name, (modules, own) in read.items()}
        registering = {each.module for every in found.values() for each in every}
        for name, point in self._points.items():
            is_clear = found[name] or any(is_inside(each, name) for each in registering)
            if not is_clear and name in self._of_registry and not is_imported(name):
                found[name] = [Found(None, name, point.place)]
            yield from (each._replace(plugin=point) for each in found[name])

    def _read_package(self, name: str) -> tuple[list[FoundModule], list[Found]]:
        """Return the modules of a package that haven't been read before, and their registrations."""
        is_of_registry = name in self._of_registry
        try:
            modules = [each for each in modules_of(name, self._own.specs) if each.name not in self._seen]
            modules = [each for each in modules if is_of_registry or self._is_readable(each)]
            return modules, [one for each in modules for one in self._read(each, {name})]
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException:  # noqa: BLE001  # whatever the parents of the package raise
            # an import of the registry's own package shows the fault
            return [], [Found(None, name, self._points[name].place)] if is_of_registry else []

    def _read(self, module: FoundModule, named: Iterable[str] = ()) -> Iterator[Found]:
        self._seen.add(module.name)
        yield from in_module(module, self._reach, {*named})

    def _in_imported(self, name: str, modules: Iterable[FoundModule]) -> Iterator[Found]:
        """Yield what the modules register that importing these modules imports."""
        pending = [*packages_of(name), *(each for module in modules for each in self._loads(module))]
        for each in pending:
            if each in self._followed:
                continue
            self._followed.add(each)
            if each not in self._seen and self._is_own(each):
                self._seen.add(each)
                module = find_module(each, self._own.specs)
                if module is not None:
                    yield from self._read(module)
                    pending += [*packages_of(each), *self._loads(module)]

    def _is_own(self, module: str) -> bool:
        """Return whether a module is of a plugin's distribution.

        One in the registry's package is the host's, unless it is in a package below with a plugin's modules.
        """
        if module.partition(".")[0] in sys.stdlib_module_names or module not in self._own:
            return False
        return not is_inside(module, self._home) or any(is_inside(module, each) for each in self._inside)

    def _is_readable(self, module: FoundModule) -> bool:
        return module.source is not None and isinstance(self._own.scan_of(module), Scan)

    def _loads(self, module: FoundModule) -> Iterable[str]:
        """Return the modules that importing this one imports, as far as its source shows."""
        said = self._own.scan(module.name)
        return () if said is None else said.loads
