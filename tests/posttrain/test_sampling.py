"""A step's rollouts: which tasks, in which order, by which seeds, and what they are worth."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from attrs import evolve
from rich.console import Console

from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.algorithms.sampling import Sampled, Sampler
from posttrain.attempt import Attempt
from posttrain.context import Context
from posttrain.errors import MissingExamplesError
from posttrain.registries import ALGORITHMS, REWARDS
from posttrain.rewards.config import LengthConfig

from .direct import ids
from .given import TASKS, context
from .rolled import rolled

CONFIG = GRPOConfig(
    batch_size=2,
    samples=3,
    max_tokens=4,
    minibatches=2,
    temperature=1.3,
    reward=REWARDS.spec("length", LengthConfig(longest=0, margin=4)),
)


def prompts(sampled: Sampled) -> list[tuple[int, ...]]:
    """The prompts' tokens, row by row."""
    batch = sampled.batch
    held = zip(batch.ids, batch.attention, batch.completion, strict=True)
    return [tuple(map(int, row[(kept == 1) & (counts == 0)])) for row, kept, counts in held]


@pytest.fixture
def work(tmp_path: Path) -> Context:
    """With three tasks."""
    return context(tmp_path, tasks=TASKS)


def test_groups(work: Context) -> None:
    """Each prompt's completions follow each other, so that a minibatch can have whole groups."""
    sampled = Sampler(CONFIG, work).sample(1)
    found = prompts(sampled)

    assert [found[0]] * 3 + [found[3]] * 3 == found
    assert found[0] != found[3]
    assert ([0, 1, 2], [3, 4, 5], []) == (sampled.rows([0]), sampled.rows([1]), sampled.rows([2]))


def test_every_task(work: Context) -> None:
    """Three steps of two prompts see each of three tasks twice."""
    sampler = Sampler(CONFIG, work)
    seen = [prompt for step in (1, 2, 3) for prompt in prompts(sampler.sample(step))[::3]]

    assert sorted(2 * [tuple(ids(str(task.prompt))) for task in TASKS]) == sorted(seen)


def test_seeds(work: Context) -> None:
    """A completion's seed is the step's and its place, so that a step can be sampled again by itself."""
    sampled = Sampler(CONFIG, work).sample(2)
    asked = [bytes(token - 3 for token in prompt).decode() for prompt in prompts(sampled)]
    first = work.seed_of(2)
    seeds = [(first + place) % 2**63 for place in range(6)]
    expected = rolled(work.model, asked, 4, seeds, 1.3)

    assert expected.batch.ids.equal(sampled.batch.ids)
    assert [float(flag) for flag in expected.ended] == sampled.ended.tolist()
    assert [max(-1.0, -len(text) / 4) for text in expected.texts] == sampled.rewards.tolist()


def test_resamples(work: Context) -> None:
    """A prompt whose completions are all worth the same gives way to another, as often as is allowed."""
    reward = REWARDS.spec("length", LengthConfig(longest=100, margin=4))  # none of them is ever so long
    config = evolve(CONFIG, reward=reward, steps=5)
    sampler = Sampler(config, work)
    last = sampler.sample(11)  # the step that comes after two times as many as the stage has
    sampled = Sampler(config, work, resamples=2).sample(1)

    assert prompts(last) == prompts(sampled)
    assert prompts(sampler.sample(1)) != prompts(sampled)
    assert [0.0] * 6 == sampled.rewards.tolist()


def test_resamples_some(work: Context) -> None:
    """A prompt whose completions differ in worth keeps its place, and they are what they would have been."""
    flat = [step for step in range(1, 40) if flatness(Sampler(CONFIG, work).sample(step)) == [False, True]]
    first, second = (Sampler(CONFIG, work, resamples).sample(flat[0]) for resamples in (0, 6))
    width = min(first.batch.ids.shape[1], second.batch.ids.shape[1])

    assert [False, False] == flatness(second)
    assert first.rewards[:3].equal(second.rewards[:3])
    assert first.batch.ids[:3, :width].equal(second.batch.ids[:3, :width])
    assert [1] * 6 == [int(row.sum() > 0) for row in second.mask]


