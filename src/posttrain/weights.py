"""The weights of a module that are trained: their copies in checkpoints and in the optimizer's precision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import Module, Parameter

from posttrain.policy import exact


def trained(module: Module) -> list[Parameter]:
    """Return the parameters that have a gradient."""
    return [weight for weight in module.parameters() if weight.requires_grad]


def trained_state(module: Module) -> dict[str, Tensor]:
    """Return what a checkpoint has to contain: all weights, or of a module with adapters only these.

    A weight that isn't trained is as it was when the module was made, so that it needn't be kept.
    """
    state = module.state_dict()
    named = module.named_parameters(remove_duplicate=False)  # tied weights have several names
    fixed = {name for name, weight in named if not weight.requires_grad}
    return {name: value for name, value in state.items() if name not in fixed} if fixed else state


def load_trained_state(module: Module, state: Mapping[str, Tensor]) -> None:
    """Put back what `trained_state` has returned. Raises ValueError for the state of another module."""
    expected = trained_state(module)
    if expected.keys() != state.keys():
        names = sorted(expected.keys() ^ state.keys())
        message = f"{names[0]} is missing or unknown, as {len(names)} names are in all"
        raise ValueError(message)
    module.load_state_dict({**state}, strict=False)


class MasterWeights:
    """Copies in float32 of weights in lower precision, for an optimizer to update. Live for one stage.

    A weight in bfloat16 has 8 binary digits, and most updates are smaller than half of the last one: they
    would be lost (Micikevicius et al. 2018, "Mixed Precision Training", section 3.1). Weights that have
    float32 or more are updated themselves.
    """

    def __init__(self, module: Module) -> None:
        self._own = trained(module)
        self.updated: Sequence[Parameter] = [_master(weight) for weight in self._own]
        """The parameters for the optimizer."""

    def collect_gradients(self) -> None:
        """Add the gradients of the module's own weights to those of the copies."""
        for own, master in self._pairs():
            if own.grad is not None:
                gradient = own.grad.to(master.dtype)
                master.grad = gradient if master.grad is None else master.grad + gradient
                own.grad = None

    @torch.no_grad()
    def write(self) -> None:
        """Round the copies into the module's own weights."""
        for own, master in self._pairs():
            own.copy_(master)

    def state(self) -> list[Tensor]:
        """Return what a checkpoint keeps of the copies."""
        return [master.detach() for _, master in self._pairs()]

    @torch.no_grad()
    def load(self, state: Sequence[Tensor]) -> None:
        """Go on from a checkpoint. Raises ValueError for the copies of another module."""
        for (_, master), kept in zip(self._pairs(), state, strict=True):
            master.copy_(kept)

    def _pairs(self) -> list[tuple[Parameter, Parameter]]:
        pairs = zip(self._own, self.updated, strict=True)
        return [(own, master) for own, master in pairs if own is not master]


def _master(weight: Parameter) -> Parameter:
    copy = exact(weight.detach())
    return weight if copy.dtype == weight.dtype else Parameter(copy)
