"""Prompts and completions to token ids, the same for fine-tuning, preferences and rollouts."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache

from attrs import frozen
from transformers import PreTrainedTokenizerBase

from posttrain.chat.spans import opened, pieces
from posttrain.chat.template import ending
from posttrain.chat.text import begun, ended, following_ids, text_ids
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
    """Return the tokens of a prompt with its completion, and which of them are learnt.

    A conversation has the tokens of `apply_chat_template`, and so begins and ends as the template says; only
    if that ends the assistant's turn by no token, the end of text is added. Plain text begins with what
    the tokenizer puts before any text by default, and ends with the end of text, once.

    Raises ChatTemplateError if the template can't render the conversation in that way.
    """
    ids, learnt = _encoded(tokenizer, _state(tokenizer), prompt, completion)
    return Encoded([*ids], [*learnt])


def prompt_ids(tokenizer: PreTrainedTokenizerBase, prompt: Prompt) -> list[int]:
    """Return the tokens of a prompt to be completed: of a conversation, with the assistant's turn opened.

    They are those that `encode` has before the completion. Raises ChatTemplateError, and EmptyPromptError if
    there are no tokens.
    """
    if isinstance(prompt, Conversation):
        return text_ids(tokenizer, opened(tokenizer, prompt))
    ids = begun(tokenizer, text_ids(tokenizer, prompt))
    if not ids:
        raise EmptyPromptError
    return ids


def stop_ids(tokenizer: PreTrainedTokenizerBase) -> tuple[int, ...]:
    """Return the tokens that end a completion: the end of the assistant's turn, and the end of text."""
    turn = None if tokenizer.chat_template is None else ending(tokenizer, _state(tokenizer))
    ends = (turn, tokenizer.eos_token_id)
    return tuple(dict.fromkeys(end for end in ends if isinstance(end, int)))


def _state(tokenizer: PreTrainedTokenizerBase) -> str:
    """Return what of a tokenizer decides over tokens and can be set."""
    return f"{tokenizer.chat_template} {tokenizer.bos_token} {tokenizer.eos_token}"


@lru_cache(maxsize=2**14)
def _encoded(
    tokenizer: PreTrainedTokenizerBase, state: str, prompt: Prompt, completion: Completion
) -> tuple[Sequence[int], bytes]:
    """Return the tokens, and whether each is learnt; they are kept, as examples are drawn again."""
    parts = (
        _text_parts(tokenizer, prompt, completion)
        if isinstance(prompt, str)
        else _conversation_parts(tokenizer, state, prompt, completion)
    )
    ids = array("i", [token for part, _ in parts for token in part])
    return ids, bytes(is_learnt for part, is_learnt in parts for _ in part)


_Part = tuple[list[int], bool]


def _text_parts(tokenizer: PreTrainedTokenizerBase, prompt: str, completion: Completion) -> list[_Part]:
    if not isinstance(completion, str):
        raise TypeError("the completion of a prompt that is text must be text")
    first, last = following_ids(tokenizer, [prompt, completion])
    return [(begun(tokenizer, first), False), (ended(tokenizer, last), True)]


def _conversation_parts(
    tokenizer: PreTrainedTokenizerBase, state: str, prompt: Conversation, completion: Completion
) -> list[_Part]:
    turns = (Message("assistant", completion),) if isinstance(completion, str) else completion
    cut = pieces(tokenizer, prompt, turns)
    parts = following_ids(tokenizer, [text for text, _ in cut])
    if len(parts) > 1 and not parts[-1] and ending(tokenizer, state) is None:
        parts[-2] = ended(tokenizer, parts[-2])
    return [(ids, is_learnt) for ids, (_, is_learnt) in zip(parts, cut, strict=True)]
