"""Rows that aren't examples, and why: nothing of a row is changed or left out silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.datasets.config import FilesConfig
from posttrain.datasets.layouts import EXPECTED, ONE_MESSAGE

from .data import ANSWER, USER, WRONG, example, reason

IMAGE = {"type": "image_url", "image_url": {"url": "a.png"}}
BOTH = "'prompt' is text and 'completion' isn't; both must be text, or both messages"
ANSWERS = "must begin and end with the assistant's messages behind the prompt"
KEYS = "valid: role, content, tool_calls, tool_call_id, name, reasoning_content, weight"
READ = ". To read a column under another name, write columns:"
RENAMED = f"{READ} {{prompt: promt}}"
OPEN = "has columns that a preference doesn't have:"
AS_PROMPT = "To read one as the prompt, write columns:"
MANY = ", ".join(f"c{number}" for number in range(20)) + " and 80 more"
IGNORED = "To leave them out, write ignore:"
LABEL = (
    "has a 'label' beside the columns of a demonstration, so it may be a bad example (KTO). Select the rows "
    "that are good, and leave the column out: ignore: [label]"
)
ROLE = "to read it as the user's, write roles: {usr: user}"
TAKEN = "to leave it out, write ignore: [answer]"
CALL: dict[str, object] = {"function": {"name": "add", "arguments": {}}}


def asked(**turn: object) -> dict[str, object]:
    """Return a row whose prompt is this message."""
    return {"prompt": [turn]}


ROWS: list[tuple[object, str]] = [
    (["a", "b"], "expected an object, got list"),
    ("a", "expected an object, got str"),
    ({}, f"has the columns (none); expected {EXPECTED}"),
    ({"completion": "a"}, f"has the columns 'completion'; expected {EXPECTED}"),
    (
        {"promt": "a", "completion": "b"},
        f"has the columns 'promt', 'completion'; expected {EXPECTED}{RENAMED}",
    ),
    (
        {"question": "a", "answer": "b"},
        f"has the columns 'question', 'answer'; expected {EXPECTED}{READ} {{prompt: question}}",
    ),
    (
        {"instruction": "a", "context": "b", "response": "c"},
        f"has the columns 'instruction', 'context', 'response'; expected {EXPECTED}{READ} {{output: ...}}",
    ),
    (
        {"input": "a", "output": "b"},
        f"has the columns 'input', 'output'; expected {EXPECTED}{READ} {{instruction: input}}",
    ),
    ({"prompt": "a", "chosen": "b"}, f"has 'prompt' and 'chosen', which is no layout; expected {EXPECTED}"),
    (
        {"prompt": "a", "completion": "b", "label": False},
        LABEL,
    ),
    (
        {"prompt": "a", "completion": "b", "id": 1, "source": "web"},
        f"has columns that a demonstration doesn't have: id, source. {IGNORED} [id, source]",
    ),
    (
        {"prompt": "a", "chosen": "b", "rejected": "c", "messages": [USER]},
        f"has columns that a preference doesn't have: messages. {IGNORED} [messages]",
    ),
    (
        {"messages": [USER, ANSWER], "answer": "4"},
        f"has columns that a demonstration doesn't have: answer. {IGNORED} [answer]",
    ),
    (
        {"messages": [USER, ANSWER], "system": "Be brief."},
        f"has columns that a demonstration doesn't have: system. {IGNORED} [system]",
    ),
    (
        {"text": "a", **{f"c{number}": number for number in range(100)}},
        f"has columns that a demonstration doesn't have: {MANY}. {IGNORED} [{MANY}]",
    ),
    (
        {"question": "a", "chosen": "b", "rejected": "c"},
        f"{OPEN} question. {AS_PROMPT} {{prompt: question}}. {IGNORED} [question]",
    ),
    (
        {"system": "a", "question": "b", "chosen": "c", "rejected": "d"},
        f"{OPEN} system, question. {AS_PROMPT} {{prompt: ...}}. {IGNORED} [system, question]",
    ),
    ({"prompt": 1, "completion": "b"}, "'prompt' must be a list, and is of type int"),
    ({"prompt": "a", "completion": 1}, BOTH),
    ({"prompt": "a", "completion": [ANSWER]}, BOTH),
    ({"prompt": [USER], "completion": [USER, ANSWER]}, f"'completion' {ANSWERS}"),
    ({"prompt": [USER], "completion": [ANSWER, USER]}, f"'completion' {ANSWERS}"),
    (
        {"prompt": [USER, ANSWER], "completion": [ANSWER]},
        "'prompt' ends with the assistant's message, so there is nothing to answer",
    ),
    ({"prompt": "a", "tools": []}, "'tools' needs a prompt of messages, and 'prompt' is text"),
    ({"prompt": [USER], "tools": "add"}, "'tools' is text that isn't JSON"),
    ({"prompt": [USER], "tools": {}}, "'tools' must be a list of descriptions of functions"),
    ({"prompt": [USER], "tools": ["add"]}, "'tools[0]' must be an object, and is of type str"),
    ({"prompt": "a\ud800"}, "'prompt' has half of a surrogate pair, which is no character"),
    ({"prompt": str([USER])}, "'prompt' is text that looks like messages, and isn't JSON"),
    (
        {"text": "a", "b\nc": 1},
        f'has columns that a demonstration doesn\'t have: "b\\nc". {IGNORED} ["b\\nc"]',
    ),
    (
        {"text": "a", "role": "prompter", "message_id": "1"},
        ONE_MESSAGE,
    ),
    ({"text": 1}, "'text' must be text, and is of type int"),
    ({"messages": "hello"}, "'messages' is text that isn't JSON"),
    ({"messages": []}, "'messages' has no messages"),
    ({"messages": [ANSWER]}, "'messages' begins with the role 'assistant'; a prompt comes first"),
    ({"messages": ["a"]}, "'messages[0]' must be an object, and is of type str"),
    ({"messages": [USER, {**ANSWER, "weight": 0}]}, "nothing of 'messages' is learnt, as its weights are 0"),
    ({"messages": [USER, {**ANSWER, "weight": 2}]}, "'messages[1].weight' must be 0 or 1"),
    (
        {"messages": [USER, {"role": "assistant"}]},
        "'messages[1].content' must be text, and is of type NoneType",
    ),
    (asked(content="a"), "'prompt[0].role' must be text, and is of type NoneType"),
    (
        asked(role="usr", content="a"),
        f"'prompt[0]' has the unknown role 'usr'; did you mean 'user'? {ROLE}",
    ),
    (
        asked(role="user", content="a", function_call={"name": "add"}),
        f"'prompt[0]' has the key 'function_call'; {KEYS}",
    ),
    (asked(role="user", contents="a"), f"'prompt[0]' has the key 'contents'; did you mean 'content'? {KEYS}"),
    (
        asked(role="user", content=[IMAGE]),
        "'prompt[0].content[0]' is of type 'image_url'; only parts of type 'text' are read",
    ),
    (asked(role="user", content=["a"]), "'prompt[0].content[0]' must be an object, and is of type str"),
    (asked(role="user", content=[]), "'prompt[0].content' has no parts"),
    (
        asked(role="user", content="a", tool_calls=[CALL]),
        "'prompt[0]' has tool calls, which only the assistant's messages can have",
    ),
    (asked(role="assistant", tool_calls={}), "'prompt[0].tool_calls' must be a list, and is of type dict"),
    (
        asked(role="assistant", tool_calls=[{"function": {"name": "add", "arguments": "a: 1"}}]),
        "'prompt[0].tool_calls[0].arguments' is text that isn't JSON",
    ),
    (
        asked(role="assistant", tool_calls=[{"function": {"name": "add", "args": 1}}]),
        "'prompt[0].tool_calls[0]' has the key 'args'; did you mean 'arguments'? valid: name, arguments",
    ),
    (
        {"conversations": [{"from": "human", "value": "a", "content": "b"}]},
        "'conversations[0]' has the key 'content'; valid: from, value, weight",
    ),
    (
        {"conversations": [{"from": "function_call", "value": "add(1)"}]},
        "'conversations[0].value' is text that isn't JSON",
    ),
    ({"conversations": [{"from": "function_call", "value": "[]"}]}, "'conversations[0].value' has no calls"),
    (
        {"conversations": [USER], "chosen": ANSWER, "rejected": WRONG},
        f"{OPEN} conversations. {AS_PROMPT} {{prompt: conversations}}. {IGNORED} [conversations]",
    ),
    ({"chosen": "a", "rejected": [ANSWER]}, "'chosen' and 'rejected' must both be text, or both messages"),
    ({"chosen": "a", "rejected": "a"}, "'chosen' and 'rejected' are the same"),
    ({"prompt": "a", "chosen": "b", "rejected": "b"}, "'chosen' and 'rejected' are the same"),
    ({"chosen": [USER, ANSWER], "rejected": [USER, ANSWER]}, "'chosen' and 'rejected' are the same"),
    (
        {"chosen": "yes", "rejected": "no"},
        "'chosen' and 'rejected' begin with no common word, and there is no 'prompt'",
    ),
    (
        {"chosen": [ANSWER], "rejected": [WRONG]},
        "'chosen' and 'rejected' begin with no common message, which would be the prompt",
    ),
    ({"chosen": [USER, ANSWER], "rejected": [USER]}, f"'rejected' {ANSWERS}"),
    (
        {"prompt": "3+3?", "chosen": [USER, ANSWER], "rejected": [USER, WRONG]},
        "'prompt' is text that isn't among the user's messages of 'chosen' and 'rejected'",
    ),
    (
        {"prompt": "a", "chosen": "b", "rejected": None},
        f"has 'prompt' and 'chosen', which is no layout; expected {EXPECTED}",
    ),
]


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_row(tmp_path: Path, row: object, expected: str) -> None:
    """A row that isn't an example is refused, with what is wrong and what would be right."""
    assert expected == reason(tmp_path, row)


