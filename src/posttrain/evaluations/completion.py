"""The metrics of tasks: what the model's own completions are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import torch
from attrs import frozen

from posttrain.attempt import Attempt
from posttrain.context import EvaluationContext
from posttrain.errors import ColumnError
from posttrain.example import Task
from posttrain.generation import Computation, SamplingParameters
from posttrain.group import ALONE, Group
from posttrain.measurement import JudgedCompletion
from posttrain.protocols import Reward
from posttrain.rewards.scores import score
from posttrain.rollout import roll_out

EXACT_MATCH = "exact_match"
REWARD = "reward"


@frozen
class Completions:
    """One evaluation of tasks, in which each process of a group measures its share."""

    context: EvaluationContext
    reward: Reward | None
    name: str
    """The name of the reward."""
    tasks: Sequence[Task]
    computation: Computation
    missing_end_penalty: float = 0.0
    """The amount that is taken from the reward of a completion that was cut off, as in training."""

    def greedy(self, max_tokens: int) -> tuple[dict[str, float], list[JudgedCompletion]]:
        """Return the metrics of completions of the likeliest token each time, and these completions."""
        judged = [each for [each] in self._judged(SamplingParameters(max_tokens, temperature=0.0), 1)]
        return self._means(judged), judged

    def sampled(
        self, parameters: SamplingParameters, count: int
    ) -> tuple[dict[str, float], list[JudgedCompletion]]:
        """Return the metrics of `count` sampled completions of each task, and these completions.

        `sampled_best_reward` is the mean over the tasks of the best reward among the completions of each.
        """
        judged = self._judged(parameters, count)
        every = [each for some in judged for each in some]
        metrics = {f"sampled_{name}": value for name, value in self._means(every).items()}
        if self.reward is not None:
            best = [max(each.rewards[REWARD] for each in some) for some in judged]
            metrics["sampled_best_reward"] = self._mean([REWARD], [{REWARD: value} for value in best])[REWARD]
        return metrics, every

    def _judged(self, parameters: SamplingParameters, count: int) -> list[list[JudgedCompletion]]:
        """Return `count` completions of each of this process's tasks."""
        numbered = [*enumerate(self.tasks)]
        own = [*self._group.share(numbered)]
        context = self.context
        seeds = [[Random(f"{place} {sample}").getrandbits(63) for sample in range(count)] for place, _ in own]
        asked = [(task.prompt, some) for (_, task), some in zip(own, seeds, strict=True)]
        rollout = roll_out(context.model, context.generator, asked, parameters, self.computation)
        attempts = rollout.attempts([task for _, task in own for _ in range(count)])
        rewards = self._rewards(attempts)
        is_sampled = parameters.temperature > 0
        every = [
            JudgedCompletion(attempt, row, is_sampled) for attempt, row in zip(attempts, rewards, strict=True)
        ]
        return [every[start : start + count] for start in range(0, len(every), count)]

    def _rewards(self, attempts: Sequence[Attempt]) -> list[dict[str, float]]:
        if self.reward is None:
            return [{} for _ in attempts]
        found = score(self.reward, self.name, attempts, self.missing_end_penalty)
        parts = {f"{REWARD}/{name}": values for name, values in found.parts.items()}
        columns = {REWARD: found.values, **parts}
        return [{name: values[row] for name, values in columns.items()} for row in range(len(attempts))]

    def _means(self, judged: Sequence[JudgedCompletion]) -> dict[str, float]:
        """Return the mean rewards, and the share of the texts that are the answers of their tasks."""
        names = [*judged[0].rewards]
        if any(answer_of(task) is not None for task in self.tasks):
            names.append(EXACT_MATCH)
        return self._mean(names, [{**each.rewards, **_match(each.attempt)} for each in judged])

    def _mean(self, names: Sequence[str], rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
        """Return the means over the rows of all processes, each over those that have the name."""
        columns = [[row[name] for row in rows if name in row] for name in names]
        own = torch.tensor([(sum(each), len(each)) for each in columns], dtype=torch.float64).view(-1, 2)
        sums = self._group.sum(own)
        return {name: (total / count).item() for name, (total, count) in zip(names, sums, strict=True)}

    @property
    def _group(self) -> Group:
        group = self.context.group
        return group if len(self.tasks) >= group.size else ALONE


def _match(attempt: Attempt) -> dict[str, float]:
    answer = answer_of(attempt.task)
    return {} if answer is None else {EXACT_MATCH: float(attempt.completion.strip() == answer.strip())}


def answer_of(task: Task) -> str | None:
    """Return the answer of a task, if it has one that is text or a whole number."""
    try:
        return task.answer
    except ColumnError:
        return None
