"""The modes of a network: dropout on and off, and the activations that are computed again."""

from __future__ import annotations

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM, OPTConfig, OPTForCausalLM, PreTrainedModel
from transformers.modeling_layers import GradientCheckpointingLayer

from posttrain.modes import evaluating, learning

ROW = torch.arange(6).unsqueeze(0)


def llama() -> PreTrainedModel:
    """A network with dropout in its attention."""
    size = LlamaConfig(
        vocab_size=8,
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        attention_dropout=0.5,
    )
    return LlamaForCausalLM(size)


def opt() -> OPTForCausalLM:
    """A network whose layers have a dropout of their own."""
    size = OPTConfig(
        vocab_size=8,
        hidden_size=16,
        word_embed_proj_dim=16,
        ffn_dim=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        dropout=0.5,
    )
    return OPTForCausalLM(size)


NETWORKS = pytest.mark.parametrize("network", [llama(), opt()], ids=["llama", "opt"])


def logits(network: PreTrainedModel) -> torch.Tensor:
    """The output of the network for one row."""
    found: torch.Tensor = network(input_ids=ROW, use_cache=False).logits
    return found


@NETWORKS
def test_dropout(network: PreTrainedModel) -> None:
    """With dropout two passes differ; without it they are those of the evaluation."""
    with learning(network, dropout=True):
        assert not logits(network).equal(logits(network))
    with evaluating(network):
        expected = logits(network)
    with learning(network, dropout=False):
        assert expected.equal(logits(network))


@NETWORKS
def test_activations_computed_again(network: PreTrainedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without dropout, activations are computed again, too, and not in evaluations."""
    with evaluating(network):
        expected = logits(network)
    network.activation_checkpointing_enable()
    layers = [each for each in network.modules() if isinstance(each, GradientCheckpointingLayer)]
    again: list[object] = []
    for layer in layers:
        compute = layer._gradient_checkpointing_func

        def noted(*given: object, compute: object = compute) -> object:
            again.append(given)
            assert callable(compute)
            return compute(*given)

        monkeypatch.setattr(layer, "_gradient_checkpointing_func", noted)
    with learning(network, dropout=False):
        with evaluating(network):
            logits(network)
        assert [] == again
        assert expected.equal(logits(network))
    network.activation_checkpointing_disable()  # type: ignore[no-untyped-call]  # it has no types

    assert len(again) == len(layers) == 2


@pytest.mark.parametrize("training", [True, False])
def test_modes_afterwards(*, training: bool) -> None:
    """After a block, modes and rates are those of before."""
    network = opt().train(mode=training)
    layers = network.model.decoder.layers
    layers[1].training = not training
    before = [module.training for module in network.modules()]
    for dropout in (True, False):
        with learning(network, dropout=dropout), evaluating(network):
            pass

    assert before == [module.training for module in network.modules()]
    assert [0.5, 0.5] == [layer.dropout for layer in layers]
