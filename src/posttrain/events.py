"""Write the metrics of a run to TensorBoard's event files, step by step."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from posttrain.journal import EVAL, Record
from typed_registry.errors import MissingExtraError

if TYPE_CHECKING:
    from torch.utils.tensorboard.writer import SummaryWriter

FLUSH_SECONDS = 10
"""The longest time until metrics are on disk."""


class EventWriter:
    """Writes every metric as a scalar of its name, its step counted over the whole run. Lives as long as it.

    A file that can't be written any more, as on a full disk, is given up: the journal has the metrics, too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer: SummaryWriter | None = None
        self._stage = ""
        self._before = 0
        """Updates of the stages before."""
        self._latest = 0
        """Updates so far, over all stages."""

    def begin(self, records: Sequence[Record]) -> None:
        """Replace what the folder contains by these records: no point of a resumed run is there twice.

        Raises MissingExtraError if TensorBoard isn't installed, and OSError.
        """
        try:
            from torch.utils.tensorboard.writer import SummaryWriter
        except ImportError:
            raise MissingExtraError("writing for TensorBoard", "tensorboard", "tensorboard") from None
        shutil.rmtree(self._folder, ignore_errors=True)
        self._writer = SummaryWriter(self._folder, flush_secs=FLUSH_SECONDS)
        for record in records:
            self.write(record)

    def write(self, record: Record) -> None:
        """Write the metrics of a record; those of an evaluation can be read at once."""
        if record.stage != self._stage:
            self._stage, self._before = record.stage, self._latest
        self._latest = self._before + record.step
        if self._writer is None:
            return
        try:
            for name, value in record.values.items():
                self._writer.add_scalar(name, value, self._latest)
            if record.kind == EVAL:
                self._writer.flush()
        except OSError:
            self._writer = None

    def close(self) -> None:
        """Write the metrics that aren't on disk yet, and close the file."""
        writer, self._writer = self._writer, None
        if writer is not None:
            try:
                writer.close()
            except OSError:
                return
