"""The entries of a registry by name, including those that are still to be discovered."""

from __future__ import annotations

from _thread import RLock  # threading's own, without the cost of importing that
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from typed_registry._registration.all_registries import (
    add_registry,
    epoch,
    keep_until_next_epoch,
    namesakes,
)
from typed_registry._registration.built_from import BuiltFrom
from typed_registry._registration.changes import Changes
from typed_registry._registration.components import Components
from typed_registry._registration.contests import Contests
from typed_registry._registration.defining_module import DefiningModule, defined_by
from typed_registry._registration.deprecation import (
    Deprecation,
    missing_replacement,
    warn_deprecated,
    warn_of_replacement,
)
from typed_registry._registration.discovered import Discovered
from typed_registry._registration.finder import Finder
from typed_registry._registration.method_arguments import called
from typed_registry._registration.origins import Origins
from typed_registry._registration.plugin_group import default_group
from typed_registry._registration.record_table import RecordTable
from typed_registry._registration.records import Record, Unimported, is_replacement
from typed_registry._registration.registrar import Registrar

if TYPE_CHECKING:
    from typed_registry._conformance.contract import Contract
    from typed_registry._discovery.discover import Found
    from typed_registry._error_facts import Claimant
    from typed_registry._registration.builders import Builder
    from typed_registry._registration.entry import Entry
    from typed_registry._registration.plugins import Plugins
    from typed_registry._typing_forms import Component
    from typed_registry.errors import BrokenModule, UnknownNameError


