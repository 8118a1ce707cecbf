"""An experiment on two processes, as torchrun and accelerate start them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file  # pyright: ignore[reportUnknownVariableType]  # its types are half there

from posttrain.config import ExperimentConfig
from posttrain.evaluate import evaluate
from posttrain.journal import read_records
from posttrain.run import Run
from posttrain.subject import Subject
from tests.preloaded.interpreter import preloaded

from .small import quiet, trained

BIN = Path(sys.executable).parent
SETTINGS = "steps: 4, batch_size: 7, evaluate_every: 2, optimizer: {name: sgd, lr: 0.5, momentum: 0.9}"
ROLLOUTS = "max_tokens: 4, reward: partial_match"
ALGORITHMS = {
    "dpo": f"{{name: dpo, {SETTINGS}, micro_batch_size: 2}}",
    "grpo": f"{{name: grpo, {SETTINGS}, {ROLLOUTS}, samples: 3, beta: 0.1, reduction: token}}",
    "ppo": f"{{name: ppo, {SETTINGS}, {ROLLOUTS}, minibatches: 1}}",
}
TEXT = """\
algorithm: {algorithm}
warm_start: {{name: sft, {settings}}}
model: {{name: transformer, hidden_size: 16, layers: 1, heads: 2}}
dataset: {{name: sorting, letters: 3, examples: 40, held_out: 15}}
threads: 1
"""
TORCHRUN = ("torchrun", "--standalone", "--nproc-per-node", "2", "-m", "posttrain")
ACCELERATE = (
    "accelerate",
    "--cpu",
    "--num_processes=2",
    "--num_machines=1",
    "--mixed_precision=no",
    "--dynamo_backend=no",
    "-m",
    "posttrain",
)


def write(folder: Path, algorithm: str) -> None:
    """The experiment's file."""
    text = TEXT.format(algorithm=algorithm, settings=SETTINGS)
    (folder / "small.yaml").write_text(text)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as server:
        server.bind(("localhost", 0))
        return int(server.getsockname()[1])


def launched(
    launcher: tuple[str, ...], *arguments: str, folder: Path, python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    """What a launcher's processes print, all of which are run by this interpreter."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "OMP_NUM_THREADS": "1"}
    program, *options = launcher
    port = [] if program == "torchrun" else ["launch", f"--main_process_port={free_port()}"]
    command = [python, str(BIN / program), *port, *options, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=600
    )


@pytest.mark.parametrize(
    ("algorithm", "launcher", "interpreter"),
    [
        ("dpo", TORCHRUN, preloaded),
        ("grpo", TORCHRUN, preloaded),
        ("ppo", ACCELERATE, lambda: sys.executable),
    ],
    ids=["dpo", "grpo", "ppo"],
)
def test_two_processes(
    tmp_path: Path, algorithm: str, launcher: tuple[str, ...], interpreter: Callable[[], str]
) -> None:
    """Two processes come to what one does, up to rounding; one of them writes and speaks."""
    write(tmp_path, ALGORITHMS[algorithm])
    config = ExperimentConfig.load(tmp_path / "small.yaml", [f"output={tmp_path / 'runs'}"])
    one, two = trained(config, "one").run, Run(tmp_path / "runs/two")
    given = ("train", "small.yaml", "--name", "two")
    together = launched(launcher, *given, folder=tmp_path, python=interpreter())

    assert 0 == together.returncode, together.stderr
    assert ["one", "two"] == sorted(path.name for path in (tmp_path / "runs").iterdir())
    assert 1 == together.stdout.count("weights  runs/two/model")
    for record, other in zip(read_records(one.metrics), read_records(two.metrics), strict=True):
        assert (record.stage, record.step, record.kind) == (other.stage, other.step, other.kind)
        assert record.values == pytest.approx(other.values, rel=1e-4, abs=1e-5)
    weights, others = (load_file(run.model / "model.safetensors") for run in (one, two))
    for name, weight in weights.items():
        torch.testing.assert_close(weight, others[name], rtol=1e-4, atol=1e-5)


def test_evaluate(tmp_path: Path) -> None:
    """Two processes measure what one does, and one of them speaks."""
    write(tmp_path, ALGORITHMS["grpo"])
    config = ExperimentConfig.load(tmp_path / "small.yaml")
    one = evaluate(Subject(tmp_path / "small.yaml", config, config), quiet()).metrics
    together = launched(
        TORCHRUN, "evaluate", "small.yaml", "--output", "two.json", folder=tmp_path, python=preloaded()
    )

    assert 0 == together.returncode, together.stderr
    assert 1 == together.stdout.count("results  two.json")
    assert one == pytest.approx(
        json.loads((tmp_path / "two.json").read_text())["metrics"], rel=1e-4, abs=1e-5
    )


def test_too_many_processes(tmp_path: Path) -> None:
    """A batch that has nothing for a process is an error."""
    write(tmp_path, ALGORITHMS["dpo"])
    done = launched(TORCHRUN, "train", "small.yaml", "warm_start.batch_size=1", folder=tmp_path)

    assert done.returncode != 0
    assert "posttrain: sft: an update has less than one example for each of 2 processes\n" in done.stderr
