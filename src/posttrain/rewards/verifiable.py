"""Rewards that a rule can check: no model has a say in them."""

from __future__ import annotations

import re

from posttrain.protocols import Reward
from posttrain.registries import REWARDS
from posttrain.rewards.config import ExactMatchConfig, FormatConfig, LengthConfig, PartialMatchConfig


@REWARDS.register_factory("exact_match", config=ExactMatchConfig)
def exact_match(config: ExactMatchConfig) -> Reward:
    """1 for the answer that was wanted, 0 for any other.

    >>> judge = exact_match(ExactMatchConfig(pattern=r"answer: (.*)"))
    >>> judge("Two and two. answer: 4", "4"), judge("4", "4")
    (1.0, 0.0)
    """
    pattern = None if config.pattern is None else re.compile(config.pattern, re.DOTALL)

    def judge(completion: str, answer: str) -> float:
        found = pattern.search(completion) if pattern else None
        given = completion if pattern is None else found and found[1]
        if given is None:
            return 0.0
        return float(_folded(given, config) == _folded(answer, config))

    return judge


@REWARDS.register_factory("partial_match", config=PartialMatchConfig)
def partial_match(config: PartialMatchConfig) -> Reward:
    """The share of the answer's characters that stand in their place; what is too long counts as wrong.

    >>> partial_match(PartialMatchConfig())("abdc", "abcd")
    0.5
    """
    del config

    def judge(completion: str, answer: str) -> float:
        right = sum(given == wanted for given, wanted in zip(completion, answer, strict=False))
        return right / max(len(completion), len(answer), 1)

    return judge


@REWARDS.register_factory("format", config=FormatConfig)
def form(config: FormatConfig) -> Reward:
    """1 for a completion that the pattern matches as a whole, 0 for any other.

    >>> form(FormatConfig("<think>.*</think>.*"))("<think>2+2</think>4", "4")
    1.0
    """
    pattern = re.compile(config.pattern, re.DOTALL)

    def judge(completion: str, answer: str) -> float:
        del answer
        return float(pattern.fullmatch(completion) is not None)

    return judge


@REWARDS.register_factory("length", config=LengthConfig)
def length(config: LengthConfig) -> Reward:
    """0 up to the longest length, and down to -1 over the margin behind it.

    >>> length(LengthConfig(longest=4, margin=4))("abcdef", "")
    -0.5
    """

    def judge(completion: str, answer: str) -> float:
        del answer
        return -min(1.0, max(0, len(completion) - config.longest) / config.margin)

    return judge


def _folded(text: str, config: ExactMatchConfig) -> str:
    stripped = text.strip()
    return stripped.casefold() if config.ignore_case else stripped