class Entries(Mapping[str, "Entry"]):
    """Names to entries, in the order of registration. Listing and looking up imports no component.

    A package given to `discover`, and the installed plugins, are read when a name isn't found or the names
    are listed. An alias made by `deprecate` is found by `in` and `[]`, and not listed.

    Threads may share a registry. Nothing is imported while a lock is held, so what two threads find at the
    same time is found twice and published once.
    """

    def __init__(self, name: str, registry: object, group: str | None = None) -> None:
        self.name = name
        self.registry = registry
        self._group = group
        self._defined: DefiningModule = defined_by(registry)
        self.components: Components = Components(self)
        self.deprecations: Mapping[str, Deprecation] = {}
        """Every deprecated name; another mapping each time that one is added."""
        self._warned: set[str] = set()
        """The deprecated names of which it has been said that their replacements aren't registered."""
        twin, former = namesakes(name, self._defined)
        self._table: RecordTable = RecordTable() if twin is None else twin._table  # noqa: SLF001  # of its own class
        self._records = self._table.records
        self.builders: Mapping[str, Builder] = self._table.builders
        """The functions that `builder` has made so far."""
        self._discovered = Discovered()
        self.origins: Origins = Origins(self, self._table, self._discovered)
        self.contests: Contests = Contests(self, self._table, self._discovered.shown)
        self._registrar = Registrar(name, registry, self._defined, self._table, self.contests)
        self.accept: Component[Component[object]] = self._registrar.accept
        self.examine: Callable[[Record, str], None] = self._registrar.examine
        self._finder = Finder(
            self,
            self._table,
            self._registrar,
            self.contests,
            self._discovered,
            former,
        )
        self.changes: Changes = Changes(self, self._table, self._discovered, twin)
        self._built_from = BuiltFrom(self, self._table)
        add_registry(self)

    def __repr__(self) -> str:
        return f"Entries({self.name!r})"

    def __reduce__(self) -> tuple[object, ...]:
        from typed_registry._registration.shared import entries_at, reference

        return entries_at, reference(self)

    def __copy__(self, _memo: object = None) -> Entries:
        return self

    __deepcopy__ = __copy__

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def module(self) -> str:
        """The module that defines the registry."""
        return self._defined.module

    @property
    def group(self) -> str:
        """The group of the entry points by which plugins add to the registry."""
        return self._group or default_group(self.name, self.module)

    @property
    def global_name(self) -> str | None:
        """The name of the global that holds the registry in its module, if there is one."""
        return self._defined.name

    @property
    def present(self) -> Entries:
        """These entries, or those of the registry that has taken the place of this one in its module."""
        found = entries_of(self._defined.held)
        return self if found is None or found.name != self.name else found

    def is_twin_of(self, other: Entries) -> bool:
        """Return whether the other entries are of the same registry, whose script is imported as well."""
        return self._table is other._table

    # Names

    def __getitem__(self, name: str) -> Entry:
        """Return the entry of a name. Raises UnknownNameError."""
        from typed_registry._registration.entry import Entry

        return Entry(self._known(name), self, name)

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        if name in self._records and self._discovered.is_empty:
            return True
        self._finder.forget_lost(self.current(name))
        if self._table.shown(name) is None or not self._discovered.is_complete(self, name):
            self._finder.find(name)
        return self._table.shown(self.current(name)) is not None

    def __len__(self) -> int:
        return len([*iter(self)])

    def __iter__(self) -> Iterator[str]:
        self._finder.find_all()
        self._discovered.warn_of_broken(self.name)
        self._warn_of_missing_replacements()
        return iter(self._table.names())

    def current(self, name: str) -> str:
        """Return the replacement of an alias, and any other name as it is."""
        while name not in self._records and (deprecation := self.deprecations.get(name)) and deprecation.use:
            name = deprecation.use
        return name if type(name) is str else str.__str__(name)  # of a member of an enumeration

    def _known(self, name: str) -> str:
        """Return `current(name)`. Raises UnknownNameError if that isn't registered."""
        if name not in self:
            raise self.unknown(name)
        return self.current(name)

    def shown(self, name: str) -> Record | Unimported:
        """Return the registration of a name or of an alias; of a contested name, the first.

        The plugins that replace the name are imported for it, since one that fails replaces nothing. Raises
        UnknownNameError.
        """
        current, table = self._known(name), self._table
        if current not in table.covered and not table.claims:  # as almost all names
            return self._finder.registered(current)
        from typed_registry.errors import BrokenModuleError, DuplicateNameError

        with suppress(DuplicateNameError, BrokenModuleError):
            return self.record(current)
        return self._finder.registered(current)

    def claimants(self, name: str) -> tuple[Claimant, ...]:
        """Return the registrations that contest a name, and none if it isn't contested.

        Plugins are imported as for `shown`. Raises UnknownNameError.
        """
        if not self._table.claims:
            self._known(name)
            return ()
        from typed_registry.errors import BrokenModuleError, ContestedNameError, DuplicateNameError

        try:
            self.record(name)
        except ContestedNameError as error:
            return error.claimants
        except (DuplicateNameError, BrokenModuleError):
            pass  # these are raised to whoever uses the name
        return ()

    def record(self, name: str) -> Record | Unimported:
        """Return the registration of a name, imported or not. Raises UnknownNameError and ContestedNameError.

        If a module that replaces it is still being imported, return the original, which it may wrap.
        """
        current = self._known(name)
        original = self._finder.drop_failed_replacements(current)
        if original is not None:
            self.contests.require_uncontested(current, replaces=self._table.is_replacing(original))
            return original
        self.contests.require_uncontested(current)
        return self._finder.registered(current)

    def working(self, record: Record | Unimported) -> Record | Unimported:
        """Return a registration that is overridden, or another one of its name if its plugin fails."""
        if not is_replacement(record):
            return record
        name, table = record.name, self._table
        original = self._finder.drop_failed_replacements(name, is_overridden=True)
        return original or table.registered(name, replaces=True) or table.registered(name) or record

    def load(self, name: str) -> Record:
        """Return the registration of a component, imported now if it wasn't. Raises UnknownNameError."""
        found = self.record(name)
        return found if isinstance(found, Record) else self._finder.load(found)

    def component(self, name: str) -> Component[object]:
        """Return a component for use, and warn if its name is deprecated. Raises UnknownNameError."""
        began, record = epoch(), self.load(name)
        if name in self.deprecations:
            self.warn_if_deprecated(name)
        elif self._discovered.is_certain(record) and self._records.get(record.name) is record:
            keep_until_next_epoch(self, began, lambda: self.components.remember(name, record.component))
        return record.component

    def found(self, component: object) -> Component[object]:
        """Return the component of a name, or a component as it is. Its errors don't show the caller's own.

        Raises what `component` raises.
        """
        if not isinstance(component, str):
            return called(component, self.name)
        try:
            return self.components[component]
        except Exception as error:
            raise error from error.__cause__  # `build` looks the name up in a dictionary first

    def forget(self) -> None:
        """Drop the components that `component` has kept."""
        self.components.forget()

    def name_of(self, component: object) -> str:
        """Return the name of a registered component; a name is returned as it is.

        A deprecated name is returned only if there is no other. Raises UnknownNameError, and TypeError for a
        component that is registered under several names.
        """
        if isinstance(component, str):
            return component
        self._finder.adopt()
        live = (record for record in tuple(self._records.values()) if isinstance(record, Record))
        names = [record.name for record in live if record.component is component]
        current = [name for name in names if name not in self.deprecations]
        found = current or names
        if not found:
            raise self.unknown(component)
        if len(found) > 1:
            raise TypeError(
                f"{self.name}: {component!r} is registered as {' and '.join(map(repr, found))}; "
                f"say which by its name: spec({found[0]!r})"
            )
        return found[0]

    def warn_if_deprecated(self, name: str) -> None:
        """Warn at the user's line if the name is deprecated."""
        deprecation = self.deprecations.get(name)
        if deprecation is not None:
            is_missing = deprecation.use is not None and deprecation.use not in self
            reason = missing_replacement(str(deprecation.use), self._records) if is_missing else None
            warn_deprecated(self.name, name, deprecation, reason)

    def missing_replacements(self) -> list[tuple[str, str]]:
        """Return each deprecated name whose replacement isn't registered, with a message. Finds all names."""
        self.find_all()
        return [(name, missing_replacement(use, self._records)) for name, use in self._without_replacement()]

    def _without_replacement(self) -> list[tuple[str, str]]:
        uses = [(name, each.use) for name, each in self.deprecations.items() if each.use is not None]
        return [(name, use) for name, use in uses if self.current(use) not in self._records]

    def _warn_of_missing_replacements(self) -> None:
        """Warn once of each deprecated name whose replacement isn't registered. All names have been found."""
        for name, use in self._without_replacement():
            if name not in self._warned:
                self._warned.add(name)
                warn_of_replacement(self.name, name, missing_replacement(use, self._records))

    # What a component is built from

    def config(self, name: str) -> type:
        """Return the config class of a component: the declared one, or one derived from its signature.

        Raises UnknownNameError, and UnconfigurableError when no config can be derived.
        """
        return self._built_from.config(name)

    def is_lasting(self, name: str) -> bool:
        """Return whether the config class of a component stays the same until an epoch begins."""
        record = self._records.get(self.current(name))
        if isinstance(record, Record) and not self._discovered.is_certain(record):
            return False
        return self._built_from.is_lasting(self.current(name))

    def builder(self, name: str) -> Builder:
        """Return the function that builds a component from its config and the dependencies."""
        return self._built_from.builder(name)

    def require_current(self, name: str, config: object) -> None:
        """Raise OutdatedSpecError if a config is of a former component of a name, with other settings."""
        self._built_from.require_current(name, config)

    def found_builder(self, name: str) -> Builder:
        """Return the result of `builder`. Its errors don't show the one that the caller is handling."""
        try:
            return self._built_from.builder(name)
        except Exception as error:
            raise error from error.__cause__

    @property
    def contract(self) -> Contract:
        """The type arguments of the registry, as far as they can be resolved now."""
        return self._registrar.contract

    def reset_locks(self) -> None:
        """Forget which threads are at work."""
        self._table.lock = RLock()
        self._discovered.forget_threads()

    # Discovery

    @property
    def broken(self) -> tuple[BrokenModule, ...]:
        """The modules that may register more names but could not be imported the last time."""
        return self._discovered.broken

    @property
    def plugins(self) -> Plugins:
        """The installed plugins, and which of them are read."""
        return self._discovered.plugins

    def read_sources(self) -> None:
        """Learn what a former registry has, and what the sources of packages and plugins show."""
        self._finder.read_sources()

    def note(self, found: Found) -> None:
        """Record a registration that was read from source."""
        self._finder.note(found)

    def records(self) -> tuple[Record | Unimported, ...]:
        """Return all registrations that are known, without discovering others.

        Those that another registration has replaced, or that are overridden, are among them.
        """
        return tuple(self._table.every())

    def is_replacing(self, record: Record | Unimported) -> bool:
        """Return whether a registration was made with `replace=True`."""
        return self._table.is_replacing(record)

    def forget_record(self, record: Record) -> None:
        """Forget a registration whose module has failed."""
        self._finder.forget_record(record)

    def find_all(self) -> None:
        """Find what packages and plugins register. Imports what doesn't show that in its source."""
        self._finder.find_all()

    def unknown(self, name: object) -> UnknownNameError:
        """Return the error for a name that nothing registers."""
        from typed_registry._registration.unknown_names import unknown_name

        return unknown_name(self, name, self._discovered.packages, self._table.removals)


def entries_of(value: object) -> Entries | None:
    """Return the entries of a registry; None for anything else."""
    attributes: object = getattr(value, "__dict__", None)
    found: object = attributes.get("entries") if isinstance(attributes, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]  # any object's
    return found if isinstance(found, Entries) and found.registry is value else None


def registries_among(values: Iterable[object]) -> list[Entries]:
    """Return the entries of those values that are registries, each once and the empty ones too."""
    found = map(entries_of, values)
    return list(dict.fromkeys(entries for entries in found if entries is not None))
