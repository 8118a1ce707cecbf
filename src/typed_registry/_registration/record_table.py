"""The records of a registry, with the config class and the builder that are made of each."""

from __future__ import annotations

from _thread import RLock  # threading's own, without the cost of importing that
from typing import TYPE_CHECKING

from typed_registry._registration.all_registries import begin_epoch
from typed_registry._registration.covered import Covered
from typed_registry._registration.records import Record, Unimported

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    from typed_registry._place import Place
    from typed_registry._registration.builders import Builder
    from typed_registry._registration.contests import Claim
    from typed_registry._registration.covered import Layer
    from typed_registry._registration.derived_config import DerivedConfig
    from typed_registry._registration.isolation import Isolation
    from typed_registry._registration.removal import Removal

    Made = TypeVar("Made")


class RecordTable:
    """The records of a registry by name, with the config class and the builder of each component.

    A script that is imported as well has its registry twice, and the two share one table.
    """

    def __init__(self) -> None:
        self.records: dict[str, Record | Unimported] = {}
        self.covered: dict[str, Covered] = {}
        """The names of which a registration is hidden by another one, or by an override."""
        self.configs: dict[str, DerivedConfig] = {}
        self.builders: dict[str, Builder] = {}
        self.replaced: set[str] = set()
        """The names of the components that have taken the place of others."""
        self.removals: dict[str, Removal] = {}
        """The names that were unregistered."""
        self.frozen: Place | None = None
        """The line that has frozen the registry."""
        self.failed: frozenset[str] = frozenset()
        """The files of modules that couldn't be imported at that time, whose components aren't known yet."""
        self.isolations: list[Isolation] = []
        """The blocks at whose end registrations are discarded, the innermost last."""
        self.has_disabled: bool = False
        """Whether plugins are switched off, whose modules other plugins may import."""
        self.is_guarded: bool = False
        """Whether more has to be asked of a registration than whether its name is free."""
        self.claims: dict[tuple[str, bool], tuple[Claim, ...]] = {}
        """The registrations of contested names, by whether they have `replace=True`."""
        self.lock: RLock = RLock()

    def guard(self) -> None:
        """Note whether a registration concerns more than its name: called when one of these has changed."""
        self.is_guarded = bool(self.removals or self.frozen or self.isolations or self.has_disabled)

    def require_thawed(self, registry: str, action: str, name: str) -> None:
        """Raise FrozenRegistryError if nothing may be changed any more."""
        if self.frozen is not None:
            from typed_registry._change_errors import FrozenRegistryError

            raise FrozenRegistryError(registry, action, name, self.frozen)

    # Which record is which

    def registered(self, name: str, *, replaces: bool = False) -> Record | Unimported | None:
        """Return the registration of a name, made with `replace=True` or without, even if it is hidden."""
        covered = self.covered.get(name)
        if covered is not None:
            return covered.replacing if replaces else covered.ordinary
        return None if replaces else self.records.get(name)

    def shown(self, name: str) -> Record | Unimported | None:
        """Return the record that a name stands for.

        Wait for a thread that is putting the names in another order, and has taken some of them out for that.
        """
        record = self.records.get(name)
        if record is None:
            with self.lock:
                record = self.records.get(name)
        return record

    def names(self) -> tuple[str, ...]:
        """Return all names in their order, once no other thread is changing it."""
        with self.lock:
            return tuple(self.records)

    def candidates(self, name: str, *, replaces: bool) -> tuple[Record | Unimported, ...]:
        """Return every registration of a name, made with `replace=True` or without: several contest it."""
        claims = self.claims.get((name, replaces))
        if claims:
            return tuple(claim.record for claim in claims)
        return tuple(filter(None, (self.registered(name, replaces=replaces),)))

    def every(self) -> Iterator[Record | Unimported]:
        """Yield the registrations of all names, the hidden ones too. Overrides aren't registrations."""
        for name in self.names():
            yield from self.registrations(name)

    def registrations(self, name: str) -> tuple[Record | Unimported, ...]:
        """Return the registrations of a name, the hidden ones too."""
        if name not in self.covered and not self.claims:  # as of almost all names
            record = self.records.get(name)
            return () if record is None else (record,)
        return (*self.candidates(name, replaces=False), *self.candidates(name, replaces=True))

    def is_replacing(self, record: Record | Unimported) -> bool:
        """Return whether a registration was made with `replace=True`."""
        return any(record is each for each in self.candidates(record.name, replaces=True))

    def has_unimported_replacement(self, name: str) -> bool:
        """Return whether a module registers a name with `replace=True`, and hasn't been imported."""
        if name not in self.covered and not self.claims:  # as of almost all names
            return False
        return any(isinstance(each, Unimported) for each in self.candidates(name, replaces=True))

    def put(self, name: str, record: Record | Unimported | None, *, replaces: bool = False) -> None:
        """Record a registration in the place of an earlier one of its kind; None takes that away."""
        with self.lock:
            covered = self.cover(name) if replaces else self.covered.get(name)
            if covered is None:
                self.show(name, record)
            else:
                covered.put(record, replaces=replaces)
                self.refresh(name)

    def cover(self, name: str) -> Covered:
        """Return the records of a name, as those of one that has several."""
        self.replaced.add(name)
        covered = self.covered.get(name)
        if covered is None:
            covered = self.covered[name] = Covered(self.records.get(name))
            covered.ordinary = self.records.get(name)  # registered before another thread could see `covered`
        return covered

    def push(self, name: str, layer: Layer) -> None:
        """Let a layer hide the registrations of a name."""
        with self.lock:
            self.cover(name).layers.append(layer)
            self.refresh(name)

    def pop(self, name: str, layer: Layer) -> None:
        """Take a layer away, whichever others there are by now."""
        with self.lock:
            covered = self.covered.get(name)
            if covered is not None and layer in covered.layers:
                covered.layers.remove(layer)
                self.refresh(name)

    def add(self, record: Record, *, replaces: bool) -> None:
        """Record a registration unless there is another one of its kind."""
        with self.lock:
            if self.registered(record.name, replaces=replaces) is None:
                self.put(record.name, record, replaces=replaces)

    def adopt(self, found: Unimported, record: Record) -> Record | Unimported | None:
        """Put the record of an imported component in the place of that of its source, and return it.

        Returns another record if another thread was first.
        """
        with self.lock:
            known = self.registered(found.name, replaces=found.replaces)
            if known is not found:
                return known
            for each in self.isolations:
                each.keep(record, replaces=found.replaces)
            self.put(record.name, record, replaces=found.replaces)
            return record

    def unregister(self, registry: str, name: str, place: Place) -> None:
        """Remove the registrations of a name. Raises OverriddenNameError if it is overridden."""
        from typed_registry._registration.removal import Removal

        with self.lock:
            covered = self.covered.get(name)
            if covered is not None and covered.layers:
                from typed_registry._change_errors import OverriddenNameError

                hold = covered.layers[-1].hold
                raise OverriddenNameError(registry, name, hold.place, hold.holder)
            self.removals = {**self.removals, name: Removal(place, self.registrations(name))}
            self.take(name)
            for replaces in (False, True):
                self.claims.pop((name, replaces), None)
            self.guard()

    def freeze(self, place: Place, failed: Iterable[str]) -> None:
        """Refuse all registrations from now on, but for known ones and those of these files, which failed."""
        with self.lock:
            if self.frozen is None:
                self.frozen, self.failed = place, frozenset(failed)
            self.guard()

    def take(self, name: str) -> None:
        """Remove the registrations of a name."""
        with self.lock:
            self.covered.pop(name, None)
            self.show(name, None)

    def forget_kept(self, record: Record | Unimported) -> None:
        """Let no block keep a registration when it ends."""
        for each in self.isolations:
            each.drop(record)

    def withdraw(self, record: Record | Unimported, shown: Unimported | None) -> None:
        """Take a record back, unless another one has its place by now, and put in what a source shows."""
        name = record.name
        with self.lock:
            self.forget_kept(record)
            covered = self.covered.get(name)
            if covered is not None and covered.withdraw(record, shown):
                self.refresh(name)
            elif covered is None and self.records.get(name) is record:
                self.show(name, shown)

    def refresh(self, name: str) -> None:
        """Show the uppermost of the records of a name that has several, and begin an epoch."""
        covered = self.covered[name]
        if covered.is_needless:
            del self.covered[name]
        self.show(name, covered.top, covered)

    def show(self, name: str, record: Record | Unimported | None, covered: Covered | None = None) -> None:
        """Let a name stand for this record, and drop what was made of the former one."""
        current, config = self.records.get(name), self.configs.pop(name, None)
        self.builders.pop(name, None)
        if isinstance(current, Record) and current is not record:
            self.replaced.add(name)
        if covered is not None and config is not None and isinstance(current, Record):
            covered.remember(current, config)
        if record is None:
            self.records.pop(name, None)
        else:
            self.records[name] = record
        known = None if covered is None else covered.config_of(record)
        if known is not None:
            self.configs[name] = known
        begin_epoch()

    # What was made of them

    def keep(self, table: dict[str, Made], record: Record, made: Made) -> Made:
        """Keep what was made of a record, and return it, or else what another thread has made meanwhile."""
        with self.lock:
            is_current = self.records.get(record.name) is record
            return table.setdefault(record.name, made) if is_current else made

    def forget(self, name: str, derived: DerivedConfig) -> None:
        """Drop a config class that is derived, and the builder that takes it, unless they are others now."""
        with self.lock:
            if self.configs.get(name) is derived:
                self.configs.pop(name)
                self.builders.pop(name, None)
