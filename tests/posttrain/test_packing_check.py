"""The check that packed sequences don't see one another, on models of several families."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
import torch
import transformers
from attrs import evolve
from transformers import AutoModelForCausalLM, PreTrainedModel

from posttrain.algorithms.sft.config import SFTConfig
from posttrain.errors import PackingError
from posttrain.models.causal import CausalModel
from posttrain.registries import ALGORITHMS

from .given import context
from .tiny import model

SIZE = {
    "vocab_size": 300,
    "hidden_size": 32,
    "intermediate_size": 32,
    "ffn_dim": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "max_position_embeddings": 64,
    "word_embed_proj_dim": 32,
    "n_layer": 2,
    "n_head": 2,
    "n_embd": 32,
    "state_size": 4,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 1,
}
RIGHT = ("Llama", "Qwen3", "Gemma2", "GPT2", "GPTNeoX", "Phi3")
WRONG = ("OPT", "Bloom", "Mamba")


def network(family: str) -> PreTrainedModel:
    """A small one of the family."""
    torch.manual_seed(0)
    kind = getattr(transformers, f"{family}Config")
    size = {"layer_types": ["full_attention"] * 2} if family == "Gemma2" else {}
    return cast("PreTrainedModel", AutoModelForCausalLM.from_config(kind(**SIZE, **size)))  # type: ignore[no-untyped-call]  # transformers leaves it unannotated


def build(folder: Path, made: PreTrainedModel) -> None:
    """Build the trainer for a network."""
    work = evolve(context(folder), model=CausalModel(made, model().tokenizer))
    ALGORITHMS.build("sft", SFTConfig(packing=True), work)


@pytest.mark.parametrize("family", RIGHT)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_apart(tmp_path: Path, family: str, dtype: torch.dtype) -> None:
    """Models that tell packed sequences apart can be trained so, in lower precision as well."""
    made = network(family)
    torch.nn.Module.to(made, dtype)
    build(tmp_path, made)


@pytest.mark.parametrize("family", WRONG)
def test_together(tmp_path: Path, family: str) -> None:
    """Models in which packed sequences see one another are refused."""
    with pytest.raises(PackingError) as caught:
        build(tmp_path, network(family))

    assert (
        f"stage: sequences that share a row see one another in {family}ForCausalLM; set packing to false"
        == str(caught.value)
    )
