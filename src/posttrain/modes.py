"""The modes of a network: as it answers, without dropout, and as it learns."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager

from torch.nn import Module
from transformers.modeling_layers import GradientCheckpointingLayer


@contextmanager
def evaluating(network: Module) -> Generator[None]:
    """Turn off what only training has, such as dropout. After the block modules are in their mode again."""
    before = [(module, module.training) for module in network.modules()]
    network.train(mode=False)
    try:
        yield
    finally:
        for module, is_training in before:
            module.training = is_training


@contextmanager
def learning(network: Module, *, dropout: bool) -> Generator[None]:
    """Put a network into training mode, with its dropout or without.

    Without it, only the layers that compute their activations again for the gradient are in training mode,
    since transformers does so in no other; the dropout of these layers themselves is set to 0 meanwhile.
    """
    with evaluating(network):  # restores the modes
        if dropout:
            network.train()
            yield
            return
        layers = [each for each in network.modules() if isinstance(each, GradientCheckpointingLayer)]
        rates = [(layer, name, rate) for layer in layers for name, rate in _dropout_rates(layer)]
        for layer in layers:
            layer.training = True
        for layer, name, _ in rates:
            setattr(layer, name, 0.0)
        try:
            yield
        finally:
            for layer, name, rate in rates:
                setattr(layer, name, rate)


def _dropout_rates(layer: Module) -> Iterator[tuple[str, float]]:
    for name, value in vars(layer).items():
        if isinstance(value, float) and ("dropout" in name or name.endswith("pdrop")):
            yield name, value
