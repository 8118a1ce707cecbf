"""A run's metrics as event files, which TensorBoard shows."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from posttrain.journal import Record
from posttrain.plot import spans
from typed_registry.errors import MissingExtraError


def write_events(records: Sequence[Record], folder: Path) -> None:
    """Writes every figure as a scalar `stage/kind/figure`, its step counted over the whole run.

    What the folder held before gives way to it, so that no point is there twice. Raises MissingExtraError
    when TensorBoard isn't installed.
    """
    try:
        from torch.utils.tensorboard.writer import SummaryWriter
    except ImportError:
        raise MissingExtraError("writing for TensorBoard", "tensorboard", "tensorboard") from None
    partial = folder.with_name(f"{folder.name}.partial")
    if partial.exists():
        shutil.rmtree(partial)
    stages = spans(records)
    with SummaryWriter(partial) as writer:
        for record in records:
            step = stages[record.stage].first + record.step
            for figure, value in record.values.items():
                tag = f"{record.stage}/{record.kind}/{figure}"
                writer.add_scalar(tag, value, step)
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)
