"""A run's metrics as event files, which TensorBoard shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from posttrain.durable import replace_folder
from posttrain.journal import Record
from posttrain.plot import spans
from typed_registry.errors import MissingExtraError


def write_events(records: Sequence[Record], folder: Path) -> None:
    """Write every figure as a scalar `stage/kind/figure`, its step counted over the whole run.

    What the folder held before gives way to it, so that no point is there twice. Raises MissingExtraError
    when TensorBoard isn't installed.
    """
    try:
        from torch.utils.tensorboard.writer import SummaryWriter
    except ImportError:
        raise MissingExtraError("writing for TensorBoard", "tensorboard", "tensorboard") from None
    stages = spans(records)

    def write(partial: Path) -> None:
        with SummaryWriter(partial) as writer:
            for record in records:
                step = stages[record.stage].first + record.step
                for figure, value in record.values.items():
                    tag = f"{record.stage}/{record.kind}/{figure}"
                    writer.add_scalar(tag, value, step)

    replace_folder(folder, write)
