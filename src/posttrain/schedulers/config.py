"""The configs of the schedules. Each warms up linearly, from near 0 to the optimizer's rate."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import and_, ge, gt, le


@frozen
class ConstantConfig:
    """The optimizer's rate throughout."""

    warmup_steps: int = field(default=0, validator=ge(0))
    """Updates until the full rate is reached."""


@frozen
class LinearConfig:
    """Down in a straight line to a share of the optimizer's rate."""

    warmup_steps: int = field(default=10, validator=ge(0))
    """Updates until the full rate is reached."""
    final: float = field(default=0.0, validator=and_(ge(0), le(1)))
    """The share of the rate that is left at the end."""


@frozen
class CosineConfig:
    """Down along half a cosine to a share of the optimizer's rate (Loshchilov and Hutter 2017)."""

    warmup_steps: int = field(default=10, validator=ge(0))
    """Updates until the full rate is reached."""
    final: float = field(default=0.1, validator=and_(ge(0), le(1)))
    """The share of the rate that is left at the end."""
    cycles: float = field(default=0.5, validator=gt(0))
    """How many periods of the cosine; half of one goes down once."""
