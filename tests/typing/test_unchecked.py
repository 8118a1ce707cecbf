"""Run time refuses what checkers let pass when a component is registered, and the page lists all of it."""

from __future__ import annotations

from pathlib import Path

from tests.typing import unchecked


def test_table_of_the_page(tmp_path: Path) -> None:
    """The table says which checkers accept each mistake, and which error it raises."""
    assert unchecked.table(tmp_path) == unchecked.written()


def test_every_mistake_is_refused() -> None:
    """Each mistake raises an error, so that no row is about a registration that is right."""
    assert all(unchecked.refusals())


def test_every_mistake_is_accepted_by_a_checker() -> None:
    """What all checkers find has no row."""
    rows = unchecked.written().splitlines()[2:]

    assert len(rows) == len(unchecked.MISTAKES)
    assert all(row.split("|")[2].strip() for row in rows)