def flatness(sampled: Sampled) -> list[bool]:
    """Of each prompt, whether its completions are all worth the same."""
    groups = sampled.rewards.view(-1, sampled.samples)
    return [bool((rewards == rewards[0]).all()) for rewards in groups]


def test_flat(work: Context) -> None:
    """The share of prompts that teach nothing is a metric; ten steps of nothing else are told, once."""
    shown = io.StringIO()
    reward = REWARDS.spec("length", LengthConfig(longest=100, margin=4))
    config = evolve(CONFIG, reward=reward, steps=12, evaluate_every=12)
    journal = evolve(work.journal, console=Console(file=shown, width=200))
    ALGORITHMS.build("grpo", config, evolve(work, journal=journal)).train()
    flat = [record.values["train/flat_groups"] for record in journal.records if record.kind == "train"]

    assert [1.0] * 12 == flat
    assert 1 == shown.getvalue().count(
        "stage: for 10 steps no prompt has had completions that differ in their reward, now 0: "
        "there is nothing to learn from"
    )


def test_some_flat(work: Context) -> None:
    """Some prompts that teach nothing are no reason to say anything."""
    shown = io.StringIO()
    journal = evolve(work.journal, console=Console(file=shown, width=200))
    config = evolve(CONFIG, steps=40, evaluate_every=40)
    ALGORITHMS.build("grpo", config, evolve(work, journal=journal)).train()
    flat = {record.values["train/flat_groups"] for record in journal.records if record.kind == "train"}

    assert {0.0, 0.5} <= flat
    assert "nothing to learn" not in shown.getvalue()


def test_metrics(work: Context) -> None:
    """The metrics are means over the completions, and the standard deviation of their rewards."""
    sampled = Sampler(CONFIG, work).sample(1)

    assert {
        "reward": pytest.approx(sampled.rewards.mean().item()),
        "reward_std": pytest.approx(sampled.rewards.std(correction=0).item()),
        "reward/length": pytest.approx(sampled.rewards.mean().item()),
        "completion_tokens": sampled.mask.sum().item() / 6,
        "ended": pytest.approx(sampled.ended.mean().item()),
    } == sampled.metrics(work)


class Judge:
    """A reward that keeps what it is given."""

    def __init__(self) -> None:
        self.calls: list[Sequence[Attempt]] = []

    def __call__(self, attempts: Sequence[Attempt]) -> list[float]:
        self.calls.append(attempts)
        return [float(len(each.tokens)) for each in attempts]


def test_reward(work: Context) -> None:
    """All completions of a step are judged in one call, with their tokens, tasks and stop reasons."""
    judge = Judge()
    with REWARDS.isolated():
        REWARDS.register_factory("judge")(lambda: judge)
        config = evolve(CONFIG, reward=REWARDS.from_mapping({"name": "judge"}), missing_end_penalty=0.5)
        sampled = Sampler(config, work).sample(1)
    [attempts] = judge.calls
    held = zip(sampled.batch.ids, sampled.batch.completion, strict=True)
    rows = [tuple(map(int, row[kept == 1])) for row, kept in held]

    assert rows == [each.tokens for each in attempts]
    assert prompts(sampled) == [tuple(ids(str(each.prompt))) for each in attempts]
    assert {each.task for each in attempts} < {*TASKS}
    assert [len(each.tokens) - 0.5 * (each.stop_reason == "length") for each in attempts] == (
        sampled.rewards.tolist()
    )
    assert [float(len(each.tokens)) for each in attempts] == sampled.parts["judge"].tolist()


@pytest.mark.parametrize("name", ["grpo", "ppo"])
def test_no_tasks(tmp_path: Path, name: str) -> None:
    """An algorithm that learns from rewards says that it needs tasks, before it starts."""
    with pytest.raises(MissingExamplesError) as caught:
        ALGORITHMS.from_mapping({"name": name}).build(context(tmp_path))

    has = "2 demonstrations and 2 preferences"
    none = "tasks, prompts without completions, and the dataset has none"
    assert f"{name} learns from {none}; it has {has}" == str(caught.value)


def test_minibatches() -> None:
    """Minibatches are of one size."""
    with pytest.raises(ValueError, match="batch_size") as caught:
        GRPOConfig(batch_size=5, minibatches=2)

    assert "batch_size must be a multiple of minibatches, 2" == str(caught.value)
