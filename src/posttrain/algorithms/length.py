"""Checks of a stage's examples: their lengths and number, and that the network has their tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from attrs import frozen

from posttrain.algorithms.config import CompletionConfig
from posttrain.algorithms.overlong import Limit, beyond_limit, places, within
from posttrain.chat.tokens import Encoded, encode, prompt_ids
from posttrain.context import Context
from posttrain.errors import ContextError, CutError, EmbeddingError
from posttrain.example import Completion, Demonstration, Preference, Prompt, Task
from posttrain.policy import context_length
from posttrain.prompt_limit import PromptLimit
from posttrain.protocols import Model

X = TypeVar("X", Demonstration, Preference)

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


def fitting_examples(
    context: Context,
    examples: Sequence[X],
    pairs: Callable[[X], Sequence[tuple[Prompt, Completion]]],
    config: CompletionConfig,
) -> Sequence[X]:
    """Return the examples that are learnt from, before a step is taken.

    Report how many completions `max_length` cuts off, or how many examples are left out for being too long,
    as `config.overlong` says; raise OverlongError where that refuses them, or if nothing would be left.

    Raises CutError when nothing is left of any completion, and ContextError when what is left of an example
    is longer than the model's context. Raises EmbeddingError for a token that the network doesn't know, and
    ChatTemplateError for a conversation that the model's chat template can't render.
    """
    stage, given = context.stage, [pairs(example) for example in examples]
    count = sum(map(len, given))
    if count >= MANY:
        context.journal.say(f"{stage}: the tokens of {count} completions are counted")
    extents = [[_Extent.of(encode(context.model.tokenizer, *pair)) for pair in some] for some in given]
    lengths = [max(each.tokens for each in some) for some in extents]
    every = [each for some in extents for each in some]
    kept, said = examples, ""
    if config.overlong == "cut":
        said = _cut(stage, every, config.max_length)
        _require_context(context, examples, lengths, config.max_length)
    else:
        kept, said = within(_limit(context.model, config), examples, lengths, stage)
    _require_known(context.model, stage, max(each.highest for each in every))
    if said:
        context.journal.say(said)
    return kept


def _limit(model: Model, config: CompletionConfig) -> Limit:
    """Return the most tokens that an example may have to be learnt from whole."""
    room, skips = context_length(model.network), config.overlong == "skip"
    if room is not None and room < config.max_length:
        return Limit(room, "context", "example", skips)
    return Limit(config.max_length, "max_length", "example", skips)


def _require_context(
    context: Context, examples: Sequence[X], lengths: Sequence[int], max_length: int
) -> None:
    """Raise ContextError for an example that doesn't fit the model's context, even cut to `max_length`."""
    room = context_length(context.model.network)
    if room is not None and min(max_length, max(lengths)) > room:
        beyond = beyond_limit(room, examples, lengths)
        facts = (len(beyond), len(examples), places(beyond))
        raise ContextError(context.stage, "max_length", max(lengths), room, *facts)


def _cut(stage: str, extents: Sequence[_Extent], max_length: int) -> str:
    """Return a message of how many completions are cut off, if any. Raises CutError if nothing is left."""
    empty = [each.prompt for each in extents if each.prompt >= max_length]
    if len(empty) == len(extents):
        raise CutError(stage, max_length, min(empty))
    cut = sum(each.tokens > max_length for each in extents)
    lost = f", {len(empty)} of them all of it" if empty else ""
    many = (
        f"{cut} of {len(extents)} completions are longer, with their prompts, than max_length, {max_length}"
    )
    return f"{stage}: {many}, and lose their end{lost}" if cut else ""


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


def fitting_tasks(
    model: Model, stage: str, tasks: Sequence[Task], max_tokens: int, limit: PromptLimit
) -> tuple[Sequence[Task], str]:
    """Return the tasks whose prompts can be completed by `max_tokens`, and a message about the others.

    Raises OverlongError or ContextError for prompts that are too long and aren't to be left out, or if
    nothing would be left. Raises EmbeddingError for a token that the network doesn't know, and what
    `prompt_ids` does.
    """
    prompts = (prompt_ids(model.tokenizer, task.prompt) for task in tasks)
    extents = [(len(ids), max(ids)) for ids in prompts]
    lengths = [length for length, _ in extents]
    most = _prompt_limit(model, max_tokens, limit)
    if most is not None and most.setting == "max_tokens":
        beyond = beyond_limit(most.tokens, tasks, lengths)
        if beyond and (not most.skips or len(beyond) == len(tasks)):
            facts = (len(beyond), len(tasks), places(beyond))
            needed = max(lengths) + max_tokens
            raise ContextError(stage, "max_tokens", needed, most.tokens + max_tokens, *facts)
    _require_known(model, stage, max(highest for _, highest in extents))
    return (tasks, "") if most is None else within(most, tasks, lengths, stage)


def _prompt_limit(model: Model, max_tokens: int, limit: PromptLimit) -> Limit | None:
    """Return the most tokens that a prompt may have; None if nothing bounds them."""
    room, skips = context_length(model.network), limit.overlong == "skip"
    left = None if room is None else room - max_tokens
    if limit.tokens is not None and (left is None or limit.tokens <= left):
        return Limit(limit.tokens, "max_prompt_length", "prompt", skips)
    return None if left is None else Limit(left, "max_tokens", "prompt", skips)


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
