"""Layouts of rows: which example each is, and which rows are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from posttrain.columns import Columns
from posttrain.example import Conversation, Demonstration, Message, Preference, Task, ToolCall

from .data import ANSWER, ASKED, FIVE, FOUR, USER, WRONG, example

SYSTEM = {"role": "system", "content": "Be brief."}
HUMAN = {"from": "human", "value": "2+2?"}
BRIEF = Message("system", "Be brief.")
TOOL = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}
CALL = {"id": "c1", "type": "function", "function": {"name": "add", "arguments": '{"a": [2, 2]}'}}
CALLING = {"role": "assistant", "content": None, "tool_calls": [CALL]}
RESULT = {"role": "tool", "tool_call_id": "c1", "name": "add", "content": "4"}
CALLED = Message("assistant", None, (ToolCall("add", Columns({"a": [2, 2]}), "c1"),))
PREFERENCE = Preference(ASKED, FOUR, FIVE)
RETURNED = Message("tool", "4", tool_call_id="c1", name="add")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"prompt": "a", "completion": "b"}, Demonstration("a", "b")),
        ({"prompt": [USER], "completion": [ANSWER]}, Demonstration(ASKED, FOUR)),
        ({"prompt": [USER], "completion": "4"}, Demonstration(ASKED, "4")),
        ({"prompt": "", "completion": ""}, Demonstration("", "")),
        ({"prompt": "\u2028\x85é", "completion": "\x0b"}, Demonstration("\u2028\x85é", "\x0b")),
        ({"text": "a"}, Demonstration("", "a")),
        ({"messages": [USER, ANSWER]}, Demonstration(ASKED, FOUR)),
        ({"messages": [USER, ANSWER], "prompt": None, "source": None}, Demonstration(ASKED, FOUR)),
        (
            {"messages": [SYSTEM, USER, ANSWER, USER, ANSWER]},
            Demonstration(Conversation((BRIEF, *ASKED.messages)), (*FOUR, *ASKED.messages, *FOUR)),
        ),
        (
            {
                "conversations": [{"from": "human", "value": "2+2?"}, {"from": "gpt", "value": "4"}],
                "system": "Be brief.",
            },
            Demonstration(Conversation((BRIEF, *ASKED.messages)), FOUR),
        ),
        ({"conversations": [USER, ANSWER]}, Demonstration(ASKED, FOUR)),
        (
            {"instruction": "Add.", "input": "2+2?", "output": "4"},
            Demonstration(Conversation((Message("user", "Add.\n2+2?"),)), FOUR),
        ),
        ({"instruction": "2+2?", "input": "", "output": "4"}, Demonstration(ASKED, FOUR)),
        (
            {"instruction": "2+2?", "output": "4", "system": "Be brief."},
            Demonstration(Conversation((BRIEF, *ASKED.messages)), FOUR),
        ),
    ],
)
def test_demonstrations(tmp_path: Path, row: object, expected: object) -> None:
    """Prompts with completions, texts, messages, ShareGPT's conversations and Alpaca's instructions."""
    assert expected == example(tmp_path, row)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"prompt": "a", "chosen": "b", "rejected": "c"}, Preference("a", "b", "c")),
        ({"prompt": [USER], "chosen": "4", "rejected": "5"}, Preference(ASKED, "4", "5")),
        ({"prompt": [USER], "chosen": [ANSWER], "rejected": [WRONG]}, PREFERENCE),
        (
            {"prompt": [USER], "chosen": [USER, ANSWER], "rejected": [USER, WRONG]},
            PREFERENCE,
        ),
        (
            {"prompt": "2+2?", "chosen": [USER, ANSWER], "rejected": [USER, WRONG]},
            PREFERENCE,
        ),
        ({"chosen": [USER, ANSWER], "rejected": [USER, WRONG]}, PREFERENCE),
        (
            {"chosen": "It is blue.", "rejected": "It is green."},
            Preference("It is", " blue.", " green."),
        ),
        (
            {"chosen": "It is blue.", "rejected": "It is black."},
            Preference("It is", " blue.", " black."),
        ),
        ({"chosen": "Q:\nyes", "rejected": "Q:\nyet"}, Preference("Q:\n", "yes", "yet")),
        ({"prompt": "", "chosen": "yes", "rejected": "no"}, Preference("", "yes", "no")),
    ],
)
def test_preferences(tmp_path: Path, row: object, expected: object) -> None:
    """The prompt is a column, or what both completions begin with, or both."""
    assert expected == example(tmp_path, row)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"prompt": "a"}, Task("a")),
        ({"prompt": "a", "answer": "b"}, Task("a", {"answer": "b"})),
        ({"prompt": [USER], "label": 1}, Task(ASKED, {"label": 1})),
        (
            {"messages": [USER], "answer": "4", "tests": [{"in": [1, 2]}], "level": None},
            Task(ASKED, {"answer": "4", "tests": ({"in": (1, 2)},), "level": None}),
        ),
        (
            {"conversations": [HUMAN], "answer": "4"},
            Task(ASKED, {"answer": "4"}),
        ),
    ],
)
def test_prompts(tmp_path: Path, row: object, expected: object) -> None:
    """A prompt without a completion keeps the further columns of its row."""
    assert expected == example(tmp_path, row)


def test_tools(tmp_path: Path) -> None:
    """Tools, calls and results are kept; arguments and tools may be JSON in a text."""
    turns = [USER, CALLING, RESULT, ANSWER]
    options = {"enable_thinking": False}
    asked = Conversation(ASKED.messages, (Columns(TOOL),), Columns(options))
    plain = '[{"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}]'

    for tools in ([TOOL], plain):
        row = {"messages": turns, "tools": tools, "chat_template_kwargs": options}
        assert Demonstration(asked, (CALLED, RETURNED, *FOUR)) == example(tmp_path, row)


def test_call_by_name(tmp_path: Path) -> None:
    """A call may also be a name with arguments, by themselves."""
    calling = {"role": "assistant", "content": "", "tool_calls": [{"name": "add", "arguments": {"a": 1}}]}
    found = example(tmp_path, {"messages": [USER, calling]})

    assert Demonstration(ASKED, (Message("assistant", "", (ToolCall("add", {"a": 1}),)),)) == found


@pytest.mark.parametrize("count", [1, 2])
def test_call_in_value(tmp_path: Path, count: int) -> None:
    """In ShareGPT's messages, the role `function_call` has a call or several in JSON as its value."""
    call = {"name": "add", "arguments": {"a": 1}}
    turns = [
        HUMAN,
        {"from": "function_call", "value": json.dumps(call if count == 1 else [call] * count)},
        {"from": "observation", "value": "4"},
        {"from": "gpt", "value": "4"},
    ]
    calls = (ToolCall("add", {"a": 1}),) * count
    found = example(tmp_path, {"conversations": turns, "tools": "[]"})

    assert Demonstration(ASKED, (Message("assistant", None, calls), Message("tool", "4"), *FOUR)) == found


