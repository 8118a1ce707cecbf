"""The configs of the generators."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import gt, optional


@frozen(kw_only=True)
class TransformersGeneratorConfig:
    """Generation by transformers, with the network that is trained itself."""

    batch_size: int | None = field(default=None, validator=optional(gt(0)))
    """Completions that are sampled at once; by default the stage's `micro_batch_size`, or all."""
    share_prompts: bool = True
    """Whether a prompt with several completions goes through the network once, if its cache allows that."""
