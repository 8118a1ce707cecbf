"""The configs of the launchers."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import ge, gt, min_len


@frozen
class LocalConfig:
    """Processes of this machine, one for each run."""

    processes: int = field(default=1, validator=gt(0))
    """How many runs go on at a time; they share the cores."""
    retries: int = field(default=2, validator=ge(0))
    """How often a run is tried again whose process has died; from its last checkpoint."""


@frozen
class RayConfig:
    """Tasks of Ray, on this machine or on a cluster."""

    address: str = field(default="local", validator=min_len(1))
    """`local` starts Ray here, for as long as the sweep; `auto` or host:port joins a cluster that runs.

    The machines of a cluster share the folder in which the sweep is started.
    """
    cpus: float = field(default=1, validator=gt(0))
    """The cores that a run takes."""
    gpus: float = field(default=0, validator=ge(0))
    """The GPUs that a run takes."""
    retries: int = field(default=2, validator=ge(0))
    """How often a run is tried again whose process has died; from its last checkpoint."""
