"""The reference model: what a network was when a stage began."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager

import torch
from attrs import frozen
from torch import Tensor
from torch.nn import Parameter
from transformers import PreTrainedModel

from posttrain.modes import evaluating
from posttrain.weights import trained


@frozen(eq=False)
class Reference:
    """A network with the weights that it had. Lives for one stage.

    Only the weights that are trained are kept, so that the reference of a policy with adapters takes no
    memory but the adapters': it is the same network with these as they were, which is without them if they
    are new.
    """

    network: PreTrainedModel
    weights: Mapping[Parameter, Tensor]
    """As they were."""

    @classmethod
    def of(cls, network: PreTrainedModel) -> Reference:
        """Return the network as it is now."""
        return cls(network, {weight: weight.detach().clone() for weight in trained(network)})

    @contextmanager
    def restored(self) -> Generator[PreTrainedModel]:
        """Yield the network with the weights of the reference, without dropout and without gradients."""
        now = {weight: weight.data for weight in self.weights}
        _put(self.weights)
        try:
            with torch.no_grad(), evaluating(self.network):
                yield self.network
        finally:
            _put(now)


def _put(weights: Mapping[Parameter, Tensor]) -> None:
    for weight, value in weights.items():
        weight.data = value
    torch.clear_autocast_cache()  # it has weights in lower precision, by parameter and not by value
