"""The settings of effects."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from attrs import field, frozen
from attrs.validators import ge

from remix.registries import Effect
from typed_registry import Spec


@frozen
class EchoConfig:
    """Repeats the sound after a while."""

    delay: timedelta = timedelta(milliseconds=200)
    """The time until the echo."""
    times: int = field(default=1, validator=ge(0))
    """How often it is heard."""
    curve: Literal["linear", "exponential"] = "linear"
    """How it fades."""


@frozen
class BusConfig:
    """Several effects as one."""

    chain: tuple[Spec[Effect, []], ...] = ()
    """The effects, the first one first."""
    muted: bool = False
    """Whether nothing is heard."""
