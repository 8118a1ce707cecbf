"""Several demonstrations in one row: as if each had its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from posttrain.algorithms.sft.config import SFTConfig
from posttrain.batch import collate
from posttrain.example import Demonstration
from posttrain.packing import collate_packed
from posttrain.policy import predict
from posttrain.registries import ALGORITHMS

from .direct import ids
from .given import context
from .tiny import model

PAIRS = (("ab", "cd"), ("e", "fgh"), ("", "xyz"), ("ijklm", "n"))
EXAMPLES = tuple(Demonstration(prompt, completion) for prompt, completion in PAIRS)


def test_rows() -> None:
    """Rows are filled first fit by the longest first, and places begin anew with each sequence."""
    packed = collate_packed(model().tokenizer, PAIRS, 9)

    assert [[*ids("ijklmn"), 1, 0, 0], [*ids("abcd"), 1, *ids("xyz"), 1], [*ids("efgh"), 1, *[0] * 4]] == (
        packed.ids.tolist()
    )
    assert packed.positions is not None
    assert [[*range(7), 0, 1], [*range(5), *range(4)], [*range(5), *range(4)]] == packed.positions.tolist()


def test_counted() -> None:
    """Completions count with their ends; but not a first token, which nothing comes before."""
    packed = collate_packed(model().tokenizer, PAIRS, 9)

    assert [[0] * 5 + [1, 1, 0, 0], [0, 0, 1, 1, 1, 0, 1, 1, 1], [0, 1, 1, 1, 1, 0, 0, 0, 0]] == (
        packed.completion.tolist()
    )


def test_unseen() -> None:
    """A sequence's log-probability is the same, whatever stands before it in its row."""
    made = model()
    made.network.train(mode=False)
    alone = predict(made.network, collate(made.tokenizer, PAIRS[:2], 64)).log_probs()
    packed = predict(made.network, collate_packed(made.tokenizer, PAIRS[:2], 64)).token_log_probs()

    assert (1, 9) == packed.shape
    torch.testing.assert_close(
        torch.stack([packed[0, :4].sum(), packed[0, 4:].sum()]).sort()[0], alone.sort()[0]
    )


@pytest.mark.parametrize("length", [7, 9, 64])
def test_same_loss(tmp_path: Path, length: int) -> None:
    """Packed or padded, a batch has the same loss and the same gradient."""
    gradients: list[torch.Tensor] = []
    losses: list[torch.Tensor] = []
    for packing in (False, True):
        work = context(tmp_path, demonstrations=EXAMPLES)
        config = SFTConfig(max_length=length, packing=packing)
        objective = ALGORITHMS.build("sft", config, work).objective(EXAMPLES)
        torch.autograd.backward(objective.loss)
        weights = [weight.grad for weight in work.model.network.parameters() if weight.grad is not None]
        gradients.append(torch.cat([weight.flatten() for weight in weights]))
        losses.append(objective.loss)

    torch.testing.assert_close(*losses)
    torch.testing.assert_close(*gradients)
