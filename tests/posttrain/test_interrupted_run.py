"""Runs that Ctrl-C or SIGTERM ends: what they have saved, and that going on with them comes to the same."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path

import pytest
import torch

from posttrain.algorithms import loop
from posttrain.algorithms.learner import Learner
from posttrain.evaluations.held_out import HeldOutEvaluation
from posttrain.run import Run
from posttrain.train import Outcome, train

from . import test_resume as resumed
from .small import experiment, quiet, rows, saved, trained

PROGRAM = sys.modules["posttrain.train"]
"""The module, whose name the function has, too."""


def on_call(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, call: int, *numbers: int) -> None:
    """Send these signals in the middle of this call of a function, which then goes on."""
    whole = getattr(owner, name)
    calls = 0

    def patched(*given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            for number in numbers:
                signal.raise_signal(number)
        return whole(*given, **named)

    monkeypatch.setattr(owner, name, patched)


def after_call(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, number: int) -> None:
    """Send this signal behind each call of a function."""
    whole = getattr(owner, name)

    def patched(*given: object) -> None:
        whole(*given)
        signal.raise_signal(number)

    monkeypatch.setattr(owner, name, patched)


@pytest.fixture(autouse=True)
def heard() -> Generator[None]:
    """Ctrl-C is heard: a process in the background may have been started to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Outcome]:
    """Return a function that returns what a run of an algorithm comes to if nothing happens to it."""
    folder = tmp_path_factory.mktemp("undisturbed")

    @cache
    def outcome(algorithm: str) -> Outcome:
        return trained(resumed.configured(folder / algorithm, algorithm))

    return outcome


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("update", [("sft", 2), ("grpo", 11), ("ppo", 14)])
def test_in_step(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    undisturbed: Callable[[str], Outcome],
    update: tuple[str, int],
    number: signal.Signals,
) -> None:
    """A signal in an update lets the step end and writes a checkpoint of it, from which the run goes on."""
    algorithm, call = update
    whole, config = undisturbed(algorithm), resumed.configured(tmp_path, algorithm)
    with monkeypatch.context() as patch:
        on_call(patch, Learner, "update", call, number)
        stopped = train(config, "small", quiet())
    progress = torch.load(stopped.run.checkpoints / "progress.pt")
    steps = [record["step"] for record in rows(stopped.run) if record["kind"] == "train"]

    assert stopped.interrupted
    assert "interrupted" in stopped.metrics
    assert steps[-1] == progress["step"]
    assert saved_as(stopped.run, progress["weights"])
    assert whole.metrics == train(config, "small", quiet(), go_on=True).metrics
    assert resumed.same(whole.run, stopped.run)


def test_after_last_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: Callable[[str], Outcome]
) -> None:
    """A signal behind the last step of a stage, where none is looked for, ends the run before the next."""
    whole, config = undisturbed("dpo"), resumed.configured(tmp_path, "dpo")
    with monkeypatch.context() as patch:
        after_call(patch, loop._Steps, "take", signal.SIGTERM)  # pyright: ignore[reportPrivateUsage]  # the steps of a stage
        stopped = train(config, "small", quiet())

    assert stopped.interrupted
    assert {"sft"} == {record["stage"] for record in rows(stopped.run) if record["kind"] == "train"}
    assert whole.metrics == train(config, "small", quiet(), go_on=True).metrics
    assert resumed.same(whole.run, stopped.run)


def saved_as(run: Run, weights: dict[str, torch.Tensor]) -> bool:
    """Whether the saved model has these weights, those of a critic left out."""
    state = saved(run.model).network.state_dict()
    kept = {name.removeprefix("network."): weight for name, weight in weights.items()}
    return all(weight.equal(kept[name]) for name, weight in state.items())


@pytest.mark.parametrize("call", [1, 2, 3])
def test_in_evaluation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: Callable[[str], Outcome], call: int
) -> None:
    """A signal in an evaluation ends it at once; it is made up for when the run goes on."""
    whole, config = undisturbed("dpo"), resumed.configured(tmp_path, "dpo")
    with monkeypatch.context() as patch:
        on_call(patch, HeldOutEvaluation, "evaluate", call, signal.SIGTERM)
        stopped = train(config, "small", quiet())

    assert stopped.interrupted
    assert whole.metrics == train(config, "small", quiet(), go_on=True).metrics
    assert resumed.same(whole.run, stopped.run)


def test_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second signal ends what is left, the evaluation of the model, which is saved before that."""
    config = experiment(tmp_path)
    on_call(monkeypatch, Learner, "update", 3, signal.SIGINT)
    on_call(monkeypatch, PROGRAM, "measured", 2, signal.SIGINT)
    stopped = train(config, "small", quiet())

    assert stopped.interrupted
    assert ["before"] == [*stopped.metrics]
    assert 3 == torch.load(stopped.run.checkpoints / "progress.pt")["step"]
    assert stopped.run.model.is_dir()


def test_second_in_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second signal in a step doesn't break it: the checkpoint is of the whole step."""
    on_call(monkeypatch, Learner, "update", 4, signal.SIGTERM, signal.SIGINT)
    stopped = train(experiment(tmp_path), "small", quiet())

    assert stopped.interrupted
    assert 4 == torch.load(stopped.run.checkpoints / "progress.pt")["step"]
    assert stopped.run.model.is_dir()


def test_while_saving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signals while the model and the curves are saved change nothing."""
    on_call(monkeypatch, Learner, "update", 3, signal.SIGINT)
    on_call(monkeypatch, PROGRAM, "draw", 1, signal.SIGINT, signal.SIGTERM)
    stopped = train(experiment(tmp_path), "small", quiet())

    assert ["before", "interrupted"] == [*stopped.metrics]
    assert stopped.run.curves.is_file()
