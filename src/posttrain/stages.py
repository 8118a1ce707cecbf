"""The stages of an experiment, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from posttrain.algorithms.config import BestConfig, TrainingConfig
from posttrain.algorithms.rollout_config import RolloutConfig
from posttrain.config import ExperimentConfig, StageConfig
from posttrain.context import Context, EvaluationContext
from posttrain.protocols import Dataset, Evaluation, Trainer
from typed_registry import Spec


@frozen
class Stage:
    """A stage of an experiment, with everything that its config left to the experiment's."""

    title: str
    """Its name, which no other stage of the experiment has."""
    algorithm: Spec[Trainer, [Context]]
    dataset: Spec[Dataset, []]
    evaluation: Spec[Evaluation, [EvaluationContext]]

    @property
    def settings(self) -> TrainingConfig | None:
        """The algorithm's settings, if it has those that all of posttrain's algorithms have."""
        config = self.algorithm.config
        return config if isinstance(config, TrainingConfig) else None

    @property
    def keep_best(self) -> BestConfig | None:
        """How its best weights are chosen; None if the last are kept."""
        return self.settings.keep_best if self.settings else None

    def is_measured_as(self, other: Stage) -> bool:
        """Return whether the metrics of both stages can be compared."""
        return (self.dataset, self.evaluation) == (other.dataset, other.evaluation)


def stages_of(config: ExperimentConfig) -> tuple[Stage, ...]:
    """Return the stages of an experiment.

    A stage without a title has the name of its algorithm, with a number if that is taken.

    >>> config = ExperimentConfig.load("configs/experiments/exp001.yaml")
    >>> [stage.title for stage in stages_of(config)]
    ['sft', 'dpo']
    """
    taken = {stage.title for stage in config.stages}
    stages: list[Stage] = []
    for each in config.stages or _short_form(config):
        title = each.title or _free(each.algorithm.name, taken)
        taken.add(title)
        dataset, evaluation = each.dataset or config.dataset, each.evaluation or config.evaluation
        stages.append(Stage(title, each.algorithm, dataset, evaluation))
    return tuple(stages)


def evaluation_of(stage: Stage, stages: Sequence[Stage], there: EvaluationContext) -> Evaluation:
    """Build the evaluation of a stage.

    It rewards and samples as the last stage does that learns from rewards on the same dataset. `there` is the
    context without these settings.
    """
    settings = (each.settings for each in reversed(stages) if each.dataset == stage.dataset)
    rewarded = next((each for each in settings if isinstance(each, RolloutConfig)), None)
    if rewarded is None:
        return stage.evaluation.build(there)
    return stage.evaluation.build(
        evolve(
            there,
            reward=rewarded.reward,
            sampling=rewarded.sampling,
            missing_end_penalty=rewarded.missing_end_penalty,
            prompt_limit=rewarded.prompt_limit,
        )
    )


def _short_form(config: ExperimentConfig) -> tuple[StageConfig, ...]:
    """Return the stages of a config that has no list of them."""
    specs = (config.warm_start, config.algorithm)
    return tuple(StageConfig(algorithm=spec) for spec in specs if spec is not None)


def _free(name: str, taken: set[str | None]) -> str:
    number = 1
    while (title := name if number == 1 else f"{name} {number}") in taken:
        number += 1
    return title
