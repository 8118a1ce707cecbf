"""Rows to examples: which columns make an example of which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from attrs import frozen

from posttrain.datasets.conversations import (
    OPTIONS,
    TOOLS,
    Reading,
    Values,
    completion_of,
    conversation,
    demonstration,
    prompt_of,
    require_prompt,
)
from posttrain.datasets.messages import as_key, listed, messages, text, unquoted
from posttrain.datasets.pairs import preference
from posttrain.example import Conversation, Demonstration, Message, Preference, Prompt, Task
from typed_registry._messages.suggest import nearest  # private: a column is suggested as a name is

Example: TypeAlias = Demonstration | Preference | Task

EXPECTED = (
    "prompt and completion; prompt, chosen and rejected; chosen and rejected; messages; conversations; "
    "instruction and output; text; or prompt with any further columns"
)
"""The layouts, as a message lists them."""
ONE_MESSAGE = (
    "has a 'role' beside 'text', so it is a message of a conversation; put all of its messages into one row, "
    "as a list in 'messages'"
)
"""The message about a row that is a part of an example."""
_KINDS = {Demonstration: "a demonstration", Preference: "a preference", Task: "a task"}
_TEXTS = ("prompt", "completion", "chosen", "rejected")
"""The columns that may be text or messages."""
_OF_OTHERS = ("completion", "completions", "chosen", "rejected", "messages", "conversations")
"""The columns that a prompt can't have, as they belong to another layout, which isn't whole."""


@frozen
class Layout:
    """The columns of a row, and how to read it."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[Values, Reading], Example | Prompt]
    """Returns a prompt for a row that has no completion, whose further columns belong to it."""


def example_of(row: Mapping[str, object], reading: Reading) -> Example:
    """Return the example of a row, whose columns are those of a layout. Null is as good as no column.

    Raises ValueError, with what is wrong with the row.

    >>> example_of({"prompt": "2+2=", "answer": "4"}, Reading()).columns
    Columns({'answer': '4'})
    """
    values = {name: value for name, value in row.items() if value is not None}
    values |= {name: unquoted(values[name], name) for name in _TEXTS if name in values}
    layout = next((each for each in _LAYOUTS if values.keys() >= {*each.required}), None)
    if layout is None:
        raise ValueError(_unknown(values))
    known = (*layout.required, *layout.optional)
    further = {name: value for name, value in row.items() if name not in known}
    is_open = layout.read is preference and "prompt" not in values
    if is_open:  # first: it may be the prompt that isn't read
        _require_none([name for name in further if name in values], "a preference", is_open=True)
    if layout.read is _text and "role" in values:
        raise ValueError(ONE_MESSAGE)
    found = layout.read(values, reading)
    if isinstance(found, (str, Conversation)):
        _require_own([name for name in further if name in _OF_OTHERS and name in values])
        return Task(found, further)
    _require_none([name for name in further if name in values], kind_of(found))
    return found


def kind_of(example: Example) -> str:
    """Return the name of an example's kind, with its article."""
    return _KINDS[type(example)]


def _require_none(further: list[str], kind: str, *, is_open: bool = False) -> None:
    """Raise ValueError for further columns, of which one may be the prompt if that is still open."""
    if "label" in further:
        raise ValueError(
            f"has a 'label' beside the columns of {kind}, so it may be a bad example (KTO). Select the rows "
            "that are good, and leave the column out: ignore: [label]"
        )
    if further:
        names = listed(further)
        asked = as_key(further[0]) if len(further) == 1 else "..."
        prompt = f"To read one as the prompt, write columns: {{prompt: {asked}}}. " if is_open else ""
        raise ValueError(
            f"has columns that {kind} doesn't have: {names}. {prompt}"
            f"To leave them out, write ignore: [{names}]"
        )


def _require_own(others: list[str]) -> None:
    if others:
        raise ValueError(f"has 'prompt' and {others[0]!r}, which is no layout; expected {EXPECTED}")


def _unknown(values: Values) -> str:
    has = listed(values, repr) or "(none)"
    renamed = _renamed(values)
    meant = f". To read a column under another name, write columns: {{{renamed}}}" if renamed else ""
    return f"has the columns {has}; expected {EXPECTED}{meant}"


def _renamed(values: Values) -> str | None:
    """Return how to read a column as one of a layout, such as `prompt: question`; None if there is none."""
    known = {name for layout in _LAYOUTS for name in layout.required}
    begun = next((each for each in _LAYOUTS if values.keys() & {*each.required}), None)
    further = [name for name in values if name not in known]
    unread = [name for name in further if begun is None or name not in begun.optional] or further
    if not unread:
        return None
    if begun is not None:
        missing = next(name for name in begun.required if name not in values)
        only = as_key(unread[0]) if len(unread) == 1 else "..."
        near = nearest(missing, unread)
        return f"{missing}: {as_key(near) if near else only}"
    near_names = ((name, nearest(name, sorted(known))) for name in unread)
    name, meant = next(((name, near) for name, near in near_names if near), (unread[0], "prompt"))
    return f"{meant}: {as_key(name)}"


def _demonstration(values: Values, reading: Reading) -> Demonstration:
    prompt = prompt_of(values, reading)
    completion = completion_of(values["completion"], "completion", prompt, reading)
    if isinstance(prompt, str) or isinstance(completion, str):
        return Demonstration(prompt, completion)
    start = len(prompt.messages)
    return demonstration((*prompt.messages, *completion), start, values, reading, "completion")


def _messages(column: str, values: Values, reading: Reading) -> Demonstration | Conversation:
    turns = messages(values[column], column, reading.roles)
    if column == "conversations" and "system" in values:
        turns = (Message("system", text(values["system"], "system")), *turns)
    if turns[-1].role == "assistant":
        return demonstration(turns, 0, values, reading, column)
    require_prompt(turns, column)
    return conversation(turns, values)


def _alpaca(values: Values, reading: Reading) -> Demonstration:
    """Return the demonstration of an instruction, with its input below it."""
    names = [name for name in ("instruction", "input") if values.get(name)]
    asked = Message("user", "\n".join(text(values[name], name) for name in names))
    system = (Message("system", text(values["system"], "system")),) if "system" in values else ()
    answer = Message("assistant", text(values["output"], "output"))
    return demonstration((*system, asked, answer), 0, values, reading, "instruction")


def _text(values: Values, reading: Reading) -> Demonstration:
    del reading
    return Demonstration("", text(values["text"], "text"))


_CHAT = (TOOLS, OPTIONS)
OF_CONVERSATIONS = (*_TEXTS, "messages", "conversations", *_CHAT)
"""The columns that may be objects with further objects in them."""
_LAYOUTS = (
    Layout(("chosen", "rejected"), ("prompt", *_CHAT), preference),
    Layout(("prompt", "completion"), _CHAT, _demonstration),
    Layout(("messages",), _CHAT, partial(_messages, "messages")),
    Layout(("conversations",), ("system", *_CHAT), partial(_messages, "conversations")),
    Layout(("instruction", "output"), ("input", "system"), _alpaca),
    Layout(("prompt",), _CHAT, prompt_of),
    Layout(("text",), (), _text),
)
