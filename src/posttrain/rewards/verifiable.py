"""Rewards that a rule can check, without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from posttrain.attempt import Attempt
from posttrain.protocols import Reward
from posttrain.registries import REWARDS
from posttrain.rewards.config import ExactMatchConfig, FormatConfig, LengthConfig, PartialMatchConfig


@REWARDS.register_factory("exact_match", config=ExactMatchConfig)
def exact_match(config: ExactMatchConfig) -> Reward:
    """Return 1 for the row's `answer`, 0 for any other completion.

    >>> from posttrain.example import Task
    >>> judge, task = exact_match(ExactMatchConfig(pattern=r"answer: (.*)")), Task("2+2=", {"answer": "4"})
    >>> judge([Attempt(task, "Two and two. answer: 4"), Attempt(task, "4")])
    [1.0, 0.0]
    """
    pattern = None if config.pattern is None else re.compile(config.pattern, re.DOTALL)

    def judge(attempts: Sequence[Attempt]) -> Sequence[float]:
        return [_matches(attempt.completion, attempt.answer) for attempt in attempts]

    def _matches(completion: str, answer: str) -> float:
        found = pattern.search(completion) if pattern else None
        given = completion if pattern is None else found and found[1]
        return 0.0 if given is None else float(_folded(given, config) == _folded(answer, config))

    return judge


@REWARDS.register_factory("partial_match", config=PartialMatchConfig)
def partial_match(config: PartialMatchConfig) -> Reward:
    """Return the share of the answer's characters that are in their place; those beyond it count as wrong.

    >>> from posttrain.example import Task
    >>> partial_match(PartialMatchConfig())([Attempt(Task("bdca>", {"answer": "abcd"}), "abdc")])
    [0.5]
    """
    del config

    def judge(attempts: Sequence[Attempt]) -> Sequence[float]:
        return [_share(attempt.completion, attempt.answer) for attempt in attempts]

    def _share(completion: str, answer: str) -> float:
        right = sum(given == wanted for given, wanted in zip(completion, answer, strict=False))
        return right / max(len(completion), len(answer), 1)

    return judge


@REWARDS.register_factory("format", config=FormatConfig)
def form(config: FormatConfig) -> Reward:
    """Return 1 for a completion that the pattern matches as a whole, 0 for any other.

    >>> from posttrain.example import Task
    >>> form(FormatConfig("<think>.*</think>.*"))([Attempt(Task("2+2="), "<think>2+2</think>4")])
    [1.0]
    """
    pattern = re.compile(config.pattern, re.DOTALL)

    def judge(attempts: Sequence[Attempt]) -> Sequence[float]:
        return [float(pattern.fullmatch(attempt.completion) is not None) for attempt in attempts]

    return judge


@REWARDS.register_factory("length", config=LengthConfig)
def length(config: LengthConfig) -> Reward:
    """Return 0 up to the longest length, and down to -1 over the margin behind it.

    >>> from posttrain.example import Task
    >>> length(LengthConfig(longest=4, margin=4))([Attempt(Task("a"), "abcdef")])
    [-0.5]
    """

    def judge(attempts: Sequence[Attempt]) -> Sequence[float]:
        beyond = [max(0, len(attempt.completion) - config.longest) for attempt in attempts]
        return [-min(1.0, count / config.margin) for count in beyond]

    return judge


def _folded(text: str, config: ExactMatchConfig) -> str:
    stripped = text.strip()
    return stripped.casefold() if config.ignore_case else stripped
