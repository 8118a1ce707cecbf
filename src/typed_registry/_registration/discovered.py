"""Find what packages and plugins register when a name is looked for."""

from __future__ import annotations

import sys
from _thread import get_ident  # threading's own, without the cost of importing that
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from typed_registry._module_names import packages_of
from typed_registry._place import Place, line_of
from typed_registry._registration.concurrent_imports import wait_for_import
from typed_registry._registration.deprecation import caller_level
from typed_registry._registration.failed_modules import (
    missing_module,
    registering_modules,
)
from typed_registry._registration.plugin_group import home_package
from typed_registry._registration.plugins import Plugins
from typed_registry._registration.records import Unimported
from typed_registry._registration.unclear_modules import UnclearModules
from typed_registry._running_modules import is_imported

if TYPE_CHECKING:
    from typed_registry._discovery.discover import Found
    from typed_registry._discovery.entry_points import EntryPoint
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.records import Record
    from typed_registry.errors import BrokenModule, RegistryError


class Discovered:
    """The packages given to `discover` and the installed plugins. Each is read when names are asked for.

    Their sources are read first. If these don't show a name, the modules whose registrations they don't show
    are imported. A module that fails is imported again the next time, but not if it is a plugin's.

    No lock is held meanwhile. A module that asks for names while it is imported sees those known so far.
    """

    def __init__(self) -> None:
        self.packages: dict[str, Place] = {}
        """Every package that was given to `discover`, with the line that gave it first."""
        self.plugins: Plugins = Plugins()
        self.shown: dict[tuple[str, str, bool], Found] = {}
        """The registrations that sources show: by name, module, and whether they have `replace=True`."""
        self._modules: set[str] = set()
        """The modules that register something, as far as sources show, or may register something."""
        self._imported: dict[str, Record] = {}
        """Registrations of modules that have been imported without a fault."""
        self._unread: list[str] = []
        self._has_read_plugins = False
        self._unclear = UnclearModules()
        self._busy: set[int] = set()
        self._warned: set[tuple[str, Place]] = set()
        self._malformed: dict[Place, BrokenModule] = {}

    def add(self, registry: str, package: object) -> None:
        """Add a package to be read when a name is looked for. Raises TypeError if it isn't a name."""
        if not isinstance(package, str) or not package:
            name = str(getattr(package, "__name__", "package.components"))
            raise TypeError(
                f'{registry}: discover takes the name of a package, as in discover("{name}"); got {package!r}'
            )
        self.packages.setdefault(package, _user_line(caller_level()))
        self._unread.append(package)

    @property
    def broken(self) -> tuple[BrokenModule, ...]:
        """The modules that could not be imported the last time, and the entry points that are malformed."""
        return (*self._malformed.values(), *self._unclear.broken)

    @property
    def is_empty(self) -> bool:
        """True if there are neither packages nor plugins, as far as was looked for them."""
        return self._has_read_plugins and not self.may_lose

    @property
    def may_lose(self) -> bool:
        """True if modules of packages or plugins register components, which are lost if the modules fail."""
        return bool(self.packages or self._modules)

    def is_complete(self, entries: Entries, name: str) -> bool:
        """Return whether no source is left to read, and no module to import, that may concern a name."""
        if self._unread or self.has_unread_plugins(entries):
            return False
        return not self._unclear.has_untried(name, every=self._has_plugins)

    def has_unread_plugins(self, entries: Entries) -> bool:
        """Return whether plugins are installed that haven't been read, which may replace any component."""
        if self._has_read_plugins:
            return False
        self.find_plugins(entries)
        self._has_read_plugins = not self._has_plugins
        return not self._has_read_plugins

    @property
    def _has_plugins(self) -> bool:
        return bool(self.plugins.points or self.plugins.others)

    def find_plugins(self, entries: Entries) -> None:
        """Look for the entry points of plugins, without reading any source."""
        self.plugins.find(entries.name, entries.group, home_package(entries.module))
        if self.plugins.every_disabled:
            entries.contests.expect_disabled()

    def shown_by_source(self, record: Record, *, replaces: bool) -> Found | None:
        """Return how the source of its module shows a registration, if it does."""
        shown = (self.shown.get((record.name, each, replaces)) for each in registering_modules(record))
        return next(filter(None, shown), None)

    def is_certain(self, record: Record) -> bool:
        """Return whether a component can't be lost: its module is known to have been imported to its end."""
        return not self.may_lose or self._imported.get(record.name) is record

    def has_lost(self, record: Record) -> bool:
        """Return whether a component was registered by a module of a package or plugin that then failed.

        Wait for such a module if another thread is importing it.
        """
        if self.is_certain(record):
            return False
        for module in self._modules.intersection(registering_modules(record)):
            wait_for_import(module)
        missing = missing_module(record)
        if missing is not None:
            above = (*packages_of(missing), missing)
            return missing in self._modules or not self.packages.keys().isdisjoint(above)
        if all(map(is_imported, registering_modules(record))):
            self._imported[record.name] = record
        return False

    def forget_threads(self) -> None:
        """Forget which threads are reading: in a process that was forked meanwhile there are none of them."""
        self._busy.clear()

    def read(self, entries: Entries) -> None:
        """Publish what the sources of packages and plugins show, and nothing that was published before.

        Raises UnknownPackageError when there is no such package.
        """
        if not self._unread and self._has_read_plugins:
            return
        from typed_registry._discovery.discover import in_plugins

        with self._once_per_thread() as is_first:
            if not is_first:
                return
            for package in tuple(self._unread):
                self._note(self._in_package(package, entries), entries)
                with suppress(ValueError):  # another thread was first
                    self._unread.remove(package)
            if self.has_unread_plugins(entries):
                home, plugins = home_package(entries.module), self.plugins
                found = in_plugins(plugins.points, entries.registry, entries.module, home, plugins.others)
                self._note(found, entries)
                self._has_read_plugins = True

    def find_unclear(self, entries: Entries, name: str, *, every: bool) -> None:
        """Read the sources, and import once each module whose source doesn't show its registrations.

        Unless `every` is true, only the modules of plugins are imported, and those that may replace a
        component or that deprecate this name.
        """
        self.read(entries)
        if self._unclear.has_untried(name, every=every):
            with self._once_per_thread() as is_first:
                if is_first:
                    self._unclear.import_untried(name, every=every)
            self.read(entries)  # what the imported modules asked for

    def find_all(self, entries: Entries) -> None:
        """Read the sources, and import every module whose source doesn't show its registrations."""
        self.read(entries)
        with self._once_per_thread() as is_first:
            if is_first:
                self._unclear.import_all()
        self.read(entries)  # as above

    def note_unclear(self, record: Unimported) -> None:
        """Note that a module doesn't register what its source shows, or fails."""
        from typed_registry._discovery.discover import Found

        self._unclear.add(Found(None, record.module, record.place, plugin=record.plugin))

    def warn_of_broken(self, registry: str) -> None:
        """Warn if names are missing because modules could not be imported, once for each cause and line."""
        for cause in dict.fromkeys(each.error for each in self.broken):
            warning = cause, _user_line(caller_level())
            if warning not in self._warned:
                self._warn(registry, [each for each in self.broken if each.error == cause])
                self._warned.add(warning)

    @staticmethod
    def warn_of_replacement(registry: str, name: str, fault: RegistryError) -> None:
        """Warn that a plugin doesn't replace a component because it fails."""
        from warnings import warn

        from typed_registry._discovery.discover import UnreadableSourceWarning

        message = f"{registry}: {name!r} isn't replaced: {fault}"
        warn(message, UnreadableSourceWarning, stacklevel=caller_level())

    def _warn(self, registry: str, modules: list[BrokenModule]) -> None:
        from warnings import warn

        from typed_registry._discovery.discover import UnreadableSourceWarning
        from typed_registry._messages.explain import explain_broken

        message = f"{registry}: names may be missing: {explain_broken(*modules)}"
        warn(message, UnreadableSourceWarning, stacklevel=caller_level())

    def _in_package(self, package: str, entries: Entries) -> Iterator[Found]:
        """Yield what a package shows, with the plugins that have modules in it."""
        self.find_plugins(entries)
        home = home_package(entries.module)
        for each in self._shown_by(package, entries):
            yield each._replace(plugin=self.plugins.owner(each.module, home))

    def _shown_by(self, package: str, entries: Entries) -> tuple[Found, ...]:
        from typed_registry._discovery.discover import in_package, near_package

        try:
            return tuple(in_package(package, entries.registry, entries.module))
        except (ImportError, ValueError) as error:
            from typed_registry.errors import UnknownPackageError

            place, near = self.packages[package], near_package(package, entries.module)
            raise UnknownPackageError(entries.name, package, place, str(error), near) from error

    def _note(self, every: Iterable[Found], entries: Entries) -> None:
        home = home_package(entries.module)
        for found in tuple(every):
            if found.plugin and not found.module:
                self._note_malformed(found.plugin)
                continue
            if self.plugins.disabled_owner(found.module, home):
                continue
            self._modules.add(found.module)
            if found.name is None:
                self._unclear.add(found)
            else:
                self.shown[found.name, found.module, found.replaces] = found
                entries.note(found)

    def _note_malformed(self, point: EntryPoint) -> None:
        from typed_registry.errors import BrokenModule

        reason = "names neither a module nor an object in one: `module` or `module:object`"
        self._malformed[point.place] = BrokenModule("", point.place, reason, point.distribution)

    @contextmanager
    def _once_per_thread(self) -> Generator[bool]:
        """Yield True, or False if this thread is already in such a block."""
        thread = get_ident()
        is_first = thread not in self._busy
        self._busy.add(thread)
        try:
            yield is_first
        finally:
            if is_first:
                self._busy.discard(thread)


def _user_line(level: int) -> Place:
    """Return the line that the caller of this function would warn at with this `stacklevel`."""
    return line_of(sys._getframe(level))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # the frames are the question
