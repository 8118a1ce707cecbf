"""Rollouts as tests ask for them: one completion of each prompt, greedily or by seeds."""

from __future__ import annotations

from collections.abc import Sequence

from posttrain.example import Prompt
from posttrain.generation import Computation, SamplingParameters
from posttrain.generators.config import TransformersGeneratorConfig
from posttrain.protocols import Model
from posttrain.registries import GENERATORS
from posttrain.rollout import Rollout, roll_out

DEFAULT = TransformersGeneratorConfig()


def rolled(  # noqa: PLR0913, PLR0917  # each is a setting
    model: Model,
    prompts: Sequence[Prompt],
    max_tokens: int,
    seeds: Sequence[int] | None = None,
    temperature: float = 1.0,
    top_p: float = 1.0,
    *,
    config: TransformersGeneratorConfig = DEFAULT,
    computation: Computation | None = None,
) -> Rollout:
    """Return one completion for each prompt: sampled by its seed, or the likeliest tokens without seeds."""
    parameters = SamplingParameters(max_tokens, temperature if seeds is not None else 0.0, top_p)
    asked = [(prompt, (seed,)) for prompt, seed in zip(prompts, seeds or [0] * len(prompts), strict=True)]
    generator = GENERATORS.build("transformers", config, model)
    return roll_out(model, generator, asked, parameters, computation or Computation())
