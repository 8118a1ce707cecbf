"""The precision of a computation. The weights stay in theirs."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import torch

from posttrain.algorithms.config import Precision


def computing(precision: Precision, device: torch.device) -> AbstractContextManager[object]:
    """Have networks compute in this precision in the block."""
    if precision == "float32":
        return nullcontext()
    return torch.autocast(device.type, dtype=getattr(torch, precision))
