"""The held-out figures against the network asked directly."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from posttrain.evaluation import evaluate
from posttrain.example import Preference, Split

from .direct import completion, likelihood
from .given import DEMONSTRATIONS, PREFERENCES, context

WORK = context(Path("unused")).model


def test_demonstrations() -> None:
    """Of demonstrations: the mean loss a token, and the share of tokens that are ranked first."""
    parts = [completion(WORK, d.prompt, d.completion) for d in DEMONSTRATIONS]
    logits, labels = torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts])
    nats = torch.nn.functional.cross_entropy(logits, labels).item()
    right = (logits.argmax(dim=-1) == labels).float().mean().item()

    assert {"demonstration loss": nats, "token accuracy": right} == pytest.approx(
        evaluate(WORK, Split(DEMONSTRATIONS)), rel=1e-5
    )


def test_preferences() -> None:
    """Of preferences: the share of pairs told apart, and by how much in the mean."""
    margins = [
        (likelihood(WORK, p.prompt, p.chosen) - likelihood(WORK, p.prompt, p.rejected)).item()
        for p in PREFERENCES
    ]
    parts = [completion(WORK, p.prompt, p.chosen) for p in PREFERENCES]
    right = torch.cat([logits.argmax(dim=-1) == labels for logits, labels in parts])
    expected = {
        "chosen token accuracy": right.float().mean().item(),
        "preference accuracy": sum(margin > 0 for margin in margins) / len(margins),
        "preference margin": sum(margins) / len(margins),
    }

    assert expected == pytest.approx(evaluate(WORK, Split(PREFERENCES)), rel=1e-4)


@pytest.mark.parametrize("size", [1, 2, 3, 64])
def test_batch_size(size: int) -> None:
    """How many examples are measured at once doesn't matter."""
    split = Split((*DEMONSTRATIONS * 2, *PREFERENCES * 2))

    assert evaluate(WORK, split) == pytest.approx(evaluate(WORK, split, batch_size=size), rel=1e-4)


def test_tie() -> None:
    """A pair whose completions are equally likely isn't told apart."""
    figures = evaluate(WORK, Split([Preference("a", "b", "b")]))

    assert (0.0, 0.0) == (figures["preference accuracy"], figures["preference margin"])


def test_nothing() -> None:
    """An empty split has no figures."""
    assert {} == evaluate(WORK, Split())


@pytest.mark.parametrize("training", [True, False])
def test_mode(*, training: bool) -> None:
    """Measuring leaves the network as it was, in training or not, and gives no weight a gradient."""
    WORK.network.train(mode=training)
    evaluate(WORK, Split((*DEMONSTRATIONS, *PREFERENCES)))

    assert training == WORK.network.training
    assert all(weight.grad is None for weight in WORK.network.parameters())
