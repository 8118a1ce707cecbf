"""Generation by networks of several architectures, whose caches and positions differ."""

from __future__ import annotations

from typing import Protocol, cast

import pytest
import torch
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedConfig, PreTrainedModel

from posttrain.generation import Computation, GenerationRequest, SamplingParameters
from posttrain.generators.config import TransformersGeneratorConfig
from posttrain.models.causal import CausalModel
from posttrain.registries import GENERATORS
from tests.posttrain.tiny import model

SIZE = {"vocab_size": 384, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2}
OLD = {"vocab_size": 384, "hidden_size": 16, "n_embd": 16, "n_layer": 2, "n_head": 2}
WIDE = {**SIZE, "intermediate_size": 32, "num_key_value_heads": 1, "head_dim": 8}
SETTINGS: dict[str, dict[str, int]] = {
    "bloom": OLD,
    "falcon_mamba": {"vocab_size": 384, "hidden_size": 16, "num_hidden_layers": 2},
    "gemma2": {**WIDE, "sliding_window": 4},
    "gpt2": OLD,
    "mistral": {**WIDE, "sliding_window": 4},
    "opt": {**SIZE, "ffn_dim": 32, "word_embed_proj_dim": 16, "max_position_embeddings": 64},
    "qwen3": WIDE,
}
REQUESTS = (
    GenerationRequest((40, 41, 42, 43, 44, 45), (1, 2, 3)),
    GenerationRequest((50, 51), (4, 5)),
    GenerationRequest((60, 61, 62, 63), (6,)),
)


def network(name: str) -> PreTrainedModel:
    """A small network of an architecture, with large weights, so that its predictions differ."""
    with torch.random.fork_rng():
        torch.manual_seed(3)
        config = cast("_Configs", AutoConfig).for_model(name, **SETTINGS[name])
        made = cast("_Models", AutoModelForCausalLM).from_config(config)
    with torch.no_grad():
        for weight in made.parameters():
            weight.mul_(3.0)
    return made


class _Configs(Protocol):
    """What is used of the class for configs, which has no types."""

    def for_model(self, model_type: str, **settings: int) -> PreTrainedConfig: ...


class _Models(Protocol):
    """What is used of the class for models, which has no types."""

    def from_config(self, config: PreTrainedConfig) -> PreTrainedModel: ...


@pytest.mark.parametrize("name", SETTINGS)
def test_shared_prompts(name: str) -> None:
    """Completions are the same, whether their prompts go through the network once or for each of them."""
    made = CausalModel(network(name), model().tokenizer)
    shared, alone = (
        GENERATORS.build("transformers", TransformersGeneratorConfig(share_prompts=is_shared), made)
        for is_shared in (True, False)
    )
    parameters = SamplingParameters(8)
    one, other = (generator.generate(REQUESTS, parameters, Computation()) for generator in (shared, alone))

    assert [each.tokens for each in one] == [each.tokens for each in other]
    assert 6 == len(one)
    assert len({each.tokens for each in one}) > 1
    for first, second in zip(one, other, strict=True):
        assert pytest.approx(first.log_probs, abs=1e-4) == second.log_probs
