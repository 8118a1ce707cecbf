"""Completions' probabilities from the network asked directly, one sequence at a time and without padding."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from posttrain.protocols import Model

END = 1


def ids(text: str) -> list[int]:
    """ByT5's tokens: bytes, after three that are special."""
    return [byte + 3 for byte in text.encode()]


def completion(made: Model, prompt: object, text: object) -> tuple[Tensor, Tensor]:
    """The logits and the labels of a completion's tokens and its end."""
    before, after = ids(str(prompt)), [*ids(str(text)), END]
    logits: Tensor = made.network(input_ids=torch.tensor([before + after])).logits[0]
    return logits[len(before) - 1 : -1], torch.tensor(after)


def likelihood(made: Model, prompt: object, text: object) -> Tensor:
    """A completion's log-probability."""
    return -cross_entropy(*completion(made, prompt, text), reduction="sum")


def mean_likelihood(made: Model, prompt: object, text: str) -> Tensor:
    """The mean log-probability of a completion's tokens."""
    return -cross_entropy(*completion(made, prompt, text))
