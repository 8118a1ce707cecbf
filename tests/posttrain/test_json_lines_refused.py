"""JSON Lines files that can't be used: each with its file, its line and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.datasets.config import JSONLinesConfig
from posttrain.errors import DataError, DataWarning
from posttrain.example import Task
from posttrain.registries import DATASETS

GOOD = '{"prompt": "a", "completion": "b"}'
EXPECTED = "expected prompt and completion; prompt, chosen and rejected; prompt and answer; or messages"
LINES = {
    "{'prompt': 'a'}": "not JSON: Expecting property name enclosed in double quotes (column 2)",
    '{"prompt": "a"': "not JSON: Expecting ',' delimiter (column 15)",
    "[": "not JSON: Expecting value (column 2); each example is a line of its own",
    "{": (
        "not JSON: Expecting property name enclosed in double quotes (column 2); "
        "each example is a line of its own"
    ),
    '["a", "b"]': "expected an object, got list",
    '"a"': "expected an object, got str",
    "{}": f"has the columns (none); {EXPECTED}",
    '{"text": "a"}': f"has the columns 'text'; {EXPECTED}",
    '{"prompt": "a"}': f"has the columns 'prompt'; {EXPECTED}",
    '{"completion": "a"}': f"has the columns 'completion'; {EXPECTED}",
    '{"prompt": "a", "chosen": "b"}': f"has the columns 'prompt', 'chosen'; {EXPECTED}",
    '{"prompt": 1, "completion": "b"}': "'prompt' must be text or a list of messages",
    '{"prompt": "a", "completion": 1}': "'completion' must be text",
    '{"prompt": "a", "completion": []}': "'completion' must be text",
    '{"prompt": "a", "chosen": "b", "rejected": null}': "'rejected' must be text",
    '{"messages": "hello"}': "'messages' must be text or a list of messages",
    '{"messages": []}': "'messages' must end with the assistant's",
    '{"messages": [{"role": "user", "content": "a"}]}': "'messages' must end with the assistant's",
    '{"messages": ["a"]}': "a message of 'messages' must be an object with a role and a content",
    '{"messages": [{"content": "a"}]}': "'role' must be text",
    '{"messages": [{"role": "user"}]}': "'content' must be text",
    '{"prompt": [{"role": "user"}], "completion": "a"}': "'content' must be text",
}


def refused(file: Path, held_out: Path | None = None) -> DataError:
    """The error of a dataset of this file."""
    with pytest.raises(DataError) as caught:
        DATASETS.build("json_lines", JSONLinesConfig(file, held_out))
    return caught.value


@pytest.mark.parametrize(("line", "reason"), LINES.items())
def test_line(tmp_path: Path, line: str, reason: str) -> None:
    """A line that is no example is told by its number, blank lines counted."""
    file = tmp_path / "a.jsonl"
    file.write_text(f"{GOOD}\n\n{line}\n{GOOD}\n")

    assert f"{file}:3: {reason}" == str(refused(file))


def test_facts(tmp_path: Path) -> None:
    """The error's fields hold what its text tells."""
    file = tmp_path / "a.jsonl"
    file.write_text("[]\n")
    error = refused(file)

    assert (str(file), 1, "expected an object, got list") == (error.file, error.line, error.reason)


def test_missing(tmp_path: Path) -> None:
    """A file that isn't there is told by its name."""
    file = tmp_path / "a.jsonl"

    assert f"{file}: can't be read: No such file or directory" == str(refused(file))


def test_not_text(tmp_path: Path) -> None:
    """A file that is no UTF-8 is told, with the line and the byte."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(f"{GOOD}\n".encode() + b"\xff\n")

    assert f"{file}:2: isn't UTF-8: the byte 0xff" == str(refused(file))


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_empty(tmp_path: Path, text: str) -> None:
    """A file without a line that could be an example is told."""
    file = tmp_path / "a.jsonl"
    file.write_text(text)

    assert f"{file}: holds no examples" == str(refused(file))


def test_too_few(tmp_path: Path) -> None:
    """One example can't be both trained on and held out, and the way out is named."""
    file = tmp_path / "a.jsonl"
    file.write_text(f"{GOOD}\n")

    assert f"{file}: 1 example(s) are too few to hold one out; give held_out_path" == str(refused(file))


def test_second_file(tmp_path: Path) -> None:
    """A fault of the second file is told with the second file's name."""
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text(f"{GOOD}\n")
    second.write_text(f"{GOOD}\n[]\n")

    assert f"{second}:2: expected an object, got list" == str(refused(first, second))


def test_others(tmp_path: Path) -> None:
    """Of several lines without an example, the first is told, and how many there are."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"prompt": "a", "completion": "b"}\nno JSON\n[]\n{}\n')
    with pytest.raises(DataError) as caught:
        DATASETS.build("json_lines", JSONLinesConfig(file))

    assert f"{file}:2: not JSON: Expecting value (column 1) (and 2 other lines)" == str(caught.value)


def test_skipped(tmp_path: Path) -> None:
    """They can be skipped, with a warning that tells the same."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"prompt": "a", "answer": "b"}\n[]\n{"prompt": "c", "answer": "d"}\n')
    with pytest.warns(DataWarning, match="skipped: ") as told:
        dataset = DATASETS.build("json_lines", JSONLinesConfig(file, malformed="skip", held_out=0.5))

    assert [f"skipped: {file}:2: expected an object, got list"] == [str(each.message) for each in told]
    found = {*dataset.train.of(Task), *dataset.held_out.of(Task)}
    assert {Task("a", {"answer": "b"}), Task("c", {"answer": "d"})} == found


def test_all_skipped(tmp_path: Path) -> None:
    """Where nothing is left, the lines that would be skipped are the error."""
    file = tmp_path / "a.jsonl"
    file.write_text("[]\n{}\n")
    with pytest.raises(DataError) as caught:
        DATASETS.build("json_lines", JSONLinesConfig(file, malformed="skip"))

    assert f"{file}:1: expected an object, got list (and 1 other line)" == str(caught.value)
