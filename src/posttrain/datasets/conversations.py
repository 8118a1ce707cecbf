"""Split the conversations of data files into prompts and the turns that are learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from attrs import field, frozen

from posttrain.columns import Columns
from posttrain.datasets.config import LearntTurns
from posttrain.datasets.messages import json_value, mapping, messages, text
from posttrain.example import Completion, Conversation, Demonstration, Message, Prompt

Values: TypeAlias = Mapping[str, object]
"""The columns of a row that aren't null."""

TOOLS, OPTIONS = "tools", "chat_template_kwargs"
"""The columns that a conversation may have beside its messages."""


@frozen
class Reading:
    """How rows are understood."""

    learn: LearntTurns = "all"
    roles: Mapping[str, str] = field(factory=dict[str, str])
    """Further names of roles."""


def conversation(turns: tuple[Message, ...], values: Values) -> Conversation:
    """Return a conversation of these turns, with the row's tools and variables of the chat template."""
    described = json_value(values.get(TOOLS, []), TOOLS)
    if not isinstance(described, list):
        raise ValueError(f"{TOOLS!r} must be a list of descriptions of functions")
    listed = enumerate(cast("list[object]", described))
    tools = tuple(Columns(mapping(each, f"{TOOLS}[{number}]")) for number, each in listed)
    return Conversation(turns, tools, Columns(mapping(json_value(values.get(OPTIONS, {}), OPTIONS), OPTIONS)))


def prompt_of(values: Values, reading: Reading) -> Prompt:
    """Return the prompt of the column `prompt`, text or messages."""
    value = values["prompt"]
    if isinstance(value, str):
        given = [name for name in (TOOLS, OPTIONS) if name in values]
        if given:
            raise ValueError(f"{given[0]!r} needs a prompt of messages, and 'prompt' is text")
        return text(value, "prompt")
    turns = messages(value, "prompt", reading.roles)
    require_prompt(turns, "prompt")
    return conversation(turns, values)


def completion_of(value: object, column: str, prompt: Prompt, reading: Reading) -> Completion:
    """Return the completion of a column: text, or the assistant's messages behind a prompt of messages."""
    if isinstance(value, str):
        return text(value, column)
    if isinstance(prompt, str):
        raise ValueError(f"'prompt' is text and {column!r} isn't; both must be text, or both messages")
    turns = messages(value, column, reading.roles)
    require_answer(turns, column)
    return turns


def demonstration(
    turns: tuple[Message, ...], start: int, values: Values, reading: Reading, column: str
) -> Demonstration:
    """Return the demonstration of a conversation that ends with the assistant's turn.

    Its prompt ends before the first of the assistant's turns from `start` on, or before the last.
    """
    require_prompt(turns[:1], column)
    assistant = [place for place in range(start, len(turns)) if turns[place].role == "assistant"]
    first = assistant[-1] if reading.learn == "last" else assistant[0]
    if not any(turns[place].is_learnt for place in assistant if place >= first):
        raise ValueError(f"nothing of {column!r} is learnt, as its weights are 0")
    return Demonstration(conversation(turns[:first], values), turns[first:])


def require_prompt(turns: Sequence[Message], column: str) -> None:
    """Raise ValueError if turns aren't a prompt: they begin and end with another's than the assistant's."""
    if turns[0].role in ("assistant", "tool"):
        raise ValueError(f"{column!r} begins with the role {turns[0].role!r}; a prompt comes first")
    if turns[-1].role == "assistant":
        raise ValueError(f"{column!r} ends with the assistant's message, so there is nothing to answer")


def require_answer(turns: Sequence[Message], column: str) -> None:
    """Raise ValueError if turns aren't a completion: they begin and end with the assistant's."""
    if not turns or {turns[0].role, turns[-1].role} != {"assistant"}:
        raise ValueError(f"{column!r} must begin and end with the assistant's messages behind the prompt")
