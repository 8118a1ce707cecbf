"""The best weights of a stage."""

from __future__ import annotations

import io
from math import inf, nan
from pathlib import Path

import pytest
import torch
from attrs import evolve
from rich.console import Console
from torch.nn import Linear

from posttrain.algorithms.best import Best
from posttrain.algorithms.config import BestConfig, Goal
from posttrain.algorithms.sft.config import SFTConfig
from posttrain.errors import MissingMetricError
from posttrain.journal import EVAL, Journal, Record
from posttrain.past_run import kept_look
from posttrain.registries import ALGORITHMS, OPTIMIZERS, SCHEDULERS

from .evaluated import evaluate
from .given import context
from .small import EVERY_KIND, REFERENCE, experiment, trained

LOSS = "eval/loss"


def looked(tmp_path: Path, goal: Goal, values: list[float]) -> tuple[int, float]:
    """The best step of these looks, and the weight that is restored; at each step it is the step's number."""
    best, module = Best(BestConfig(metric="x", goal=goal), context(tmp_path)), Linear(1, 1)
    for step, value in enumerate(values, start=1):
        torch.nn.init.constant_(module.weight, step)
        best.look(step, {"x": value, "y": -value}, module)
    best.restore(module)
    return best.step, module.weight.item()


@pytest.mark.parametrize(("goal", "step"), [("max", 2), ("min", 3)])
def test_goal(tmp_path: Path, goal: Goal, step: int) -> None:
    """The best is the first of the largest or the smallest, and its weights come back."""
    assert (step, float(step)) == looked(tmp_path, goal, [1.0, 3.0, 0.5, 3.0, 0.5])


@pytest.mark.parametrize(
    ("goal", "values", "step"),
    [
        ("min", [nan, 0.5, 0.1], 3),
        ("max", [nan, 0.1, 0.5], 3),
        ("max", [0.1, nan, inf], 1),
        ("min", [0.1, nan, -inf], 1),
        ("min", [nan, nan], 0),
    ],
)
def test_not_finite(tmp_path: Path, goal: Goal, values: list[float], step: int) -> None:
    """A value that isn't a finite number is never the best; without any other, the last weights stay."""
    records = [Record("sft", place, EVAL, {"x": value}) for place, value in enumerate(values, start=1)]
    kept = kept_look(records, "sft", BestConfig(metric="x", goal=goal))

    assert (step, float(step or len(values))) == looked(tmp_path, goal, values)
    assert kept is records[(step or len(values)) - 1]


def test_nan_in_checkpoint(tmp_path: Path) -> None:
    """Any number is better than NaN in a checkpoint."""
    best, module = Best(BestConfig(metric="x", goal="min"), context(tmp_path)), Linear(1, 1)
    best.load(((1, nan, 0), {}))
    best.look(2, {"x": 9.0}, module)

    assert 2 == best.step


def test_nothing_kept(tmp_path: Path) -> None:
    """Without a config, the last weights stay."""
    best, module = Best(None, context(tmp_path)), Linear(1, 1)
    best.look(1, {}, module)
    torch.nn.init.constant_(module.weight, 7.0)
    best.restore(module)

    assert 7.0 == module.weight.item()
    assert not best.is_out_of_patience


def test_patience(tmp_path: Path) -> None:
    """So many looks in a row without a better one are enough; a better one starts anew."""
    best, module = Best(BestConfig(metric="x", patience=2), context(tmp_path)), Linear(1, 1)
    told: list[bool] = []
    for step, value in enumerate([1.0, 0.0, 2.0, 2.0, 1.0], start=1):
        best.look(step, {"x": value}, module)
        told.append(best.is_out_of_patience)

    assert [False, False, False, False, True] == told


def test_unknown(tmp_path: Path) -> None:
    """A metric that there isn't is told with those that there are."""
    best = Best(BestConfig(metric="los"), context(tmp_path))
    with pytest.raises(MissingMetricError) as caught:
        best.look(1, {"loss": 1.0, "accuracy": 0.5}, Linear(1, 1))

    assert "stage: the held-out split gives no 'los'; it gives loss, accuracy" == str(caught.value)


def test_unknown_at_start(tmp_path: Path) -> None:
    """So it is before a run begins, which leaves nothing behind."""
    config = experiment(tmp_path, "dpo.keep_best.metric=exact macth")
    with pytest.raises(MissingMetricError) as caught:
        trained(config)

    known = (*EVERY_KIND, *REFERENCE)

    assert ("dpo", "exact macth", known) == (caught.value.stage, caught.value.metric, caught.value.known)
    assert [] == [*(tmp_path / "runs").iterdir()]


def test_state(tmp_path: Path) -> None:
    """What is kept in a checkpoint goes on where it was."""
    work, module = context(tmp_path), Linear(1, 1)
    best, other = (Best(BestConfig(metric="x", patience=2), work) for _ in range(2))
    best.look(1, {"x": 1.0}, module)
    best.look(2, {"x": 0.0}, module)
    other.load(best.state())
    other.look(3, {"x": 0.5}, module)

    assert (1, True) == (other.step, other.is_out_of_patience)


def test_stage(tmp_path: Path) -> None:
    """A stage that gets worse ends early, says so, and leaves the model as it was at its best."""
    shown = io.StringIO()
    journal = Journal(tmp_path / "metrics.jsonl", Console(file=shown))
    work = evolve(context(tmp_path), journal=journal)
    config = SFTConfig(
        steps=40,
        batch_size=2,
        evaluate_every=1,
        keep_best=BestConfig(metric=LOSS, goal="min", patience=2),
        optimizer=OPTIMIZERS.from_mapping({"name": "sgd", "lr": 20.0}),
        scheduler=SCHEDULERS.spec("constant"),
    )
    ALGORITHMS.build("sft", config, work).train()
    losses = [record.values[LOSS] for record in journal.records if record.kind == "eval"]
    best = losses.index(min(losses)) + 1

    assert best + 2 == len(losses) < 40
    assert f"stage: nothing better since step {best}; it ends here" in shown.getvalue()
    assert min(losses) == evaluate(work.model, work.dataset.held_out)[LOSS]
