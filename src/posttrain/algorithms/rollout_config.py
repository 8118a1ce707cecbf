"""What the configs of the algorithms share that learn from their own rollouts."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import gt

from posttrain.algorithms.config import TrainingConfig
from posttrain.protocols import PolicyLoss, Reward
from posttrain.registries import LOSSES, REWARDS
from typed_registry import Spec


@frozen(kw_only=True)
class RolloutConfig(TrainingConfig):
    """How completions are sampled and judged; the base of PPO's and GRPO's configs.

    Here `batch_size` counts prompts, and `micro_batch_size` completions.
    """

    reward: Spec[Reward, []] = field(factory=lambda: REWARDS.spec("exact_match"))
    """What a completion is worth."""
    samples: int = field(default=1, validator=gt(0))
    """Completions of each prompt."""
    max_tokens: int = field(default=64, validator=gt(0))
    """The longest completion, in tokens."""
    temperature: float = field(default=1.0, validator=gt(0))
    """Of the sampling; the policy that is trained is the one at this temperature."""
    epochs: int = field(default=1, validator=gt(0))
    """How often the rollouts of a step are learnt from."""
    minibatches: int = field(default=1, validator=gt(0))
    """Into how many updates an epoch is divided."""
    loss: Spec[PolicyLoss, []] = field(factory=lambda: LOSSES.spec("clipped"))
    """Of each token that was sampled."""

    def __attrs_post_init__(self) -> None:
        if self.batch_size % self.minibatches:
            message = f"batch_size must be a multiple of minibatches, {self.minibatches}"
            raise ValueError(message)

    @property
    def updates(self) -> int:
        """Updates of the whole stage."""
        return self.steps * self.epochs * self.minibatches
