"""The reference model of a stage."""

from __future__ import annotations

import copy

import torch
from torch import Tensor

from posttrain.batch import collate
from posttrain.models.causal import CausalModel
from posttrain.models.config import LoRAConfig
from posttrain.policy import predict
from posttrain.protocols import Model
from posttrain.reference import Reference
from posttrain.registries import MODELS

from .tiny import SIZE, model

PAIRS = (("ab", "cd"), ("e", "fgh"))


def log_probs(of: Model) -> Tensor:
    """The log-probabilities of two completions."""
    return predict(of.network, collate(of.tokenizer, PAIRS, 64)).log_probs()


def referred(of: Model, reference: Reference) -> Tensor:
    """The same by the reference model."""
    with reference.restored() as network:
        return log_probs(CausalModel(network, of.tokenizer))


@torch.no_grad()
def move(of: Model, by: float = 0.1) -> None:
    """Change all weights that are trained."""
    for weight in of.network.parameters():
        if weight.requires_grad:
            weight.add_(by)


def test_as_it_was() -> None:
    """The reference stays as the network was, and the network goes on as it is."""
    made = model()
    before = log_probs(made)
    reference = Reference.of(made.network)
    move(made)
    expected = log_probs(made)
    found = referred(made, reference)

    assert before.equal(found)
    assert not found.requires_grad
    assert expected.equal(log_probs(made))


def test_gradient() -> None:
    """Asking the reference between a pass and its gradient changes nothing of the latter."""
    made = model()
    reference = Reference.of(made.network)
    move(made)
    twin = CausalModel(copy.deepcopy(made.network), made.tokenizer)
    policy = log_probs(made)
    referred(made, reference)
    torch.autograd.backward(policy.sum())
    torch.autograd.backward(log_probs(twin).sum())
    pairs = zip(made.network.parameters(), twin.network.parameters(), strict=True)

    assert all(torch.as_tensor(own.grad).equal(torch.as_tensor(other.grad)) for own, other in pairs)


def test_in_lower_precision() -> None:
    """Under autocast, the policy and its reference each have their own weights in lower precision."""
    made = model()
    reference = Reference.of(made.network)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        before = log_probs(made)
    move(made)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        expected = log_probs(made)
        assert before.equal(referred(made, reference))
        assert expected.equal(log_probs(made))

    assert not before.equal(expected)


def test_adapters() -> None:
    """The reference of a policy with adapters keeps these alone: the base is the policy's own."""
    adapted = MODELS.build("lora", LoRAConfig(MODELS.spec("transformer", SIZE), rank=2))
    reference = Reference.of(adapted.network)
    trained = [weight for weight in adapted.network.parameters() if weight.requires_grad]
    kept = sum(weight.numel() for weight in reference.weights.values())
    move(adapted)

    assert sum(weight.numel() for weight in trained) == kept
    assert log_probs(model()).equal(referred(adapted, reference))
    assert not log_probs(model()).equal(log_probs(adapted))


def test_dropout() -> None:
    """The reference has no dropout, whichever mode the policy is in."""
    adapted = MODELS.build("lora", LoRAConfig(MODELS.spec("transformer", SIZE), dropout=0.5))
    move(adapted)
    reference = Reference.of(adapted.network)
    adapted.network.train()

    assert referred(adapted, reference).equal(referred(adapted, reference))
    assert not log_probs(adapted).equal(log_probs(adapted))
