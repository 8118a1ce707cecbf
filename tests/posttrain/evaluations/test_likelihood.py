"""The held-out metrics against the network asked directly."""

from __future__ import annotations

from math import isnan
from pathlib import Path

import pytest
import torch

from posttrain.evaluations.likelihood import PREFERENCE_METRICS
from posttrain.example import Preference, Split
from posttrain.models.causal import CausalModel
from posttrain.precision import Precision
from posttrain.reference import Reference
from tests.posttrain.direct import completion, likelihood, mean_likelihood
from tests.posttrain.evaluated import evaluate
from tests.posttrain.given import DEMONSTRATIONS, PREFERENCES, TASKS, context
from tests.posttrain.tiny import model

WORK = context(Path("unused")).model


def test_demonstrations() -> None:
    """Of demonstrations: the mean loss a token, and the share of tokens that are ranked first."""
    parts = [completion(WORK, d.prompt, d.completion) for d in DEMONSTRATIONS]
    logits, labels = torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts])
    nats = torch.nn.functional.cross_entropy(logits, labels).item()
    right = (logits.argmax(dim=-1) == labels).float().mean().item()

    assert {"eval/loss": nats, "eval/token_accuracy": right} == pytest.approx(
        evaluate(WORK, Split(DEMONSTRATIONS)), rel=1e-5
    )


def test_preferences() -> None:
    """Of preferences: the share of pairs told apart, and by how much in the mean."""
    margins = [
        (likelihood(WORK, p.prompt, p.chosen) - likelihood(WORK, p.prompt, p.rejected)).item()
        for p in PREFERENCES
    ]
    means = [
        (
            mean_likelihood(WORK, p.prompt, str(p.chosen)) - mean_likelihood(WORK, p.prompt, str(p.rejected))
        ).item()
        for p in PREFERENCES
    ]
    parts = [completion(WORK, p.prompt, p.chosen) for p in PREFERENCES]
    right = torch.cat([logits.argmax(dim=-1) == labels for logits, labels in parts])
    expected = {
        "eval/chosen_token_accuracy": right.float().mean().item(),
        "eval/preference_accuracy": sum(margin > 0 for margin in margins) / len(margins),
        "eval/preference_margin": sum(margins) / len(margins),
        "eval/normalized_preference_accuracy": sum(margin > 0 for margin in means) / len(means),
    }

    assert expected == pytest.approx(evaluate(WORK, Split(PREFERENCES)), rel=1e-4)


@pytest.mark.parametrize("size", [1, 2, 3, 64])
def test_batch_size(size: int) -> None:
    """How many examples are measured at once doesn't matter."""
    split = Split((*DEMONSTRATIONS * 2, *PREFERENCES * 2))

    assert evaluate(WORK, split) == pytest.approx(evaluate(WORK, split, batch_size=size), rel=1e-4)


def test_tie() -> None:
    """A pair whose completions are equally likely isn't told apart."""
    metrics = evaluate(WORK, Split([Preference("a", "b", "b")]))

    assert (0.0, 0.0) == (metrics["eval/preference_accuracy"], metrics["eval/preference_margin"])


def test_nothing() -> None:
    """An empty split has no metrics."""
    assert {} == evaluate(WORK, Split())


@pytest.mark.parametrize("training", [True, False])
def test_mode(*, training: bool) -> None:
    """Measuring leaves the network as it was, in training or not, and gives no weight a gradient."""
    WORK.network.train(mode=training)
    evaluate(WORK, Split((*DEMONSTRATIONS, *PREFERENCES)))

    assert training == WORK.network.training
    assert all(weight.grad is None for weight in WORK.network.parameters())


def test_nothing_left() -> None:
    """Metrics of examples of which `max_length` leaves no completion are no numbers."""
    metrics = evaluate(WORK, Split((*DEMONSTRATIONS, *PREFERENCES)), max_length=1)

    assert all(isnan(metrics[name]) for name in ("eval/loss", "eval/token_accuracy"))
    assert isnan(metrics["eval/chosen_token_accuracy"])
    assert (0.0, 0.0) == (metrics["eval/preference_accuracy"], metrics["eval/preference_margin"])


def test_reference() -> None:
    """With a reference model, a pair is told apart by how much more likely its completions have become."""
    made = model()
    before = scores(made)
    reference = Reference.of(made.network)
    with torch.no_grad():
        for weight in made.network.parameters():
            weight.mul_(-1.5)
    change = scores(made) - before
    sums, means = ((each[:, 0] > each[:, 1]).float().mean().item() for each in change)
    metrics = evaluate(made, Split(PREFERENCES), reference=reference)

    assert (sums, means) == (metrics["eval/reward_accuracy"], metrics["eval/normalized_reward_accuracy"])
    assert evaluate(made, Split(PREFERENCES)).keys() == {f"eval/{name}" for name in PREFERENCE_METRICS}


def scores(made: CausalModel) -> torch.Tensor:
    """[2, pairs, 2]: how likely both completions are, by their sums and by their means."""
    rows = [
        [[score(made, p.prompt, str(text)).item() for text in (p.chosen, p.rejected)] for p in PREFERENCES]
        for score in (likelihood, mean_likelihood)
    ]
    return torch.tensor(rows)


@pytest.mark.parametrize("size", [1, 2])
def test_rows_at_once(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """No more examples go through the network at once than are asked for, in rollouts too."""
    made, rows = model(), list[int]()
    forward = made.network.forward

    def noted(*given: object, **named: object) -> object:
        ids = named.get("input_ids")
        assert isinstance(ids, torch.Tensor)
        rows.append(len(ids))
        return forward(*given, **named)

    monkeypatch.setattr(made.network, "forward", noted)
    evaluate(made, Split((*DEMONSTRATIONS * 3, *PREFERENCES * 3, *TASKS * 3)), batch_size=size)

    assert 2 * size == max(rows)  # the two completions of a preference


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_precision(precision: Precision) -> None:
    """The network computes in the precision that is asked for."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bfloat16"):
        expected = evaluate(WORK, Split(DEMONSTRATIONS))

    assert expected == evaluate(WORK, Split(DEMONSTRATIONS), precision=precision)
    assert (precision == "float32") == (expected == evaluate(WORK, Split(DEMONSTRATIONS)))
