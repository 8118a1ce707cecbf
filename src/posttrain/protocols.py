"""What the components of each registry do. No torch is imported here: the types are for checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from posttrain.example import Split

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


class Trainer(Protocol):
    """An algorithm at work on the model and data of its context. Lives for one stage of an experiment."""

    def train(self) -> None:
        """Changes the context's model in place, and reports to the context's journal on the way."""


class Model(Protocol):
    """A causal language model with the tokenizer that it was made for."""

    @property
    def network(self) -> PreTrainedModel:
        """The module whose weights are trained."""
        ...

    @property
    def tokenizer(self) -> PreTrainedTokenizerBase:
        """Text to token ids, and back."""
        ...


class Dataset(Protocol):
    """Examples to learn from, and others that are held out for measuring."""

    @property
    def train(self) -> Split:
        """What training may see."""
        ...

    @property
    def held_out(self) -> Split:
        """What training never sees."""
        ...


class Loss(Protocol):
    """A pure function of tensors that gives a scalar to minimise. What it takes, the two kinds below say."""

    def __call__(self, *args: Any, **kwargs: Any) -> Tensor:  # type: ignore[explicit-any]  # noqa: ANN401  # each kind has its own arguments
        """The loss: a scalar."""
        ...


class TokenLoss(Loss, Protocol):
    """A loss of next-token prediction."""

    def __call__(self, logits: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Takes logits [B, T, V], labels [B, T] and a mask [B, T] that is 1 where a label counts."""
        ...


class PreferenceLoss(Loss, Protocol):
    """A loss of preferring one completion to another."""

    def __call__(self, chosen: Tensor, rejected: Tensor, beta: float) -> Tensor:
        """Takes the log ratios of policy to reference model, [B] each, and the weight of the KL penalty."""
        ...


class Scheduler(Protocol):
    """A learning-rate schedule, already bound to its optimizer."""

    def step(self) -> None:
        """Moves the rate to what the next update should use."""
