"""Runs as tasks of Ray."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from math import ceil
from typing import TYPE_CHECKING

from attrs import evolve

from posttrain.launchers.config import RayConfig
from posttrain.registries import LAUNCHERS
from posttrain.sweep.job import Job, Result
from posttrain.sweep.worker import perform
from typed_registry.errors import MissingExtraError

if TYPE_CHECKING:
    from ray import ObjectRef

STOPPING = 60.0
"""Seconds that runs may take to save what they have when the sweep is stopped."""


@LAUNCHERS.register("ray", config=RayConfig)
class RayLauncher:
    """A task for each run, which Ray starts where there is room, and again where its process has died.

    Raises MissingExtraError when Ray isn't installed.
    """

    def __init__(self, config: RayConfig) -> None:
        try:
            import ray
        except ImportError:
            raise MissingExtraError("sweeping with Ray", "ray", "posttrain[sweep]") from None
        self._ray = ray
        self._config = config

    def launch(self, jobs: Sequence[Job]) -> Generator[Result]:
        """Performs the jobs; those at work are stopped when the generator is closed."""
        ray, is_ours = self._ray, not self._ray.is_initialized()
        if is_ours:
            ray.init(address=self._config.address, log_to_driver=False, logging_level=logging.ERROR)
        waiting: dict[ObjectRef[Result], Job] = {}
        try:
            waiting.update((self._begun(job), job) for job in jobs)
            while waiting:
                [done], _ = ray.wait([*waiting], num_returns=1)
                yield self._result(done, waiting.pop(done))
        finally:
            self._cancel([*waiting])
            if is_ours:
                ray.shutdown()

    def _begun(self, job: Job) -> ObjectRef[Result]:
        config = self._config
        task = self._ray.remote(num_cpus=config.cpus, num_gpus=config.gpus, max_retries=config.retries)(
            perform
        )
        return task.remote(evolve(job, threads=ceil(config.cpus)))

    def _result(self, done: ObjectRef[Result], job: Job) -> Result:
        from ray.exceptions import RayError

        try:
            return self._ray.get(done)
        except RayError as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else ""
            return Result(job.name, failure=f"{type(error).__name__}: {reason}; see {job.log}")

    def _cancel(self, refs: list[ObjectRef[Result]]) -> None:
        for ref in refs:
            self._ray.cancel(ref)
        if refs:
            self._ray.wait(refs, num_returns=len(refs), timeout=STOPPING)
