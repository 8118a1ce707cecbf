"""The precision of a computation. The weights stay in theirs."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import torch

Precision: TypeAlias = Literal["float32", "bfloat16"]


def computing(precision: Precision, device: torch.device) -> AbstractContextManager[object]:
    """Have networks compute in this precision in the block."""
    import torch  # it takes seconds, and configs have a precision

    if precision == "float32":
        return nullcontext()
    return torch.autocast(device.type, dtype=getattr(torch, precision))
