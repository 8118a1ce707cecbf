"""The experiment's config: the root of every config file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import evolve, field, frozen
from attrs.validators import ge, gt, matches_re, optional

from posttrain.context import Context, EvaluationContext
from posttrain.journal import BEFORE
from posttrain.protocols import Dataset, Evaluation, Model, TextGenerator, Trainer
from posttrain.registries import DATASETS, EVALUATIONS, GENERATORS, MODELS
from typed_registry import Spec
from typed_registry.config import from_cli, load

RESOLVED = "config.yaml"
"""The file in a run's folder with the whole config, which loads back to an equal one."""


def _require_title(_: object, __: object, title: str) -> None:
    """Raise ValueError for a title that a stage can't have."""
    if not title.strip():
        raise ValueError("a title has at least one character")
    first = title.split(maxsplit=1)[0]
    if first in (BEFORE, "after"):
        raise ValueError(f"a title can't begin with {first!r}, as metrics between stages do")


@frozen(kw_only=True)
class StageConfig:
    """One stage of an experiment."""

    algorithm: Spec[Trainer, [Context]]
    """How the model is trained in this stage."""
    title: str | None = field(default=None, validator=optional(_require_title))
    """The name of the stage in the metrics and the curves; by default its algorithm's."""
    dataset: Spec[Dataset, []] | None = None
    """The examples that it learns from and is measured with; by default the experiment's."""
    evaluation: Spec[Evaluation, [EvaluationContext]] | None = None
    """How the model is measured in this stage; by default as the experiment says."""


@frozen(kw_only=True)
class ExperimentConfig:
    """The config of an experiment: the model, the data and the algorithm, or several one after the other.

    >>> config = ExperimentConfig.load("configs/experiments/exp001.yaml", ["dpo.beta=0.2"])
    >>> config.warm_start.name, config.algorithm.name, config.seed
    ('sft', 'dpo', 0)
    """

    algorithm: Spec[Trainer, [Context]] | None = None
    """How the model is trained."""
    warm_start: Spec[Trainer, [Context]] | None = None
    """A stage before that of the algorithm, such as fine-tuning before preferences are learnt."""
    stages: tuple[StageConfig, ...] = ()
    """In place of both: any number of stages, which may have datasets of their own."""
    model: Spec[Model, []] = field(factory=lambda: MODELS.spec("transformer"))
    """The model that is trained."""
    dataset: Spec[Dataset, []] = field(factory=lambda: DATASETS.spec("sorting"))
    """The examples that it learns from."""
    generator: Spec[TextGenerator, [Model]] = field(factory=lambda: GENERATORS.spec("transformers"))
    """The generator that completes prompts, for rollouts and for evaluation."""
    evaluation: Spec[Evaluation, [EvaluationContext]] = field(factory=lambda: EVALUATIONS.spec("held_out"))
    """How the model is measured: before, during and after each stage."""
    output: Path = Path("runs")
    """The folder in which each run gets a folder of its own."""
    seed: int = field(default=0, validator=ge(0))
    """Of the order of examples; models and datasets have their own."""
    threads: int | None = field(default=None, validator=optional(gt(0)))
    """How many cores torch may use; by default those that are idle at the start."""
    device: str | None = field(default=None, validator=optional(matches_re(r"[a-z]+(:[0-9]+)?")))
    """Where the model is computed, such as `cpu` or `cuda:1`; by default on the accelerator, if any."""

    def __attrs_post_init__(self) -> None:
        if not self.stages and self.algorithm is None:
            raise ValueError("the experiment has no stage: set algorithm, or stages for several")
        if self.stages and (self.algorithm or self.warm_start):
            extra = "algorithm" if self.algorithm else "warm_start"
            raise ValueError(f"{extra} and stages can't both be set; add it to the list of stages")
        titles = [stage.title for stage in self.stages if stage.title is not None]
        twice = next((title for title in titles if titles.count(title) > 1), None)
        if twice is not None:
            raise ValueError(f"two stages have the title {twice!r}")

    @classmethod
    def load(cls, file: Path | str, overrides: Sequence[str] = ()) -> ExperimentConfig:
        """Return the config of a file with `path=value` overrides. Raises ConfigError with every fault."""
        return at_home(load(cls, file, overrides))

    @classmethod
    def from_cli(cls, arguments: Sequence[str] | None = None) -> ExperimentConfig:
        """Return the config that a program's arguments describe: a file, then overrides.

        By default, the arguments are those in `sys.argv`. Raises SystemExit after it has printed the faults
        or the help that was asked for.
        """
        return at_home(from_cli(cls, arguments))


def at_home(config: ExperimentConfig) -> ExperimentConfig:
    """Return the config with the user's home in place of a `~` before the output."""
    return evolve(config, output=config.output.expanduser())
