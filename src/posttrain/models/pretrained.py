"""A causal language model that exists already."""

from __future__ import annotations

from pathlib import Path
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
    path = str(Path(config.path).expanduser()) if config.path.startswith("~") else config.path
    if _is_folder(path) and not Path(path).is_dir():
        raise ModelError(config.path, "there is no such folder")
    dtype: torch.dtype = getattr(torch, config.precision)
    try:
        network = AutoModelForCausalLM.from_pretrained(path, revision=config.revision, dtype=dtype)
        tokenizer = cast(
            "PreTrainedTokenizerBase", AutoTokenizer.from_pretrained(path, revision=config.revision)
        )
    except Exception as error:  # each format's reader raises errors of its own
        raise ModelError(config.path, str(error).strip() or type(error).__name__) from error
    return CausalModel(network, tokenizer)


def _is_folder(path: str) -> bool:
    """Whether this can't be a name of the hub's, which is `model` or `owner/model`."""
    return path.startswith(("/", "./", "../")) or path.count("/") > 1
