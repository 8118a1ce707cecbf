"""The configs of the models."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen
from attrs.validators import gt, min_len

Precision = Literal["float32", "bfloat16", "float16"]


@frozen
class TransformerConfig:
    """A small Llama with random weights that reads bytes; trains on two CPU cores."""

    hidden_size: int = field(default=96, validator=gt(0))
    """The width of the residual stream; a multiple of `heads`."""
    layers: int = field(default=3, validator=gt(0))
    heads: int = field(default=4, validator=gt(0))
    context_length: int = field(default=128, validator=gt(0))
    """The longest sequence, in tokens; a token is a byte."""
    seed: int = 0
    """Of the initial weights."""

    def __attrs_post_init__(self) -> None:
        if self.hidden_size % self.heads or self.hidden_size // self.heads % 2:
            message = "hidden_size must be an even multiple of heads"
            raise ValueError(message)


@frozen
class PretrainedConfig:
    """A causal language model from a local folder or, by its name, from the hub."""

    path: str = field(validator=min_len(1))
    """A folder in the Hugging Face layout, or a name such as `Qwen/Qwen3-0.6B`."""
    revision: str | None = None
    """The hub's branch, tag or commit."""
    precision: Precision = "float32"
    """Of the weights in memory."""
