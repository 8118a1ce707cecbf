"""The guide for library authors says which changes of a Protocol are compatible."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.protocol_changes import FILE, Effects, effects, page


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Effects]:
    folder: Path = tmp_path_factory.mktemp("changes")
    return [*effects(folder)]


def test_agreement(found: list[Effects]) -> None:
    """Registration refuses a component exactly where mypy does."""
    assert [each.is_checked for each in found] == [each.is_registered for each in found]


def test_page(found: list[Effects]) -> None:
    """The guide shows what mypy and the run say now."""
    assert page(iter(found)) == FILE.read_text(encoding="utf-8")
