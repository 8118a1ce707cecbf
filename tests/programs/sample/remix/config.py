"""The root of a config file."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from attrs import field, frozen

from remix.registries import SINKS, Effect, Sink
from typed_registry import Spec


class Quality(Enum):
    """How exact the sound is."""

    DRAFT = "draft"
    FULL = "full"


@frozen
class Fade:
    """How a sound begins and ends."""

    seconds: float = 0.5
    """How long it takes."""
    both_ends: bool = True


@frozen
class AudioConfig:
    """A sound and what happens to it."""

    chain: tuple[Spec[Effect, []], ...]
    """The effects, the first one first."""
    sink: Spec[Sink, []] = field(factory=lambda: SINKS.from_mapping({"name": "text"}))
    """Where the sound goes."""
    fade: Fade = Fade(0.1)
    """How it begins and ends."""
    quality: Quality = Quality.FULL
    folder: Path = Path("out")
    title: str | None = None
    """The name of the sound."""
