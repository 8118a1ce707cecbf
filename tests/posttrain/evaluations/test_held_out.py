"""Evaluation of tasks: rewards of greedy and sampled completions, on a part of the split."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from rich.console import Console

from posttrain.algorithms.config import BestConfig
from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.context import EvaluationContext
from posttrain.errors import MissingMetricError
from posttrain.evaluations.config import HeldOutConfig
from posttrain.evaluations.held_out import HeldOutEvaluation
from posttrain.example import Demonstration, Split, Task
from posttrain.generation import GeneratedCompletion, GenerationRequest, SamplingParameters
from posttrain.group import Group
from posttrain.journal import Journal
from posttrain.models.causal import CausalModel
from posttrain.past_run import read_run
from posttrain.registries import ALGORITHMS, EVALUATIONS, REWARDS
from posttrain.rewards.config import LengthConfig, Part, WeightedConfig
from posttrain.train import Outcome
from tests.posttrain.evaluations.engine import Engine, measured
from tests.posttrain.given import TASKS, Given, context
from tests.posttrain.rolled import rolled
from tests.posttrain.small import experiment, rows, trained

if TYPE_CHECKING:
    import torch

LENGTH = REWARDS.spec("length", LengthConfig(longest=0, margin=4))
PARTS = REWARDS.spec("weighted", WeightedConfig((Part(LENGTH), Part(REWARDS.spec("exact_match"), 2.0))))
SHORT = SamplingParameters(5)


def test_reward(made: CausalModel) -> None:
    """The training's reward judges the likeliest completions, part by part; exact match compares texts."""
    there = EvaluationContext(made, Split(TASKS), Engine(), PARTS, SHORT)
    found = measured(HeldOutConfig(), there)
    lengths = [-2 / 4, -1 / 4, -1 / 4]
    right = [1.0, 0.0, 1.0]

    assert {
        "reward": pytest.approx((sum(lengths) + 2 * sum(right)) / 3),
        "reward/length": pytest.approx(sum(lengths) / 3),
        "reward/exact_match": pytest.approx(2 / 3),
        "exact_match": pytest.approx(2 / 3),
    } == found.metrics
    assert EVALUATIONS.build("held_out", HeldOutConfig(), there).metrics == tuple(found.metrics)


def test_without_reward(made: CausalModel) -> None:
    """Where nothing is rewarded, tasks with an answer that is text are measured by exact match."""
    tasks = (*TASKS, Task("q", {"answer": 4.0}), Task("r"))
    engine = Engine()
    found = measured(HeldOutConfig(), EvaluationContext(made, Split(tasks), engine))

    assert {"exact_match": pytest.approx(2 / 3)} == found.metrics
    assert 3 == len(engine.asked)
    assert {SamplingParameters(4, 0.0)} == {
        parameters for _, parameters, _ in engine.asked
    }  # `fgh` and its end


def test_own_settings(made: CausalModel) -> None:
    """An evaluation has its own reward, token limit and batch size, if it is given these."""
    engine = Engine()
    config = HeldOutConfig(reward=LENGTH, max_tokens=9, batch_size=7)
    found = measured(config, EvaluationContext(made, Split(TASKS), engine, PARTS, SHORT))

    assert ["reward", "reward/length", "exact_match"] == [*found.metrics]
    assert {(9, 7)} == {(parameters.max_tokens, how.batch_size) for _, parameters, how in engine.asked}
    assert 1 == engine.updates


def test_sampled(made: CausalModel) -> None:
    """Sampled completions have metrics of their own: means over all, and over the best of each task."""
    engine = Engine()
    config = HeldOutConfig(reward=LENGTH, samples=2, temperature=0.7, top_p=0.9)
    there = EvaluationContext(made, Split(TASKS), engine, sampling=SHORT)
    found = measured(config, there)
    first, second = [-2 / 4, -1 / 4, -1 / 4], [-3 / 4, -2 / 4, -2 / 4]

    assert pytest.approx(sum(first + second) / 6) == found.metrics["sampled_reward"]
    assert pytest.approx(sum(first + second) / 6) == found.metrics["sampled_reward/length"]
    assert pytest.approx(sum(first) / 3) == found.metrics["sampled_best_reward"]
    assert pytest.approx(2 / 6) == found.metrics["sampled_exact_match"]
    assert pytest.approx(sum(first) / 3) == found.metrics["reward"]
    assert {SamplingParameters(5, 0.0), SamplingParameters(5, 0.7, 0.9)} == {each[1] for each in engine.asked}
    assert {*EVALUATIONS.build("held_out", config, there).metrics} == {*found.metrics}


