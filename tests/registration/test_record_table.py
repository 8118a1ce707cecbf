"""The records of a registry while several threads change them."""

from __future__ import annotations

from typed_registry._registration.all_registries import epoch
from typed_registry._registration.derived_config import DerivedConfig, derive
from typed_registry._registration.record_table import RecordTable
from typed_registry._registration.records import Record


def sized(size: int = 1) -> int:
    """Return the size."""
    return size


def record(line: int) -> Record:
    """Return the record of a registration in this line."""
    return Record("one", sized, None, "file.py", line, None)


def build(_config: object, /, *_args: object, **_kwargs: object) -> object:
    """Build nothing."""
    return None


def table_of(current: Record) -> tuple[RecordTable, DerivedConfig]:
    """Return a table with one record, its config and its builder."""
    table, derived = RecordTable(), derive(current, (), "things")
    table.records["one"] = current
    table.keep(table.configs, current, derived)
    table.keep(table.builders, current, build)
    return table, derived


def test_withdrawn() -> None:
    """A record is taken back with all that was made of it, and caches forget it."""
    current, began = record(1), epoch()
    table, _ = table_of(current)
    table.withdraw(current, None)

    assert ({}, {}, {}) == (table.records, table.configs, table.builders)
    assert epoch() > began


def test_withdrawn_too_late() -> None:
    """A record that has another one's place is not taken back with that."""
    table, derived = table_of(record(2))
    table.withdraw(record(1), None)

    assert [2] == [each.line for each in table.records.values()]
    assert ({"one": derived}, {"one": build}) == (table.configs, table.builders)


def test_replaced() -> None:
    """Nothing that was made of a record is kept when another one takes its place."""
    began = epoch()
    table, _ = table_of(record(1))
    table.put("one", record(2))

    assert ({}, {}, {"one"}) == (table.configs, table.builders, table.replaced)
    assert epoch() > began


def test_made_of_a_former_record() -> None:
    """What a thread has made of a record that was replaced meanwhile is not kept."""
    table, derived = table_of(record(2))
    table.forget("one", derived)
    other = derive(record(1), (), "things")

    assert other is table.keep(table.configs, record(1), other)
    assert ({}, {}) == (table.configs, table.builders)


def test_forgotten_too_late() -> None:
    """A config that another thread has derived anew is kept, and so is its builder."""
    table, derived = table_of(record(1))
    table.forget("one", derive(record(1), (), "things"))

    assert ({"one": derived}, {"one": build}) == (table.configs, table.builders)
