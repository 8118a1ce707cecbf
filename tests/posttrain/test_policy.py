"""What a network says of a batch, against the network asked directly."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
import torch
from torch import Tensor
from torch.distributions import Categorical
from torch.nn.functional import cross_entropy
from torch.utils._python_dispatch import TorchDispatchMode
from transformers import LlamaForCausalLM

from posttrain.batch import collate
from posttrain.example import Prompt
from posttrain.models.causal import CausalModel
from posttrain.policy import Prediction, predict

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
    """Logits are computed for the columns in which a token is learnt; log-probabilities have all columns.

    They are one fewer than the tokens, as the first token follows nothing.
    """
    made = model()
    batch = collate(made.tokenizer, [SHORT, LONG], 64)
    prediction = predict(made.network, batch)
    first = len(SHORT[0]) - 1  # the column that predicts the first token of the shorter row's completion
    short, long = range(first, first + 2), range(len(LONG[0]) - 1, 15)

    assert (2, 16) == batch.ids.shape
    assert (2, 10, len(made.tokenizer)) == prediction.logits.shape
    assert (2, 10) == prediction.labels.shape == prediction.mask.shape
    assert batch.ids[:, 1:][:, [*short, *long]].equal(prediction.labels)
    assert (2, 15) == prediction.token_log_probs().shape == prediction.entropies().shape


def test_all_logits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that can only give all logits has the same log-probabilities, entropies and gradient."""
    made, whole = model(), model()
    batch = collate(made.tokenizer, [SHORT, LONG], 64)
    some = predict(made.network, batch, 0.7)
    usual = LlamaForCausalLM.forward

    def forward(
        self: LlamaForCausalLM,
        input_ids: torch.LongTensor,
        attention_mask: Tensor,
        position_ids: None,
        *,
        use_cache: bool,
    ) -> object:
        return usual(
            self, input_ids, attention_mask=attention_mask, position_ids=position_ids, use_cache=use_cache
        )

    monkeypatch.setattr(LlamaForCausalLM, "forward", forward)
    every = predict(whole.network, batch, 0.7)
    for prediction in (some, every):
        torch.autograd.backward(prediction.token_log_probs().sum())

    assert (10, 15) == (some.output.shape[1], every.output.shape[1])
    torch.testing.assert_close(some.token_log_probs(), every.token_log_probs())
    torch.testing.assert_close(some.entropies(), every.entropies())
    for ours, theirs in zip(made.network.parameters(), whole.network.parameters(), strict=True):
        torch.testing.assert_close(ours.grad, theirs.grad)


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


class Sizes(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch leaves it unannotated
    """Notes how many numbers in float32 each operation gives."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # as above
        self.noted: list[int] = []

    def __torch_dispatch__(  # type: ignore[explicit-any]  # any operation
        self,
        func: Callable[..., object],
        types: Sequence[type],
        args: Sequence[object] = (),
        kwargs: dict[str, object] | None = None,
    ) -> object:
        """Perform the operation and note its result."""
        result = func(*args, **(kwargs or {}))
        if isinstance(result, Tensor) and result.dtype == torch.float32:
            self.noted.append(result.numel())
        return result


@pytest.mark.parametrize("most", [17, 100, 1000, 10**6])
@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_parts(monkeypatch: pytest.MonkeyPatch, most: int, temperature: float) -> None:
    """Log-probabilities and their gradient are the same, however large the parts are that they come from."""
    output = torch.randn(3, 7, 17, generator=torch.Generator().manual_seed(0)).requires_grad_()
    labels, mask = torch.arange(21).view(3, 7) % 17, torch.ones(3, 7)
    whole = torch.log_softmax(output / temperature, dim=-1).gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    monkeypatch.setattr("posttrain.policy.MOST_LOGITS", most)
    found = Prediction(output, labels, mask, temperature).token_log_probs()
    weights = torch.linspace(-1, 1, 21).view(3, 7)

    torch.testing.assert_close(found, whole)
    torch.testing.assert_close(
        torch.autograd.grad((found * weights).sum(), output)[0],
        torch.autograd.grad((whole * weights).sum(), output)[0],
    )


@pytest.mark.parametrize("has_gradient", [True, False])
def test_no_copies(monkeypatch: pytest.MonkeyPatch, *, has_gradient: bool) -> None:
    """Logits in lower precision are never there once more in float32 as a whole."""
    output = torch.randn(4, 6, 50).bfloat16().requires_grad_(has_gradient)
    monkeypatch.setattr("posttrain.policy.MOST_LOGITS", 100)
    with Sizes() as sizes:
        found = Prediction(output, torch.ones(4, 6).long(), torch.ones(4, 6), 0.5).log_probs()
        if has_gradient:
            torch.autograd.backward(found.sum())

    assert 50 <= max(sizes.noted) <= 100


@pytest.mark.parametrize("temperature", [1.0, 0.5])
@pytest.mark.parametrize("most", [2**24, 100, 2000])
def test_entropies(monkeypatch: pytest.MonkeyPatch, most: int, temperature: float) -> None:
    """The entropy of each prediction is that of the softmax at the temperature, computed in parts or not."""
    monkeypatch.setattr("posttrain.policy.MOST_LOGITS", most)
    made = model()
    prediction = predict(made.network, collate(made.tokenizer, [SHORT, LONG], 64), temperature)
    log_probs = prediction.logits.detach().log_softmax(dim=-1)
    expected = -(log_probs.exp() * log_probs).sum(dim=-1) * prediction.mask
    with torch.no_grad():
        found = prediction.entropies()
    assert prediction.columns is not None

    torch.testing.assert_close(prediction.columns.of(found), expected)
    torch.testing.assert_close(found.sum(), expected.sum())


@pytest.mark.parametrize("most", [2**24, 60])
def test_gradient_of_entropies(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """The gradient of the entropies is torch's, in parts or not; a word that is ruled out has none."""
    monkeypatch.setattr("posttrain.policy.MOST_LOGITS", most)
    logits = (torch.randn(3, 4, 20, dtype=torch.float64) * 3).requires_grad_()
    mask, weights = torch.ones(3, 4, dtype=torch.float64), torch.rand(3, 4, dtype=torch.float64)
    [expected] = torch.autograd.grad((Categorical(logits=logits / 0.5).entropy() * weights).sum(), logits)  # type: ignore[no-untyped-call]  # torch leaves it unannotated
    found = Prediction(logits, torch.zeros(3, 4).long(), mask, 0.5).entropies()
    [gradient] = torch.autograd.grad((found * weights).sum(), logits)

    torch.testing.assert_close(gradient, expected)
    ruled_out = torch.tensor([[[0.0, 0.0, -torch.inf]]], requires_grad=True)
    certain = Prediction(ruled_out, torch.zeros(1, 1).long(), torch.ones(1, 1)).entropies()
    [none] = torch.autograd.grad(certain.sum(), ruled_out)
    torch.testing.assert_close(certain.detach(), torch.tensor([[2.0]]).log())
    assert none.abs().max() < 1e-6
