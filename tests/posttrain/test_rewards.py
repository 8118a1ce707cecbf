"""Rewards by name: what each returns for completions, and which configs are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import inf, nan
from typing import cast

import pytest

from posttrain.attempt import Attempt
from posttrain.errors import ColumnError, RewardError
from posttrain.example import Conversation, Message, Task
from posttrain.protocols import Reward
from posttrain.registries import REWARDS
from posttrain.rewards.config import (
    ExactMatchConfig,
    FormatConfig,
    LastNumberConfig,
    LengthConfig,
    Part,
    WeightedConfig,
)
from posttrain.rewards.number import read_last_number
from posttrain.rewards.scores import Scores, score
from typed_registry import Spec


def attempts(answer: object, *completions: str) -> list[Attempt]:
    """Return these completions of a task that has this answer."""
    return [Attempt(Task("a", {"answer": answer}), completion) for completion in completions]


def judged(reward: Spec[Reward, []], completion: str, answer: object = "no matter") -> float:
    """Return the reward of a completion."""
    [value] = reward.build()(attempts(answer, completion))
    return value


@pytest.mark.parametrize(
    ("completion", "expected"), [("42", 1.0), (" 42\n", 1.0), ("4 2", 0.0), ("", 0.0), ("421", 0.0)]
)
def test_exact_match(completion: str, expected: float) -> None:
    """Only the answer counts; the spaces around it don't matter."""
    assert expected == judged(REWARDS.spec("exact_match"), completion, "42")


def test_case() -> None:
    """Case matters, unless it is ignored."""
    assert 0.0 == judged(REWARDS.spec("exact_match"), "Yes", "yes")
    assert 1.0 == judged(REWARDS.spec("exact_match", ExactMatchConfig(ignore_case=True)), "Yes", "yES")


@pytest.mark.parametrize(
    ("completion", "expected"),
    [("so #### 42", 1.0), ("so\n#### 42\n", 1.0), ("42", 0.0), ("#### 41 42", 0.0), ("####", 0.0)],
)
def test_pattern(completion: str, expected: float) -> None:
    """With a pattern, its group is compared; where it doesn't match, there is no answer."""
    reward = REWARDS.spec("exact_match", ExactMatchConfig(pattern="####(.*)"))

    assert expected == judged(reward, completion, "42")


def test_unmatched_group() -> None:
    """A group that has no part in the match holds no answer, either."""
    reward = REWARDS.spec("exact_match", ExactMatchConfig(pattern="a(b)?"))

    assert [0.0, 1.0] == [judged(reward, "a", "b"), judged(reward, "ab", "b")]


@pytest.mark.parametrize(
    ("completion", "expected"),
    [("abcd", 1.0), ("abdc", 0.5), ("ab", 0.5), ("abcdabcd", 0.5), ("", 0.0), ("dcba", 0.0)],
)
def test_partial_match(completion: str, expected: float) -> None:
    """Each character in its place counts; what is missing or too much is wrong."""
    assert expected == judged(REWARDS.spec("partial_match"), completion, "abcd")


def test_nothing_wanted() -> None:
    """Where nothing is wanted, nothing can be right in part."""
    assert 0.0 == judged(REWARDS.spec("partial_match"), "", "")


@pytest.mark.parametrize(("completion", "expected"), [("<a>\n</a>4", 1.0), ("x<a></a>", 0.0), ("<a>", 0.0)])
def test_format(completion: str, expected: float) -> None:
    """The whole completion must match, over several lines, too."""
    assert expected == judged(REWARDS.spec("format", FormatConfig("<a>.*</a>.*")), completion)


@pytest.mark.parametrize(("length", "expected"), [(0, 0.0), (5, 0.0), (6, -0.25), (9, -1.0), (50, -1.0)])
def test_length(length: int, expected: float) -> None:
    """Each character beyond the longest length costs its share of the margin, down to -1."""
    assert expected == judged(REWARDS.spec("length", LengthConfig(longest=5, margin=4)), "x" * length)


PARTS = (
    Part(REWARDS.spec("exact_match"), 2.0),
    Part(REWARDS.spec("length", LengthConfig(longest=0, margin=4)), 0.5),
    Part(REWARDS.spec("exact_match", ExactMatchConfig(ignore_case=True))),
)


def test_weighted() -> None:
    """A weighted reward is the sum of others, each by its weight."""
    reward = REWARDS.spec("weighted", WeightedConfig(PARTS))

    assert [2.0 - 0.25 + 1.0, -0.25 + 1.0] == [judged(reward, text, "ab") for text in ("ab", "AB")]


