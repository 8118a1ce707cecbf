"""Which text of a rendered conversation is the assistant's, and learnt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve
from transformers import PreTrainedTokenizerBase

from posttrain.chat.template import Span, marked, rendered, template_error, template_of
from posttrain.chat.turns import function_names
from posttrain.example import Conversation, Message

Piece = tuple[str, bool]
"""A piece of a rendered conversation, and whether it is learnt."""

_MARK = re.compile(r"\{%-?\s*generation\s*-?%\}")


def pieces(
    tokenizer: PreTrainedTokenizerBase, prompt: Conversation, completion: Sequence[Message]
) -> list[Piece]:
    """Return the text of a prompt with its completion in pieces, those that are learnt apart from the others.

    The assistant's turns of the completion are learnt, with the ends that the template gives them. Their
    texts are those in the template's `{% generation %}` blocks, if it has such. Otherwise the text of a turn
    is what it adds to the conversation before it, in which the assistant's turn has been opened.

    Raises ChatTemplateError if the template fails, leaves out a tool, or renders the beginning of a
    conversation differently when more follows.
    """
    whole = evolve(prompt, messages=(*prompt.messages, *completion))
    turns = [place for place, message in enumerate(whole.messages) if message.role == "assistant"]
    learnt = [at for at in turns if at >= len(prompt.messages) and whole.messages[at].is_learnt]
    if _MARK.search(template_of(tokenizer, whole)):
        text, spans = _marked(tokenizer, whole, turns)
        spans = [span for place, span in zip(turns, spans, strict=True) if place in learnt]
    else:
        text = rendered(tokenizer, whole, opens=False)
        spans = [_span(tokenizer, whole, place, text) for place in learnt]
    _require_functions(whole, text)
    return list(_cut(text, spans))


def opened(tokenizer: PreTrainedTokenizerBase, prompt: Conversation) -> str:
    """Return the text of a prompt, at whose end the assistant's turn is opened. Raises ChatTemplateError."""
    text = rendered(tokenizer, prompt, opens=True)
    _require_functions(prompt, text)
    return text


def _marked(
    tokenizer: PreTrainedTokenizerBase, whole: Conversation, turns: Sequence[int]
) -> tuple[str, list[Span]]:
    text, spans = marked(tokenizer, whole)
    if len(spans) != len(turns):
        reason = f"it has {len(spans)} generation blocks for {len(turns)} turns of the assistant"
        raise template_error(whole, reason)
    return text, spans


def _span(tokenizer: PreTrainedTokenizerBase, whole: Conversation, place: int, text: str) -> Span:
    """Return where in the text of the whole conversation one of the assistant's turns is."""
    start = rendered(tokenizer, evolve(whole, messages=whole.messages[:place]), opens=True)
    end = text
    if place + 1 < len(whole.messages):
        end = rendered(tokenizer, evolve(whole, messages=whole.messages[: place + 1]), opens=False)
    if not (text.startswith(end) and end.startswith(start)):
        reason = (
            f"it renders the first {place + 1} of {len(whole.messages)} messages differently when more "
            "follow, so that the assistant's tokens can't be told from the others; learn only the last turn "
            "(`learn: last`), or use a template with {% generation %} around the assistant's text"
        )
        raise template_error(whole, reason)
    return len(start), len(end)


def _cut(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    done = 0
    for start, end in spans:
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False


def _require_functions(conversation: Conversation, text: str) -> None:
    """Raise ChatTemplateError if the template has no place for a function that is described or called."""
    missing = [name for name in sorted(function_names(conversation)) if name not in text]
    if missing:
        reason = f"it leaves out the functions of tools: {', '.join(map(repr, missing))} aren't in its text"
        raise template_error(conversation, reason)
