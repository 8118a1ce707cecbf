"""Whether a stage's examples fit: into its `max_length`, and into the model's context. All in tokens."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from posttrain.batch import lengths, render
from posttrain.context import Context
from posttrain.errors import ContextError, CutError
from posttrain.example import Prompt, Task
from posttrain.policy import context_length


@frozen
class Length:
    """How long an example is."""

    prompt: int
    completion: int
    """Its end included."""

    @property
    def whole(self) -> int:
        """Both together."""
        return self.prompt + self.completion


def require_completions(context: Context, pairs: Sequence[tuple[Prompt, str]], max_length: int) -> None:
    """Says how many examples `max_length` cuts off, before a step is taken.

    Raises CutError when nothing is left of any completion, and ContextError when what is left of an example
    is longer than the model's context.
    """
    measured = _measured(context, pairs)
    empty = [length for length in measured if length.prompt >= max_length]
    if len(empty) == len(measured):
        raise CutError(context.stage, max_length, min(length.prompt for length in measured))
    _require(context, min(max_length, max(length.whole for length in measured)), "max_length")
    cut = sum(length.whole > max_length for length in measured)
    if cut:
        lost = f", {len(empty)} of them the whole completion" if empty else ""
        context.journal.say(
            f"{context.stage}: {cut} of {len(measured)} examples are longer than max_length, {max_length}, "
            f"and lose their end{lost}"
        )


def require_rollouts(context: Context, tasks: Sequence[Task], max_tokens: int) -> None:
    """Raises ContextError when a prompt leaves no room for `max_tokens` more in the model's context."""
    prompts = lengths(context.model.tokenizer, [render(context.model.tokenizer, t.prompt) for t in tasks])
    _require(context, max(prompts) + max_tokens, "max_tokens")


def _require(context: Context, tokens: int, setting: str) -> None:
    longest = context_length(context.model.network)
    if longest is not None and tokens > longest:
        raise ContextError(context.stage, setting, tokens, longest)


def _measured(context: Context, pairs: Sequence[tuple[Prompt, str]]) -> list[Length]:
    tokenizer = context.model.tokenizer
    prompts = lengths(tokenizer, [render(tokenizer, prompt) for prompt, _ in pairs])
    completions = lengths(tokenizer, [completion for _, completion in pairs])
    end = isinstance(tokenizer.eos_token_id, int)
    return [Length(p, c + end) for p, c in zip(prompts, completions, strict=True)]
