"""The dependencies of every algorithm: the model, the data, the journal and the processes."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from attrs import field, frozen

from posttrain.journal import Journal
from posttrain.protocols import Dataset, Model, TextGenerator

if TYPE_CHECKING:
    from posttrain.checkpoint import Checkpoints
    from posttrain.group import Group


def _alone() -> Group:
    from posttrain.group import ALONE  # it needs torch, which checking a config must not load

    return ALONE


@frozen
class Context:
    """The live objects of one experiment, and the stage that works on them. Lives for that stage."""

    model: Model
    """Trained in place."""
    dataset: Dataset
    journal: Journal
    """Where progress and measurements go."""
    stage: str
    """The title of the stage, which no other stage of the run has."""
    seed: int
    """Of the order in which examples are drawn, and of what is sampled."""
    group: Group = field(factory=_alone)
    """The processes that train together."""
    checkpoints: Checkpoints | None = None
    """Where the stage's progress is kept; nowhere, if there is none."""
    engine: TextGenerator | None = None
    """Completes prompts with the model; the model's own network does, if there is none."""

    @property
    def generator(self) -> TextGenerator:
        """What completes prompts with the model."""
        from posttrain.registries import GENERATORS  # whose own module needs the context

        return self.engine or GENERATORS.spec("transformers").build(self.model)

    def seed_of(self, step: int) -> int:
        """Return the random seed of a step. It is all the random state that a resumed run needs."""
        return Random(f"{self.seed} {self.stage} {step}").getrandbits(63)

    def local_seed(self, step: int) -> int:
        """Return the random seed of a step for what differs between processes, such as dropout."""
        own = f" {self.group.rank}" if self.group.rank else ""
        return Random(f"{self.seed} {self.stage} {step}{own}").getrandbits(63)
