"""The settings that all algorithms have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

from attrs import field, frozen
from attrs.validators import gt, optional

from posttrain.generation import Computation
from posttrain.precision import Precision
from posttrain.protocols import Scheduler
from posttrain.registries import OPTIMIZERS, SCHEDULERS
from typed_registry import Spec

if TYPE_CHECKING:
    from torch.nn import Parameter
    from torch.optim import Optimizer


Goal = Literal["max", "min"]
Overlong = Literal["cut", "skip", "refuse"]


@frozen(kw_only=True)
class BestConfig:
    """Which weights of a stage are kept: those of its best look at the held-out split."""

    metric: str
    """The metric of the evaluation that decides, such as `eval/exact_match`."""
    goal: Goal = "max"
    """Whether more of it is better, or less."""
    patience: int | None = field(default=None, validator=optional(gt(0)))
    """After how many looks without a better one the stage ends early; never by default."""


@frozen(kw_only=True)
class TrainingConfig:
    """How long and how fast to train; the base of each algorithm's config."""

    steps: int = field(default=200, validator=gt(0))
    """Updates of the weights."""
    batch_size: int = field(default=32, validator=gt(0))
    """Examples an update, over all processes."""
    micro_batch_size: int | None = field(default=None, validator=optional(gt(0)))
    """Examples that are learnt from, scored, sampled or evaluated at once, in each process.

    By default all of a batch, and 64 in an evaluation. It changes memory and time, not the update: gradients
    are added up.
    """
    precision: Precision = "float32"
    """Of the computation: of sampling and evaluation, too. The weights stay as they are."""
    dropout: bool = False
    """Whether the model's dropout is on while it learns; it never is otherwise."""
    gradient_checkpointing: bool = False
    """Whether activations are computed again for the gradient, which saves memory and costs time."""
    max_length: int = field(default=1024, validator=gt(0))
    """Tokens of a prompt with its completion; what is beyond is cut off."""
    max_grad_norm: float = field(default=1.0, validator=gt(0))
    """The norm that a gradient is scaled down to."""
    evaluate_every: int = field(default=25, validator=gt(0))
    """Steps between two looks at the held-out split."""
    checkpoint_every: int = field(default=100, validator=gt(0))
    """Steps between two checkpoints, from which `--resume` goes on."""
    keep_best: BestConfig | None = None
    """Which weights are kept at the end; the last by default."""
    optimizer: Annotated[Spec[Optimizer, [Iterable[Parameter]]], OPTIMIZERS] = field(
        factory=lambda: OPTIMIZERS.spec("adamw")
    )
    """Turns gradients into updates."""
    scheduler: Annotated[Spec[Scheduler, [Optimizer, int]], SCHEDULERS] = field(
        factory=lambda: SCHEDULERS.spec("cosine")
    )
    """The learning rate over time, as a share of the optimizer's."""

    @property
    def computation(self) -> Computation:
        """How the stage computes without gradients."""
        return Computation(self.precision, self.micro_batch_size)

    @property
    def further_metrics(self) -> tuple[str, ...]:
        """The names of the metrics that only an evaluation in this stage has, without `eval/`."""
        return ()


@frozen(kw_only=True)
class CompletionConfig(TrainingConfig):
    """The base of the configs of algorithms that learn from completions that are given."""

    overlong: Overlong = "cut"
    """What becomes of an example that is longer than `max_length`: `cut` takes its end, with a message.

    `skip` leaves it out, with a message that says which they are, and `refuse` is an error. Both apply to
    examples that are longer than the model's context, too. A preference is as long as the longer of its two.
    """
