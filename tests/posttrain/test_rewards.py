"""Rewards by name: what each gives for a completion, and which configs there can't be."""

from __future__ import annotations

import pytest

from posttrain.registries import REWARDS
from posttrain.rewards.config import ExactMatchConfig, FormatConfig, LengthConfig, Part, WeightedConfig


@pytest.mark.parametrize(
    ("completion", "expected"), [("42", 1.0), (" 42\n", 1.0), ("4 2", 0.0), ("", 0.0), ("421", 0.0)]
)
def test_exact_match(completion: str, expected: float) -> None:
    """Only the answer counts; the spaces around it don't matter."""
    assert expected == REWARDS.spec("exact_match").build()(completion, "42")


def test_case() -> None:
    """Case matters, unless it is ignored."""
    assert 0.0 == REWARDS.spec("exact_match").build()("Yes", "yes")
    assert 1.0 == REWARDS.build("exact_match", ExactMatchConfig(ignore_case=True))("Yes", "yES")


@pytest.mark.parametrize(
    ("completion", "expected"),
    [("so #### 42", 1.0), ("so\n#### 42\n", 1.0), ("42", 0.0), ("#### 41 42", 0.0), ("####", 0.0)],
)
def test_pattern(completion: str, expected: float) -> None:
    """With a pattern, its group is compared; where it doesn't match, there is no answer."""
    judge = REWARDS.build("exact_match", ExactMatchConfig(pattern="####(.*)"))

    assert expected == judge(completion, "42")


def test_unmatched_group() -> None:
    """A group that has no part in the match holds no answer, either."""
    judge = REWARDS.build("exact_match", ExactMatchConfig(pattern="a(b)?"))

    assert [0.0, 1.0] == [judge("a", "b"), judge("ab", "b")]


@pytest.mark.parametrize(
    ("completion", "expected"),
    [("abcd", 1.0), ("abdc", 0.5), ("ab", 0.5), ("abcdabcd", 0.5), ("", 0.0), ("dcba", 0.0)],
)
def test_partial_match(completion: str, expected: float) -> None:
    """Each character in its place counts; what is missing or too much is wrong."""
    assert expected == REWARDS.spec("partial_match").build()(completion, "abcd")


def test_nothing_wanted() -> None:
    """Where nothing is wanted, nothing can be right in part."""
    assert 0.0 == REWARDS.spec("partial_match").build()("", "")


@pytest.mark.parametrize(("completion", "expected"), [("<a>\n</a>4", 1.0), ("x<a></a>", 0.0), ("<a>", 0.0)])
def test_format(completion: str, expected: float) -> None:
    """The whole completion must match, over several lines, too."""
    assert expected == REWARDS.build("format", FormatConfig("<a>.*</a>.*"))(completion, "no matter")


@pytest.mark.parametrize(("length", "expected"), [(0, 0.0), (5, 0.0), (6, -0.25), (9, -1.0), (50, -1.0)])
def test_length(length: int, expected: float) -> None:
    """Each character beyond the longest length costs its share of the margin, down to -1."""
    assert expected == REWARDS.build("length", LengthConfig(longest=5, margin=4))("x" * length, "no matter")


def test_weighted() -> None:
    """The sum of other rewards, each by its weight."""
    parts = (
        Part(REWARDS.spec("exact_match"), 2.0),
        Part(REWARDS.spec("length", LengthConfig(longest=0, margin=4)), 0.5),
        Part(REWARDS.spec("partial_match")),
    )
    judge = REWARDS.build("weighted", WeightedConfig(parts))

    assert [2.0 - 0.25 + 1.0, -0.25 + 0.5] == [judge("ab", "ab"), judge("ac", "ab")]


@pytest.mark.parametrize("pattern", ["x", "(x)(y)"])
def test_groups(pattern: str) -> None:
    """A pattern for the answer has one group."""
    with pytest.raises(ValueError, match="pattern") as caught:
        ExactMatchConfig(pattern=pattern)

    assert f"pattern must have one group, which holds the answer: {pattern!r}" == str(caught.value)


@pytest.mark.parametrize("config", [ExactMatchConfig, FormatConfig])
def test_no_pattern(config: type[ExactMatchConfig | FormatConfig]) -> None:
    """What is no regular expression is told when the config is made."""
    with pytest.raises(ValueError, match="pattern") as caught:
        config(pattern="(")

    message = "pattern is no regular expression: missing ), unterminated subpattern at position 0"
    assert message == str(caught.value)
