"""JSON Lines files: the columns that are understood, and how a file is split."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from posttrain.datasets.config import JSONLinesConfig
from posttrain.datasets.json_lines import read
from posttrain.example import Conversation, Demonstration, Message, Preference, Split
from posttrain.registries import DATASETS

USER = {"role": "user", "content": "2+2?"}
ANSWER = {"role": "assistant", "content": "4"}
ASKED = Conversation((Message("user", "2+2?"),))
FOUR = (Message("assistant", "4"),)


def write(file: Path, *rows: object) -> Path:
    """A JSON Lines file with these rows."""
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def numbered(file: Path, count: int) -> Path:
    """A file with this many different demonstrations."""
    return write(file, *({"prompt": str(n), "completion": "x"} for n in range(count)))


def prompts(split: Split) -> set[object]:
    """What the split's demonstrations ask."""
    return {example.prompt for example in split.of(Demonstration)}


@pytest.mark.parametrize(
    ("row", "example"),
    [
        ({"prompt": "a", "completion": "b"}, Demonstration("a", "b")),
        ({"prompt": [USER], "completion": [ANSWER]}, Demonstration(ASKED, "4")),
        ({"prompt": [USER], "completion": "4"}, Demonstration(ASKED, "4")),
        ({"prompt": "a", "chosen": "b", "rejected": "c"}, Preference("a", "b", "c")),
        (
            {"prompt": [USER], "chosen": [ANSWER], "rejected": [{"role": "assistant", "content": "5"}]},
            Preference(ASKED, "4", "5"),
        ),
        ({"messages": [USER, ANSWER]}, Demonstration(ASKED, FOUR)),
        (
            {"messages": [USER, ANSWER, USER, ANSWER]},
            Demonstration(Conversation((*ASKED.messages, *FOUR, *ASKED.messages)), FOUR),
        ),
        ({"messages": [USER, ANSWER], "source": "web", "prompt": None}, Demonstration(ASKED, FOUR)),
        ({"prompt": "", "completion": "", "id": 7}, Demonstration("", "")),
        ({"prompt": "\u2028\x85é", "completion": "\x0b"}, Demonstration("\u2028\x85é", "\x0b")),
    ],
)
def test_columns(tmp_path: Path, row: object, example: object) -> None:
    """Each of the field's conventions is an example; other columns are left alone."""
    assert [example] == [*read(write(tmp_path / "a.jsonl", row))]


@pytest.mark.parametrize("text", ["\n{0}\n\n \t\n{0}", "\ufeff{0}\r\n{0}\r\n", "{0}\n{0}\n\n\n"])
def test_lines(tmp_path: Path, text: str) -> None:
    """Blank lines, a byte order mark, and the ends of lines of other systems don't matter."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(text.replace("{0}", '{"prompt": "a", "completion": "b"}').encode())

    assert [Demonstration("a", "b")] * 2 == [*read(file)]


def test_preferences_demonstrate(tmp_path: Path) -> None:
    """A preference's chosen completion is a demonstration too; a demonstration prefers nothing."""
    rows = ({"prompt": "a", "chosen": "b", "rejected": "c"}, {"prompt": "d", "completion": "e"})
    file = write(tmp_path / "a.jsonl", *rows)
    dataset = DATASETS.build("json_lines", JSONLinesConfig(file, held_out_path=file))

    assert (
        Split([Preference("a", "b", "c"), Demonstration("d", "e"), Demonstration("a", "b")]) == dataset.train
    )
    assert dataset.train == dataset.held_out


@pytest.mark.parametrize(
    ("count", "share", "held_out"), [(50, 0.1, 5), (50, 0.5, 25), (2, 0.1, 1), (3, 0.01, 1)]
)
def test_held_out(tmp_path: Path, count: int, share: float, held_out: int) -> None:
    """A share of the file, one example at least, is held out, and the rest is for training."""
    file = numbered(tmp_path / "a.jsonl", count)
    dataset = DATASETS.build("json_lines", JSONLinesConfig(file, held_out=share))

    assert held_out == len(dataset.held_out.of(Demonstration))
    assert {str(n) for n in range(count)} == prompts(dataset.train) | prompts(dataset.held_out)
    assert not prompts(dataset.train) & prompts(dataset.held_out)


def test_held_out_seed(tmp_path: Path) -> None:
    """Which examples are held out depends on the seed alone."""
    file = numbered(tmp_path / "a.jsonl", 50)
    one, same, other = (DATASETS.build("json_lines", JSONLinesConfig(file, seed=seed)) for seed in (1, 1, 2))

    assert one.held_out == same.held_out
    assert one.held_out != other.held_out


def test_second_file(tmp_path: Path) -> None:
    """With a second file, the first is all for training and keeps its order."""
    first, second = numbered(tmp_path / "a.jsonl", 4), numbered(tmp_path / "b.jsonl", 2)
    dataset = DATASETS.build("json_lines", JSONLinesConfig(first, held_out_path=second))

    assert ["0", "1", "2", "3"] == [example.prompt for example in dataset.train.of(Demonstration)]
    assert ["0", "1"] == [example.prompt for example in dataset.held_out.of(Demonstration)]


def test_limit(tmp_path: Path) -> None:
    """Examples beyond the limit aren't read, not even looked at."""
    file = numbered(tmp_path / "a.jsonl", 4)
    file.write_text(file.read_text() + "no JSON\n")
    dataset = DATASETS.build("json_lines", JSONLinesConfig(file, limit=4, held_out=0.25))

    assert {"0", "1", "2", "3"} == prompts(dataset.train) | prompts(dataset.held_out)
