"""The rollouts of one step: completions of prompts with their rewards. Shapes: B of them, T tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import sqrt
from random import Random
from typing import TYPE_CHECKING

import torch
from attrs import frozen
from torch import Tensor

from posttrain.algorithms.learner import RATE, Learner, Mean, Objective
from posttrain.algorithms.length import fitting_tasks
from posttrain.algorithms.rollout_config import RolloutConfig
from posttrain.batch import Batch, Shuffled, chunks, concatenate
from posttrain.context import Context
from posttrain.errors import SmallBatchError
from posttrain.example import Task
from posttrain.importance import importance
from posttrain.interrupt import interruptible
from posttrain.modes import evaluating
from posttrain.policy import Prediction, predict
from posttrain.rewards.scores import score
from posttrain.rollout import roll_out, widened

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
    parts: Mapping[str, Tensor]
    """[B]: the values of each reward by its name, of which `rewards` are made."""
    log_probs: Tensor
    """[B, T - 1]: of the tokens that were sampled, by the policy as it was then."""
    places: tuple[int, ...]
    """The places of this process's prompts in the batch, in the order of the rows."""
    samples: int
    """Completions of each prompt."""

    @property
    def mask(self) -> Tensor:
        """[B, T - 1]: 1 for the tokens that were sampled, each where the one before it stands."""
        return self.batch.completion[:, 1:].float()

    def rows(self, places: Sequence[int]) -> list[int]:
        """Return the rows of the prompts at these places, as far as they are this process's."""
        chosen = {*places}
        starts = [at * self.samples for at, place in enumerate(self.places) if place in chosen]
        return [start + sample for start in starts for sample in range(self.samples)]

    def metrics(self, context: Context) -> dict[str, float]:
        """Return means over the completions of all processes."""
        columns = {
            "reward": self.rewards,
            "squares": self.rewards**2,
            "completion_tokens": self.mask.sum(dim=1),
            "ended": self.ended,
            **{f"reward/{name}": values for name, values in self.parts.items()},
            "count": torch.ones_like(self.rewards),
        }
        sums = context.group.sum(torch.stack([*columns.values()]).cpu().double().sum(dim=1))
        *totals, count = (column.item() for column in sums)
        means = {name: total / count for name, total in zip(columns, totals, strict=False)}
        variance = means.pop("squares") - means["reward"] ** 2
        return {**means, "reward_std": sqrt(max(0.0, variance))}


@frozen
class Judged:
    """The completions of one prompt, K of them."""

    batch: Batch
    """Of K rows."""
    rewards: Sequence[float]
    parts: Mapping[str, Sequence[float]]
    ended: Sequence[bool]
    log_probs: Tensor
    """[K, T - 1]."""

    @property
    def is_flat(self) -> bool:
        """True if all completions have the same reward."""
        return len({*self.rewards}) == 1


