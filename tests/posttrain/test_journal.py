"""What is written and shown while an experiment runs."""

from __future__ import annotations

import io
import json
from math import inf, nan
from pathlib import Path

from rich.console import Console

from posttrain.journal import Journal, Record


def journal(file: Path) -> Journal:
    """A journal whose console nobody watches."""
    return Journal(file, Console(file=io.StringIO(), width=80))


def shown(kept: Journal) -> str:
    """What the console shows."""
    assert isinstance(kept.console.file, io.StringIO)
    return kept.console.file.getvalue()


def test_log(tmp_path: Path) -> None:
    """A record is on disk as a line of JSON when it is logged, and is kept in memory."""
    kept = journal(tmp_path / "metrics.jsonl")
    record = Record("sft", 3, "train", {"loss": 0.5})
    kept.log(record)

    assert '{"stage": "sft", "step": 3, "kind": "train", "loss": 0.5}\n' == kept.file.read_text()
    assert [record] == kept.records


def test_no_number(tmp_path: Path) -> None:
    """What is no number is null: JSON has no word for it."""
    kept = journal(tmp_path / "metrics.jsonl")
    kept.log(Record("sft", 1, "held_out", {"a": nan, "b": inf, "c": -inf, "d": 1.0}))
    row = json.loads(kept.file.read_text())

    assert [None, None, None, 1.0] == [row[name] for name in "abcd"]


def test_steps(tmp_path: Path) -> None:
    """Steps are counted, with a bar that shows the latest loss and ends full."""
    kept = journal(tmp_path / "metrics.jsonl")
    counted: list[int] = []
    for step in kept.steps("sft", 1, 3):
        counted.append(step)
        kept.log(Record("sft", step, "train", {"loss": 1 / step}))
        kept.log(Record("sft", step, "held_out", {"accuracy": 0.0}))

    assert [1, 2, 3] == counted
    assert "3/3 loss 0.3333" in shown(kept)


def test_say(tmp_path: Path) -> None:
    """A line is shown as it is, however long, and without markup."""
    kept = journal(tmp_path / "metrics.jsonl")
    kept.say("held out: " + "x" * 100)

    assert "held out: " + "x" * 100 + "\n" == shown(kept)
