"""The rollouts of one step: completions of prompts, and what they are worth. Shapes: B of them, T tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import torch
from attrs import frozen
from torch import Tensor

from posttrain.algorithms.learner import Learner, Objective
from posttrain.algorithms.length import require_rollouts
from posttrain.algorithms.rollout_config import RolloutConfig
from posttrain.batch import Batch, Shuffled, chunks, concatenate, padding_of
from posttrain.context import Context
from posttrain.errors import SmallBatchError
from posttrain.example import Task
from posttrain.interrupt import interruptible
from posttrain.policy import predict
from posttrain.rollout import Rollout, roll_out

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


@frozen
class Judged:
    """The completions of one prompt, K of them."""

    batch: Batch
    """Of K rows."""
    rewards: Sequence[float]
    ended: Sequence[bool]

    @property
    def is_flat(self) -> bool:
        """Whether all are worth the same."""
        return len({*self.rewards}) == 1


class Sampler:
    """Samples completions from the context's model, and judges them. Lives for one stage.

    A prompt whose completions are all worth the same is replaced up to `resamples` times, by what the stage
    would have drawn after its end.

    Raises ContextError when there is no room for completions behind a prompt, held out or not.
    """

    def __init__(self, config: RolloutConfig, context: Context, resamples: int = 0) -> None:
        self._config = config
        self._context = context
        self._attempts = resamples + 1
        self._reward = config.reward.build()
        tasks = context.dataset.train.of(Task)
        require_rollouts(context, [*tasks, *context.dataset.held_out.of(Task)], config.max_tokens)
        self._tasks = Shuffled(tasks, config.batch_size, context.seed)

    def sample(self, step: int) -> Sampled:
        """The rollouts of a step, by the policy as it is now.

        Raises SmallBatchError when there is no prompt for this process.
        """
        places = range(self._config.batch_size)
        whole = chunks(places, len(places) // self._config.minibatches)
        shares = [self._context.group.share(part) for part in whole]
        with interruptible():
            judged = self._judged(step, [place for share in shares for place in share])
        model = self._context.model
        batch = concatenate([each.batch for each in judged], padding_of(model.tokenizer))
        rewards = torch.tensor([reward for each in judged for reward in each.rewards])
        ended = torch.tensor([ended for each in judged for ended in each.ended])
        device, rows = model.network.device, tuple(self._rows([len(share) for share in shares]))
        return Sampled(batch.to(device), rewards.float().to(device), ended.float().to(device), rows)

    def _judged(self, step: int, places: Sequence[int]) -> list[Judged]:
        """The completions of the prompt at each place of the batch."""
        if not places:
            raise SmallBatchError(self._context.stage, self._context.group.size)
        found: dict[int, Judged] = {}
        for attempt in range(self._attempts):
            left = [place for place in places if place not in found or found[place].is_flat]
            if left:
                found.update(zip(left, self._rolled_out(step, attempt, left), strict=True))
        return [found[place] for place in places]

    def _rolled_out(self, step: int, attempt: int, places: Sequence[int]) -> list[Judged]:
        drawn = self._tasks.batch(step + attempt * self._config.steps)
        tasks, count = [drawn[place] for place in places], self._config.samples
        rollout = roll_out(
            self._context.model,
            [task.prompt for task in tasks for _ in range(count)],
            self._config.max_tokens,
            seeds=self._seeds(step, [place + attempt * len(drawn) for place in places]),
            temperature=self._config.temperature,
        )
        groups = [(task, range(at * count, at * count + count)) for at, task in enumerate(tasks)]
        return [self._judge(task, rollout, rows) for task, rows in groups]

    def _judge(self, task: Task, rollout: Rollout, rows: range) -> Judged:
        rewards = [self._reward(rollout.texts[row], task.answer) for row in rows]
        return Judged(rollout.batch.rows(rows), rewards, [rollout.ended[row] for row in rows])

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
