"""The ten registries. Each finds its components in the package of its name.

Two are declared by annotation: their types come from torch, which need not be imported for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from posttrain.context import Context, EvaluationContext
from posttrain.protocols import (
    Dataset,
    Evaluation,
    Launcher,
    Loss,
    Model,
    Reward,
    Scheduler,
    TextGenerator,
    Trainer,
)
from typed_registry import Registry

if TYPE_CHECKING:
    from torch.nn import Parameter
    from torch.optim import Optimizer

ALGORITHMS = Registry[Trainer, [Context]]("algorithms")
MODELS = Registry[Model, []]("models")
DATASETS = Registry[Dataset, []]("datasets")
GENERATORS = Registry[TextGenerator, [Model]]("generators")
EVALUATIONS = Registry[Evaluation, [EvaluationContext]]("evaluations")
LOSSES = Registry[Loss, []]("losses")
REWARDS = Registry[Reward, []]("rewards")
OPTIMIZERS: Registry[Optimizer, [Iterable[Parameter]]] = Registry("optimizers")
SCHEDULERS: Registry[Scheduler, [Optimizer, int]] = Registry("schedulers")
LAUNCHERS = Registry[Launcher, []]("launchers")

ALGORITHMS.discover("posttrain.algorithms")
MODELS.discover("posttrain.models")
DATASETS.discover("posttrain.datasets")
GENERATORS.discover("posttrain.generators")
EVALUATIONS.discover("posttrain.evaluations")
LOSSES.discover("posttrain.losses")
REWARDS.discover("posttrain.rewards")
OPTIMIZERS.discover("posttrain.optimizers")
SCHEDULERS.discover("posttrain.schedulers")
LAUNCHERS.discover("posttrain.launchers")
