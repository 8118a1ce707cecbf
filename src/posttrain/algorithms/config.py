"""What the configs of all algorithms share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from attrs import field, frozen
from attrs.validators import gt

from posttrain.protocols import Scheduler
from posttrain.registries import OPTIMIZERS, SCHEDULERS
from typed_registry import Spec

if TYPE_CHECKING:
    from torch.nn import Parameter
    from torch.optim import Optimizer


@frozen(kw_only=True)
class TrainingConfig:
    """How long and how fast to train; the base of each algorithm's config."""

    steps: int = field(default=200, validator=gt(0))
    """Updates of the weights."""
    batch_size: int = field(default=32, validator=gt(0))
    """Examples an update."""
    max_length: int = field(default=1024, validator=gt(0))
    """Tokens of a prompt with its completion; what is beyond is cut off."""
    max_grad_norm: float = field(default=1.0, validator=gt(0))
    """The norm that a gradient is scaled down to."""
    evaluate_every: int = field(default=25, validator=gt(0))
    """Updates between two looks at the held-out split."""
    optimizer: Annotated[Spec[Optimizer, [Iterable[Parameter]]], OPTIMIZERS] = field(
        factory=lambda: OPTIMIZERS.spec("adamw")
    )
    """Turns gradients into updates."""
    scheduler: Annotated[Spec[Scheduler, [Optimizer, int]], SCHEDULERS] = field(
        factory=lambda: SCHEDULERS.spec("cosine")
    )
    """The learning rate over time, as a share of the optimizer's."""
