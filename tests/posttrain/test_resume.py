"""Runs that are killed at any moment, and gone on with: they come to the same as one that nothing stopped."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import time
from pathlib import Path
from random import Random

import pytest
import torch
from safetensors.torch import load_file  # pyright: ignore[reportUnknownVariableType]  # its types are half there

from posttrain.config import ExperimentConfig
from posttrain.run import Run, resume, start
from posttrain.run_errors import CheckpointError, ResumeError
from posttrain.train import train

from .small import experiment, quiet, trained

SETTINGS = "steps: 5, batch_size: 4, evaluate_every: 2, checkpoint_every: 1"
ROLLOUTS = "max_tokens: 4, epochs: 2, minibatches: 2, reward: partial_match"
ALGORITHMS = {
    "sft": f"{{name: sft, {SETTINGS}, keep_best: {{metric: eval/loss, goal: min}}}}",
    "dpo": f"{{name: dpo, {SETTINGS}, micro_batch_size: 3}}",
    "grpo": f"{{name: grpo, {SETTINGS}, {ROLLOUTS}, samples: 3, beta: 0.1}}",
    "ppo": f"{{name: ppo, {SETTINGS}, {ROLLOUTS}, optimizer: {{name: sgd, lr: 0.1, momentum: 0.9}}}}",
}


def configured(folder: Path, algorithm: str) -> ExperimentConfig:
    """A warm start, and then the algorithm."""
    warm = f"warm_start={{name: sft, {SETTINGS}}}"
    return experiment(folder, f"algorithm={ALGORITHMS[algorithm]}", warm)


def killed(config: ExperimentConfig, seconds: float, *, go_on: bool) -> bool:
    """Trains in a process of its own, and kills it after so many seconds; whether it was killed."""
    child = os.fork()
    if child == 0:
        try:
            train(config, "small", quiet(), go_on=go_on)
        finally:
            os._exit(0)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def same(one: Run, other: Run) -> bool:
    """Whether two runs have left the same, to the last bit."""
    weights, others = (load_file(run.model / "model.safetensors") for run in (one, other))
    assert one.metrics.read_text() == other.metrics.read_text()
    return weights.keys() == others.keys() and all(
        torch.equal(weights[name], others[name]) for name in weights
    )


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_killed(tmp_path: Path, algorithm: str) -> None:
    """However often and wherever a run is killed, going on with it comes to the same."""
    begun = time.monotonic()
    whole = trained(configured(tmp_path / "whole", algorithm))
    seconds = time.monotonic() - begun
    config, random = configured(tmp_path / "parts", algorithm), Random(algorithm)  # noqa: S311  # when to kill is no secret
    parts = Run(config.output / "small")
    kills = 0
    for _ in range(12):
        if kills and (kills == 6 or parts.model.exists()):
            break
        if parts.model.exists():  # the first run was slower than this one, since the machine was busy
            parts.discard()
            seconds /= 2
        kills += killed(config, random.uniform(0.1, 0.6) * seconds, go_on=parts.config.exists())
        if not parts.config.exists():  # killed between the folder and the config, it has begun nothing
            shutil.rmtree(parts.folder, ignore_errors=True)
    outcome = train(config, "small", quiet(), go_on=parts.config.exists()) if not _done(parts) else None

    assert kills > 0
    assert same(whole.run, parts)
    assert not parts.checkpoints.exists()
    assert outcome is None or whole.metrics == outcome.metrics


def _done(run: Run) -> bool:
    return run.model.exists() and not run.checkpoints.exists()


def test_numbers_missing(tmp_path: Path) -> None:
    """The newest run of a name is found though one before it has been removed; others' names aren't its."""
    config = experiment(tmp_path)
    folders = [start(config, name).folder for name in ("z", "z", "z", "z", "zz", "z-x")]
    shutil.rmtree(folders[1])

    assert tmp_path / "runs" / "z-4" == resume(config, "z").folder


def test_other_configs(tmp_path: Path) -> None:
    """Of several runs of a name, the newest with the same config goes on."""
    config, other = experiment(tmp_path), experiment(tmp_path, "seed=3")
    start(config, "z")
    start(other, "z")

    assert tmp_path / "runs" / "z" == resume(config, "z").folder
    assert tmp_path / "runs" / "z-2" == resume(other, "z").folder


def test_nothing_to_resume(tmp_path: Path) -> None:
    """Without a run of that name there is nothing to go on with."""
    with pytest.raises(ResumeError) as caught:
        resume(experiment(tmp_path), "small")

    assert f"{tmp_path / 'runs/small'} can't be resumed: there is no such run" == str(caught.value)


def test_done(tmp_path: Path) -> None:
    """Nor with one that is done, which stays as it is."""
    config = experiment(tmp_path)
    run = trained(config).run
    before = run.metrics.read_bytes()
    with pytest.raises(ResumeError) as caught:
        train(config, "small", quiet(), go_on=True)

    assert f"{run.folder} can't be resumed: the run is done" == str(caught.value)
    assert before == run.metrics.read_bytes()


def test_other_config(tmp_path: Path) -> None:
    """Nor with another config, of which what differs is told; how many threads there are doesn't matter."""
    start(experiment(tmp_path), "small")
    with pytest.raises(ResumeError) as caught:
        resume(experiment(tmp_path, "dpo.beta=0.7", "seed=3"), "small")

    assert (
        f"{tmp_path / 'runs/small'} can't be resumed: the run has another config: "
        "algorithm.beta is 0.1 there and 0.7 here; seed is 0 there and 3 here"
    ) == str(caught.value)
    assert tmp_path / "runs" / "small" == resume(experiment(tmp_path, "threads=2"), "small").folder


def test_full_disk(tmp_path: Path) -> None:
    """Where a checkpoint can't be written, the one before it is kept, and the error says so."""
    config = experiment(tmp_path, "warm_start.checkpoint_every=1")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, limits[1]))
    try:
        with pytest.raises(CheckpointError) as caught:
            train(config, "small", quiet())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    file = tmp_path / "runs/small/checkpoints/progress.pt"

    assert f"the checkpoint {file}: File too large" == str(caught.value)
    assert ["start.pt"] == [path.name for path in file.parent.iterdir()]
    assert {"before": train(config, "small", quiet(), go_on=True).metrics["before"]}
