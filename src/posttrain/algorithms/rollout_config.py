"""The settings of the algorithms that learn from their own rollouts."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import and_, ge, gt, le, optional

from posttrain.algorithms.config import TrainingConfig
from posttrain.generation import SamplingParameters
from posttrain.prompt_limit import OverlongPrompts, PromptLimit
from posttrain.protocols import PolicyLoss, Reward
from posttrain.registries import LOSSES, REWARDS
from typed_registry import Spec


@frozen(kw_only=True)
class RolloutConfig(TrainingConfig):
    """How completions are sampled and judged; the base of PPO's and GRPO's configs.

    Here `batch_size` counts prompts, and `micro_batch_size` completions.
    """

    reward: Spec[Reward, []] = field(factory=lambda: REWARDS.spec("exact_match"))
    """The value of a completion."""
    samples: int = field(default=1, validator=gt(0))
    """Completions of each prompt."""
    max_tokens: int = field(default=64, validator=gt(0))
    """The longest completion, in tokens."""
    max_length: int = field(default=1024, validator=gt(0))
    """Tokens of a held-out demonstration or preference that is measured.

    The prompts of rollouts are never cut.
    """
    max_prompt_length: int | None = field(default=None, validator=optional(gt(0)))
    """The longest prompt, in tokens; by default what `max_tokens` leaves of the model's context."""
    overlong_prompts: OverlongPrompts = "refuse"
    """Whether a prompt that is longer is an error, or is left out with a message that says which they are."""
    missing_end_penalty: float = field(default=0.0, validator=ge(0))
    """The amount that is taken from the reward of a completion that didn't come to an end."""
    drop_unfinished: bool = False
    """Whether completions that didn't come to an end are left out of the loss."""
    temperature: float = field(default=1.0, validator=gt(0))
    """Of the sampling; the policy that is trained is the one at this temperature."""
    top_p: float = field(default=1.0, validator=and_(gt(0), le(1)))
    """Samples only the likeliest tokens that together have this probability.

    The policy that is trained is the one without it: below 1, its gradient is biased.
    """
    epochs: int = field(default=1, validator=gt(0))
    """How often the rollouts of a step are learnt from."""
    minibatches: int = field(default=1, validator=gt(0))
    """Into how many updates an epoch is divided."""
    loss: Spec[PolicyLoss, []] = field(factory=lambda: LOSSES.spec("clipped"))
    """Of each token that was sampled."""
    entropy_weight: float = field(default=0.0, validator=ge(0))
    """By how much the loss of a token is lowered for each nat of the policy's entropy, with any `loss`.

    It keeps the policy from becoming sure too soon; 0.001 to 0.01 are usual (Mnih et al. 2016, "Asynchronous
    Methods for Deep Reinforcement Learning", section 4).
    """
    importance_cap: float | None = field(default=None, validator=optional(gt(0)))
    """Corrects the loss for the difference between the probabilities when sampling and when training.

    Each token's loss counts by the ratio of the two, which is at most this, such as 2: truncated importance
    sampling (Yao et al. 2025, "Your Efficient RL Framework Secretly Brings You Off-Policy RL Training").
    Never by default; the metric `train/sampling_gap` says how large the difference is.
    """

    def __attrs_post_init__(self) -> None:
        if self.batch_size % self.minibatches:
            message = f"batch_size must be a multiple of minibatches, {self.minibatches}"
            raise ValueError(message)

    @property
    def sampling(self) -> SamplingParameters:
        """How completions are sampled."""
        return SamplingParameters(self.max_tokens, self.temperature, self.top_p)

    @property
    def prompt_limit(self) -> PromptLimit:
        """Which prompts are too long."""
        return PromptLimit(self.max_prompt_length, self.overlong_prompts)

    @property
    def updates(self) -> int:
        """Updates of the whole stage."""
        return self.steps * self.epochs * self.minibatches
