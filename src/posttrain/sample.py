"""A trained model, asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import torch
from attrs import frozen

from posttrain.errors import RunError
from posttrain.example import Prompt
from posttrain.group import device
from posttrain.models.adapter import is_adapter
from posttrain.models.config import PretrainedConfig
from posttrain.protocols import Model
from posttrain.registries import MODELS
from posttrain.rollout import roll_out
from posttrain.run import Run


def open_model(folder: Path) -> Model:
    """Return the model in a run's folder, or in a folder of its own.

    Raises RunError when there is none, and ModelError for a broken one.
    """
    is_model = (folder / "config.json").is_file() or is_adapter(folder)
    found = folder if is_model else Run(folder).model
    if not found.is_dir():
        raise RunError(str(folder), "it has no folder 'model'")
    model = MODELS.build("pretrained", PretrainedConfig(path=str(found.absolute())))
    torch.nn.Module.to(model.network, device())
    return model


@frozen
class Sampling:
    """How a model is asked."""

    max_tokens: int = 64
    """The longest answer."""
    temperature: float = 0.0
    """At 0 the likeliest token each time."""
    seed: int = 0
    count: int = 1
    """Answers to each prompt."""


def answers(model: Model, prompts: Sequence[Prompt], sampling: Sampling) -> list[tuple[str, ...]]:
    """Return the answers to each prompt, which depend on it and on the seed, not on the prompts beside it."""
    asked = [(prompt, number) for prompt in prompts for number in range(sampling.count)]
    seeds = [Random(f"{sampling.seed} {number} {prompt}").getrandbits(63) for prompt, number in asked]
    texts = roll_out(
        model,
        [prompt for prompt, _ in asked],
        sampling.max_tokens,
        seeds=seeds if sampling.temperature > 0 else None,
        temperature=sampling.temperature,
    ).texts
    return [texts[start : start + sampling.count] for start in range(0, len(texts), sampling.count)]
