"""Keep every registration of a name that several distributions register, and refuse the use of the name."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from typed_registry._registration.all_registries import begin_epoch
from typed_registry._registration.failed_modules import (
    registered_in,
    registering_module,
    registering_modules,
)
from typed_registry._registration.identity import repeats
from typed_registry._registration.records import Record, Unimported

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry._discovery.entry_points import EntryPoint
    from typed_registry._place import Place
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.record_table import RecordTable
    from typed_registry.errors import DuplicateNameError

    AnyRecord: TypeAlias = Record | Unimported


class Claim:
    """A registration of a name, by a plugin or by the program."""

    def __init__(self, record: AnyRecord, plugin: EntryPoint | None) -> None:
        self.record = record
        self.plugin = plugin
        """None for a registration of the program, or of the registry's own distribution."""

    @property
    def place(self) -> Place:
        """Where the name is registered."""
        return self.record.place

    @property
    def module(self) -> str:
        """The module that defines the component, or that registers it if it isn't imported."""
        return self.record.module

    @property
    def owner(self) -> str:
        """The distribution of the plugin; empty for the program."""
        return "" if self.plugin is None else self.plugin.installed.key

    def repeats(self, other: Claim) -> bool:
        """Return whether both are the same registration, as a source shows it and as it is made."""
        one, two = self.record, other.record
        if self.owner != other.owner:
            return False
        if isinstance(one, Record) and isinstance(two, Record):
            return repeats(two, one)
        if _is_object(one) is not _is_object(two):
            if self.plugin is None:
                return one.module.partition(".")[0] == two.module.partition(".")[0]
            return _names(one, two) or _names(two, one)
        if isinstance(one, Unimported) and isinstance(two, Unimported):
            return one.place == two.place
        return one.module == two.module or one.file == two.file


