"""Random batches with padding, and two copies of one network in float64: ours, and that of the oracle."""

from __future__ import annotations

import copy
from pathlib import Path
from random import Random

import torch
from attrs import evolve
from torch import Tensor
from torch.nn import Module

from posttrain.context import Context
from posttrain.example import Demonstration, Preference, Task
from posttrain.models.causal import CausalModel
from posttrain.protocols import Model
from tests.posttrain.given import context
from tests.posttrain.tiny import model

LETTERS = "abcdefgh"
TOLERANCE = 1e-6


def word(random: Random, longest: int) -> str:
    """A word of up to so many letters."""
    return "".join(random.choices(LETTERS, k=random.randint(1, longest)))


def preferences(seed: int) -> tuple[Preference, ...]:
    """Five pairs of completions of different lengths."""
    random = Random(seed)
    return tuple(Preference(word(random, 6), word(random, 6), word(random, 6)) for _ in range(5))


def work(folder: Path, seed: int = 0) -> Context:
    """Random examples of each kind, and a model in float64."""
    pairs = preferences(seed)
    demonstrations = tuple(Demonstration(pair.prompt, pair.chosen) for pair in pairs)
    tasks = tuple(Task(pair.prompt, {"answer": str(pair.chosen)}) for pair in pairs)
    made = model()
    made.network.double()
    return evolve(context(folder, demonstrations, pairs, tasks), model=made)


def twin(of: Model) -> CausalModel:
    """A model with the same weights, which share nothing with the first."""
    return CausalModel(copy.deepcopy(of.network), of.tokenizer)


def moved(of: Model, by: float = 0.05) -> CausalModel:
    """A model nearby, frozen: a reference that isn't the policy."""
    network = copy.deepcopy(of.network).requires_grad_(requires_grad=False)
    random = torch.Generator().manual_seed(7)
    for weight in network.parameters():
        weight.add_(torch.randn(weight.shape, generator=random, dtype=weight.dtype), alpha=by)
    return CausalModel(network, of.tokenizer)


def gradient(loss: Tensor, module: Module) -> Tensor:
    """The loss's gradient with respect to all weights, in one row."""
    weights = [weight for weight in module.parameters() if weight.requires_grad]
    return torch.cat([part.flatten() for part in torch.autograd.grad(loss, weights)])


def close(actual: Tensor, expected: Tensor) -> None:
    """Fails unless they are equal to 1e-6, whatever their precision."""
    torch.testing.assert_close(
        actual.detach().double(), expected.detach().double(), atol=TOLERANCE, rtol=TOLERANCE
    )
