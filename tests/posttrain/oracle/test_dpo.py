"""Direct preference optimization beside TRL's, on the same weights."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from attrs import evolve

from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.batch import collate_pairs
from posttrain.example import Preference
from posttrain.losses.config import DPOLossConfig, PreferenceKind
from posttrain.reference import Reference
from posttrain.registries import ALGORITHMS, LOSSES

from .foreign import DEPRECATED, PreferredKind, Preferring
from .given import close, gradient, moved, twin, work

BETA = 0.3
pytestmark = pytest.mark.filterwarnings(DEPRECATED)


def config(kind: PreferenceKind, label_smoothing: float = 0.0) -> DPOConfig:
    """Of the algorithm with this loss."""
    return DPOConfig(beta=BETA, loss=LOSSES.spec("dpo", DPOLossConfig(kind, label_smoothing)))


@pytest.mark.parametrize("kind", ["sigmoid", "hinge"])
@pytest.mark.parametrize("seed", [0, 1])
def test_loss(tmp_path: Path, seed: int, kind: PreferenceKind) -> None:
    """The loss of pairs of different lengths, and its gradient, are TRL's."""
    context = work(tmp_path, seed)
    examples, theirs, reference = (
        context.dataset.train.of(Preference),
        twin(context.model),
        moved(context.model),
    )
    batch = collate_pairs(theirs.tokenizer, examples, 64)
    trainer = ALGORITHMS.build("dpo", config(kind), context)
    actual = trainer.objective(Reference.of(reference.network), examples).loss
    expected = Preferring(theirs, reference.network, tmp_path, kind, BETA).loss(batch)

    assert 0 == batch.attention.min()
    close(actual, expected)
    close(gradient(actual, context.model.network), gradient(expected, theirs.network))


@pytest.mark.parametrize("kind", ["sigmoid", "hinge"])
def test_reference_free(tmp_path: Path, kind: PreferenceKind) -> None:
    """Without a reference model, the loss and its gradient are TRL's where that model tells nothing apart."""
    context = work(tmp_path)
    examples, theirs = context.dataset.train.of(Preference), twin(context.model)
    batch = collate_pairs(theirs.tokenizer, examples, 64)
    trainer = ALGORITHMS.build("dpo", evolve(config(kind), reference_free=True), context)
    actual = trainer.objective(None, examples).loss
    expected = Preferring(theirs, None, tmp_path, kind, BETA).loss(batch)

    close(actual, expected)
    close(gradient(actual, context.model.network), gradient(expected, theirs.network))


@pytest.mark.parametrize("label_smoothing", [0.1, 0.4])
def test_label_smoothing(tmp_path: Path, label_smoothing: float) -> None:
    """With smoothed labels, the loss and its gradient are the mean of TRL's `aot` of each pair alone.

    TRL has no smoothing in its sigmoid loss; `aot` has, and for one pair there is nothing that it sorts.
    """
    context = work(tmp_path)
    examples, theirs, reference = (
        context.dataset.train.of(Preference),
        twin(context.model),
        moved(context.model),
    )
    trainer = ALGORITHMS.build("dpo", config("sigmoid", label_smoothing), context)
    actual = trainer.objective(Reference.of(reference.network), examples).loss
    oracle = Preferring(theirs, reference.network, tmp_path, "aot", BETA, label_smoothing)
    alone = [collate_pairs(theirs.tokenizer, [example], 64) for example in examples]
    expected = torch.stack([oracle.loss(batch) for batch in alone]).mean()

    close(actual, expected)
    close(gradient(actual, context.model.network), gradient(expected, theirs.network))


@pytest.mark.parametrize(("kind", "named"), [("ipo", "ipo"), ("sigmoid", "sigmoid_norm")])
@pytest.mark.parametrize("seed", [0, 1])
def test_length_normalized(tmp_path: Path, seed: int, kind: PreferenceKind, named: PreferredKind) -> None:
    """Of the means over tokens, the loss and its gradient are TRL's, whose IPO knows no other."""
    context = work(tmp_path, seed)
    examples, theirs, reference = (
        context.dataset.train.of(Preference),
        twin(context.model),
        moved(context.model),
    )
    batch = collate_pairs(theirs.tokenizer, examples, 64)
    trainer = ALGORITHMS.build("dpo", evolve(config(kind), length_normalized=True), context)
    actual = trainer.objective(Reference.of(reference.network), examples).loss
    expected = Preferring(theirs, reference.network, tmp_path, named, BETA).loss(batch)

    close(actual, expected)
    close(gradient(actual, context.model.network), gradient(expected, theirs.network))
