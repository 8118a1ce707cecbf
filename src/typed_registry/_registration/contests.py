"""Settle who has a name that several distributions register, and remember which names they contest."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, NamedTuple

from typed_registry._registration.all_registries import begin_epoch
from typed_registry._registration.records import Record, Unimported

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry._discovery.installed import EntryPoint
    from typed_registry._place import Place
    from typed_registry._registration.record_table import RecordTable
    from typed_registry.errors import DuplicateNameError

    AnyRecord: TypeAlias = Record | Unimported


class Claim(NamedTuple):
    """A registration of a name, by a plugin or by the program."""

    place: Place
    module: str
    plugin: EntryPoint | None
    """None for a registration of the program, or of the registry's own distribution."""
    is_object: bool
    """Whether an entry point names the component itself."""

    @property
    def owner(self) -> str | None:
        """The distribution of the plugin."""
        return None if self.plugin is None else self.plugin.installed.key

    def repeats(self, other: Claim) -> bool:
        """Return whether both are the same registration, as a source shows it and as it is made."""
        if self.owner != other.owner:
            return False
        if self.is_object is not other.is_object:
            return self.module.partition(".")[0] == other.module.partition(".")[0]
        is_same_module = self.module == other.module and not self.is_object
        return is_same_module or self.place.file == other.place.file


class Contests:
    """Decides between registrations of one name that come from several distributions.

    A name is contested when registrations of several distributions have it, all of them with `replace=True`
    or all of them without, and also when the sources of one plugin register it twice. With `replace=True`,
    the program itself comes before all plugins.
    """

    def __init__(
        self,
        registry: str,
        table: RecordTable,
        owner: Callable[[AnyRecord], EntryPoint | None],
        shown: Collection[tuple[str, str, bool]],
    ) -> None:
        self._registry = registry
        self._table = table
        self._owner = owner
        self._shown = shown
        """The names that sources show, each with its module, and with whether it has `replace=True`."""

    def settle(self, existing: AnyRecord, proposed: AnyRecord, *, replaces: bool = False) -> bool:
        """Return whether a registration takes the place of the existing one, which it doesn't repeat.

        Both have `replace=True`, or neither has. Raises DuplicateNameError if neither is a plugin's, and in a
        plugin whose source doesn't show that it registers a name that others have.
        """
        name, key = proposed.name, (proposed.name, replaces)
        ours, theirs = self._claim(proposed), self._claim(existing)
        with self._table.lock:
            known = self._table.claims.get(key)
            first = known or (theirs,)
            are_live = isinstance(existing, Record) and isinstance(proposed, Record) and not known
            if not are_live and any(ours.repeats(each) for each in first):
                return len(first) == 1
            if replaces and (ours.plugin is None) != (theirs.plugin is None):
                self._table.claims.pop(key, None)
                return ours.plugin is None
            is_mistake = self._is_mistake(key, ours, first, is_live=isinstance(proposed, Record))
            if not is_mistake:
                self._table.claims[key] = (*first, ours)
        if is_mistake:
            raise self._error(name, (*first, ours))
        begin_epoch()
        return False

    def require_settled(self, name: str) -> None:
        """Raise ContestedNameError for a contested name, unless it is overridden."""
        if not self._table.claims:
            return
        covered = self._table.covered.get(name)
        replaces = covered is not None and covered.replacing is not None
        claims = self._table.claims.get((name, replaces))
        if claims and (covered is None or not covered.layers):
            raise self._error(name, claims)

    def modules(self) -> frozenset[str]:
        """Return the modules of contested registrations, and those whose sources show a registration."""
        contested = (claim.module for claims in tuple(self._table.claims.values()) for claim in claims)
        return frozenset((*contested, *(module for _, module, _ in tuple(self._shown))))

    def _is_mistake(
        self, key: tuple[str, bool], ours: Claim, first: tuple[Claim, ...], *, is_live: bool
    ) -> bool:
        """Return whether the registration itself is refused, by an error at its line."""
        if ours.plugin is None:
            is_isolated = is_live and bool(self._table.isolations)
            return is_isolated or all(each.plugin is None for each in first)
        if not is_live:
            return False
        if any(each.owner == ours.owner for each in first):
            return True
        name, replaces = key
        return any(each.plugin is None or (name, each.module, replaces) in self._shown for each in first)

    def _claim(self, record: AnyRecord) -> Claim:
        is_object = isinstance(record, Unimported) and record.attribute is not None
        return Claim(record.place, record.module, self._owner(record), is_object=is_object)

    def _error(self, name: str, claims: tuple[Claim, ...]) -> DuplicateNameError:
        from typed_registry._discovery.installed_modules import distribution_of_module
        from typed_registry._error_facts import Claimant
        from typed_registry._plugin_errors import ContestedNameError
        from typed_registry.errors import DuplicateNameError

        if all(each.plugin is None for each in claims):
            return DuplicateNameError(self._registry, name, claims[0].place, claims[-1].place)
        claims = tuple(sorted(claims, key=lambda each: each.owner or ""))
        claimants = tuple(
            Claimant(each.place, distribution_of_module(each.module), is_plugin=False)
            if each.plugin is None
            else Claimant(each.place, each.plugin.distribution, is_plugin=True)
            for each in claims
        )
        return ContestedNameError(self._registry, name, claims[0].place, claims[-1].place, claimants)
