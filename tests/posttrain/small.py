"""An experiment of a second: both stages, a few updates each, on one thread."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import cast

import pytest
from rich.console import Console
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from posttrain.config import ExperimentConfig
from posttrain.journal import Journal, Record
from posttrain.models.causal import CausalModel
from posttrain.run import Run
from posttrain.train import Outcome, train

TEXT = """\
algorithm: {name: dpo, steps: 4, batch_size: 8, evaluate_every: 3, optimizer: {name: adamw, lr: 1e-3}}
warm_start: {name: sft, steps: 6, batch_size: 8, evaluate_every: 3, optimizer: {name: adamw, lr: 1e-3}}
model: {name: transformer, hidden_size: 16, layers: 1, heads: 2}
dataset: {name: sorting, letters: 3, examples: 40, held_out: 16}
threads: 1
"""
EVERY_KIND = (
    "eval/loss",
    "eval/token_accuracy",
    "eval/chosen_token_accuracy",
    "eval/preference_accuracy",
    "eval/preference_margin",
    "eval/normalized_preference_accuracy",
    "eval/exact_match",
)
"""The held-out metrics of a dataset with demonstrations, preferences and tasks."""
REFERENCE = ("eval/reward_accuracy", "eval/normalized_reward_accuracy")
"""Those that a reference model adds."""


LEFT = [
    "checkpoints",
    "completions",
    "config.yaml",
    "curves.png",
    "metrics.jsonl",
    "model",
    "tensorboard",
]
"""What the folder of a run that was stopped contains."""


def write(folder: Path, text: str = TEXT) -> Path:
    """The experiment's file."""
    folder.mkdir(exist_ok=True)
    file = folder / "small.yaml"
    file.write_text(text)
    return file


def experiment(folder: Path, *overrides: str) -> ExperimentConfig:
    """The experiment, whose runs are in the folder."""
    return ExperimentConfig.load(write(folder), [f"output={folder / 'runs'}", *overrides])


def trained(config: ExperimentConfig, name: str = "small") -> Outcome:
    """What it comes to."""
    return train(config, name, quiet())


def quiet() -> Console:
    """A console that nobody watches."""
    return Console(file=io.StringIO())


def rows(run: Run) -> list[dict[str, object]]:
    """The run's metrics, by a reader that takes nothing but JSON."""
    lines = run.metrics.read_text().splitlines()
    return [json.loads(line, parse_constant=_refuse) for line in lines]


def saved(folder: Path) -> CausalModel:
    """The model that a run has left, as anyone opens it."""
    tokenizer = cast("PreTrainedTokenizerBase", AutoTokenizer.from_pretrained(folder))
    return CausalModel(AutoModelForCausalLM.from_pretrained(folder), tokenizer)


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")


def stopped_run(config: ExperimentConfig, stage: str, step: int, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a run that ended before this step of a stage was logged."""
    log = Journal.log

    def failing(journal: Journal, record: Record) -> None:
        if (record.stage, record.step, record.kind) == (stage, step, "train"):
            raise OSError("the plug was pulled")
        log(journal, record)

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "log", failing)
        with pytest.raises(OSError, match="plug"):
            trained(config)
    return Run(config.output / "small")
