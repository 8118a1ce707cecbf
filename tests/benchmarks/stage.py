"""One stage of a shipped experiment in a process of its own: what it learnt, and how fast.

`learning` runs `python -m tests.benchmarks.stage JOB` with a job as JSON. The part `start` leaves in the
job's folder the model with which the algorithm's stage begins; the others begin with that, and print as
their last line a JSON object of what the stage came to. Nothing is evaluated, kept or shown while the clock
runs.
"""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path
from typing import Literal, cast

import torch
from attrs import asdict, evolve, field, frozen
from rich.console import Console

from posttrain.algorithms.config import TrainingConfig
from posttrain.config import ExperimentConfig
from posttrain.context import Context
from posttrain.evaluation import EXACT_MATCH, PREFERENCE_ACCURACY, evaluate
from posttrain.example import Split
from posttrain.journal import Journal
from posttrain.models.config import PretrainedConfig
from posttrain.protocols import Dataset, Model, Trainer
from posttrain.registries import MODELS
from posttrain.stages import stages_of
from typed_registry import Spec

EXPERIMENTS = Path(__file__).parents[2] / "configs/experiments"
FILES = {"sft": "sft.yaml", "dpo": "exp001.yaml", "grpo": "grpo.yaml", "ppo": "ppo.yaml"}
"""The experiment of each algorithm."""
Part = Literal["start", "ours", "trl"]
FIGURES = {"sft": EXACT_MATCH, "dpo": PREFERENCE_ACCURACY, "grpo": EXACT_MATCH, "ppo": EXACT_MATCH}
"""The held-out figure that each is about."""


@frozen
class Job:
    """What a process does."""

    part: Part
    algorithm: str
    folder: str
    """Where the model is with which the algorithm's stage begins, or will be after the first part."""
    seed: int
    threads: int
    steps: int | None
    """Of each stage, if they are to be others than the experiment's."""


@frozen
class Outcome:
    """What a stage came to."""

    before: float
    after: float
    """The held-out figure."""
    seconds: float
    """Of the training alone."""
    steps: int


@frozen
class Blind:
    """A dataset that shows nothing held out, so that a stage measures nothing."""

    train: Split
    held_out: Split = field(factory=Split)


def experiment(algorithm: str, seed: int, steps: int | None) -> ExperimentConfig:
    """The algorithm's experiment with everything seeded alike, and this many steps in each stage."""
    seeds = (f"seed={seed}", f"model.seed={seed}", f"dataset.seed={seed}")
    config = ExperimentConfig.load(EXPERIMENTS / FILES[algorithm], seeds)
    if steps is None:
        return config
    return evolve(config, algorithm=_cut(config.algorithm, steps), warm_start=_cut(config.warm_start, steps))


def _cut(stage: Spec[Trainer, [Context]] | None, steps: int) -> Spec[Trainer, [Context]] | None:
    return None if stage is None else evolve(stage, config=evolve(settings(stage), steps=steps))


def settings(stage: Spec[Trainer, [Context]]) -> TrainingConfig:
    """The config of a stage, as that which all algorithms have in common."""
    return cast("TrainingConfig", stage.config)


def main(argument: str) -> None:
    """Does one job."""
    job = Job(**json.loads(argument))
    torch.set_num_threads(job.threads)
    config = experiment(job.algorithm, job.seed, job.steps)
    if job.part == "start":
        _start(config, Path(job.folder))
    else:
        print(json.dumps(asdict(_finish(config, job.part, Path(job.folder)))))  # noqa: T201  # for who started it


def _start(config: ExperimentConfig, folder: Path) -> None:
    torch.manual_seed(config.seed)
    model, dataset = config.model.build(), config.dataset.build()
    if config.warm_start is not None:
        _train(config.warm_start, config, model, dataset, folder)
    model.network.save_pretrained(folder)
    model.tokenizer.save_pretrained(folder)


def _finish(config: ExperimentConfig, part: Part, folder: Path) -> Outcome:
    torch.manual_seed(config.seed)
    model, dataset = MODELS.build("pretrained", PretrainedConfig(str(folder))), config.dataset.build()
    stage = stages_of(config)[-1].algorithm
    figure = FIGURES[stage.name]
    before = evaluate(model, dataset.held_out)[figure]
    if part == "ours":
        seconds = _train(stage, config, model, dataset, folder)
    else:
        from tests.benchmarks.trl import train  # it takes seconds to load

        seconds = train(config, model, dataset.train, folder)
    after = evaluate(model, dataset.held_out)[figure]
    return Outcome(before, after, seconds, settings(stage).steps)


def _train(
    stage: Spec[Trainer, [Context]], config: ExperimentConfig, model: Model, dataset: Dataset, folder: Path
) -> float:
    """Trains the model by one of our stages, and gives the seconds that it took."""
    journal = Journal(folder / "metrics.jsonl", Console(file=io.StringIO()))
    trainer = stage.build(Context(model, Blind(dataset.train), journal, stage.name, config.seed))
    start = time.perf_counter()
    trainer.train()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1])
