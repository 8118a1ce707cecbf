"""The folder of a run, with the files that an experiment leaves."""

from __future__ import annotations

import re
import shutil
from itertools import count
from pathlib import Path

from attrs import evolve, frozen

from posttrain.config import RESOLVED, ExperimentConfig
from posttrain.durable import replace_folder
from posttrain.group import ALONE, Group
from posttrain.journal import BEFORE, read_records
from posttrain.protocols import Model
from posttrain.run_errors import OutputError, ResumeError
from typed_registry import Spec
from typed_registry.config import differences, save
from typed_registry.errors import show_path


@frozen
class Run:
    """The folder of one run: no other run writes into it, unless to go on with it."""

    folder: Path

    @property
    def config(self) -> Path:
        """The resolved config, which loads back to an equal one."""
        return self.folder / RESOLVED

    @property
    def metrics(self) -> Path:
        """The measurements, as JSON Lines."""
        return self.folder / "metrics.jsonl"

    @property
    def curves(self) -> Path:
        """The curves, as a PNG."""
        return self.folder / "curves.png"

    @property
    def checkpoints(self) -> Path:
        """The checkpoints from which a stopped run continues. They are removed when it is done."""
        return self.folder / "checkpoints"

    @property
    def model(self) -> Path:
        """The weights and the tokenizer, in the Hugging Face layout."""
        return self.folder / "model"

    @property
    def completions(self) -> Path:
        """Completions of held-out tasks, a table for each evaluation."""
        return self.folder / "completions"

    @property
    def tensorboard(self) -> Path:
        """The metrics once more, for TensorBoard."""
        return self.folder / "tensorboard"

    @property
    def is_done(self) -> bool:
        """Whether it came to its end: a run that hasn't has checkpoints, or none of its stages was begun."""
        if not self.model.exists() or self.checkpoints.exists():
            return False
        records = read_records(self.metrics)
        return bool(records) and records[-1].stage != BEFORE

    @property
    def is_stopped(self) -> bool:
        """Whether it ended before its end, and can be gone on with."""
        return self.config.is_file() and not self.is_done

    def changes(self, config: ExperimentConfig) -> list[str]:
        """Return where the run's config isn't this one; where it was computed doesn't count."""
        before = evolve(ExperimentConfig.load(self.config), threads=config.threads, device=config.device)
        return [
            f"{show_path(path)} is {_shown(old)} there and {_shown(new)} here"
            for path, old, new in differences(before, config)
        ]

    def discard(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.folder)


def start(config: ExperimentConfig, name: str, group: Group = ALONE) -> Run:
    """Make the folder `output/name`, with a number behind it if there is one, and save the config in it.

    Raises OutputError when it can't be made, or the name would lead out of the output folder.
    """
    _require_word(config, name)
    return Run(group.of_writer(lambda: _started(config, name)))


def resume(config: ExperimentConfig, name: str, group: Group = ALONE) -> Run:
    """Return the newest folder of this name with this config, whose run was stopped before its end.

    Raises ResumeError when there is none, when its config is another, or its run is done.
    """
    _require_word(config, name)
    return Run(group.of_writer(lambda: _stopped(config, name)))


def _require_word(config: ExperimentConfig, name: str) -> None:
    if not name or Path(name).name != name or name in (".", ".."):
        raise OutputError(str(config.output / name), "a run's name is a single word, and no path")


def _started(config: ExperimentConfig, name: str) -> Path:
    try:
        folder = _new_folder(config.output, name)
        save(config, Run(folder).config)
    except OSError as error:
        raise OutputError(str(config.output / name), error.strerror or str(error)) from None
    return folder


def _stopped(config: ExperimentConfig, name: str) -> Path:
    runs = [Run(folder) for folder in _folders(config.output, name)]
    if not runs:
        raise ResumeError(str(config.output / name), "there is no such run")
    same = [run for run in runs if not run.changes(config)]
    if not same:
        changed = "; ".join(runs[0].changes(config))
        raise ResumeError(str(runs[0].folder), f"the run has another config: {changed}")
    stopped = next((run for run in same if not run.is_done), None)
    if stopped is None:
        raise ResumeError(str(same[0].folder), "the run is done")
    return stopped.folder


def _shown(value: object) -> str:
    """Return a value as text, a component by its name."""
    return value.name if isinstance(value, Spec) else "null" if value is None else str(value)


def _folders(parent: Path, name: str) -> list[Path]:
    """Return the folders of this name that have a config, the newest first; numbers may be missing."""
    pattern = re.compile(rf"{re.escape(name)}(?:-([1-9]\d*))?")
    found = [(pattern.fullmatch(file.parent.name), file) for file in parent.glob(f"*/{RESOLVED}")]
    numbered = [(int(match[1] or 1), file) for match, file in found if match]
    newest = sorted(numbered, key=lambda pair: (pair[1].stat().st_mtime_ns, pair[0]), reverse=True)
    return [file.parent for _, file in newest]


def _numbered(parent: Path, name: str, number: int) -> Path:
    return parent / (name if number == 1 else f"{name}-{number}")


def save_model(run: Run, model: Model) -> None:
    """Write the model whole: a folder that is there can be opened, whenever the program is stopped."""
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # its bars would break ours

    def write(folder: Path) -> None:
        model.save(folder)
        for file in folder.iterdir():  # safetensors leaves its own to nobody but the owner
            file.chmod(run.config.stat().st_mode)

    replace_folder(run.model, write)


def _new_folder(parent: Path, name: str) -> Path:
    parent.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        folder = _numbered(parent, name, number)
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise AssertionError("count never ends")