def test_same_again(made: CausalModel) -> None:
    """Two evaluations of the same weights are equal, those of sampled completions, too."""
    config = HeldOutConfig(reward=LENGTH, samples=4)
    there = EvaluationContext(made, Split(TASKS), sampling=SHORT)

    assert measured(config, there) == measured(config, there)


def test_likeliest(made: CausalModel) -> None:
    """The model's own network completes by the likeliest token each time, by default."""
    found = measured(HeldOutConfig(reward=LENGTH), EvaluationContext(made, Split(TASKS), sampling=SHORT))
    texts = rolled(made, [task.prompt for task in TASKS], 5).texts

    assert [*texts] == [each.attempt.completion for each in found.completions]
    assert pytest.approx(sum(max(-1.0, -len(text) / 4) for text in texts) / 3) == found.metrics["reward"]


def test_table(made: CausalModel) -> None:
    """So many completions are kept as are asked for, with their rewards."""
    there = EvaluationContext(made, Split(TASKS), Engine(), PARTS, SHORT)
    found = measured(HeldOutConfig(completions=2, samples=2), there).completions

    assert [False] * 2 + [True] * 4 == [each.is_sampled for each in found]
    assert ["cd", "x", "cd", "cdz", "x", "xz"] == [each.attempt.completion for each in found]
    assert {"reward": 1.5, "reward/length": -0.5, "reward/exact_match": 1.0} == found[0].rewards
    assert () == measured(HeldOutConfig(completions=0), there).completions


def test_examples(made: CausalModel) -> None:
    """A part of the examples of each kind is always the same, in their order."""
    split = Split([*TASKS * 5, *(Demonstration("a", letter) for letter in "bcdefgh")])
    engine, other = Engine(), Engine()
    whole = measured(HeldOutConfig(), EvaluationContext(made, split))
    found = measured(HeldOutConfig(examples=4), EvaluationContext(made, split, engine))
    again = measured(HeldOutConfig(examples=4), EvaluationContext(made, split, other))

    assert 4 == len(engine.asked)
    assert engine.asked == other.asked
    assert found.metrics == again.metrics
    assert whole.metrics["loss"] != found.metrics["loss"]