def test_advice_helps(tmp_path: Path) -> None:
    """The setting that the message shows makes an example of the row."""
    row = {"prompt": "a", "completion": "b", "id": 1, "source": "web"}

    assert "ignore: [id, source]" in reason(tmp_path, row)
    assert example(tmp_path, row, ignore=["id", "source"]) == example(
        tmp_path, {"prompt": "a", "completion": "b"}
    )


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"columns": {"prompt": "questoin"}},
            "has no column 'questoin', which is in columns; did you mean 'question'?",
        ),
        (
            {"columns": {"prompt": "zebra"}},
            "has no column 'zebra', which is in columns; it has 'question', 'answer'",
        ),
        (
            {"columns": {"prompt": "question"}, "ignore": ["id"]},
            "has no column 'id', which is in ignore; it has 'question', 'answer'",
        ),
        (
            {"columns": {"answer": "question"}},
            f"has a column 'answer' already, as which 'question' is to be read; {TAKEN}",
        ),
    ],
)
def test_settings(tmp_path: Path, settings: dict[str, object], expected: str) -> None:
    """A setting that names a column is checked against the columns that there are."""
    assert expected == reason(tmp_path, {"question": "2+2=", "answer": "4"}, **settings)


def test_column_twice() -> None:
    """A column can't be read under two names, or be ignored as well."""
    with pytest.raises(ValueError, match="'a' is twice in columns and ignore"):
        FilesConfig(Path("a.jsonl"), columns={"prompt": "a"}, ignore=("a",))
