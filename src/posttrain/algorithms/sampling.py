"""The rollouts of one step: completions of prompts, and what they are worth. Shapes: B of them, T tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import torch
from attrs import frozen
from torch import Tensor

from posttrain.algorithms.learner import Learner, Objective
from posttrain.algorithms.rollout_config import RolloutConfig
from posttrain.batch import Batch, Shuffled, chunks
from posttrain.context import Context
from posttrain.example import Task
from posttrain.policy import predict
from posttrain.rollout import roll_out

if TYPE_CHECKING:
    from transformers import PreTrainedModel


@frozen
class Sampled:
    """This process's rollouts of a step."""

    batch: Batch
    """Of B rows; the completions of one prompt follow each other."""
    rewards: Tensor
    """[B]."""
    ended: Tensor
    """[B]: 1 for a completion that came to its end."""
    minibatches: tuple[range, ...]
    """The rows of each update."""

    @property
    def mask(self) -> Tensor:
        """[B, T - 1]: 1 for the tokens that were sampled, each where the one before it stands."""
        return self.batch.completion[:, 1:].float()

    def figures(self, context: Context) -> dict[str, float]:
        """Means over the completions of all processes."""
        columns = (self.rewards, self.mask.sum(dim=1), self.ended, torch.ones_like(self.rewards))
        sums = context.group.sum(torch.stack(columns).sum(dim=1, dtype=torch.float64))
        reward, tokens, ended, count = (column.item() for column in sums)
        return {"reward": reward / count, "completion tokens": tokens / count, "ended": ended / count}


class Sampler:
    """Samples completions from the context's model, and judges them. Lives for one stage."""

    def __init__(self, config: RolloutConfig, context: Context) -> None:
        self._config = config
        self._context = context
        self._reward = config.reward.build()
        tasks = context.dataset.train.tasks
        self._tasks = Shuffled(tasks, config.batch_size, context.seed)

    def sample(self, step: int) -> Sampled:
        """The rollouts of a step, by the policy as it is now."""
        drawn, sizes = self._share(step)
        repeated = [task for _, task in drawn for _ in range(self._config.samples)]
        rollout = roll_out(
            self._context.model,
            [task.prompt for task in repeated],
            self._config.max_tokens,
            seeds=self._seeds(step, [place for place, _ in drawn]),
            temperature=self._config.temperature,
        )
        judged = [self._reward(text, task.answer) for text, task in zip(rollout.texts, repeated, strict=True)]
        device = self._context.model.network.device
        rewards, ended = torch.tensor(judged, device=device), torch.tensor(rollout.ended, device=device)
        return Sampled(rollout.batch.to(device), rewards.float(), ended.float(), tuple(self._rows(sizes)))

    def _share(self, step: int) -> tuple[list[tuple[int, Task]], list[int]]:
        """This process's tasks with their places in the batch, and how many each minibatch has of them."""
        placed = list(enumerate(self._tasks.batch(step)))
        whole = chunks(placed, len(placed) // self._config.minibatches)
        shares = [self._context.group.share(part) for part in whole]
        return [item for share in shares for item in share], [len(share) for share in shares]

    def _rows(self, sizes: Sequence[int]) -> Iterator[range]:
        start = 0
        for size in sizes:
            yield range(start, start + size * self._config.samples)
            start += size * self._config.samples

    def _seeds(self, step: int, places: Sequence[int]) -> list[int]:
        """A seed for each completion, by its place in the batch and not by the process that samples it."""
        first, count = self._context.seed_of(step), self._config.samples
        return [(first + place * count + sample) % 2**63 for place in places for sample in range(count)]


def learn(
    config: RolloutConfig,
    learner: Learner,
    sampled: Sampled,
    objective: Callable[[Sequence[int]], Objective],
) -> dict[str, float]:
    """Updates the weights by each minibatch, `config.epochs` times; gives the last figures."""
    figures: dict[str, float] = {}
    for _ in range(config.epochs):
        for rows in sampled.minibatches:
            figures = learner.update(rows, objective)
    return figures


@torch.no_grad()
def token_log_probs(network: PreTrainedModel, config: RolloutConfig, batch: Batch) -> Tensor:
    """[B, T - 1]: the log-probabilities of a batch's tokens, computed `micro_batch_size` rows at a time."""
    rows = chunks(range(len(batch.ids)), config.micro_batch_size)
    parts = (predict(network, batch.rows(some), config.temperature).token_log_probs() for some in rows)
    return torch.cat(list(parts))
