"""Prompts and completions to token ids, the same for fine-tuning, preferences and rollouts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import cast

from attrs import frozen
from transformers import PreTrainedTokenizerBase

from posttrain.chat.spans import opened, pieces
from posttrain.chat.template import ending
from posttrain.errors import EmptyPromptError
from posttrain.example import Completion, Conversation, Message, Prompt


@frozen
class Encoded:
    """A prompt with its completion, as token ids."""

    ids: Sequence[int]
    learnt: Sequence[int]
    """1 for a token that is learnt, 0 for another; as many as there are ids."""

    @property
    def prompt(self) -> int:
        """The number of tokens before the first that is learnt."""
        return [*self.learnt, 1].index(1)


def encode(tokenizer: PreTrainedTokenizerBase, prompt: Prompt, completion: Completion) -> Encoded:
    """Return the tokens of a prompt with its completion, whose end belongs to it.

    A conversation has the tokens of `apply_chat_template`, so begins and ends as the template says; only
    where that ends the assistant's turn by no token, the end of text is added. Plain text begins with what
    the tokenizer puts before any text by default, and ends with the end of text, once.

    Raises ChatTemplateError.
    """
    if isinstance(prompt, str):
        if not isinstance(completion, str):
            raise TypeError("the completion of a prompt that is text must be text")
        first, last = _follow(tokenizer, [prompt, completion])
        return _encoded([(_begun(tokenizer, first), 0), (_ended(tokenizer, last), 1)])
    turns = (Message("assistant", completion),) if isinstance(completion, str) else completion
    cut = pieces(tokenizer, prompt, turns)
    parts = _follow(tokenizer, [text for text, _ in cut])
    if len(parts) > 1 and not parts[-1] and _template_ending(tokenizer) is None:
        parts[-2] = _ended(tokenizer, parts[-2])
    return _encoded([(ids, int(is_learnt)) for ids, (_, is_learnt) in zip(parts, cut, strict=True)])


def prompt_ids(tokenizer: PreTrainedTokenizerBase, prompt: Prompt) -> list[int]:
    """Return the tokens of a prompt to be completed: of a conversation, with the assistant's turn opened.

    They are those that `encode` puts before the completion. Raises ChatTemplateError, and EmptyPromptError
    if there are no tokens.
    """
    if isinstance(prompt, Conversation):
        return _ids(tokenizer, opened(tokenizer, prompt))
    ids = _begun(tokenizer, _ids(tokenizer, prompt))
    if not ids:
        raise EmptyPromptError
    return ids


def stop_ids(tokenizer: PreTrainedTokenizerBase) -> tuple[int, ...]:
    """Return the tokens that end a completion: the end of the assistant's turn, and the end of text."""
    turn = None if tokenizer.chat_template is None else _template_ending(tokenizer)
    ends = (turn, tokenizer.eos_token_id)
    return tuple(dict.fromkeys(end for end in ends if isinstance(end, int)))


def _template_ending(tokenizer: PreTrainedTokenizerBase) -> int | None:
    return ending(tokenizer, cast("str | None", tokenizer.chat_template))


def _encoded(parts: Sequence[tuple[Sequence[int], int]]) -> Encoded:
    ids = [token for part, _ in parts for token in part]
    return Encoded(ids, [learnt for part, learnt in parts for _ in part])


def _begun(tokenizer: PreTrainedTokenizerBase, ids: list[int]) -> list[int]:
    """Return the tokens of a text with those before it that the tokenizer puts there by default."""
    alone = _ids(tokenizer, "a")
    whole = cast("list[int]", tokenizer("a")["input_ids"])
    places = [at for at in range(len(whole)) if whole[at : at + len(alone)] == alone]
    start = whole[: places[0]] if places else []
    return ids if ids[: len(start)] == start else [*start, *ids]


def _ended(tokenizer: PreTrainedTokenizerBase, ids: list[int]) -> list[int]:
    """Return the tokens of a completion with the end of text behind them, unless it is there."""
    end = tokenizer.eos_token_id
    return ids if not isinstance(end, int) or ids[-1:] == [end] else [*ids, end]


def _follow(tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]) -> list[list[int]]:
    """Return the tokens of texts that follow each other: those of the whole text, if each can be told apart.

    Where a token would reach from one text into the next, each text has the tokens that it has by itself: a
    prompt is read as it is before its completion is there.
    """
    alone = [_ids(tokenizer, text) for text in texts]
    whole = _ids(tokenizer, "".join(texts))
    if whole == [*chain(*alone)]:
        return alone
    grown = [_ids(tokenizer, "".join(texts[: count + 1])) for count in range(len(texts))]
    ends = [0, *map(len, grown)]
    if all(whole[: len(ids)] == ids for ids in grown):
        return [whole[start:end] for start, end in pairwise(ends)]
    return alone


def _ids(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    return list(cast("list[int]", tokenizer(text, add_special_tokens=False)["input_ids"]))
