"""A run's folder: what an experiment leaves behind."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

from attrs import frozen

from posttrain.config import ExperimentConfig
from posttrain.errors import OutputError
from posttrain.protocols import Model
from typed_registry.config import save


@frozen
class Run:
    """The folder of one run. It is new: no run writes into the folder of another."""

    folder: Path

    @property
    def config(self) -> Path:
        """The resolved config, which loads back to an equal one."""
        return self.folder / "config.yaml"

    @property
    def metrics(self) -> Path:
        """The measurements, as JSON Lines."""
        return self.folder / "metrics.jsonl"

    @property
    def curves(self) -> Path:
        """The curves, as a PNG."""
        return self.folder / "curves.png"

    @property
    def model(self) -> Path:
        """The weights and the tokenizer, in the Hugging Face layout."""
        return self.folder / "model"

    def discard(self) -> None:
        """Removes the folder with all that is in it."""
        shutil.rmtree(self.folder)


def start(config: ExperimentConfig, name: str) -> Run:
    """Makes the folder `output/name`, with a number behind it if there is one, and saves the config in it.

    Raises OutputError when it can't be made, or the name would lead out of the output folder.
    """
    if Path(name).name != name or name in (".", ".."):
        raise OutputError(str(config.output / name), "a run's name is a single word, and no path")
    try:
        run = Run(_new_folder(config.output, name))
    except OSError as error:
        raise OutputError(str(config.output / name), error.strerror or str(error)) from None
    save(config, run.config)
    return run


def save_model(run: Run, model: Model) -> None:
    """Writes the model whole: a folder that is there can be opened, whenever the program is stopped."""
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # its bars would break ours
    partial = run.folder / "model.partial"
    model.network.save_pretrained(partial)
    model.tokenizer.save_pretrained(partial)
    for file in partial.iterdir():  # safetensors leaves its own to nobody but the owner
        file.chmod(run.config.stat().st_mode)
    if run.model.exists():
        shutil.rmtree(run.model)
    partial.rename(run.model)


def _new_folder(parent: Path, name: str) -> Path:
    parent.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        folder = parent / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise AssertionError("count never ends")
