"""Fine-tuning beside TRL's, on the same weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.algorithms.sft.config import SFTConfig
from posttrain.batch import collate
from posttrain.example import Demonstration
from posttrain.registries import ALGORITHMS

from .foreign import sft_loss
from .given import close, gradient, twin, work


@pytest.mark.parametrize("seed", [0, 1])
def test_loss(tmp_path: Path, seed: int) -> None:
    """The loss of a batch with padding, and its gradient, are TRL's."""
    context = work(tmp_path, seed)
    examples = context.dataset.train.of(Demonstration)
    theirs = twin(context.model)
    batch = collate(theirs.tokenizer, [(d.prompt, d.completion) for d in examples], 64)
    actual = ALGORITHMS.build("sft", SFTConfig(), context).objective(examples).loss
    expected = sft_loss(theirs, batch, tmp_path)

    assert 0 == batch.attention.min()
    close(actual, expected)
    close(gradient(actual, context.model.network), gradient(expected, theirs.network))
