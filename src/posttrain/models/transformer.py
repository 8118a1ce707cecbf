"""A new transformer with random weights."""

from __future__ import annotations

import torch
from transformers import ByT5Tokenizer, LlamaConfig, LlamaForCausalLM

from posttrain.models.causal import CausalModel
from posttrain.models.config import TransformerConfig
from posttrain.registries import MODELS

PAD, END = 0, 1
"""The ids of ByT5's padding and end of text; the bytes follow (Xue et al. 2022)."""


@MODELS.register_factory("transformer", config=TransformerConfig)
def transformer(config: TransformerConfig) -> CausalModel:
    """A Llama of this size, whose tokens are bytes: it needs no vocabulary and no download.

    >>> transformer(TransformerConfig(hidden_size=8, layers=1, heads=2)).network.config.hidden_size
    8
    """
    tokenizer = ByT5Tokenizer()
    with torch.random.fork_rng():
        torch.manual_seed(config.seed)
        network = LlamaForCausalLM(_architecture(config, tokenizer))
    return CausalModel(network, tokenizer)


def _architecture(config: TransformerConfig, tokenizer: ByT5Tokenizer) -> LlamaConfig:
    return LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=config.hidden_size,
        intermediate_size=8 * config.hidden_size // 3,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        max_position_embeddings=config.context_length,
        tie_word_embeddings=True,
        pad_token_id=PAD,
        eos_token_id=END,
        bos_token_id=None,
    )
