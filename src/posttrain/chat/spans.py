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
    if _MARK.search(template_of(tokenizer, whole)):
        text, spans = _marked(tokenizer, prompt, whole)
    else:
        text = rendered(tokenizer, whole, opens=False)
        turns = _turns(whole, len(prompt.messages))
        spans = [_span(tokenizer, whole, place, text) for place, is_learnt in turns if is_learnt]
    _require_functions(tokenizer, whole, text)
    return list(_cut(text, spans))


def opened(tokenizer: PreTrainedTokenizerBase, prompt: Conversation) -> str:
    """Return the text of a prompt, at whose end the assistant's turn is opened. Raises ChatTemplateError."""
    text = rendered(tokenizer, prompt, opens=True)
    _require_functions(tokenizer, prompt, text)
    return text


def _turns(conversation: Conversation, start: int) -> list[tuple[int, bool]]:
    """Return the places of the assistant's turns from `start` on, and whether each is learnt."""
    turns = enumerate(conversation.messages)
    return [(at, turn.is_learnt) for at, turn in turns if at >= start and turn.role == "assistant"]


def _marked(
    tokenizer: PreTrainedTokenizerBase, prompt: Conversation, whole: Conversation
) -> tuple[str, list[Span]]:
    """Return the text of the whole conversation, and its marked spans that are learnt.

    Those of the prompt come first, as many as it has by itself.
    """
    text, spans = marked(tokenizer, whole)
    own = spans[len(marked(tokenizer, prompt)[1]) :]
    learnt = [is_learnt for _, is_learnt in _turns(whole, len(prompt.messages))]
    if own and all(learnt):
        return text, own
    if len(own) != len(learnt):
        reason = f"it has {len(own)} generation blocks for {len(learnt)} turns of the assistant"
        raise template_error(whole, reason)
    return text, [span for span, is_learnt in zip(own, learnt, strict=True) if is_learnt]


def _span(tokenizer: PreTrainedTokenizerBase, whole: Conversation, place: int, text: str) -> Span:
    """Return where in the text of the whole conversation one of the assistant's turns is."""
    start = rendered(tokenizer, evolve(whole, messages=whole.messages[:place]), opens=True)
    end = text
    if place + 1 < len(whole.messages):
        end = rendered(tokenizer, evolve(whole, messages=whole.messages[: place + 1]), opens=False)
    if not text.startswith(end):
        end = end.removesuffix(str(tokenizer.eos_token))  # which may end any conversation, but no turn
    if not text.startswith(end):
        reason = (
            f"it renders the first {place + 1} of {len(whole.messages)} messages differently when more "
            "follow, so that the assistant's tokens can't be told from the others; learn only the last turn "
            "(`learn: last`), or give the model a template (`chat_template`) with {% generation %} around "
            "the assistant's text"
        )
        raise template_error(whole, reason)
    if not end.startswith(start):
        reason = (
            f"it opens the assistant's turn with {_rest(start, end)!r}, and a turn that is there otherwise; "
            "a variable may change that (`chat_template_kwargs`), or a template of the model "
            "(`chat_template`) with {% generation %} around the assistant's text"
        )
        raise template_error(whole, reason)
    return len(start), len(end)


def _rest(text: str, other: str) -> str:
    """Return what a text has behind the beginning that it shares with another."""
    shared = next(
        (at for at, pair in enumerate(zip(text, other, strict=False)) if len({*pair}) > 1), len(other)
    )
    return text[shared:]


def _cut(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    done = 0
    for start, end in spans:
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False


def _require_functions(tokenizer: PreTrainedTokenizerBase, conversation: Conversation, text: str) -> None:
    """Raise ChatTemplateError if the template has no place for a function that is described or called."""
    missing = [name for name in sorted(function_names(conversation)) if name not in text]
    if missing:
        reason = f"it leaves out the functions of tools: {', '.join(map(repr, missing))} aren't in its text"
        if tokenizer.chat_template is None:
            reason += (
                "; it is the plain one, as the model has none: set `chat_template` of the model to a file"
            )
        raise template_error(conversation, reason)
