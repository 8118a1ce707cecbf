"""Checks that a stage's examples fit into its `max_length` and into the model's context, in tokens."""

from __future__ import annotations

from collections.abc import Sequence

from posttrain.chat.tokens import encode, prompt_ids
from posttrain.context import Context
from posttrain.errors import ContextError, CutError
from posttrain.example import Completion, Prompt, Task
from posttrain.policy import context_length
from posttrain.protocols import Model


def require_completions(
    context: Context, pairs: Sequence[tuple[Prompt, Completion]], max_length: int
) -> None:
    """Report how many examples `max_length` cuts off, before a step is taken.

    Raises CutError when nothing is left of any completion, and ContextError when what is left of an example
    is longer than the model's context. Raises ChatTemplateError for a conversation that the model's chat
    template can't render.
    """
    encoded = [encode(context.model.tokenizer, prompt, completion) for prompt, completion in pairs]
    lengths = [len(each.ids) for each in encoded]
    empty = [each.prompt for each in encoded if each.prompt >= max_length]
    if len(empty) == len(encoded):
        raise CutError(context.stage, max_length, min(empty))
    _require(context.model, context.stage, min(max_length, max(lengths)), "max_length")
    cut = sum(length > max_length for length in lengths)
    if cut:
        lost = f", {len(empty)} of them the whole completion" if empty else ""
        context.journal.say(
            f"{context.stage}: {cut} of {len(encoded)} examples are longer than max_length, {max_length}, "
            f"and lose their end{lost}"
        )


def require_rollouts(model: Model, stage: str, tasks: Sequence[Task], max_tokens: int) -> None:
    """Raise ContextError if a prompt leaves no room for `max_tokens` more in the model's context.

    Raises what `prompt_ids` does, too.
    """
    prompts = [len(prompt_ids(model.tokenizer, task.prompt)) for task in tasks]
    _require(model, stage, max(prompts) + max_tokens, "max_tokens")


def _require(model: Model, stage: str, tokens: int, setting: str) -> None:
    longest = context_length(model.network)
    if longest is not None and tokens > longest:
        raise ContextError(stage, setting, tokens, longest)
