"""Rollouts: a policy's completions of prompts, as a batch to learn from. Shapes: B completions, T tokens."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from attrs import frozen
from torch import Tensor

from posttrain.attempt import Attempt
from posttrain.batch import Batch, pad
from posttrain.chat.tokens import prompt_ids
from posttrain.example import Prompt, Task
from posttrain.generation import Computation, GeneratedCompletion, GenerationRequest, SamplingParameters
from posttrain.protocols import Model, TextGenerator


@frozen
class Rollout:
    """Completions of one policy, with their prompts before them."""

    batch: Batch
    """Of B rows, padded on the right; the token that has ended a completion belongs to it."""
    texts: tuple[str, ...]
    """The completions as text, without special tokens."""
    completions: tuple[GeneratedCompletion, ...]

    @property
    def ended(self) -> tuple[bool, ...]:
        """Whether each completion came to its end, before it had as many tokens as are allowed."""
        return tuple(each.stop_reason == "stop" for each in self.completions)

    def attempts(self, tasks: Sequence[Task]) -> list[Attempt]:
        """Return the completions of these tasks, one for each row, as rewards judge them."""
        rows = zip(tasks, self.texts, self.completions, strict=True)
        return [Attempt(task, text, each.tokens, each.stop_reason) for task, text, each in rows]

    @property
    def log_probs(self) -> Tensor:
        """[B, T - 1]: the log-probability of each token of the completions when it was drawn, 0 elsewhere."""
        placed = torch.zeros(self.batch.ids.shape[0], self.batch.ids.shape[1] - 1)
        placed[self.batch.completion[:, 1:].bool()] = torch.tensor(
            [log_prob for each in self.completions for log_prob in each.log_probs]
        )
        return placed


def widened(rows: Tensor, width: int) -> Tensor:
    """Return rows [B, T], filled up with 0 to a width."""
    return torch.nn.functional.pad(rows, (0, width - rows.shape[1]))


def roll_out(
    model: Model,
    generator: TextGenerator,
    prompts: Sequence[tuple[Prompt, Sequence[int]]],
    parameters: SamplingParameters,
    computation: Computation,
) -> Rollout:
    """Return the completions of prompts, each beside the seeds of its completions, which follow each other.

    Raises what `prompt_ids` does.
    """
    asked = [(tuple(prompt_ids(model.tokenizer, prompt)), tuple(seeds)) for prompt, seeds in prompts]
    requests = [GenerationRequest(ids, seeds) for ids, seeds in asked]
    found = tuple(generator.generate(requests, parameters, computation))
    before = [ids for ids, seeds in asked for _ in seeds]
    rows = [(ids, each.tokens) for ids, each in zip(before, found, strict=True)]
    texts = model.tokenizer.batch_decode(
        [[*each.tokens] for each in found],
        skip_special_tokens=True,
        clean_up_tokenization_spaces=False,  # which some tokenizers do, so that `2 .` becomes `2.`
    )
    return Rollout(pad(rows), tuple(texts), found)
