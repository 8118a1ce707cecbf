"""The metrics of a policy while it learns. Shapes: B completions, T tokens."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from attrs import frozen
from torch import Tensor

from posttrain.algorithms.learner import Mean
from posttrain.protocols import PolicyLoss


@frozen
class Tokens:
    """The arguments of a policy's loss, [B, T] each."""

    log_probs: Tensor
    old: Tensor
    advantages: Tensor
    mask: Tensor


@runtime_checkable
class ClippingLoss(Protocol):
    """A loss that knows which tokens are beyond its bounds."""

    def is_clipped(
        self, log_probs: Tensor, old_log_probs: Tensor, advantages: Tensor, mask: Tensor
    ) -> Tensor:
        """Return a mask of the tokens that are beyond the bounds of the loss, [B, T] booleans."""
        ...


def policy_metrics(
    loss: PolicyLoss, entropies: Tensor, tokens: Tokens, behaviour: Tensor | None
) -> dict[str, Mean]:
    """Return the metrics of the tokens that are learnt from.

    - entropy: of the policy, in nats a token;
    - clip_fraction: the share of the tokens that are beyond a bound of the loss, if it has any;
    - sampling_gap: by how much the log-probabilities differ, in nats, when sampled (`behaviour`) and when
      scored.
    """
    old, mask = tokens.old, tokens.mask
    metrics = {"entropy": Mean.of(entropies, mask)}
    if isinstance(loss, ClippingLoss):
        clipped = loss.is_clipped(tokens.log_probs.detach(), old, tokens.advantages, mask)
        metrics["clip_fraction"] = Mean.of(clipped.to(mask.dtype), mask)
    if behaviour is not None:
        metrics["sampling_gap"] = Mean.of((old - behaviour).abs(), mask)
    return metrics