@pytest.mark.parametrize("size", [2, 3, 4])
def test_processes(made: CausalModel, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Each of several processes completes its share; the sums over all are those of one process."""
    sums: list[torch.Tensor] = []

    def add(self: Group, values: torch.Tensor) -> torch.Tensor:
        del self
        sums.append(values)
        return values

    monkeypatch.setattr(Group, "sum", add)
    engine = Engine()
    for rank in range(size):
        there = EvaluationContext(made, Split(TASKS), engine, PARTS, SHORT, Group(rank, size))
        measured(HeldOutConfig(), there)
    whole = 12 if size > 3 else 3  # too few for each of them, so that each measures all

    assert whole == len(engine.asked) == sum(values[0, 1].item() for values in sums)


def test_best(tmp_path: Path) -> None:
    """The weights that are kept are chosen by any metric of the evaluation, a part of the reward too."""
    part = "{reward: {name: length, longest: 2}, weight: 1}"
    overrides = [
        "warm_start=null",
        "algorithm={name: grpo, steps: 3, batch_size: 4, samples: 2, max_tokens: 3, evaluate_every: 1}",
        f"algorithm.reward={{name: weighted, parts: [{part}]}}",
        "algorithm.keep_best={metric: eval/sampled_reward/length}",
        "evaluation={name: held_out, samples: 2, examples: 5}",
    ]
    outcome = trained(experiment(tmp_path, *overrides))
    looks = [row for row in rows(outcome.run) if row["kind"] == "eval" and row["stage"] == "grpo"]
    best = max(float(str(row["eval/sampled_reward/length"])) for row in looks)

    assert best == outcome.metrics["after grpo"]["eval/sampled_reward/length"]


def test_before_and_after(tmp_path: Path) -> None:
    """All of a run's evaluations have the same metrics: the reward's before the stage that has it, too."""
    overrides = [
        "algorithm={name: grpo, steps: 2, batch_size: 4, samples: 2, max_tokens: 3, reward: partial_match}",
        "evaluation={name: held_out, examples: 5}",
    ]
    outcome = trained(experiment(tmp_path, *overrides))
    first, *others = outcome.metrics.values()

    assert ["before", "after sft", "after grpo"] == [*outcome.metrics]
    assert {"eval/reward", "eval/reward/partial_match", "eval/exact_match"} <= first.keys()
    assert all(first.keys() == each.keys() for each in others)
    tables = sorted(path.name for path in (outcome.run.folder / "completions").iterdir())
    assert [
        "before-000000.jsonl",
        "grpo-000002.jsonl",
        "sft-000003.jsonl",
        "sft-000006.jsonl",
    ] == tables


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (HeldOutConfig(samples=1), SamplingParameters(5, 0.3, 0.8)),
        (HeldOutConfig(samples=1, temperature=1.0), SamplingParameters(5, 1.0, 0.8)),
        (HeldOutConfig(samples=1, top_p=1.0), SamplingParameters(5, 0.3, 1.0)),
    ],
)
def test_sampled_as_in_training(
    made: CausalModel, config: HeldOutConfig, expected: SamplingParameters
) -> None:
    """Completions are sampled as in training, in everything that the evaluation doesn't set itself."""
    engine = Engine()
    there = EvaluationContext(made, Split(TASKS), engine, sampling=SamplingParameters(5, 0.3, 0.8))
    measured(config, there)

    assert {SamplingParameters(5, 0.0), expected} == {parameters for _, parameters, _ in engine.asked}


class CutOff(Engine):
    """A generator whose completions are cut off."""

    def answer(self, request: GenerationRequest, number: int) -> GeneratedCompletion:
        return evolve(super().answer(request, number), stop_reason="length")


def test_missing_end(made: CausalModel) -> None:
    """The reward has the training's penalty for completions that were cut off, and its parts don't."""
    there = EvaluationContext(made, Split(TASKS), CutOff(), LENGTH, SHORT, missing_end_penalty=0.5)
    found = measured(HeldOutConfig(), there)
    own = measured(HeldOutConfig(reward=LENGTH), there).metrics

    assert pytest.approx(-1 / 3 - 0.5) == found.metrics["reward"]
    assert pytest.approx(-1 / 3) == found.metrics["reward/length"] == own["reward"]
    assert -1.0 == found.completions[0].rewards["reward"]


def test_training_passed_on(tmp_path: Path) -> None:
    """The evaluation of each stage has the reward, the sampling and the penalty of the one with rollouts."""
    contexts: list[EvaluationContext] = []

    class Kept(HeldOutEvaluation):
        def __init__(self, config: HeldOutConfig, context: EvaluationContext) -> None:
            contexts.append(context)
            super().__init__(config, context)

    grpo = "{name: grpo, steps: 1, batch_size: 2, samples: 2, max_tokens: 3, temperature: 0.7, top_p: 0.9}"
    config = experiment(
        tmp_path, f"algorithm={grpo}", "algorithm.missing_end_penalty=0.25", "warm_start.steps=1"
    )
    with EVALUATIONS.override("held_out", Kept):
        trained(config)

    assert 2 == len(contexts)
    assert {SamplingParameters(3, 0.7, 0.9)} == {each.sampling for each in contexts}
    assert {0.25} == {each.missing_end_penalty for each in contexts}


def test_answers(tmp_path: Path) -> None:
    """A run's folder has prompts with the completions of before and after, of the weights that were kept."""
    stage = "{name: sft, steps: 3, evaluate_every: 1, keep_best: {metric: eval/loss, goal: max}}"
    outcome = trained(experiment(tmp_path, "warm_start=null", f"algorithm={stage}"))
    [best] = [row for row in rows(outcome.run) if row["stage"] == "sft" and is_kept(row, outcome)]
    tables = [
        outcome.run.completions / name for name in ("before-000000.jsonl", f"sft-{best['step']:06}.jsonl")
    ]
    lines = [[json.loads(line) for line in table.read_text().splitlines()] for table in tables]
    expected = [
        (one["prompt"], one["completion"], other["completion"]) for one, other in zip(*lines, strict=True)
    ]

    assert 8 == len(expected)
    assert expected == read_run(outcome.run.folder).answers


def is_kept(row: dict[str, object], outcome: Outcome) -> bool:
    """Return whether a row has the metrics of the model that a run has left."""
    return row["kind"] == "eval" and row["eval/loss"] == outcome.metrics["after sft"]["eval/loss"]


def test_unknown(tmp_path: Path) -> None:
    """A metric that no evaluation has is refused before the run begins."""
    with pytest.raises(MissingMetricError) as caught:
        trained(experiment(tmp_path, "algorithm.keep_best={metric: eval/reward}"))

    assert "eval/reward" == caught.value.metric
    assert "eval/exact_match" in caught.value.known


def test_in_trainer(tmp_path: Path) -> None:
    """A trainer that is used alone is measured on its dataset's held-out split."""
    journal = Journal(tmp_path / "metrics.jsonl", Console(file=io.StringIO()))
    work = evolve(context(tmp_path), dataset=Given(Split(TASKS)), journal=journal)
    config = GRPOConfig(
        steps=1, batch_size=1, samples=2, max_tokens=3, keep_best=BestConfig(metric="eval/exact_match")
    )
    ALGORITHMS.build("grpo", config, work).train()
    [found] = [record.values for record in journal.records if record.kind == "eval"]

    assert {"eval/exact_match"} == found.keys()
