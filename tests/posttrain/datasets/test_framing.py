"""Plain text as the turns of a conversation, and the system message of all conversations."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from posttrain.example import Conversation, Demonstration, Message, Preference, Task

from .data import ANSWER, ASKED, FOUR, USER, example, reason

SYSTEM = Message("system", "Be brief.")
BRIEF = Conversation((SYSTEM, *ASKED.messages))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"prompt": "2+2?", "completion": "4"}, Demonstration(ASKED, "4")),
        ({"prompt": "2+2?", "chosen": "4", "rejected": "5"}, Preference(ASKED, "4", "5")),
        ({"prompt": "2+2?", "answer": "4"}, Task(ASKED, {"answer": "4"})),
        ({"messages": [USER, ANSWER]}, Demonstration(ASKED, FOUR)),
    ],
)
def test_chat(tmp_path: Path, row: object, expected: Demonstration | Preference | Task) -> None:
    """With `chat`, a text is the user's message; with `system`, a message of the system comes before."""
    assert expected == example(tmp_path, row, chat=True)
    assert evolve(expected, prompt=BRIEF) == example(tmp_path, row, chat=True, system="Be brief.")


@pytest.mark.parametrize("role", ["system", "developer"])
def test_own_system(tmp_path: Path, role: str) -> None:
    """A conversation that has a system message keeps it."""
    turns = [{"role": role, "content": "Think."}, USER]

    assert example(tmp_path, {"prompt": turns}) == example(tmp_path, {"prompt": turns}, system="Be brief.")


@pytest.mark.parametrize(
    ("row", "settings", "expected"),
    [
        (
            {"prompt": "a", "completion": "b"},
            {"system": "c"},
            "a text has no system message; to read it as a conversation, write chat: true",
        ),
        ({"text": "a"}, {"chat": True}, "with `chat`, an example needs a prompt for the user's message"),
        (
            {"chosen": "a b", "rejected": "a c"},
            {"chat": True},
            "with `chat`, a preference of text needs a column 'prompt' for the user's message",
        ),
    ],
)
def test_refused(tmp_path: Path, row: object, settings: dict[str, object], expected: str) -> None:
    """Text that can't be the turns of a conversation is refused."""
    assert expected == reason(tmp_path, row, **settings)
