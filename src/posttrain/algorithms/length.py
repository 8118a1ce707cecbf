"""Checks of a stage's examples: their lengths and number, and whether the network knows their tokens."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from posttrain.chat.tokens import encode, prompt_ids
from posttrain.context import Context
from posttrain.errors import ContextError, CutError, EmbeddingError
from posttrain.example import Completion, Prompt, Task
from posttrain.policy import context_length
from posttrain.protocols import Model


def require_completions(
    context: Context, pairs: Sequence[tuple[Prompt, Completion]], max_length: int
) -> None:
    """Report how many completions `max_length` cuts off, before a step is taken.

    Raises CutError when nothing is left of any completion, and ContextError when what is left of an example
    is longer than the model's context. Raises EmbeddingError for a token that the network doesn't know, and
    ChatTemplateError for a conversation that the model's chat template can't render.
    """
    encoded = [encode(context.model.tokenizer, prompt, completion) for prompt, completion in pairs]
    lengths = [len(each.ids) for each in encoded]
    empty = [each.prompt for each in encoded if each.prompt >= max_length]
    if len(empty) == len(encoded):
        raise CutError(context.stage, max_length, min(empty))
    _require_room(context.model, context.stage, min(max_length, max(lengths)), "max_length")
    _require_known(context.model, context.stage, [each.ids for each in encoded])
    cut = sum(length > max_length for length in lengths)
    if cut:
        lost = f", {len(empty)} of them all of it" if empty else ""
        context.journal.say(
            f"{context.stage}: {cut} of {len(encoded)} completions are longer, with their prompts, than "
            f"max_length, {max_length}, and lose their end{lost}"
        )


def report_repeats(context: Context, examples: Sequence[object], batch_size: int) -> None:
    """Report that a batch has examples several times, as there are fewer of them than it has."""
    if batch_size > len(examples):
        context.journal.say(
            f"{context.stage}: batch_size, {batch_size}, is more than the {len(examples)} examples to learn "
            "from, so that a batch has some of them several times"
        )


def require_rollouts(model: Model, stage: str, tasks: Sequence[Task], max_tokens: int) -> None:
    """Raise ContextError if a prompt leaves no room for `max_tokens` more in the model's context.

    Raises EmbeddingError for a token that the network doesn't know, and what `prompt_ids` does.
    """
    prompts = [prompt_ids(model.tokenizer, task.prompt) for task in tasks]
    _require_room(model, stage, max(map(len, prompts)) + max_tokens, "max_tokens")
    _require_known(model, stage, prompts)


def room_behind(model: Model, stage: str, prompt: Prompt, max_tokens: int) -> int:
    """Return how many of `max_tokens` there is room for behind a prompt in the model's context.

    Raises ContextError if there is none, EmbeddingError, and what `prompt_ids` does.
    """
    ids = prompt_ids(model.tokenizer, prompt)
    _require_room(model, stage, len(ids) + 1, "prompt")
    _require_known(model, stage, [ids])
    longest = context_length(model.network)
    return max_tokens if longest is None else min(max_tokens, longest - len(ids))


def _require_known(model: Model, stage: str, rows: Sequence[Sequence[int]]) -> None:
    """Raise EmbeddingError for a token that the network has no embedding for."""
    embeddings = len(torch.as_tensor(model.network.get_input_embeddings().weight))
    highest = max((max(row, default=0) for row in rows), default=0)
    if highest >= embeddings:
        token = str(model.tokenizer.convert_ids_to_tokens(highest))
        raise EmbeddingError(stage, token, highest, embeddings)


def _require_room(model: Model, stage: str, tokens: int, setting: str) -> None:
    longest = context_length(model.network)
    if longest is not None and tokens > longest:
        raise ContextError(stage, setting, tokens, longest)
