"""A model of which only small adapters are trained."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, cast

import torch
from attrs import frozen
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from posttrain.errors import ModelError
from posttrain.models.config import LoRAConfig
from posttrain.protocols import Model
from posttrain.registries import MODELS

if TYPE_CHECKING:
    from peft import PeftModel

EVERYWHERE = "all-linear"
"""peft's word for every linear layer but the last."""


@frozen
class LoRAModel:
    """A network with low-rank adapters in its linear layers. Lives as long as the experiment."""

    network: PreTrainedModel
    """The base, with the adapters in it: the only weights that have a gradient."""
    tokenizer: PreTrainedTokenizerBase
    adapted: PeftModel
    """The same network, as peft sees it."""

    def save(self, folder: Path) -> None:
        """Writes the base with the adapters added into its weights: a model like any other."""
        merged = cast("PreTrainedModel", copy.deepcopy(self.adapted).merge_and_unload())
        merged.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)


@MODELS.register_factory("lora", config=LoRAConfig)
def lora(config: LoRAConfig) -> Model:
    """The base model with new adapters, which change nothing at first (Hu et al. 2022, "LoRA").

    Raises ModelError without peft, and for layers that the base doesn't have.
    """
    try:
        from peft import LoraConfig, get_peft_model
    except ImportError:
        raise ModelError("lora", "it needs peft: pip install 'typed-registry[lora]'") from None
    base = config.base.build()
    settings = LoraConfig(
        r=config.rank,
        lora_alpha=config.alpha,
        lora_dropout=config.dropout,
        target_modules=list(config.targets) or EVERYWHERE,
        task_type="CAUSAL_LM",
    )
    with torch.random.fork_rng():
        torch.manual_seed(config.seed)
        try:
            adapted = cast("PeftModel", get_peft_model(base.network, settings))
        except ValueError as error:
            raise ModelError("lora", str(error)) from None
    return LoRAModel(cast("PreTrainedModel", adapted.get_base_model()), base.tokenizer, adapted)