def test_parts() -> None:
    """The parts of a weighted reward are known by their names, with a number where a name comes again."""
    inner = Part(REWARDS.spec("weighted", WeightedConfig(PARTS)))
    reward = REWARDS.build("weighted", WeightedConfig((inner,)))
    found = score(reward, "weighted", attempts("ab", "ab", "AB"))

    assert (2.75, 0.75) == found.values
    assert {
        "exact_match": (1.0, 0.0),
        "length": (-0.5, -0.5),
        "exact_match_2": (1.0, 1.0),
    } == found.parts


def test_one_part() -> None:
    """A reward of another kind is its only part."""
    found = score(REWARDS.build("exact_match", ExactMatchConfig()), "mine", attempts("a", "a", "b"))

    assert Scores((1.0, 0.0), {"mine": (1.0, 0.0)}) == found


@pytest.mark.parametrize(
    ("completion", "expected"),
    [
        ("The sum is 42.", 1.0),
        ("42", 1.0),
        ("It is 42.0, of course", 1.0),
        ("2 * 21 = 42!", 1.0),
        ("44-42", 1.0),
        ("It is -42", 0.0),
        ("42 is 40 + 2", 0.0),
        ("forty-two", 0.0),
        ("420", 0.0),
        ("", 0.0),
    ],
)
@pytest.mark.parametrize("answer", ["42", 42, 42.0, "So 40 + 2 = 42. #### 42"])
def test_last_number(completion: str, expected: float, answer: object) -> None:
    """The last number of a completion counts, as do the answer's type and notation not."""
    assert expected == judged(REWARDS.spec("last_number"), completion, answer)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234,567.5 dollars", "1234567.5"),
        ("1,2", "2"),
        ("it fell to -3", "-3"),
        ("it fell to \u22123", "-3"),
        ("(7)-3", "3"),
        ("x=-3", "-3"),
        ("3.", "3"),
        ("7/8", "8"),
        ("none", None),
    ],
)
def test_read_number(text: str, number: str | None) -> None:
    """A number has thousands, decimals and a sign, which is told from a subtraction."""
    assert (None if number is None else Decimal(number)) == read_last_number(text)


@pytest.mark.parametrize(("tolerance", "expected"), [(0.0, 0.0), (0.01, 1.0), (0.001, 0.0)])
def test_tolerance(tolerance: float, expected: float) -> None:
    """A number may differ by the tolerance."""
    assert expected == judged(REWARDS.spec("last_number", LastNumberConfig(tolerance)), "3.15", 3.14)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"answer": "none"},
            "the column 'answer' must be of type number, and is of type str without a number",
        ),
        (
            {"sum": 4},
            (
                "an example has no column 'answer' beside its prompt; it has 'sum'. The setting `columns` of "
                "the dataset renames columns: columns: {answer: ...}"
            ),
        ),
    ],
)
@pytest.mark.parametrize("completion", ["4", "four"])
def test_no_number(columns: Mapping[str, object], message: str, completion: str) -> None:
    """A row without a number in its answer is an error, also if the completion has none either."""
    with pytest.raises(ColumnError) as caught:
        REWARDS.build("last_number", LastNumberConfig())([Attempt(Task("a", columns), completion)])

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            [1.0],
            (
                "the reward 'mine' must return one number for each completion: it got 2 completions and "
                "returned 1 numbers"
            ),
        ),
        ([1.0, nan], "the reward 'mine' must return finite numbers: it returned nan for completion 2 of 2"),
        ([inf, 1.0], "the reward 'mine' must return finite numbers: it returned inf for completion 1 of 2"),
    ],
)
def test_wrong(values: list[float], message: str) -> None:
    """A reward that doesn't return a finite number for each completion is an error."""
    with pytest.raises(RewardError) as caught:
        score(lambda attempts: values[: len(attempts)], "mine", attempts("a", "a", "b"))

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("value", "shown"), [(1.0, "1.0"), ([None, 1.0], "[None, 1.0]"), (["good", "bad"], "['good', 'bad']")]
)
def test_no_numbers(value: object, shown: str) -> None:
    """So is a reward that returns one number for all, or no numbers."""

    def reward(_: Sequence[Attempt]) -> object:
        return value

    with pytest.raises(RewardError) as caught:
        score(cast("Reward", reward), "mine", attempts("a", "a", "b"))

    assert (
        f"the reward 'mine' must return one number for each completion, as a list: it returned {shown} for 2 "
        "completions" == str(caught.value)
    )


def test_attempt() -> None:
    """A reward sees the prompt, the completion, the conversation, the tokens and the row's columns."""
    asked = Conversation((Message("system", "Be brief."), Message("user", "2+2?")))
    attempt = Attempt(Task(asked, {"answer": "4", "level": 1}), "4", (55, 1), "length")

    assert (asked, "4", "4", 1) == (
        attempt.prompt,
        attempt.completion,
        attempt.answer,
        attempt.columns["level"],
    )
    assert (*asked.messages, Message("assistant", "4")) == attempt.messages
    assert ((55, 1), "length") == (attempt.tokens, attempt.stop_reason)


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
