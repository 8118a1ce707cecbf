"""A trained model, asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import torch
from attrs import evolve

from posttrain.algorithms.length import room_behind
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
from posttrain.run_errors import RunError


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

    An answer and its prompt fit into the model's context. Raises ContextError for a prompt that leaves no
    room in it, and EmbeddingError for a prompt with a token that the network doesn't know.
    """
    generator = GENERATORS.build("transformers", TransformersGeneratorConfig(), model)
    rooms = [room_behind(model, "sample", prompt, parameters.max_tokens) for prompt in prompts]
    found: dict[int, tuple[str, ...]] = {}
    for room in dict.fromkeys(rooms):  # the same for all prompts that aren't near the end of the context
        numbers = [number for number, own in enumerate(rooms) if own == room]
        asked = [(prompts[number], seeds_of(prompts[number], seed, count)) for number in numbers]
        texts = roll_out(model, generator, asked, evolve(parameters, max_tokens=room), Computation()).texts
        found |= {number: texts[at * count :][:count] for at, number in enumerate(numbers)}
    return [found[number] for number in range(len(prompts))]


def seeds_of(prompt: Prompt, seed: int, count: int) -> list[int]:
    """Return the seeds of the answers to a prompt."""
    return [Random(f"{seed} {number} {prompt}").getrandbits(63) for number in range(count)]
