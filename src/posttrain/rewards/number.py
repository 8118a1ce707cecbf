"""A reward for numbers in prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from posttrain.attempt import Attempt
from posttrain.errors import ColumnError
from posttrain.protocols import Reward
from posttrain.registries import REWARDS
from posttrain.rewards.config import LastNumberConfig

_NUMBER = re.compile(r"(?:(?<![\w).])[-\u2212])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")
"""Digits, with commas between thousands and with decimals; a minus belongs to it unless it subtracts."""


@REWARDS.register_factory("last_number", config=LastNumberConfig)
def last_number(config: LastNumberConfig) -> Reward:
    """Return 1 if the last number of the completion is the row's `answer`, else 0.

    The answer is a number, or text whose last number is meant, as in `So 6 * 7 = 42. #### 42`.

    >>> from posttrain.example import Task
    >>> judge, task = last_number(LastNumberConfig()), Task("How much is 2 + 2?", {"answer": 4})
    >>> judge([Attempt(task, "2 + 2 is 4.0."), Attempt(task, "4 is 2 + 2."), Attempt(task, "Four.")])
    [1.0, 0.0, 0.0]
    """

    def judge(attempts: Sequence[Attempt]) -> Sequence[float]:
        return [_is_right(attempt) for attempt in attempts]

    def _is_right(attempt: Attempt) -> float:
        wanted, found = _answer(attempt), read_last_number(attempt.completion)
        return float(found is not None and abs(found - wanted) <= Decimal(str(config.tolerance)))

    return judge


def read_last_number(text: str) -> Decimal | None:
    """Return the last number of a text.

    >>> [read_last_number(text) for text in ("It costs $1,234.50.", "10-3", "it is -3", "none")]
    [Decimal('1234.50'), Decimal('3'), Decimal('-3'), None]
    """
    found = _NUMBER.findall(text)
    return Decimal(found[-1].replace(",", "").replace("\u2212", "-")) if found else None


def _answer(attempt: Attempt) -> Decimal:
    """Return the number that is wanted. Raises ColumnError if the column `answer` has none."""
    answer = attempt.columns.get("answer")
    if isinstance(answer, (int, float)) and not isinstance(answer, bool):
        return Decimal(str(answer))
    wanted = read_last_number(answer) if isinstance(answer, str) else None
    if wanted is None:
        found = f"{type(answer).__name__} without a number" if "answer" in attempt.columns else None
        raise ColumnError("answer", "number", found, tuple(attempt.columns))
    return wanted
