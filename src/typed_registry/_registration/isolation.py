"""Blocks that restore a registry when they end."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from typing_extensions import override

from typed_registry._place import Place
from typed_registry._registration.all_registries import begin_epoch
from typed_registry._registration.contests import contenders, in_order
from typed_registry._registration.control_flow import Hold
from typed_registry._registration.covered import Covered
from typed_registry._registration.records import Record, Unimported
from typed_registry._registration.temporary import Temporary
from typed_registry._running_modules import begun_among, module_frames, specs_by_identity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType, TracebackType

    from typed_registry._registration.contests import Claim
    from typed_registry._registration.deprecation import Deprecation
    from typed_registry._registration.entries import Entries
    from typed_registry._registration.record_table import RecordTable
    from typed_registry._registration.removal import Removal


class Isolation:
    """A copy of a registry's state when a block begins, and the later changes that outlive the block.

    A module that is imported for the first time in the block stays imported, so what it registers is kept:
    importing it again would register nothing. So is what discovery finds. An override of another thread or
    task ends when that leaves its own block.
    """

    def __init__(self, entries: Entries, table: RecordTable, hold: Hold, specs: Mapping[int, object]) -> None:
        self.hold = hold
        self._entries = entries
        self._table = table
        self._records = {
            name: (table.registered(name), table.registered(name, replaces=True))
            for name in (*table.records,)  # without a lock, other threads may add names
        }
        self._configs = {name: (table.records[name], config) for name, config in table.configs.items()}
        self._layers = [layer for covered in table.covered.values() for layer in covered.layers]
        self._claims = dict(table.claims)
        self._removals = dict(table.removals)
        self._frozen = table.frozen, table.failed
        self._deprecations = entries.deprecations
        self._specs = specs
        """The specs of the modules whose import had begun before the block, by their identities."""
        self._kept: dict[tuple[str, bool], tuple[Record, ...]] = {}

    def notice(self, record: Record, frame: FrameType, *, replaces: bool) -> None:
        """Keep a registration, made by this frame, if it is part of an import that has begun in the block."""
        if self._is_import(frame):
            self.keep(record, replaces=replaces)

    def notice_ignored(self, record: Record, removal: Removal, *, replaces: bool) -> None:
        """Keep a registration that is ignored because its name was unregistered in the block."""
        if self._removals.get(record.name) is not removal:
            self.keep(record, replaces=replaces)

    def keep(self, record: Record, *, replaces: bool) -> None:
        """Keep a registration when the block ends."""
        key = record.name, replaces
        self._kept[key] = (*self._kept.get(key, ()), record)

    def notice_deprecation(self, name: str, deprecation: Deprecation, frame: FrameType) -> None:
        """Keep a deprecation, made by this frame, if it is part of an import that has begun in the block."""
        if self._is_import(frame):
            self._deprecations = {**self._deprecations, name: deprecation}

    def drop(self, record: Record | Unimported) -> None:
        """Forget a registration, since its module has failed."""
        left = {key: tuple(each for each in kept if each is not record) for key, kept in self._kept.items()}
        self._kept = {key: kept for key, kept in left.items() if kept}

    def restore(self) -> None:
        """Restore the registry, but for the changes that are kept."""
        table = self._table
        with table.lock:
            kept = (name for name, _ in self._kept)
            names = dict.fromkeys((*self._records, *table.records, *kept))
            table.claims = self._wanted_claims()
            records = {name: covered for name in names if (covered := self._wanted(name)).top is not None}
            for name in (*table.records,):
                if name not in records:
                    table.take(name)
            for name, covered in records.items():
                self._put(name, covered)
            _arrange(table, [*records])
            table.removals = self._removals
            table.frozen, table.failed = self._frozen
            del table.isolations[table.isolations.index(self) :]  # those that have begun since end with it
            table.guard()
        self._entries.deprecations = self._deprecations
        begin_epoch()

    def _wanted(self, name: str) -> Covered:
        """Return the records that a name is to have."""
        wanted = Covered(*self._records.get(name, (None, None)))
        for replaces, before in ((False, wanted.ordinary), (True, wanted.replacing)):
            now = self._table.registered(name, replaces=replaces)
            found = now if before is None and isinstance(now, Unimported) else before
            kept, claims = self._kept.get((name, replaces)), self._table.claims.get((name, replaces))
            found = kept[-1] if kept else found
            if claims:
                found = contenders(claims, replaces=replaces)[0].record
            wanted.put(found, replaces=replaces)
        covered = self._table.covered.get(name)
        layers = () if covered is None else covered.layers
        wanted.layers = [each for each in layers if each in self._layers or each.hold.outlasts(self.hold)]
        return wanted

    def _wanted_claims(self) -> dict[tuple[str, bool], tuple[Claim, ...]]:
        """Return the claims on each contested name.

        These are the claims from before the block, and those that are kept or read from sources.
        """
        wanted: dict[tuple[str, bool], tuple[Claim, ...]] = {}
        for key in {**self._claims, **self._table.claims}:
            before = self._claims.get(key, ())
            known = (*self._records.get(key[0], ()), *(claim.record for claim in before))
            lasting = (*known, *self._kept.get(key, ()))
            left = [
                claim
                for claim in self._table.claims.get(key, ())
                if isinstance(claim.record, Unimported) or any(claim.record is each for each in lasting)
            ]
            lost = [claim for claim in before if not any(claim.repeats(each) for each in left)]
            if len(left) + len(lost) > 1:
                wanted[key] = in_order((*left, *lost))
        return wanted

    def _put(self, name: str, wanted: Covered) -> None:
        """Let a name have these records."""
        table, top = self._table, wanted.top
        before, config = self._configs.get(name, (None, None))
        if isinstance(before, Record) and config is not None:
            wanted.remember(before, config)
        if wanted.is_needless:
            table.covered.pop(name, None)
        else:
            table.covered[name] = wanted
        if table.records.get(name) is not top:
            table.show(name, top, wanted)

    def _is_import(self, frame: FrameType) -> bool:
        """Return whether code of a module runs, above this frame, whose import has begun in the block."""
        specs = (above.f_globals.get("__spec__") for above in module_frames(frame))
        return any(spec is not None and id(spec) not in self._specs for spec in specs)


def known_specs(frame: FrameType) -> dict[int, object]:
    """Return the specs of all modules by their identities, without those that other threads import."""
    own = [above.f_globals.get("__spec__") for above in module_frames(frame)]
    known = specs_by_identity()
    for spec in begun_among(known.values()):
        if not any(spec is each for each in own):
            del known[id(spec)]
    return known


def _arrange(table: RecordTable, names: list[str]) -> None:
    """Put the names of a table into this order."""
    if [*table.records] != names:
        for name in names:
            table.records[name] = table.records.pop(name)


class Isolated(Temporary):
    """Discards the registrations of a block when it ends: `with LOSSES.isolated():`.

    The method `isolated` of a registry returns it. The blocks of several registries that begin together may
    share the `specs` that `known_specs` returns.
    """

    def __init__(
        self,
        entries: Entries,
        table: RecordTable,
        place: Place,
        specs: Mapping[int, object] | None = None,
    ) -> None:
        self._entries = entries
        self._table = table
        self._place = place
        self._specs = specs
        self._entered: list[Isolation] = []

    @override
    def __enter__(self) -> None:
        """Copy the registry's state. Raises IsolatedRegistryError inside another thread's block.

        That `discover` was given a package which doesn't exist is an error only for whoever looks for a name.
        """
        from typed_registry.errors import UnknownPackageError

        table = self._table
        with suppress(UnknownPackageError):
            self._entries.read_sources()  # the block may register a name of a plugin's component
        with table.lock:
            hold = table.isolations[-1].hold if table.isolations else None
            if hold is not None and hold.excludes_caller:
                from typed_registry._change_errors import IsolatedRegistryError

                raise IsolatedRegistryError(self._entries.name, hold.place, hold.holder)
            table.is_guarded = True  # first, so that what is registered from now on is noticed
            specs = self._specs or known_specs(sys._getframe())  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # what this thread imports
            isolation = Isolation(self._entries, table, Hold(self._place), specs)
            table.isolations.append(isolation)
            table.frozen = None
            table.guard()
        self._entered.append(isolation)

    @override
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Restore the registrations, unless the end of an outer block has done so."""
        isolation = self._entered.pop()
        if isolation in self._table.isolations:
            isolation.restore()
        isolation.hold.release()
