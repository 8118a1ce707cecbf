"""The configs of the evaluations."""

from __future__ import annotations

from typing import Annotated

from attrs import field, frozen
from attrs.validators import and_, ge, gt, le, optional

from posttrain.prompt_limit import OverlongPrompts
from posttrain.protocols import Reward
from posttrain.registries import REWARDS
from typed_registry import Spec


@frozen(kw_only=True)
class HeldOutConfig:
    """Evaluation on the held-out split of the dataset, or a part of it.

    What isn't set is as in training, so that both are measured alike.
    """

    examples: int | None = field(default=None, validator=optional(gt(0)))
    """How many examples of each kind are measured, always the same ones; by default all."""
    batch_size: int | None = field(default=None, validator=optional(gt(0)))
    """Examples that go through the network at once; by default the stage's `micro_batch_size`, or 64."""
    max_tokens: int | None = field(default=None, validator=optional(gt(0)))
    """The longest completion; by default as in the last stage with rollouts, or that of the answers."""
    max_prompt_length: int | None = field(default=None, validator=optional(gt(0)))
    """The longest prompt, in tokens; by default as in the last stage with rollouts.

    Without any, it is what `max_tokens` leaves of the model's context.
    """
    overlong_prompts: OverlongPrompts | None = None
    """Whether a prompt that is longer is an error, or is left out with a warning.

    By default as in the last stage with rollouts, or `refuse`.
    """
    reward: Annotated[Spec[Reward, []], REWARDS] | None = None
    """The reward of completions; by default as in the last stage with rollouts, with its penalty."""
    samples: int = field(default=0, validator=ge(0))
    """Completions of each task that are sampled, beside the one of the likeliest token each time."""
    temperature: float | None = field(default=None, validator=optional(gt(0)))
    """Of the sampling; by default as in the last stage with rollouts, or 1."""
    top_p: float | None = field(default=None, validator=optional(and_(gt(0), le(1))))
    """Samples only the likeliest tokens that together have this probability.

    By default as in the last stage with rollouts, or 1.
    """
    completions: int = field(default=8, validator=ge(0))
    """How many tasks' completions are kept in the run's folder, at each evaluation."""