class Contests:
    """The names that are contested, and who contests them.

    A name is contested when registrations of several distributions have it, all of them with `replace=True`
    or all of them without, and also when one plugin registers it twice. With `replace=True`, the program
    itself comes before all plugins. No plugin's registration is refused: whoever uses the name gets the
    error, whatever was imported first.
    """

    def __init__(
        self,
        entries: Entries,
        table: RecordTable,
        shown: Collection[tuple[str, str, bool]],
    ) -> None:
        self._entries = entries
        self._table = table
        self._shown = shown
        """The names that sources show, each with its module, and with whether it has `replace=True`."""

    def add(self, proposed: AnyRecord, *, replaces: bool = False) -> None:
        """Record a registration of a name that another registration has, which it may repeat.

        Raises DuplicateNameError if the program registers the name twice, and ContestedNameError if it
        registers a plugin's name in an isolated block.
        """
        ours, table = Claim(proposed, self._entries.origins.plugin(proposed)), self._table
        while True:
            existing = table.registered(proposed.name, replaces=replaces)
            theirs = None if existing is None else Claim(existing, self._entries.origins.plugin(existing))
            with table.lock:
                if table.registered(proposed.name, replaces=replaces) is existing:  # no other thread was here
                    self._add(ours, theirs, replaces=replaces)
                    return

    def _add(self, ours: Claim, theirs: Claim | None, *, replaces: bool) -> None:
        name = ours.record.name
        claims = self._table.claims.get((name, replaces)) or tuple(filter(None, (theirs,)))
        same = next((each for each in claims if ours.repeats(each)), None)
        if same is not None:
            if isinstance(ours.record, Record):
                self.put(name, [ours if each is same else each for each in claims], replaces=replaces)
            return
        if claims and self._is_mistake(ours, claims, replaces=replaces):
            raise self._error(name, (*claims, ours), replaces=replaces)
        self.put(name, [*claims, ours], replaces=replaces)

    def put(self, name: str, claims: Collection[Claim], *, replaces: bool) -> None:
        """Let these be all registrations of a name, with `replace=True` or without."""
        table, key = self._table, (name, replaces)
        ordered = in_order(claims)
        with table.lock:
            if len(ordered) > 1:
                table.claims[key] = ordered
            else:
                table.claims.pop(key, None)
            first = next(iter(contenders(ordered, replaces=replaces)), None)
            shown = None if first is None else first.record
            if table.registered(name, replaces=replaces) is not shown:
                table.put(name, shown, replaces=replaces)
            begin_epoch()

    def withdraw(self, record: AnyRecord, shown: Unimported | None) -> None:
        """Take a registration back, and put in its place how a source shows it."""
        table, name = self._table, record.name
        with table.lock:
            for replaces in (False, True):
                claims = table.claims.get((name, replaces), ())
                if any(each.record is record for each in claims):
                    kept = [each for each in claims if each.record is not record or shown is not None]
                    changed = [
                        Claim(shown, each.plugin) if shown and each.record is record else each
                        for each in kept
                    ]
                    table.forget_kept(record)
                    self.put(name, changed, replaces=replaces)
                    return
            table.withdraw(record, shown)

    def is_expected(self, record: Record, *, replaces: bool) -> bool:
        """Return whether a registration is known already, from a source or from an earlier run."""
        known = self._table.candidates(record.name, replaces=replaces)
        is_shown = any((record.name, each, replaces) in self._shown for each in registering_modules(record))
        return is_shown or any(repeats(each, record) for each in known)

    def expect_disabled(self) -> None:
        """Have each registration examined: another plugin may import one that is switched off."""
        if not self._table.has_disabled:
            self._table.has_disabled = True
            self._table.guard()

    def is_switched_off(self, record: Record) -> bool:
        """Return whether a component is of a plugin that is switched off, and that another plugin imports.

        If the program itself imports the plugin, its components are registered.
        """
        from typed_registry._registration.plugin_imports import is_importing_plugin

        if not self._table.has_disabled or not is_importing_plugin():
            return False
        module = registering_module(record)
        return module is not None and self._entries.origins.disabled_plugin(module) is not None

    def require_uncontested(self, name: str, *, replaces: bool | None = None) -> None:
        """Raise ContestedNameError for a contested name, unless it is overridden.

        By default, this concerns the registrations with `replace=True` if there are any. Raises
        BrokenModuleError if the modules of a plugin fail that say whether it registers one component.
        """
        if not self._table.claims:
            return
        covered = self._table.covered.get(name)
        if covered is not None and covered.layers:
            return
        if replaces is None:
            replaces = covered is not None and covered.replacing is not None
        self._import_objects(name, replaces=replaces)
        claims = contenders(self._table.claims.get((name, replaces), ()), replaces=replaces)
        if len(claims) > 1:
            raise self._error(name, claims, replaces=replaces)

    def _import_objects(self, name: str, *, replaces: bool) -> None:
        """Leave out the entry points that name objects which modules of the same plugins register.

        This is only known when these modules are imported.
        """
        key = name, replaces
        claims = self._table.claims.get(key, ())
        objects = {each.owner for each in claims if _is_object(each.record)}
        modules = {each.owner for each in claims if not _is_object(each.record)}
        if objects.isdisjoint(modules):
            return
        from typed_registry._registration.plugin_imports import import_plugin

        for each in claims:
            if each.owner in objects & modules:
                import_plugin(each.record.module, each.plugin)
        with self._table.lock:
            claims = self._table.claims.get(key, ())
            others = [each for each in claims if not _is_object(each.record)]
            kept = [each for each in claims if each in others or not any(map(each.repeats, others))]
            if len(kept) < len(claims):
                self.put(name, kept, replaces=replaces)

    def contenders(self, name: str, *, replaces: bool) -> tuple[AnyRecord, ...]:
        """Return the registrations between which nothing decides: one, unless the name is contested."""
        claims = contenders(self._table.claims.get((name, replaces), ()), replaces=replaces)
        found = tuple(each.record for each in claims)
        return found or self._table.candidates(name, replaces=replaces)

    def modules(self) -> frozenset[str]:
        """Return the modules of contested registrations, and those whose sources show a registration."""
        contested = (claim.module for claims in tuple(self._table.claims.values()) for claim in claims)
        return frozenset((*contested, *(module for _, module, _ in tuple(self._shown))))

    def _is_mistake(self, ours: Claim, claims: Collection[Claim], *, replaces: bool) -> bool:
        """Return whether the registration itself is refused, by an error at its line."""
        if ours.plugin is not None or (replaces and all(each.plugin is not None for each in claims)):
            return False
        is_isolated = isinstance(ours.record, Record) and bool(self._table.isolations)
        return is_isolated or any(each.plugin is None for each in claims)

    def _error(self, name: str, claims: tuple[Claim, ...], *, replaces: bool) -> DuplicateNameError:
        from typed_registry._error_facts import Claimant
        from typed_registry._plugin_errors import ContestedNameError
        from typed_registry.errors import DuplicateNameError

        own = [each for each in claims if each.plugin is None]
        if len(own) > 1:
            return DuplicateNameError(self._entries.name, name, own[0].place, own[-1].place)
        claims = in_order(claims)
        origins = self._entries.origins
        claimants = tuple(
            Claimant(
                each.place,
                origins.distribution(each.record),
                is_plugin=each.plugin is not None,
                module=registered_in(each.record),
            )
            for each in claims
        )
        first, last = claims[0].place, claims[-1].place
        return ContestedNameError(self._entries.name, name, first, last, claimants, replaces)


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims by their distributions, those of the program first, and then by their places."""
    return tuple(sorted(claims, key=lambda each: (each.owner, each.place)))


def contenders(claims: tuple[Claim, ...], *, replaces: bool) -> tuple[Claim, ...]:
    """Return the registrations between which nothing decides: with `replace=True`, the program's if any."""
    own = tuple(each for each in claims if each.plugin is None) if replaces else ()
    return own or claims


def _is_object(record: AnyRecord) -> bool:
    """Return whether an entry point names the component itself."""
    return isinstance(record, Unimported) and record.attribute is not None


def _names(found: AnyRecord, record: AnyRecord) -> bool:
    """Return whether an entry point names the component of a record, as far as this is known by now."""
    if not isinstance(found, Unimported) or found.attribute is None or not isinstance(record, Record):
        return False
    component: object = record.component
    if (record.module, getattr(component, "__qualname__", None)) == (found.module, found.attribute):
        return True
    value: object = sys.modules.get(found.module)
    for attribute in found.attribute.split("."):
        value = getattr(value, attribute, None)
    return value is component
