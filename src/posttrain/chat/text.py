"""Text to token ids: where a text begins and ends, and texts that follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import cast

from transformers import PreTrainedTokenizerBase


def text_ids(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    """Return the tokens of a text, without any that the tokenizer would put around it."""
    # not verbose: it warns of texts beyond the model's context, whose lengths are checked and reported here
    found = tokenizer(text, add_special_tokens=False, verbose=False)
    return list(cast("list[int]", found["input_ids"]))


def begun(tokenizer: PreTrainedTokenizerBase, ids: list[int]) -> list[int]:
    """Return the tokens of a text with those before it that the tokenizer puts there by default, once."""
    alone = text_ids(tokenizer, "a")
    whole = cast("list[int]", tokenizer("a")["input_ids"])
    places = [at for at in range(len(whole)) if whole[at : at + len(alone)] == alone]
    start = whole[: places[0]] if places else []
    return ids if ids[: len(start)] == start else [*start, *ids]


def ended(tokenizer: PreTrainedTokenizerBase, ids: list[int]) -> list[int]:
    """Return the tokens of a completion with the end of text behind them, once."""
    end = tokenizer.eos_token_id
    return ids if not isinstance(end, int) or ids[-1:] == [end] else [*ids, end]


def following_ids(tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]) -> list[list[int]]:
    """Return the tokens of each of several texts that follow each other.

    They are those of the whole text. If one of these would reach from one text into the next, each text has
    the tokens that it has alone, since the model reads a prompt before its completion is there.
    """
    alone = [text_ids(tokenizer, text) for text in texts]
    whole = text_ids(tokenizer, "".join(texts))
    if whole == [*chain(*alone)]:
        return alone
    grown = [text_ids(tokenizer, "".join(texts[: count + 1])) for count in range(len(texts))]
    if all(whole[: len(ids)] == ids for ids in grown):
        return [whole[start:end] for start, end in pairwise([0, *map(len, grown)])]
    return alone
