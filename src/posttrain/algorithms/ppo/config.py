"""The config of proximal policy optimization."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import and_, ge, gt, le

from posttrain.algorithms.rollout_config import RolloutConfig


@frozen(kw_only=True)
class PPOConfig(RolloutConfig):
    """Proximal policy optimization: make tokens likelier that turn out better than was expected."""

    epochs: int = field(default=2, validator=gt(0))
    """How often the rollouts of a step are learnt from."""
    minibatches: int = field(default=2, validator=gt(0))
    """Into how many updates an epoch is divided."""
    beta: float = field(default=0.02, validator=ge(0))
    """How strongly the policy is held to the reference model: what a nat of divergence costs, as a reward."""
    gamma: float = field(default=1.0, validator=and_(gt(0), le(1)))
    """By how much a token later, a reward counts less."""
    lam: float = field(default=0.95, validator=and_(ge(0), le(1)))
    """How far advantages trust the rewards that came, 1, or the value function, 0: lambda of GAE."""
    value_weight: float = field(default=0.5, validator=ge(0))
    """Of the value function's loss beside the policy's."""
    value_clip: float = field(default=0.2, validator=gt(0))
    """How far an update may move a value, as clipping does with the policy."""
    whiten: bool = True
    """Whether a step's advantages are brought to mean 0 and variance 1."""
    bootstrap_unfinished: bool = False
    """Whether a completion that was cut off at `max_tokens` is a truncated episode, not one that has ended.

    Then its reward isn't that of the text so far, but what the value function expects of its continuation
    (Pardo et al. 2018, "Time Limits in Reinforcement Learning", section 3).
    """
