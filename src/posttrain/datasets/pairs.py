"""Preferences of data files, whose prompt may be in a column of its own or begin both completions."""

from __future__ import annotations

from collections.abc import Sequence

from posttrain.columns import freeze
from posttrain.datasets.conversations import (
    Reading,
    Values,
    completion_of,
    conversation,
    prompt_of,
    require_answer,
    require_prompt,
)
from posttrain.datasets.messages import messages, text
from posttrain.example import Message, Preference


def preference(values: Values, reading: Reading) -> Preference:
    """Return the preference of a row with `chosen` and `rejected`, and perhaps a `prompt`.

    Raises ValueError if there is no way to tell where the prompt ends.
    """
    chosen, rejected = values["chosen"], values["rejected"]
    if isinstance(chosen, str) != isinstance(rejected, str):
        raise ValueError("'chosen' and 'rejected' must both be text, or both messages")
    if freeze(chosen) == freeze(rejected):
        raise ValueError("'chosen' and 'rejected' are the same")
    if not isinstance(chosen, str):
        return _of_messages(values, reading)
    if "prompt" in values:
        prompt = prompt_of(values, reading)
        pair = (completion_of(values[name], name, prompt, reading) for name in ("chosen", "rejected"))
        return Preference(prompt, *pair)
    return _of_texts(text(chosen, "chosen"), text(rejected, "rejected"))


def _of_texts(chosen: str, rejected: str) -> Preference:
    """Return the preference of two texts with the same beginning, which ends where a word does.

    A space before the first word that differs belongs to the completions.
    """
    shared = chosen[: _shared(chosen, rejected)]
    end = next((at for at in range(len(shared), 0, -1) if shared[at - 1].isspace()), 0)
    end -= shared[end - 1 : end] == " "
    if not chosen[:end].strip():
        raise ValueError("'chosen' and 'rejected' begin with no common word, and there is no 'prompt'")
    return Preference(chosen[:end], chosen[end:], rejected[end:])


def _of_messages(values: Values, reading: Reading) -> Preference:
    chosen, rejected = (messages(values[name], name, reading.roles) for name in ("chosen", "rejected"))
    prompt = values.get("prompt")
    if prompt is None or isinstance(prompt, str):
        shared = _shared(chosen, rejected)
        turns = chosen[:shared]
        _require_begun(turns, prompt)
    else:
        turns = messages(prompt, "prompt", reading.roles)
        is_repeated = all(each[: len(turns)] == turns for each in (chosen, rejected))
        shared = len(turns) if is_repeated else 0
    require_prompt(turns, "prompt")
    for name, each in (("chosen", chosen), ("rejected", rejected)):
        require_answer(each[shared:], name)
    return Preference(conversation(turns, values), chosen[shared:], rejected[shared:])


def _shared(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many messages or characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (mine, its) in pairs if mine != its), min(len(one), len(other)))


def _require_begun(turns: Sequence[Message], prompt: str | None) -> None:
    """Raise ValueError if both completions don't begin with the prompt, given as text or not at all."""
    if not turns:
        raise ValueError("'chosen' and 'rejected' begin with no common message, which would be the prompt")
    asked = [turn.content.strip() for turn in turns if turn.role == "user" and isinstance(turn.content, str)]
    if prompt is not None and prompt.strip() not in asked:
        raise ValueError("'prompt' is text that isn't among the user's messages of 'chosen' and 'rejected'")
