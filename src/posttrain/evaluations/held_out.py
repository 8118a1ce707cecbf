"""Evaluation on the held-out split."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from random import Random
from typing import TypeVar

import torch
from attrs import evolve

from posttrain.algorithms.length import fitting_tasks
from posttrain.chat.tokens import encode
from posttrain.context import EvaluationContext
from posttrain.errors import DataWarning
from posttrain.evaluations.completion import EXACT_MATCH, REWARD, Completions, answer_of
from posttrain.evaluations.config import HeldOutConfig
from posttrain.evaluations.likelihood import DEMONSTRATION_METRICS, PREFERENCE_METRICS, Likelihood
from posttrain.example import Demonstration, Preference, Task
from posttrain.generation import Computation, SamplingParameters
from posttrain.measurement import JudgedCompletion, Measurement
from posttrain.modes import evaluating
from posttrain.policy import context_length
from posttrain.precision import computing
from posttrain.prompt_limit import PromptLimit
from posttrain.reference import Reference
from posttrain.registries import EVALUATIONS
from posttrain.rewards.scores import part_names

X = TypeVar("X")


@EVALUATIONS.register("held_out", config=HeldOutConfig)
class HeldOutEvaluation:
    """Measures a model on the examples of the held-out split, each kind by its own metrics.

    Demonstrations:

    - loss: nats a completion token; token_accuracy: the share that the model ranks first.

    Preferences:

    - chosen_token_accuracy: of the chosen completions.
    - preference_accuracy: the share of pairs whose chosen completion is more likely than the rejected one;
      preference_margin: by how many nats, in the mean. Both favour short completions;
      normalized_preference_accuracy compares the means over the tokens.
    - reward_accuracy, with a reference model: the share of pairs whose chosen completion has become more
      likely by more, in comparison with the reference, than the rejected one: DPO's implicit reward.
      normalized_reward_accuracy compares the means over the tokens.

    Tasks, by the completion of the likeliest token each time:

    - reward, and reward/<name> for each of its parts: the mean of the training's reward, less its
      penalty for completions that were cut off, which isn't in the parts.
    - exact_match: the share whose completion is the row's `answer`.
    - sampled_reward, sampled_exact_match and so on: the same of sampled completions, if there are any;
      sampled_best_reward: the mean over the tasks of the best among their completions.

    Raises ContextError if a prompt leaves no room for `max_tokens` in the model's context, and OverlongError
    for a prompt that is longer than `max_prompt_length`; or gives a DataWarning and leaves them out. By
    default, `max_tokens` is that of the last stage with rollouts, or else the length of the longest answer.

    A metric is NaN if `max_length` leaves no token to measure. Lives as long as the run.
    """

    def __init__(self, config: HeldOutConfig, context: EvaluationContext) -> None:
        self._config = config
        self._context = context
        split = context.split
        self._demonstrations = _some(split.of(Demonstration), config.examples)
        self._preferences = _some(split.of(Preference), config.examples)
        spec = config.reward or context.reward
        self._reward_name = "" if spec is None else spec.name
        self._reward = None if spec is None else spec.build()
        tasks = [task for task in split.of(Task) if spec is not None or answer_of(task) is not None]
        self._tasks = _some(tasks, config.examples)
        self._penalty = 0.0 if config.reward else context.missing_end_penalty
        self._sampling = _sampling(config, context, self._tasks)
        if self._tasks:
            self._tasks = _fitting(config, context, self._tasks, self._sampling.max_tokens)

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of the metrics of any model."""
        names = [*DEMONSTRATION_METRICS] if self._demonstrations else []
        names += PREFERENCE_METRICS if self._preferences else ()
        own: list[str] = []
        if self._tasks and self._reward is not None:
            parts = part_names(self._reward, self._reward_name)
            own = [REWARD, *(f"{REWARD}/{name}" for name in parts)]
        own += [EXACT_MATCH] if any(answer_of(task) is not None for task in self._tasks) else []
        names += own
        if self._config.samples:
            names += [f"sampled_{name}" for name in own]
            names += ["sampled_best_reward"] if REWARD in own else []
        return tuple(names)

    @property
    def sequences(self) -> int:
        """The number of examples and completions that an evaluation reports to its `Computation`."""
        completions = len(self._tasks) * (1 + self._config.samples)
        return len(self._demonstrations) + len(self._preferences) + completions

    @torch.no_grad()
    def evaluate(
        self, computation: Computation, max_length: int, reference: Reference | None = None
    ) -> Measurement:
        """Measure the context's model. The network stays in the mode that it is in.

        Tokens of an example beyond `max_length`, or beyond the model's context, don't count.
        """
        context, network = self._context, self._context.model.network
        computation = evolve(computation, batch_size=self._config.batch_size or computation.batch_size or 64)
        fitting = min(max_length, context_length(network) or max_length)
        given = Likelihood(context.model, fitting, computation, reference, context.group)
        with evaluating(network), computing(computation.precision, network.device):
            metrics = {
                **given.demonstrations(self._demonstrations),
                **given.preferences(self._preferences),
            }
        own, completions = self._tasks_measured(computation)
        return Measurement({**metrics, **own}, tuple(completions))

    def _tasks_measured(
        self, computation: Computation
    ) -> tuple[dict[str, float], Sequence[JudgedCompletion]]:
        """Return the metrics of tasks, and some of the completions."""
        if not self._tasks:
            return {}, ()
        config, context = self._config, self._context
        context.generator.update_weights()
        measured = Completions(
            context, self._reward, self._reward_name, self._tasks, computation, self._penalty
        )
        metrics, greedy = measured.greedy(self._sampling.max_tokens)
        if not config.samples:
            return metrics, greedy[: config.completions]
        further, sampled = measured.sampled(self._sampling, config.samples)
        kept = sampled[: config.completions * config.samples]
        return {**metrics, **further}, [*greedy[: config.completions], *kept]


def _sampling(config: HeldOutConfig, context: EvaluationContext, tasks: Sequence[Task]) -> SamplingParameters:
    """Return how completions are sampled: as the config says, or else as in training."""
    training = context.sampling or SamplingParameters(_longest_answer(context, tasks))
    return SamplingParameters(
        config.max_tokens or training.max_tokens,
        config.temperature or training.temperature,
        config.top_p or training.top_p,
    )


def _fitting(
    config: HeldOutConfig, context: EvaluationContext, tasks: Sequence[Task], max_tokens: int
) -> Sequence[Task]:
    """Return the tasks whose prompts aren't too long. Gives a DataWarning for those that are left out."""
    training = context.prompt_limit
    limit = PromptLimit(
        config.max_prompt_length or training.tokens, config.overlong_prompts or training.overlong
    )
    kept, said = fitting_tasks(context.model, "evaluation", tasks, max_tokens, limit)
    if said:
        warnings.warn(said, DataWarning, stacklevel=2)
    return kept


def _longest_answer(context: EvaluationContext, tasks: Sequence[Task]) -> int:
    """Return the tokens of the longest answer with its end, or 64 if no task has an answer."""
    answers = [answer for task in tasks if (answer := answer_of(task)) is not None]
    lengths = (len(encode(context.model.tokenizer, "", answer).ids) for answer in answers)
    return max(lengths, default=64)


def _some(examples: Sequence[X], count: int | None) -> Sequence[X]:
    """Return so many of the examples, in their order; which ones depends on their number alone."""
    if count is None or count >= len(examples):
        return examples
    places = sorted(Random(0).sample(range(len(examples)), count))
    return [examples[place] for place in places]
