"""Each checker says of the case files what their marks state."""

from __future__ import annotations

from itertools import chain

import pytest

from tests.typing.__main__ import CASES
from tests.typing.checker import CHECKERS
from tests.typing.limit import LIMITS
from tests.typing.mark import read
from tests.typing.rule import RULES
from tests.typing.verdict import hear


@pytest.mark.parametrize("checker", CHECKERS)
def test_checker(checker: str) -> None:
    """Every line is as expected, and every known limit still exists."""
    assert [] == hear(CHECKERS[checker], CASES.values()).mismatches


def test_nothing_is_left_over() -> None:
    """Every word for a rule and every known limit is used in some line."""
    cases = [read(file) for file in CASES.values()]
    marks = [*chain.from_iterable(case.marks.values() for case in cases)]
    words = {mark.value for mark in marks if mark.verdict == "rejected"}
    limits = {name for case in cases for name in case.limits} | {
        name for mark in marks for name in mark.limits
    }

    assert set(RULES) == words
    assert set(LIMITS) == limits
