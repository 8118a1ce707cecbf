"""A model of which only small adapters are trained."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import torch
from attrs import frozen
from torch.nn import Linear, Module
from transformers import PreTrainedModel, PreTrainedTokenizerBase
from transformers.pytorch_utils import Conv1D

from posttrain.errors import ModelError
from posttrain.models.adapter import quiet_peft, save_adapter
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
    merge: bool = False

    def save(self, folder: Path) -> None:
        """Write the adapters, or a model like any other with the adapters added into its weights.

        It is the latter also if the base has no folder or name by which it could be found again.
        """
        base = self.network.name_or_path
        if base and not self.merge:
            save_adapter(self.adapted, base, folder)
        else:
            merged = cast("PreTrainedModel", copy.deepcopy(self.adapted).merge_and_unload())
            merged.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)


@MODELS.register_factory("lora", config=LoRAConfig)
def lora(config: LoRAConfig) -> Model:
    """Return the base model with new adapters, which change nothing at first (Hu et al. 2022, "LoRA").

    Raises ModelError without peft, and for layers that the base doesn't have.
    """
    try:
        from peft import LoraConfig, get_peft_model
    except ImportError:
        raise ModelError("lora", "it needs peft: pip install 'posttrain[lora]'") from None
    base = config.base.build()
    _require_layers(base.network, config.targets)
    settings = LoraConfig(
        r=config.rank,
        lora_alpha=config.alpha,
        lora_dropout=config.dropout,
        target_modules=list(config.targets) or EVERYWHERE,
        task_type="CAUSAL_LM",
    )
    with torch.random.fork_rng(), quiet_peft():
        torch.manual_seed(config.seed)
        adapted = cast("PeftModel", get_peft_model(base.network, settings))
    network = cast("PreTrainedModel", adapted.get_base_model())
    return LoRAModel(network, base.tokenizer, adapted, config.merge)


def _require_layers(network: Module, targets: tuple[str, ...]) -> None:
    """Refuse names that no layer ends in: peft ignores them silently if others fit. Raises ModelError."""
    modules = dict(cast("Iterator[tuple[str, Module]]", network.named_modules()))
    missing = [word for word in targets if not any(f".{name}".endswith(f".{word}") for name in modules)]
    if missing:
        linear = [name for name, module in modules.items() if isinstance(module, (Linear, Conv1D))]
        layers = dict.fromkeys(name.rpartition(".")[2] for name in linear)
        reason = f"it has no layer {', '.join(map(repr, missing))}; its linear layers are {', '.join(layers)}"
        raise ModelError("lora", reason)
