"""A stage of a shipped experiment in a process of its own: its held-out metrics and its speed.

`learning` runs `python -m tests.benchmarks.stage JOB` with a job as JSON. The part `start` leaves in the
job's folder the model with which the first measured stage begins. The others train one stage, beginning with
the model that the stage before has left, and print the outcome as their last line, a JSON object; `ours`
leaves its model for the next stage. Nothing is evaluated, saved or shown while the clock runs.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, cast

import torch
from attrs import asdict, evolve, field, frozen
from rich.console import Console

from posttrain.algorithms.config import TrainingConfig
from posttrain.config import ExperimentConfig, StageConfig
from posttrain.context import Context, EvaluationContext
from posttrain.example import Split
from posttrain.generation import Computation
from posttrain.journal import Journal
from posttrain.models.config import PretrainedConfig
from posttrain.models.lora import LoRAModel
from posttrain.precision import Precision
from posttrain.protocols import Dataset, Model, Trainer
from posttrain.registries import MODELS
from posttrain.stages import Stage, stages_of
from posttrain.weights import load_trained_state, trained_state
from typed_registry import Spec

EXPERIMENTS = Path(__file__).parents[2] / "configs/experiments"
FILES = {
    "sft": "sft.yaml",
    "dpo": "exp001.yaml",
    "grpo": "grpo.yaml",
    "ppo": "ppo.yaml",
    "commands": "commands.yaml",
    "short_answers": "short_answers.yaml",
    "sums": "sums.yaml",
}
"""The files of the experiments. Those of the built-in task are named by algorithm, the others by data."""
REAL = ("commands", "short_answers", "sums")
"""The experiments that train the real model."""
Part = Literal["start", "ours", "trl"]
METRICS = {
    "sft": ("eval/exact_match",),
    "dpo": ("eval/preference_accuracy",),
    "grpo": ("eval/exact_match",),
    "ppo": ("eval/exact_match",),
    "commands": ("eval/exact_match",),
    "short_answers": ("eval/normalized_preference_accuracy",),
    "sums": ("eval/reward/last_number", "eval/exact_match"),
}
"""The held-out metrics of each experiment: one for each stage that is measured, which are its last stages."""
ADAPTERS = "adapters.pt"
"""The file of the trained weights of a model with adapters."""


@frozen
class Job:
    """The work of one process."""

    part: Part
    experiment: str
    folder: str
    """Contains a folder for each measured stage, called by its number, with the model that it begins with."""
    stage: int
    """The number of the stage among all stages of the experiment, from 0."""
    seed: int
    threads: int
    steps: int | None
    """The number of steps of each stage; None for those of the experiment."""
    precision: Precision


@frozen
class MeasuredStage:
    """A stage before and after which a held-out metric is measured."""

    number: int
    """Its number among all stages of the experiment, from 0."""
    title: str
    metric: str


@frozen
class Outcome:
    """The outcome of a stage."""

    before: float
    after: float
    """The held-out metric before and after the stage."""
    seconds: float
    """The duration of the training, without evaluation."""
    steps: int


@frozen
class Blind:
    """A dataset that shows nothing held out, so that a stage measures nothing."""

    train: Split
    held_out: Split = field(factory=Split)


def experiment(name: str, seed: int, steps: int | None, precision: Precision) -> ExperimentConfig:
    """Return the experiment with everything seeded alike, and this many steps in each stage.

    Its stages are otherwise as they were, with all that a stage takes from the experiment written out.
    """
    seeds = [f"seed={seed}", f"model.seed={seed}"]
    if name not in REAL:
        seeds.append(f"dataset.seed={seed}")
    config = ExperimentConfig.load(EXPERIMENTS / FILES[name], seeds)
    stages = tuple(_changed(stage, steps, precision) for stage in stages_of(config))
    return evolve(config, algorithm=None, warm_start=None, stages=stages)


def measured_stages(name: str) -> Sequence[MeasuredStage]:
    """Return the stages of an experiment that are measured."""
    stages, metrics = stages_of(ExperimentConfig.load(EXPERIMENTS / FILES[name])), METRICS[name]
    last = list(enumerate(stages))[-len(metrics) :]
    return [MeasuredStage(at, stage.title, metric) for (at, stage), metric in zip(last, metrics, strict=True)]


def _changed(stage: Stage, steps: int | None, precision: Precision) -> StageConfig:
    own = settings(stage.algorithm)
    algorithm = evolve(stage.algorithm, config=evolve(own, steps=steps or own.steps, precision=precision))
    return StageConfig(
        algorithm=algorithm, title=stage.title, dataset=stage.dataset, evaluation=stage.evaluation
    )


def settings(algorithm: Spec[Trainer, [Context]]) -> TrainingConfig:
    """Return the config of an algorithm, as far as all algorithms have it in common."""
    return cast("TrainingConfig", algorithm.config)


def main(argument: str) -> None:
    """Do one job."""
    job = Job(**json.loads(argument))
    torch.set_num_threads(job.threads)
    config = experiment(job.experiment, job.seed, job.steps, job.precision)
    torch.manual_seed(config.seed)
    if job.part == "start":
        _start(config, job)
    else:
        print(json.dumps(asdict(_finish(config, job))))  # noqa: T201  # read by `learning`


def _start(config: ExperimentConfig, job: Job) -> None:
    model = config.model.build()
    for stage in stages_of(config)[: job.stage]:
        _train(stage, config, model, stage.dataset.build(), Path(job.folder))
    _save(model, Path(job.folder, str(job.stage)))


def _save(model: Model, folder: Path) -> None:
    folder.mkdir()
    if isinstance(model, LoRAModel):
        torch.save(trained_state(model.network), folder / ADAPTERS)
    else:
        model.save(folder)


def _opened(config: ExperimentConfig, folder: Path) -> Model:
    """Return the model that another process has saved."""
    file = folder / ADAPTERS
    if not file.exists():
        return MODELS.build("pretrained", PretrainedConfig(str(folder)))
    model = config.model.build()
    load_trained_state(model.network, torch.load(file, weights_only=True))
    return model


def _finish(config: ExperimentConfig, job: Job) -> Outcome:
    stage, folder = stages_of(config)[job.stage], Path(job.folder, str(job.stage))
    metric = next(own.metric for own in measured_stages(job.experiment) if own.number == job.stage)
    model, dataset = _opened(config, folder), stage.dataset.build()
    before = _measured(stage, model, dataset, job)[metric]
    if job.part == "ours":
        seconds = _train(stage, config, model, dataset, folder)
        _save(model, Path(job.folder, str(job.stage + 1)))
    else:
        from tests.benchmarks.trl import train  # it takes seconds to load

        seconds = train(config, stage.algorithm, model, dataset.train, folder)
    after = _measured(stage, model, dataset, job)[metric]
    return Outcome(before, after, seconds, settings(stage.algorithm).steps)


def _measured(stage: Stage, model: Model, dataset: Dataset, job: Job) -> dict[str, float]:
    evaluation = stage.evaluation.build(EvaluationContext(model, dataset.held_out))
    found = evaluation.evaluate(Computation(job.precision), TrainingConfig().max_length)
    return {f"eval/{name}": value for name, value in found.metrics.items()}


def _train(stage: Stage, config: ExperimentConfig, model: Model, dataset: Dataset, folder: Path) -> float:
    """Train the model by one of our stages, and return the seconds that it took."""
    journal = Journal(folder / "metrics.jsonl", Console(file=io.StringIO()))
    context = Context(model, Blind(dataset.train), journal, stage.title, config.seed)
    trainer = stage.algorithm.build(context)
    start = time.perf_counter()
    trainer.train()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1])
