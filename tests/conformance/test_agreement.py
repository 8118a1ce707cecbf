"""Registration refuses nothing that mypy accepts, and its page says what it doesn't find."""

from __future__ import annotations

import sys

import pytest

from tests.conformance.page import FILE, page
from tests.conformance.verdicts import Verdict, verdicts


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    return [*verdicts(tmp_path_factory.mktemp("pairs"))]


def test_nothing_refused_in_vain(found: list[Verdict]) -> None:
    """What mypy accepts is accepted."""
    assert [] == [verdict for verdict in found if verdict.by_mypy and verdict.reasons]


def test_enough(found: list[Verdict]) -> None:
    """There are hundreds of pairs of each verdict, or the other test would prove little."""
    assert min(sum(v.by_mypy for v in found), sum(not v.by_mypy for v in found)) > 250
    assert sum(bool(v.reasons) for v in found) > 150


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the page is written by Python 3.11")
def test_page(found: list[Verdict]) -> None:
    """The page shows the table as it is."""
    assert page(found) == FILE.read_text(encoding="utf-8")
