"""A causal language model as the algorithms use it."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen
from transformers import PreTrainedModel, PreTrainedTokenizerBase


@frozen
class CausalModel:
    """A network and its tokenizer. Lives as long as the experiment that trains it."""

    network: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase

    def save(self, folder: Path) -> None:
        """Writes the weights and the tokenizer in the Hugging Face layout."""
        self.network.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)
