"""Performs a job of a sweep; as a program too: `python -m posttrain.sweep.worker [FILE]`.

Without a file the job is the first line of the standard input, and the program stops as Ctrl-C would stop
it when that is closed: by who has started it, or because that process is gone.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from attrs import evolve

from posttrain.config import ExperimentConfig
from posttrain.errors import ExperimentError
from posttrain.past_run import read_run
from posttrain.run import Run
from posttrain.sweep.job import Job, Result
from typed_registry.config._structure.load import document, tree  # private: the config is text, not a file
from typed_registry.errors import RegistryError


def perform(job: Job) -> Result:
    """Trains the job's experiment, from its last checkpoint if there is one. What fails is in the result.

    Changes the process's working directory to the job's. Raises KeyboardInterrupt before there is a run.
    """
    begun = time.monotonic()
    metrics: Mapping[str, float] = {}
    failure: str | None = None
    try:
        os.chdir(job.directory)
        with job.log.open("a", encoding="utf-8") as log:
            metrics, failure = _trained(job, log)
    except OSError as error:
        failure = str(error)
    return Result(job.name, metrics, time.monotonic() - begun, failure)


def _trained(job: Job, log: TextIO) -> tuple[Mapping[str, float], str | None]:
    print(f"process {os.getpid()}", file=log, flush=True)
    try:
        config = tree(ExperimentConfig, document("config.yaml", (), job.config, root=ExperimentConfig))
        config = evolve(config, threads=config.threads or job.threads)
        interrupted = not Run(config.output / job.name).is_done and _train(config, job.name, log)
        return read_run(config.output / job.name).metrics, "stopped early" if interrupted else None
    except (ExperimentError, RegistryError, OSError) as error:
        print(error, file=log)
        return {}, str(error)
    except Exception as error:  # noqa: BLE001  # a component may raise anything; the other jobs go on
        traceback.print_exc(file=log)
        return {}, f"{type(error).__name__}: {error}"


def _train(config: ExperimentConfig, name: str, log: TextIO) -> bool:
    """Whether the run was interrupted."""
    from rich.console import Console

    from posttrain.train import train

    run = Run(config.output / name)
    if run.folder.exists() and not run.config.is_file():
        _discard_beginning(run.folder)
    return train(config, name, Console(file=log, width=120), go_on=run.config.is_file()).interrupted


def _discard_beginning(folder: Path) -> None:
    """Removes what a run has left that died before its config was whole, and nothing else."""
    for partial in folder.glob("config.yaml.*"):
        partial.unlink()
    folder.rmdir()


def main() -> None:
    """Performs the job that is given, and prints the result."""
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a background process inherits that it is ignored
    if len(sys.argv) > 1:
        text = Path(sys.argv[1]).read_text(encoding="utf-8")
    else:
        text = sys.stdin.readline()
        threading.Thread(target=_stop_when_closed, daemon=True).start()
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)  # whatever a library prints is no result
        print(perform(Job.from_json(text)).to_json(), file=out)


def _stop_when_closed() -> None:
    os.read(0, 1)  # by its number: a buffered stream would be locked when the program ends
    _thread.interrupt_main()


if __name__ == "__main__":
    main()
