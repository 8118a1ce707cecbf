"""Find the registration of a name: read the sources that may show it, and import what may register it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from typed_registry._registration.concurrent_imports import unfinished_modules
from typed_registry._registration.identity import runs_with
from typed_registry._registration.records import Record, Unimported

if TYPE_CHECKING:
    from collections.abc import Collection

    from typed_registry._discovery.discover import Found
    from typed_registry._registration.contests import Contests
    from typed_registry._registration.discovered import Discovered
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.record_table import RecordTable
    from typed_registry._registration.registrar import Registrar
    from typed_registry.errors import RegistryError


class Finder:
    """Finds the registrations of a registry, and forgets those of modules that fail.

    What a name stands for depends on which distributions are installed, and not on which names were asked for
    before. So a plugin's module is imported before any name is used if its source doesn't show all names that
    it registers, and a plugin that replaces a component, before that name is used.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # the parts of a registry
        self,
        entries: Entries,
        table: RecordTable,
        registrar: Registrar,
        contests: Contests,
        discovered: Discovered,
        former: Entries | None,
    ) -> None:
        self._entries = entries
        self._table = table
        self._registrar = registrar
        self._contests = contests
        self._discovered = discovered
        self._former = former
        """The registry of this name that the module has had before."""

    def find(self, name: str) -> None:
        """Read the sources that haven't been read, and import the modules that may register a name.

        The unclear modules of the host may register a plugin's name as well, so they are imported for such a
        name. A known name is found even if a package that was given to `discover` doesn't exist.
        """
        from typed_registry.errors import UnknownPackageError

        try:
            self._find_before_use(name)
        except UnknownPackageError:
            if self._entries.current(name) not in self._table.records:
                raise
            return
        self.forget_lost(self._entries.current(name))
        record = self._table.records.get(self._entries.current(name))
        if record is None:
            self.find_all()
        elif self._entries.origins.plugin(record) is not None:
            self._discovered.find_unclear(self._entries, name, every=True)

    def _find_before_use(self, name: str) -> None:
        """Read the sources, and import what must be imported before a name is used."""
        self.read_sources()
        self._discovered.find_unclear(self._entries, name, every=False)

    def find_all(self) -> None:
        """Find every name: read all sources, and import the modules whose source doesn't show their names."""
        self.adopt()
        self._discovered.find_all(self._entries)
        for name in self._table.names() if self._discovered.may_lose else ():
            self.forget_lost(name)

    def read_sources(self) -> None:
        """Learn what a former registry has, and what the sources of packages and plugins show."""
        self.adopt()
        self._discovered.read(self._entries)

    def note(self, found: Found) -> None:
        """Record a registration that was read from source."""
        self._registrar.note(found, self.load)

    def load(self, found: Unimported) -> Record:
        """Import a module and return the record that it registers.

        Raises UnknownNameError, ContestedNameError, and what the import raises.
        """
        from typed_registry._registration.plugin_components import load_record

        record = load_record(self._entries.name, found, self._table, self._registrar.examine, self._contests)
        if record is None:
            raise self._entries.unknown(found.name)
        return record

    def registered(self, name: str) -> Record | Unimported:
        """Return the record of a name that was just found.

        Raises UnknownNameError if another thread has removed it since.
        """
        record = self._table.shown(name)
        if record is None:
            raise self._entries.unknown(name)
        return record

    def forget_lost(self, name: str) -> None:
        """Forget the registrations of a name whose modules have failed since."""
        for record in self._table.registrations(name):
            if isinstance(record, Record) and self._discovered.has_lost(record):
                self.forget_record(record)

    def forget_record(self, record: Record) -> None:
        """Forget a registration, or let what the source of its module shows take its place."""
        found = self._discovered.shown_by_source(record, replaces=self._table.is_replacing(record))
        is_removed = record.name in self._table.removals
        shown = None if found is None or is_removed else Unimported(record.name, found, self.load)
        self._contests.withdraw(record, shown)

    def drop_failed_replacements(
        self, name: str, *, is_overridden: bool = False
    ) -> Record | Unimported | None:
        """Import the plugins that replace a component of this name, and leave out those that fail.

        A plugin that fails affects only its own names, so the component that it would replace is used. If
        there is no other component of the name, it is kept.

        If this thread is importing a module that replaces the component, return the one that it is to
        replace, since the module may ask for it in order to wrap it. Import nothing for a name that is
        overridden, unless `is_overridden` is true.
        """
        covered = self._table.covered.get(name)
        if covered is None:
            return None
        replacing = self._contests.contenders(name, replaces=True)
        wrapped = _wrapped(covered.ordinary, replacing)
        if wrapped is not None or (covered.layers and not is_overridden):
            return wrapped
        if covered.ordinary is None and len(replacing) == 1:
            return None
        unimported = [each for each in replacing if isinstance(each, Unimported) and each.plugin]
        faults = [(each, fault) for each in unimported if (fault := self._fault_of(each)) is not None]
        begun = [each for each, fault in faults if _is_begun(fault)]
        if begun:
            return covered.ordinary or next((each for each in replacing if each not in begun), None)
        if covered.ordinary is None and len(faults) == len(replacing):
            return None
        for failed, fault in faults:
            for each in self._shown_replacements(name, failed.module):
                self._contests.withdraw(each, None)
            self._discovered.note_unclear(failed)
            self._discovered.warn_of_replacement(self._entries.name, name, fault)
        return None

    def _fault_of(self, record: Unimported) -> RegistryError | None:
        """Import the module of a plugin, and return why it doesn't register this component."""
        from typed_registry._registration.plugin_components import missing_registration
        from typed_registry._registration.plugin_imports import import_plugin
        from typed_registry.errors import BrokenModuleError

        try:
            import_plugin(record.module, record.plugin)
        except BrokenModuleError as error:
            return error
        is_missing = self._shown_replacements(record.name, record.module)
        return missing_registration(self._entries.name, record) if is_missing else None

    def _shown_replacements(self, name: str, module: str) -> list[Unimported]:
        """Return the replacements of a name that a source shows and its module hasn't registered."""
        every = self._table.candidates(name, replaces=True)
        return [each for each in every if isinstance(each, Unimported) and each.module == module]

    def adopt(self) -> None:
        """Take over the registrations of the former registry, which this one has replaced in its module.

        When only the registry's module or notebook cell runs again, those of its components don't. A
        component that doesn't conform any more is left out.
        """
        former = self._former
        if former is None or former.global_name is not None:
            return
        from typed_registry.errors import ConformanceError

        self._former = None
        for record in former.records():
            if isinstance(record, Record) and not runs_with(record, self._entries.module):
                replaces = former.is_replacing(record)
                with suppress(ConformanceError):
                    self._registrar.examine(record, "factory")
                    self._table.add(record, replaces=replaces)


def _wrapped(
    ordinary: Record | Unimported | None, replacing: Collection[Record | Unimported]
) -> Record | Unimported | None:
    """Return the component that is replaced by a module which this thread is importing; None without one."""
    unimported = [each for each in replacing if isinstance(each, Unimported)]
    unfinished = unfinished_modules() if unimported else frozenset[str]()
    begun = [each for each in unimported if each.module in unfinished]
    if not begun:
        return None
    return ordinary or next((each for each in replacing if each not in begun), None)


def _is_begun(fault: RegistryError) -> bool:
    """Return whether a component isn't registered because its module is still being imported."""
    from typed_registry.errors import MissingRegistrationError

    return isinstance(fault, MissingRegistrationError) and fault.is_circular
