"""Group relative policy optimization beside TRL's, on the same weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from attrs import evolve, frozen
from torch import Tensor

from posttrain.advantage import group_advantages
from posttrain.algorithms.grpo.config import GRPOConfig, Reduction
from posttrain.algorithms.grpo.trainer import Experience
from posttrain.batch import Batch, collate
from posttrain.context import Context
from posttrain.example import Demonstration
from posttrain.kl import k3
from posttrain.losses.config import ClippedLossConfig, GSPOLossConfig
from posttrain.policy import predict
from posttrain.protocols import Model
from posttrain.registries import ALGORITHMS, LOSSES

from .foreign import DEPRECATED, Grouped, GroupLoss
from .given import close, gradient, moved, twin, work

LONGEST = 9
KINDS: dict[GroupLoss, Reduction] = {
    "grpo": "sequence",
    "bnpo": "token",
    "dapo": "token",
    "dr_grpo": "constant",
}
pytestmark = pytest.mark.filterwarnings(DEPRECATED)


@frozen
class Rollouts:
    """Completions with advantages, and what the policy of before and the reference model say of them."""

    model: Model
    batch: Batch
    advantages: Tensor
    old: Tensor
    reference: Tensor

    @property
    def mask(self) -> Tensor:
        return self.batch.completion[:, 1:].double()

    def tokens(self, values: Tensor) -> Sequence[Tensor]:
        """Those of [B, T - 1] values that belong to completions, row by row."""
        return [row[mask == 1] for row, mask in zip(values, self.mask, strict=True)]

    def loss(self, context: Context, config: GRPOConfig, *, is_fresh: bool) -> Tensor:
        """Ours."""
        old = None if is_fresh else self.old
        reference = self.reference if config.beta else None
        held = Experience(self.batch, self.mask, self.advantages, old, reference)
        return ALGORITHMS.build("grpo", config, context).objective(held, range(len(self.mask))).loss

    def expected(self, oracle: Grouped, *, is_fresh: bool) -> Tensor:
        """TRL's."""
        batch = self.batch
        prompts: list[list[int]] = [
            row[(kept == 1) & (counts == 0)].tolist()
            for row, kept, counts in zip(batch.ids, batch.attention, batch.completion, strict=True)
        ]
        completions: list[list[int]] = [row.tolist() for row in self.tokens(batch.ids[:, 1:])]
        old = None if is_fresh else self.tokens(self.old)
        return oracle.loss(prompts, completions, self.advantages, old, self.tokens(self.reference))


def rollouts(context: Context, temperature: float = 1.0) -> Rollouts:
    """Of a policy that has moved since, so far that some ratios are beyond either bound."""
    made = context.model
    pairs = [(d.prompt, d.completion) for d in context.dataset.train.of(Demonstration)]
    batch = collate(made.tokenizer, pairs, 64)
    advantages = torch.randn(len(pairs), generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    with torch.no_grad():
        old, reference = (
            predict(moved(made, by).network, batch, temperature).token_log_probs() for by in (0.1, 0.05)
        )
    return Rollouts(made, batch, advantages, old, reference)


def config(kind: GroupLoss, beta: float = 0.0, temperature: float = 1.0) -> GRPOConfig:
    """Ours that is meant to be TRL's of this kind."""
    loss = LOSSES.spec("clipped", ClippedLossConfig(0.2, 0.28))
    return GRPOConfig(
        beta=beta, loss=loss, reduction=KINDS[kind], max_tokens=LONGEST, temperature=temperature
    )


@pytest.mark.parametrize("is_fresh", [True, False])
@pytest.mark.parametrize("beta", [0.0, 0.1])
@pytest.mark.parametrize("kind", KINDS)
def test_loss(tmp_path: Path, kind: GroupLoss, beta: float, *, is_fresh: bool) -> None:
    """The loss and its gradient are TRL's, however it is summed up, with and without what may be left out."""
    context = work(tmp_path)
    held, theirs = rollouts(context), twin(context.model)
    actual = held.loss(context, config(kind, beta), is_fresh=is_fresh)
    expected = held.expected(Grouped(theirs, tmp_path, beta, kind, longest=LONGEST), is_fresh=is_fresh)

    close(actual, expected)
    close(gradient(actual, context.model.network), gradient(expected, theirs.network))


@pytest.mark.parametrize("kind", ["grpo", "bnpo"])
def test_sequence_ratios(tmp_path: Path, kind: GroupLoss) -> None:
    """With the loss `gspo`, the loss and its gradient are TRL's with ratios of whole sequences."""
    context = work(tmp_path)
    held, theirs = rollouts(context), twin(context.model)
    gspo = evolve(config(kind), loss=LOSSES.spec("gspo", GSPOLossConfig(0.2, 0.28)))
    actual = held.loss(context, gspo, is_fresh=False)
    oracle = Grouped(theirs, tmp_path, kind=kind, longest=LONGEST, level="sequence")
    expected = held.expected(oracle, is_fresh=False)

    close(actual, expected)
    close(gradient(actual, context.model.network), gradient(expected, theirs.network))


def test_bounds_matter(tmp_path: Path) -> None:
    """In the batches of these tests some ratios are beyond the lower bound, and some beyond the upper."""
    context = work(tmp_path)
    held = rollouts(context)
    ratios = (predict(context.model.network, held.batch).token_log_probs() - held.old).exp()[held.mask == 1]

    assert (ratios < 0.8).any()
    assert (ratios > 1.28).any()


def test_temperature(tmp_path: Path) -> None:
    """The policy is the one at the temperature of the sampling, as with TRL."""
    context = work(tmp_path)
    held, theirs = rollouts(context, 0.7), twin(context.model)
    actual = held.loss(context, config("grpo", temperature=0.7), is_fresh=False)
    expected = held.expected(Grouped(theirs, tmp_path, temperature=0.7), is_fresh=False)

    close(actual, expected)
    close(gradient(actual, context.model.network), gradient(expected, theirs.network))


def test_divergence(tmp_path: Path) -> None:
    """k3 is what TRL adds to the loss for each unit of beta."""
    context = work(tmp_path)
    held = rollouts(context)
    log_probs = predict(context.model.network, held.batch).token_log_probs()
    actual = (k3(log_probs, held.reference) * held.mask).sum() / held.mask.sum()
    without, expected = (
        held.expected(Grouped(twin(context.model), tmp_path, beta, "bnpo"), is_fresh=True)
        for beta in (0.0, 1.0)
    )

    close(actual, expected - without)


@pytest.mark.parametrize("scaled", [True, False])
def test_advantages(tmp_path: Path, *, scaled: bool) -> None:
    """The advantages in groups are TRL's, those of a group without any spread, too."""
    rewards = torch.tensor([[0.0, 1.0, 0.25], [0.5, 0.5, 0.5], [-3.0, 2.0, 8.0]])
    expected = Grouped(work(tmp_path).model, tmp_path).advantages(rewards, scaled=scaled)

    close(group_advantages(rewards, scaled=scaled), expected)
