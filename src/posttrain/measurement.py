"""The values that evaluations return: metrics and completions, without torch."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from posttrain.attempt import Attempt

REFERENCE_METRICS = ("reward_accuracy", "normalized_reward_accuracy")
"""The metrics of preferences that a reference model makes possible."""


@frozen
class JudgedCompletion:
    """A completion of a held-out task, for a table."""

    attempt: Attempt
    rewards: Mapping[str, float]
    """The reward as `reward`, and its parts as `reward/<name>`; empty if nothing rewards the task."""
    is_sampled: bool = False
    """Whether it was sampled, and isn't of the likeliest token each time."""


@frozen
class Measurement:
    """The results of an evaluation."""

    metrics: Mapping[str, float] = field(factory=dict[str, float])
    """By names such as `exact_match`, which is logged as `eval/exact_match`."""
    completions: tuple[JudgedCompletion, ...] = ()
    """Some of the completions that were measured."""
