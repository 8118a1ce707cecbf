"""A trained model, asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import torch
from attrs import evolve

from posttrain.algorithms.length import room_behind
from posttrain.errors import RunError
from posttrain.example import Prompt
from posttrain.generation import Computation, SamplingParameters
from posttrain.generators.config import TransformersGeneratorConfig
from posttrain.group import device
from posttrain.models.adapter import is_adapter
from posttrain.models.config import PretrainedConfig
from posttrain.protocols import Model
from posttrain.registries import GENERATORS, MODELS
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


def answers(
    model: Model, prompts: Sequence[Prompt], parameters: SamplingParameters, seed: int = 0, count: int = 1
) -> list[tuple[str, ...]]:
    """Return `count` answers to each prompt, which depend on it and on the seed, not on other prompts.

    They are no longer than the model's context has room for behind the prompt. Raises ContextError if that is
    nothing, and EmbeddingError for a prompt with a token that the network doesn't know.
    """
    generator = GENERATORS.build("transformers", TransformersGeneratorConfig(), model)
    found: list[tuple[str, ...]] = []
    for prompt in prompts:
        room = room_behind(model, "sample", prompt, parameters.max_tokens)
        asked = [(prompt, seeds_of(prompt, seed, count))]
        fitting = evolve(parameters, max_tokens=room)
        found.append(roll_out(model, generator, asked, fitting, Computation()).texts)
    return found


def seeds_of(prompt: Prompt, seed: int, count: int) -> list[int]:
    """Return the seeds of the answers to a prompt."""
    return [Random(f"{seed} {number} {prompt}").getrandbits(63) for number in range(count)]
