"""The models that a run has on disk: the one that it has saved, and those of its checkpoints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen
from torch import Tensor

from posttrain.checkpoint import Checkpoints, Progress, Start
from posttrain.config import ExperimentConfig
from posttrain.models.adapter import is_adapter, load_adapter
from posttrain.models.config import Precision, PretrainedConfig
from posttrain.models.lora import LoRAModel
from posttrain.protocols import Model
from posttrain.registries import MODELS
from posttrain.run import Run
from posttrain.run_errors import MissingCheckpointError, RunError
from posttrain.subject import CheckpointName
from posttrain.weights import load_trained_state, trained_state
from typed_registry._annotations.type_guards import is_table  # private: pyright has no such narrowing


@frozen
class RunModel:
    """A model of a run."""

    model: Model
    checkpoint: CheckpointName
    stage: str | None = None
    """The stage that was stopped; None for the model that is saved."""
    step: int = 0
    """Steps of this stage, at a checkpoint."""
    first: Mapping[str, Tensor] | None = None
    """The weights at the start of this stage, of those that are trained."""


def newest(run: Run) -> CheckpointName:
    """Return where the last model of a run is: in its folder `model`, if it came to its end."""
    if run.is_done or not (run.checkpoints / "start.pt").exists():
        return "model"
    return "progress" if (run.checkpoints / "progress.pt").exists() else "start"


def open_run(run: Run, config: ExperimentConfig, checkpoint: CheckpointName) -> RunModel:
    """Return a model of a run, whose config this is.

    Raises RunError or MissingCheckpointError when it isn't there, CheckpointError or ModelError for a broken
    one.
    """
    if checkpoint == "model":
        return RunModel(_saved(run, config), checkpoint)
    checkpoints = Checkpoints(run.checkpoints)
    start = checkpoints.start()
    if start is None:
        reason = "they are kept of a run that was stopped, until it is done"
        raise MissingCheckpointError(str(run.folder), checkpoint, reason)
    model = config.model.build()
    if checkpoint == "start":
        with checkpoints.fitting("start.pt"):
            load_trained_state(model.network, start.weights)
        return RunModel(model, checkpoint, start.stage, 0, start.weights)
    step, weights = _progressed(run, start, checkpoints.progress(start.stage), checkpoint)
    with checkpoints.fitting("progress.pt"):
        load_trained_state(model.network, _of_network(weights))
    return RunModel(model, checkpoint, start.stage, step, start.weights)


def first_weights(config: ExperimentConfig) -> Mapping[str, Tensor]:
    """Return the weights with which a run of this config begins, of those that are trained."""
    return trained_state(config.model.build().network)


def _progressed(
    run: Run, start: Start, progress: Progress | None, checkpoint: CheckpointName
) -> tuple[int, Mapping[str, Tensor]]:
    """Return the step and the weights of the last checkpoint, or the best of them."""
    if progress is None:
        reason = f"its stage {start.stage} was stopped before its first one"
        raise MissingCheckpointError(str(run.folder), checkpoint, reason)
    if checkpoint == "progress":
        return progress.step, progress.weights
    (step, _, _), weights = progress.best
    if not weights:
        reason = f"its stage {start.stage} has kept no best weights, as the setting keep_best has it do"
        raise MissingCheckpointError(str(run.folder), checkpoint, reason)
    return step, weights


def _saved(run: Run, config: ExperimentConfig) -> Model:
    """Return the model that a run has saved, with the numbers that it had then.

    Adapters stay apart from the model that they belong to: added into its weights, they would be rounded.
    """
    if not run.model.is_dir():
        raise RunError(str(run.folder), "it has no folder 'model'")
    model = config.model.build() if is_adapter(run.model) else None
    if isinstance(model, LoRAModel):
        load_adapter(model.adapted, run.model)
        return model
    return open_folder(run.model)


def open_folder(folder: Path) -> Model:
    """Return the model of a folder, in the precision in which it was saved. Raises ModelError."""
    return MODELS.build("pretrained", PretrainedConfig(str(folder.absolute()), precision=_precision(folder)))


def _precision(folder: Path) -> Precision:
    try:
        config: object = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "float32"  # adapters have none, and the model says what is wrong with a broken one
    found = config.get("dtype") if is_table(config) else None
    return "bfloat16" if found == "bfloat16" else "float32"


def _of_network(weights: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
    """Return the weights of the policy: those of PPO have a value function beside it."""
    prefix = "network."
    inner = {name.removeprefix(prefix): each for name, each in weights.items() if name.startswith(prefix)}
    return inner or weights
