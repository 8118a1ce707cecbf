"""A causal language model that exists already."""

from __future__ import annotations

from typing import cast

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from posttrain.errors import ModelError
from posttrain.models.causal import CausalModel
from posttrain.models.config import PretrainedConfig
from posttrain.registries import MODELS


@MODELS.register_factory("pretrained", config=PretrainedConfig)
def pretrained(config: PretrainedConfig) -> CausalModel:
    """The model of a folder in the Hugging Face layout, or of the hub. Runs no code that comes with it.

    Raises ModelError when there is no such model, or it can't be loaded.
    """
    dtype: torch.dtype = getattr(torch, config.precision)
    try:
        tokenizer = cast(
            "PreTrainedTokenizerBase", AutoTokenizer.from_pretrained(config.path, revision=config.revision)
        )
        network = AutoModelForCausalLM.from_pretrained(config.path, revision=config.revision, dtype=dtype)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(config.path, str(error)) from error
    return CausalModel(network, tokenizer)
