"""What a network says of a batch, against the network asked directly."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from posttrain.batch import collate
from posttrain.example import Prompt
from posttrain.models.causal import CausalModel
from posttrain.policy import frozen_copy, predict

from .direct import completion
from .tiny import model

SHORT, LONG = ("ab", "c"), ("abcdefgh", "ijklmno")


def directly(made: CausalModel, prompt: str, text: str) -> Tensor:
    """Each completion token's log-probability."""
    logits, labels = completion(made, prompt, text)
    return -cross_entropy(logits, labels, reduction="none")


def test_log_probs() -> None:
    """A completion's log-probability is the sum over its tokens and its end."""
    made = model()
    found = predict(made.network, collate(made.tokenizer, [LONG], 64)).log_probs()

    torch.testing.assert_close(found, directly(made, *LONG).sum().unsqueeze(0))


def test_token_log_probs() -> None:
    """Token by token it is the network's own, and 0 where the prompt is."""
    made = model()
    found = predict(made.network, collate(made.tokenizer, [SHORT], 64)).token_log_probs()
    expected = torch.cat([torch.zeros(1), directly(made, *SHORT)])

    torch.testing.assert_close(found, expected.unsqueeze(0))


def test_padding() -> None:
    """What else is in the batch, and so how far a row is padded, changes nothing."""
    made = model()
    pairs: list[tuple[Prompt, str]] = [SHORT, LONG, ("", "xyz")]
    together = predict(made.network, collate(made.tokenizer, pairs, 64)).log_probs()
    alone = [predict(made.network, collate(made.tokenizer, [pair], 64)).log_probs() for pair in pairs]

    torch.testing.assert_close(together, torch.cat(alone))


def test_shapes() -> None:
    """Predictions are one shorter than the rows: the first token follows nothing."""
    made = model()
    batch = collate(made.tokenizer, [SHORT, LONG], 64)
    prediction = predict(made.network, batch)

    assert (2, 16) == batch.ids.shape
    assert (2, 15, len(made.tokenizer)) == prediction.logits.shape
    assert (2, 15) == prediction.labels.shape == prediction.mask.shape
    assert batch.ids[:, 1:].equal(prediction.labels)


def test_half_precision() -> None:
    """A network of half precision still gives log-probabilities of single precision."""
    made = model()
    prediction = predict(made.network.bfloat16(), collate(made.tokenizer, [SHORT], 64))

    assert torch.float32 == prediction.logits.dtype == prediction.log_probs().dtype


def test_gradient() -> None:
    """Log-probabilities have a gradient with respect to every weight."""
    made = model()
    predict(made.network, collate(made.tokenizer, [LONG], 64)).log_probs().sum().backward()  # type: ignore[no-untyped-call]  # torch leaves it unannotated

    assert [] == [name for name, weight in made.network.named_parameters() if weight.grad is None]


def test_frozen_copy() -> None:
    """A reference model stays as it was when the network that it was copied from changes."""
    made = model()
    before = predict(made.network, collate(made.tokenizer, [SHORT], 64)).log_probs()
    reference = frozen_copy(made.network)
    with torch.no_grad():
        for weight in made.network.parameters():
            weight.add_(1.0)
    after = predict(reference, collate(made.tokenizer, [SHORT], 64)).log_probs()

    assert before.equal(after)
    assert not after.requires_grad
    assert not reference.training
