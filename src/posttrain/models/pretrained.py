"""A causal language model that exists already."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase
from transformers.utils import logging

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
    _require_model(config.path, path)
    dtype: torch.dtype = getattr(torch, config.precision)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # its bars would break ours
    try:
        network = AutoModelForCausalLM.from_pretrained(path, revision=config.revision, dtype=dtype)
        tokenizer = cast(
            "PreTrainedTokenizerBase", AutoTokenizer.from_pretrained(path, revision=config.revision)
        )
    except Exception as error:  # each format's reader raises errors of its own
        missing = "" if Path(path).exists() else "there is no such folder; and from the hub: "
        raise ModelError(config.path, missing + (str(error).strip() or type(error).__name__)) from error
    return CausalModel(network, tokenizer)


def _require_model(given: str, path: str) -> None:
    """Refuses what can be seen at once to be no model. Raises ModelError."""
    folder = Path(path)
    if folder.is_file():
        raise ModelError(given, "it is a file, and a model is a folder")
    if not folder.is_dir():
        if _is_path(path):
            raise ModelError(given, "there is no such folder")
    elif not (folder / "config.json").exists() and (folder / "model/config.json").exists():
        raise ModelError(given, f"it is the folder of a run, whose model is {folder / 'model'}")


def _is_path(path: str) -> bool:
    """Whether this can't be a name of the hub's, which is `model` or `owner/model`."""
    return path.startswith(("/", "./", "../")) or path.count("/") > 1