def test_single_message(tmp_path: Path) -> None:
    """A list of one message may be that message."""
    row = {
        "conversations": [HUMAN],
        "chosen": {"from": "gpt", "value": "4"},
        "rejected": {"from": "gpt", "value": "5"},
    }

    assert PREFERENCE == example(tmp_path, row, columns={"prompt": "conversations"})


def test_parts(tmp_path: Path) -> None:
    """One part of text is that text; several stay apart, as it is the template that joins them."""
    parts = [{"type": "text", "text": "2+2"}, {"type": "text", "text": "?", "image_url": None}]
    one, two = ({"role": "user", "content": parts[:count]} for count in (1, 2))
    found = [example(tmp_path, {"prompt": [user]}) for user in (one, two)]

    assert [
        Task(Conversation((Message("user", "2+2"),))),
        Task(Conversation((Message("user", ("2+2", "?")),))),
    ] == found


def test_reasoning_and_weight(tmp_path: Path) -> None:
    """The assistant's reasoning is kept, and OpenAI's weight says which turns aren't learnt."""
    first = {**WRONG, "weight": 0}
    last = {**ANSWER, "weight": 1, "reasoning_content": "Two and two."}
    found = example(tmp_path, {"messages": [USER, first, USER, last]})
    completion = (
        Message("assistant", "5", is_learnt=False),
        *ASKED.messages,
        Message("assistant", "4", reasoning="Two and two."),
    )

    assert Demonstration(ASKED, completion) == found


@pytest.mark.parametrize(
    "row",
    [
        {"messages": [USER, WRONG, USER, ANSWER]},
        {"prompt": [USER, WRONG, USER], "completion": [ANSWER]},
        {"prompt": [USER], "completion": [WRONG, USER, ANSWER]},
    ],
)
def test_last_turn(tmp_path: Path, row: object) -> None:
    """If only the last turn is learnt, all before it is the prompt."""
    turns = (*ASKED.messages, *FIVE, *ASKED.messages)

    assert Demonstration(Conversation(turns), FOUR) == example(tmp_path, row, learn="last")


def test_roles(tmp_path: Path) -> None:
    """Further roles can be named; a template's own role is mapped to itself."""
    turns = [{"from": "critic", "value": "2+2?"}, {"from": "bing", "value": "4"}]
    found = example(tmp_path, {"conversations": turns}, roles={"bing": "assistant", "critic": "critic"})

    assert Demonstration(Conversation((Message("critic", "2+2?"),)), FOUR) == found


def test_columns(tmp_path: Path) -> None:
    """Columns have other names in many files, and those that aren't needed are left out by name."""
    row = {"question": "2+2=", "solution": "4", "id": 7, "prompt": "unused"}
    settings = {"columns": {"prompt": "question", "answer": "solution"}, "ignore": ["id", "prompt"]}

    assert Task("2+2=", {"answer": "4"}) == example(tmp_path, row, **settings)


def test_swapped_columns(tmp_path: Path) -> None:
    """Two columns can take each other's names."""
    row = {"prompt": "b", "completion": "a"}

    assert Demonstration("a", "b") == example(
        tmp_path, row, columns={"prompt": "completion", "completion": "prompt"}
    )
