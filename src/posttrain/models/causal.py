"""A causal language model as the algorithms use it."""

from __future__ import annotations

from attrs import frozen
from transformers import PreTrainedModel, PreTrainedTokenizerBase


@frozen
class CausalModel:
    """A network and its tokenizer. Lives as long as the experiment that trains it."""

    network: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
