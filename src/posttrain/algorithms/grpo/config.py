"""The config of group relative policy optimization."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen
from attrs.validators import ge, gt

from posttrain.algorithms.rollout_config import RolloutConfig

Reduction = Literal["sequence", "token", "constant"]


@frozen(kw_only=True)
class GRPOConfig(RolloutConfig):
    """Group relative policy optimization: make completions likelier that are better than others of a prompt.

    Dr. GRPO is `scaled: false` with `reduction: constant`; DAPO is `reduction: token`, `drop_unfinished:
    true`, `resamples: 10` and `loss: {name: clipped, clip_high: 0.28}`.
    """

    samples: int = field(default=8, validator=gt(1))
    """Completions of each prompt: a group, whose members are compared."""
    beta: float = field(default=0.0, validator=ge(0))
    """How strongly the policy is held to the reference model: the weight of the KL divergence."""
    scaled: bool = True
    """Whether an advantage is divided by the standard deviation of its group's rewards."""
    reduction: Reduction = "sequence"
    """The unit that counts the same: each completion, each token, or each token over the longest length."""
    resamples: int = field(default=0, validator=ge(0))
    """How often a prompt whose completions are all worth the same is replaced by another, in a step.

    They teach nothing: DAPO's dynamic sampling (Yu et al. 2025, section 3.2).
    """
