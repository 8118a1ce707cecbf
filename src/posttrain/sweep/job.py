"""Jobs, which a launcher runs, and their results. Doesn't import torch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from attrs import asdict, field, frozen


@frozen
class Job:
    """One run of a sweep. It stands on its own: any process that has `posttrain` can perform it.

    `posttrain.sweep.worker.perform(job)` does, and so does the program `python -m posttrain.sweep.worker
    FILE`, whose file holds `to_json()`, and whose output is a `Result` to read with `from_json`. Performed
    again after its process has died, it goes on from the run's last checkpoint.
    """

    name: str
    """Of the run, and so of its folder: a word that no other job of the sweep has."""
    config: str
    """The experiment's resolved config, as YAML. Its output is the sweep's folder."""
    directory: Path
    """The absolute folder from which the config's relative paths lead on."""
    log: Path
    """The absolute file to which what the run prints is appended."""
    threads: int | None = None
    """How many cores to use, where the config doesn't say; by default those that are idle."""

    def to_json(self) -> str:
        """The job as one line."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> Job:
        """The job again."""
        held = cast("_JobRow", json.loads(text))
        name, config, threads = held["name"], held["config"], held["threads"]
        return cls(
            str(name), str(config), Path(str(held["directory"])), Path(str(held["log"])), _int(threads)
        )


@frozen
class Result:
    """The outcome of a job."""

    name: str
    """The job's."""
    metrics: Mapping[str, float] = field(factory=dict[str, float])
    """The held-out metrics of the run's model."""
    seconds: float | None = None
    """How long the last attempt took; None when nobody knows any more."""
    failure: str | None = None
    """Why there is no model to use; None when all went well."""

    def to_json(self) -> str:
        """The result as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Result:
        """The result again."""
        return cls(**json.loads(text))


_JobRow = dict[str, "str | int | None"]


def _int(value: str | int | None) -> int | None:
    return None if value is None else int(value)
