"""The dependencies of every algorithm: the model, the data, the journal and the processes."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from attrs import field, frozen

from posttrain.example import Split
from posttrain.generation import SamplingParameters
from posttrain.journal import Journal
from posttrain.prompt_limit import PromptLimit
from posttrain.protocols import Dataset, Evaluation, Model, Reward, TextGenerator
from typed_registry import Spec

if TYPE_CHECKING:
    from posttrain.checkpoint import Checkpoints
    from posttrain.group import Group


def _alone() -> Group:
    from posttrain.group import ALONE  # it needs torch, which checking a config must not load

    return ALONE


@frozen
class EvaluationContext:
    """The dependencies of every evaluation. Lives as long as the run."""

    model: Model
    split: Split
    """The held-out examples."""
    engine: TextGenerator | None = None
    """Completes prompts with the model; the model's own network does, if there is none."""
    reward: Spec[Reward, []] | None = None
    """The reward of the training, if it has one."""
    sampling: SamplingParameters | None = None
    """How completions are sampled in training, if they are."""
    group: Group = field(factory=_alone)
    """The processes that share the evaluation."""
    missing_end_penalty: float = 0.0
    """The amount that the training takes from the reward of a completion that didn't come to an end."""
    prompt_limit: PromptLimit = field(factory=PromptLimit)
    """Which prompts are too long for the training."""

    @property
    def generator(self) -> TextGenerator:
        """The generator that completes prompts with the model."""
        return self.engine or _own_network(self.model)


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
    evaluator: Evaluation | None = None
    """Measures the model; on all examples that are held out, if there is none."""

    @property
    def generator(self) -> TextGenerator:
        """The generator that completes prompts with the model."""
        return self.engine or _own_network(self.model)

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation that measures the model."""
        return self.evaluator or _held_out(self)

    def seed_of(self, step: int) -> int:
        """Return the random seed of a step. It is all the random state that a resumed run needs."""
        return Random(f"{self.seed} {self.stage} {step}").getrandbits(63)

    def local_seed(self, step: int) -> int:
        """Return the random seed of a step for what differs between processes, such as dropout."""
        own = f" {self.group.rank}" if self.group.rank else ""
        return Random(f"{self.seed} {self.stage} {step}{own}").getrandbits(63)


def _own_network(model: Model) -> TextGenerator:
    from posttrain.registries import GENERATORS  # whose own module needs the contexts

    return GENERATORS.spec("transformers").build(model)


def _held_out(context: Context) -> Evaluation:
    from posttrain.registries import EVALUATIONS  # as above

    split = context.dataset.held_out
    there = EvaluationContext(context.model, split, context.engine, group=context.group)
    return EVALUATIONS.spec("held_out").build(there)
