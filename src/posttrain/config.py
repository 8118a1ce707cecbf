"""The experiment's config: the root of every config file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import evolve, field, frozen
from attrs.validators import ge, gt, matches_re, optional

from posttrain.context import Context
from posttrain.protocols import Dataset, Model, Trainer
from posttrain.registries import DATASETS, MODELS
from typed_registry import Spec
from typed_registry.config import from_cli, load


@frozen(kw_only=True)
class ExperimentConfig:
    """The config of an experiment: the model, the data and the algorithm.

    >>> config = ExperimentConfig.load("configs/experiments/exp001.yaml", ["dpo.beta=0.2"])
    >>> config.algorithm.name, config.seed
    ('dpo', 0)
    """

    algorithm: Spec[Trainer, [Context]]
    """How the model is trained."""
    warm_start: Spec[Trainer, [Context]] | None = None
    """What is done before, such as fine-tuning before preferences are learnt."""
    model: Spec[Model, []] = field(factory=lambda: MODELS.spec("transformer"))
    """What is trained."""
    dataset: Spec[Dataset, []] = field(factory=lambda: DATASETS.spec("sorting"))
    """What it learns from."""
    output: Path = Path("runs")
    """The folder in which each run gets a folder of its own."""
    seed: int = field(default=0, validator=ge(0))
    """Of the order of examples; models and datasets have their own."""
    threads: int | None = field(default=None, validator=optional(gt(0)))
    """How many cores torch may use; by default those that are idle at the start."""
    device: str | None = field(default=None, validator=optional(matches_re(r"[a-z]+(:[0-9]+)?")))
    """Where the model is computed, such as `cpu` or `cuda:1`; by default on the accelerator, if any."""

    @classmethod
    def load(cls, file: Path | str, overrides: Sequence[str] = ()) -> ExperimentConfig:
        """Return the config of a file with `path=value` overrides. Raises ConfigError with every fault."""
        return at_home(load(cls, file, overrides))

    @classmethod
    def from_cli(cls, arguments: Sequence[str] | None = None) -> ExperimentConfig:
        """Return the same from a program's arguments, `sys.argv` by default: a file, then overrides.

        Raises SystemExit after it has printed the faults, or the help that was asked for.
        """
        return at_home(from_cli(cls, arguments))


def at_home(config: ExperimentConfig) -> ExperimentConfig:
    """Return the config with the user's home in place of a `~` before the output."""
    return evolve(config, output=config.output.expanduser())
