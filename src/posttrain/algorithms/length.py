"""Checks of a stage's examples: their lengths and number, and that the network has their tokens."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from attrs import frozen

from posttrain.chat.tokens import Encoded, encode, prompt_ids
from posttrain.context import Context
from posttrain.errors import ContextError, CutError, EmbeddingError
from posttrain.example import Completion, Prompt, Task
from posttrain.policy import context_length
from posttrain.protocols import Model

MANY = 10_000
"""The number of completions whose tokens take a while to count, so that a message says what is done."""


@frozen
class _Extent:
    """The facts that are kept of an example's tokens, since all tokens of a dataset may take gigabytes."""

    tokens: int
    prompt: int
    """The number of tokens before the completion."""
    highest: int
    """The highest id of a token."""

    @classmethod
    def of(cls, encoded: Encoded) -> _Extent:
        return cls(len(encoded.ids), encoded.prompt, max(encoded.ids, default=0))


def require_completions(
    context: Context, pairs: Sequence[tuple[Prompt, Completion]], max_length: int
) -> None:
    """Report how many completions `max_length` cuts off, before a step is taken.

    Raises CutError when nothing is left of any completion, and ContextError when what is left of an example
    is longer than the model's context. Raises EmbeddingError for a token that the network doesn't know, and
    ChatTemplateError for a conversation that the model's chat template can't render.
    """
    if len(pairs) >= MANY:
        context.journal.say(f"{context.stage}: the tokens of {len(pairs)} completions are counted")
    tokenizer = context.model.tokenizer
    extents = [_Extent.of(encode(tokenizer, prompt, completion)) for prompt, completion in pairs]
    empty = [each.prompt for each in extents if each.prompt >= max_length]
    if len(empty) == len(extents):
        raise CutError(context.stage, max_length, min(empty))
    longest, room = max(each.tokens for each in extents), context_length(context.model.network)
    if room is not None and min(max_length, longest) > room:
        raise ContextError(context.stage, "max_length", longest, room)
    _require_known(context.model, context.stage, max(each.highest for each in extents))
    cut = sum(each.tokens > max_length for each in extents)
    if cut:
        lost = f", {len(empty)} of them all of it" if empty else ""
        context.journal.say(
            f"{context.stage}: {cut} of {len(extents)} completions are longer, with their prompts, than "
            f"max_length, {max_length}, and lose their end{lost}"
        )


def report_epochs(context: Context, examples: Sequence[object], batch_size: int, steps: int) -> None:
    """Report how often the steps go through the examples.

    Also report that a batch has some examples several times, if there are fewer examples than it needs.
    """
    count, say = len(examples), context.journal.say
    epochs = steps * batch_size / count
    say(f"{context.stage}: {steps} steps of {batch_size} are {epochs:.3g} epochs of {count} examples")
    if batch_size > count:
        say(
            f"{context.stage}: batch_size, {batch_size}, is more than the {count} examples to learn "
            "from, so that a batch has some of them several times"
        )


def require_rollouts(model: Model, stage: str, tasks: Sequence[Task], max_tokens: int) -> None:
    """Raise ContextError if a prompt leaves no room for `max_tokens` more in the model's context.

    Raises EmbeddingError for a token that the network doesn't know, and what `prompt_ids` does.
    """
    prompts = (prompt_ids(model.tokenizer, task.prompt) for task in tasks)
    extents = [(len(ids), max(ids)) for ids in prompts]
    needed, room = [tokens + max_tokens for tokens, _ in extents], context_length(model.network)
    beyond = 0 if room is None else sum(tokens > room for tokens in needed)
    if room is not None and beyond:
        raise ContextError(stage, "max_tokens", max(needed), room, beyond, len(needed))
    _require_known(model, stage, max(highest for _, highest in extents))


def room_behind(model: Model, stage: str, prompt: Prompt, max_tokens: int) -> int:
    """Return how many of `max_tokens` there is room for behind a prompt in the model's context.

    Raises ContextError if there is none, EmbeddingError, and what `prompt_ids` does.
    """
    ids = prompt_ids(model.tokenizer, prompt)
    longest = context_length(model.network)
    if longest is not None and len(ids) + 1 > longest:
        raise ContextError(stage, "prompt", len(ids) + 1, longest)
    _require_known(model, stage, max(ids))
    return max_tokens if longest is None else min(max_tokens, longest - len(ids))


def _require_known(model: Model, stage: str, highest: int) -> None:
    """Raise EmbeddingError if the network has no embedding for the highest of all tokens."""
    embeddings = len(torch.as_tensor(model.network.get_input_embeddings().weight))
    if highest >= embeddings:
        token = str(model.tokenizer.convert_ids_to_tokens(highest))
        raise EmbeddingError(stage, token, highest, embeddings)
