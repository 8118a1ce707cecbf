"""The model that is to be measured, and how. No torch: a faulty command line is refused without it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from attrs import frozen

from posttrain.config import RESOLVED, ExperimentConfig

CheckpointName: TypeAlias = Literal["model", "start", "progress", "best"]
"""The model that is saved; or that of a stage which was stopped: at its start, its last or its best one."""


@frozen
class Subject:
    """The model that is measured, and the experiment that it is measured as."""

    path: Path
    """The folder of a run or of a model; or an experiment's file, for the model as it is before training."""
    config: ExperimentConfig
    """The experiment that measures it."""
    origin: ExperimentConfig
    """The experiment that the model is from; that of the measuring, if it is from none."""
    stage: str | None = None
    """The stage that measures it; by default that at whose end, or in which, the model is."""
    checkpoint: CheckpointName | None = None
    """The model of a run that is meant; by default the last."""

    @property
    def is_run(self) -> bool:
        """Whether the model is a run's."""
        return (self.path / RESOLVED).is_file()
