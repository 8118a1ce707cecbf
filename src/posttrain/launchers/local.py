"""Runs in processes of this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from itertools import count

from attrs import evolve, field, frozen

from posttrain.launchers.config import LocalConfig
from posttrain.registries import LAUNCHERS
from posttrain.sweep.job import Job, Result


@LAUNCHERS.register("local", config=LocalConfig)
class LocalLauncher:
    """A process for each run, so that one that dies takes nothing else with it."""

    def __init__(self, config: LocalConfig) -> None:
        self._config = config

    def launch(self, jobs: Sequence[Job]) -> Generator[Result]:
        """Performs the jobs, so many at a time; those at work are stopped when the generator is closed."""
        processes = _Processes(self._config.retries)
        with ThreadPoolExecutor(self._config.processes) as pool:
            futures = [pool.submit(processes.perform, self._shared(job)) for job in jobs]
            try:
                for future in as_completed(futures):
                    yield future.result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
                processes.stop()

    def _shared(self, job: Job) -> Job:
        """The job with its share of the cores; alone it takes those that are idle."""
        processes = self._config.processes
        return job if processes == 1 else evolve(job, threads=max(1, (os.cpu_count() or 1) // processes))


@frozen
class _Processes:
    """The processes at work. Live as long as a sweep."""

    retries: int
    running: set[subprocess.Popen[str]] = field(factory=set["subprocess.Popen[str]"], eq=False)
    stopped: list[bool] = field(factory=list[bool])

    def perform(self, job: Job) -> Result:
        """Performs a job in a process of its own, again and again while that dies and tries are left."""
        for attempt in count(1):
            code, result = self._attempt(job)
            if result is not None:
                return result
            if self.stopped:
                return Result(job.name, failure="stopped")
            if attempt > self.retries:
                often = "" if attempt == 1 else f" {attempt} times"
                return Result(job.name, failure=f"its process died{often}: {_reason(code)}; see {job.log}")
        raise AssertionError("count never ends")

    def stop(self) -> None:
        """Tell the processes to save and stop, without waiting for them."""
        self.stopped.append(True)
        for process in [*self.running]:
            _close(process)

    def _attempt(self, job: Job) -> tuple[int, Result | None]:
        with job.log.open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "posttrain.sweep.worker"],
                cwd=job.directory,
                env={**os.environ, "PYTHONSAFEPATH": "1"},  # the folder's own modules are not to be found
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,  # Ctrl-C is told to it by closing its input, once
            )
        self.running.add(process)
        try:
            return _talk(process, job, is_stopped=bool(self.stopped))
        finally:
            self.running.discard(process)


def _talk(process: subprocess.Popen[str], job: Job, *, is_stopped: bool) -> tuple[int, Result | None]:
    """Give a process its job, and return its exit code and its result; None for a process that has died."""
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both are pipes")
    with suppress(OSError, ValueError):  # it has died, or was stopped, already
        process.stdin.write(f"{job.to_json()}\n")
        process.stdin.flush()
    if is_stopped:
        _close(process)
    out = process.stdout.read()
    process.stdout.close()
    code = process.wait()
    _close(process)
    return code, Result.from_json(out) if code == 0 and out else None


def _close(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        with suppress(OSError, ValueError):  # it is gone, or another thread closes it at this moment
            process.stdin.close()


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
