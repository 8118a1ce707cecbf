"""The longest prompt that may be completed, and what becomes of longer ones. No torch."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

OverlongPrompts: TypeAlias = Literal["refuse", "skip"]
"""Whether a prompt that is too long is an error, or is left out with a message."""


@frozen
class PromptLimit:
    """Which prompts are too long, and what becomes of them."""

    tokens: int | None = None
    """The longest; by default what is left of the model's context for a prompt, less the completion."""
    overlong: OverlongPrompts = "refuse"