class Sampler:
    """Samples completions from the context's model, and judges them. Lives for one stage.

    A prompt whose completions are all worth the same is replaced up to `resamples` times, by what the stage
    would have drawn after its end.

    Raises ContextError when there is no room for completions behind a prompt, and OverlongError for a prompt
    that is too long, unless such prompts are left out.
    """

    def __init__(self, config: RolloutConfig, context: Context, resamples: int = 0) -> None:
        self._config = config
        self._context = context
        self._attempts = resamples + 1
        self._reward = config.reward.build()
        tasks = context.dataset.train.of(Task)
        self.tasks, said = fitting_tasks(
            context.model, context.stage, tasks, config.max_tokens, config.prompt_limit
        )
        """The tasks to learn from, without those whose prompts are too long."""
        if said:
            context.journal.say(said)
        self._drawn = Shuffled(self.tasks, config.batch_size, context.seed)

    def sample(self, step: int) -> Sampled:
        """Return the rollouts of a step, by the policy as it is now.

        Raises SmallBatchError when there is no prompt for this process.
        """
        places = self._context.group.share(range(self._config.batch_size))
        with interruptible():
            self._context.generator.update_weights()
            judged = self._judged(step, places)
        batch = concatenate([each.batch for each in judged])
        rewards = torch.tensor([reward for each in judged for reward in each.rewards]).float()
        ended = torch.tensor([ended for each in judged for ended in each.ended]).float()
        log_probs = torch.cat([widened(each.log_probs, batch.ids.shape[1] - 1) for each in judged])
        device = self._context.model.network.device
        parts = {name: [value for each in judged for value in each.parts[name]] for name in judged[0].parts}
        return Sampled(
            batch.to(device),
            rewards.to(device),
            ended.to(device),
            {name: torch.tensor(values, device=device) for name, values in parts.items()},
            log_probs.to(device),
            tuple(places),
            self._config.samples,
        )

    def _judged(self, step: int, places: Sequence[int]) -> list[Judged]:
        """Return the completions of the prompt at each place of the batch."""
        if not places:
            raise SmallBatchError(self._context.stage, self._context.group.size)
        found: dict[int, Judged] = {}
        for attempt in range(self._attempts):
            left = [place for place in places if place not in found or found[place].is_flat]
            if left:
                found.update(zip(left, self._rolled_out(step, attempt, left), strict=True))
        return [found[place] for place in places]

    def _rolled_out(self, step: int, attempt: int, places: Sequence[int]) -> list[Judged]:
        drawn = self._drawn.batch(step + attempt * self._config.steps)
        tasks, count = [drawn[place] for place in places], self._config.samples
        seeds = [self._seeds(step, place + attempt * len(drawn)) for place in places]
        rollout = roll_out(
            self._context.model,
            self._context.generator,
            [(task.prompt, some) for task, some in zip(tasks, seeds, strict=True)],
            self._config.sampling,
            self._config.computation,
        )
        attempts = rollout.attempts([task for task in tasks for _ in range(count)])
        scores = score(self._reward, self._config.reward.name, attempts, self._config.missing_end_penalty)
        ended, log_probs = rollout.ended, rollout.log_probs  # computed anew each time that they are read
        groups = [slice(start, start + count) for start in range(0, len(attempts), count)]
        return [
            Judged(
                rollout.batch.rows(range(some.start, some.stop)),
                scores.values[some],
                {name: values[some] for name, values in scores.parts.items()},
                ended[some],
                log_probs[some],
            )
            for some in groups
        ]

    def _seeds(self, step: int, place: int) -> list[int]:
        """Return a seed for each completion of the prompt at a place of the batch, in whichever process."""
        first, count = self._context.seed_of(step), self._config.samples
        return [(first + place * count + sample) % 2**63 for sample in range(count)]


def learn(
    config: RolloutConfig,
    context: Context,
    learner: Learner,
    sampled: Sampled,
    objective: Callable[[Sequence[int]], Objective],
) -> dict[str, float]:
    """Update the weights by each minibatch, `config.epochs` times; return the means over all updates.

    Each epoch divides the prompts into minibatches anew. The learning rate that is returned is the last one.
    """
    metrics: list[dict[str, float]] = []
    size = config.batch_size // config.minibatches
    for order in _orders(config, context, learner.done):
        for places in chunks(order, size):
            rows = sampled.rows(places)
            metrics.append(learner.update(rows, objective) if rows else learner.update([0], _idle(objective)))
    means = {name: sum(each[name] for each in metrics) / len(metrics) for name in metrics[0]}
    return {**means, RATE: metrics[-1][RATE]}


def _orders(config: RolloutConfig, context: Context, updates: int) -> Iterator[Sequence[int]]:
    """Yield the order of the prompts in each epoch, the same in all processes; at first that of the batch."""
    places = range(config.batch_size)
    yield places
    for epoch in range(1, config.epochs):
        yield Random(f"{context.seed_of(updates)} {epoch}").sample(places, len(places))


def _idle(objective: Callable[[Sequence[int]], Objective]) -> Callable[[Sequence[int]], Objective]:
    """Return an objective that counts nothing, for a process that has no prompt of a minibatch."""

    def idle(rows: Sequence[int]) -> Objective:
        found = objective(rows)
        return Objective(found.loss, dict.fromkeys(found.metrics, Mean(0.0, 0.0)), 0.0)

    return idle


@torch.no_grad()
def token_log_probs(network: PreTrainedModel, config: RolloutConfig, batch: Batch) -> Tensor:
    """[B, T - 1]: the log-probabilities of a batch's tokens, computed `micro_batch_size` rows at a time.

    Without dropout.
    """
    with evaluating(network):
        rows = chunks(range(len(batch.ids)), config.micro_batch_size)
        parts = (predict(network, batch.rows(some), config.temperature).token_log_probs() for some in rows)
        return torch.cat(list(parts))


def entropies_of(config: RolloutConfig, prediction: Prediction) -> Tensor:
    """[B, T - 1]: the policy's entropies, with a gradient if the loss has a term of them."""
    with torch.set_grad_enabled(config.entropy_weight > 0):
        return prediction.entropies()


def corrected(config: RolloutConfig, losses: Tensor, old: Tensor, behaviour: Tensor | None) -> Tensor:
    """Return the tokens' losses, by their importance if the config says so. Shapes: [B, T] each."""
    if config.importance_cap is None or behaviour is None:
        return losses
    return losses * importance(old, behaviour, config.importance_cap)
