"""Tokens of four model families, each beside `apply_chat_template` and TRL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

import pytest
from transformers import PreTrainedTokenizerFast

from posttrain.chat.tokens import Encoded, encode, prompt_ids, stop_ids
from posttrain.datasets.conversations import Reading
from posttrain.datasets.layouts import example_of
from posttrain.example import Demonstration, Preference, Task

from .families import FAMILIES, tokenizer
from .foreign import TRL

Turn = dict[str, object]
USER: Turn = {"role": "user", "content": "What is the sum of two and two?"}
ANSWER: Turn = {"role": "assistant", "content": "The sum is four."}
WRONG: Turn = {"role": "assistant", "content": "I think that it is blue.\n"}
MORE: Turn = {"role": "user", "content": "And of that and two? "}
SIX: Turn = {"role": "assistant", "content": "Six."}
FAMILY = pytest.mark.parametrize("name", FAMILIES)


def demonstration(made: PreTrainedTokenizerFast, row: Turn, reading: Reading | None = None) -> Encoded:
    """Return the tokens of a row of a data file."""
    found = example_of(row, reading or Reading())
    assert isinstance(found, Demonstration)
    return encode(made, found.prompt, found.completion)


class _Apply(Protocol):
    """The tokenizer's own method, whose types are too narrow."""

    def __call__(self, conversation: Sequence[Turn], **options: object) -> Mapping[str, list[int]]: ...


def applied(
    made: PreTrainedTokenizerFast, turns: Sequence[Turn], **options: object
) -> Mapping[str, list[int]]:
    """Return what the tokenizer's own method gives."""
    return cast("_Apply", made.apply_chat_template)(turns, **options)


def applied_ids(made: PreTrainedTokenizerFast, turns: Sequence[Turn], *, opens: bool = False) -> list[int]:
    """Return the tokens by the tokenizer's own method."""
    return applied(made, turns, add_generation_prompt=opens)["input_ids"]


def learnt(made: PreTrainedTokenizerFast, encoded: Encoded) -> str:
    """Return the tokens that are learnt as text, with what is special."""
    return str(made.decode([token for token, one in zip(encoded.ids, encoded.learnt, strict=True) if one]))


@FAMILY
def test_demonstration(name: str) -> None:
    """A prompt with its completion, or both as messages, has the tokens of the template and of TRL."""
    made = tokenizer(name)
    row: Turn = {"prompt": [USER], "completion": [ANSWER]}
    found = demonstration(made, row)

    assert (found.ids, found.learnt) == TRL(made).demonstration(row)
    assert applied_ids(made, [USER, ANSWER]) == found.ids
    assert found == demonstration(made, {"messages": [USER, ANSWER]})
    assert applied_ids(made, [USER], opens=True) == found.ids[: found.prompt]


@FAMILY
def test_every_turn(name: str) -> None:
    """In a conversation of several turns all the assistant's are learnt with their ends, or the last."""
    made, end = tokenizer(name), FAMILIES[name].end
    row: Turn = {"messages": [USER, ANSWER, MORE, SIX]}
    both, last = (demonstration(made, row, Reading(learn)) for learn in ("all", "last"))
    texts = [text.strip() for text in learnt(made, both).split(end)]

    assert applied_ids(made, [USER, ANSWER, MORE, SIX]) == both.ids == last.ids
    assert ["The sum is four.", "Six.", ""] == texts
    assert ["Six.", ""] == [text.strip() for text in learnt(made, last).split(end)]
    assert TRL(made).demonstration(row)[0] == both.ids


@FAMILY
def test_unlearnt_turn(name: str) -> None:
    """A turn of weight 0 is context."""
    made = tokenizer(name)
    found = demonstration(made, {"messages": [USER, {**WRONG, "weight": 0}, MORE, SIX]})

    assert ["Six.", ""] == [text.strip() for text in learnt(made, found).split(FAMILIES[name].end)]


@FAMILY
def test_preference(name: str) -> None:
    """A preference has the tokens of TRL's DPO."""
    made = tokenizer(name)
    row: Turn = {"prompt": [USER], "chosen": [ANSWER], "rejected": [WRONG]}
    found = example_of(row, Reading())
    assert isinstance(found, Preference)
    pair = [encode(made, found.prompt, each) for each in (found.chosen, found.rejected)]
    prompt, *completions = TRL(made).preference(row)

    assert [[*prompt, *each] for each in completions] == [each.ids for each in pair]
    assert [len(prompt)] * 2 == [each.prompt for each in pair]
    assert [[0] * len(prompt) + [1] * len(each) for each in completions] == [each.learnt for each in pair]


@FAMILY
def test_prompt(name: str) -> None:
    """A prompt to be completed has the tokens of TRL's GRPO, and those before the completion in SFT."""
    made = tokenizer(name)
    found = example_of({"prompt": [USER, ANSWER, MORE], "answer": "6"}, Reading())
    assert isinstance(found, Task)
    shown = demonstration(made, {"prompt": [USER, ANSWER, MORE], "completion": "Six."})

    assert TRL(made).prompt([USER, ANSWER, MORE]) == prompt_ids(made, found.prompt)
    assert prompt_ids(made, found.prompt) == shown.ids[: shown.prompt]


@FAMILY
@pytest.mark.parametrize("end", ["", "eos"])
def test_text(name: str, end: str) -> None:
    """Plain text begins with BOS if the tokenizer puts one there, and ends with EOS once, as TRL's does."""
    made = tokenizer(name)
    row: Turn = {"prompt": "The sky is", "completion": " blue." + (FAMILIES[name].eos if end else "")}
    found = demonstration(made, row)
    bos, eos = made.bos_token_id, made.eos_token_id

    assert (found.ids, found.learnt) == TRL(made).demonstration(row)
    assert [eos] == [token for token in found.ids if token in made.all_special_ids and token != bos]
    assert [0] * (bos is not None) == [place for place, token in enumerate(found.ids) if token == bos]
    assert found.ids[: found.prompt] == prompt_ids(made, "The sky is") == TRL(made).prompt("The sky is")


@FAMILY
def test_text_preference(name: str) -> None:
    """A preference without a prompt of its own has the tokens of TRL's DPO."""
    made = tokenizer(name)
    row: Turn = {"chosen": "The sky is blue.", "rejected": "The sky is green."}
    found = example_of(row, Reading())
    assert isinstance(found, Preference)
    pair = [encode(made, found.prompt, each) for each in (found.chosen, found.rejected)]
    prompt, *completions = TRL(made).preference(row)

    assert [[*prompt, *each] for each in completions] == [each.ids for each in pair]


@FAMILY
def test_bos_in_text(name: str) -> None:
    """A text that has the BOS already doesn't get another."""
    made = tokenizer(name)
    bos = FAMILIES[name].bos
    tokens = [made.convert_ids_to_tokens(prompt_ids(made, f"{begin}The sky")) for begin in ("", bos or "")]

    assert [1 if bos else 0] * 2 == [each.count(str(bos)) for each in tokens]


@FAMILY
def test_stop_ids(name: str) -> None:
    """A completion ends with the end of the assistant's turn, or with the end of text."""
    made, family = tokenizer(name), FAMILIES[name]

    assert [*dict.fromkeys((family.end, family.eos))] == made.convert_ids_to_tokens(list(stop_ids(made)))
