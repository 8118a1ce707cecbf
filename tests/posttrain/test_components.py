"""Every component that ships can be imported, configured, written to a file and sent to another process."""

from __future__ import annotations

from posttrain.registries import (
    ALGORITHMS,
    DATASETS,
    LAUNCHERS,
    LOSSES,
    MODELS,
    OPTIMIZERS,
    REWARDS,
    SCHEDULERS,
)
from typed_registry.testing import ConformanceSuite


class TestComponents(ConformanceSuite):
    registries = (ALGORITHMS, DATASETS, LAUNCHERS, LOSSES, MODELS, OPTIMIZERS, REWARDS, SCHEDULERS)
    module = "posttrain"
