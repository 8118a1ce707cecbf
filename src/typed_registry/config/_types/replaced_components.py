"""Faults in the settings of a component that has taken the name of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import NOTHING, evolve

from typed_registry._error_facts import Claimant
from typed_registry._registration.failed_modules import registered_in
from typed_registry._registration.overrides import OverridingRecord
from typed_registry.config._types.rule import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from typed_registry._registration.entries import Entries
    from typed_registry.config._document.faults import Fault, Path
    from typed_registry.config._types.config_classes import Read


def with_replacement(read: Read, registry: Entries, name: str) -> Read:
    """Return the reader of a component's settings, whose faults say if the component replaces another one."""
    found = replacement(registry, name)
    if found is None:
        return read

    def read_and_explain(data: object, path: Path, reading: Reading, default: object = NOTHING) -> object:
        known = len(reading.faults)
        made = read(data, path, reading, default)
        faults = [*reading.faults[known:]]
        if faults:
            reading.drop_faults(known)
            reading.add_faults([*_explained(faults, len(path) + 1, found)])
        return made

    return read_and_explain


def explain_replaced(faults: Iterable[Fault], registry: Entries, name: str) -> Iterable[Fault]:
    """Return the faults in the settings of a component, which say if the component replaces another one."""
    found = replacement(registry, name)
    return faults if found is None else _explained(faults, 1, found)


def _explained(faults: Iterable[Fault], depth: int, found: Claimant) -> Iterator[Fault]:
    """Yield the faults, those of the settings themselves with the replacement; their paths are so long."""
    for each in faults:
        yield evolve(each, replacement=found) if len(each.path) == depth else each


def replacement(registry: Entries, name: str) -> Claimant | None:
    """Return the registration or the override that has replaced a component; None if none has."""
    record = registry.record(name)
    if not (isinstance(record, OverridingRecord) or registry.is_replacing(record)):
        return None
    origins = registry.origins
    is_plugin = origins.plugin(record) is not None
    return Claimant(record.place, origins.distribution(record), is_plugin, registered_in(record))
