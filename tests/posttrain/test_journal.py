"""What is written and shown while an experiment runs."""

from __future__ import annotations

import io
import json
from math import inf, nan
from pathlib import Path

from rich.console import Console

from posttrain.attempt import Attempt
from posttrain.example import Conversation, Message, Task
from posttrain.journal import Journal, Record
from posttrain.measurement import JudgedCompletion, Measurement


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
    record = Record("sft", 3, "train", {"train/loss": 0.5})
    kept.log(record)

    assert '{"stage": "sft", "step": 3, "kind": "train", "train/loss": 0.5}\n' == kept.file.read_text()
    assert [record] == kept.records


def test_no_number(tmp_path: Path) -> None:
    """What is no number is null: JSON has no word for it."""
    kept = journal(tmp_path / "metrics.jsonl")
    kept.log(Record("sft", 1, "eval", {"a": nan, "b": inf, "c": -inf, "d": 1.0}))
    row = json.loads(kept.file.read_text())

    assert [None, None, None, 1.0] == [row[name] for name in "abcd"]


def test_steps(tmp_path: Path) -> None:
    """Steps are counted, with a bar that shows the latest loss and ends full."""
    kept = journal(tmp_path / "metrics.jsonl")
    counted: list[int] = []
    for step in kept.steps("sft", 1, 3):
        counted.append(step)
        kept.log(Record.of("sft", step, "train", {"loss": 1 / step}))
        kept.log(Record("sft", step, "eval", {"accuracy": 0.0}))

    assert [1, 2, 3] == counted
    assert "3/3 loss 0.3333" in shown(kept)


def test_reward(tmp_path: Path) -> None:
    """The bar of a stage that learns from rewards shows the latest mean reward, not that of other stages."""
    kept = journal(tmp_path / "metrics.jsonl")
    kept.log(Record.of("sft", 1, "train", {"loss": 9.0}))
    for step in kept.steps("grpo", 1, 2):
        kept.log(Record.of("grpo", step, "train", {"loss": 0.0, "reward": 0.25 * step}))

    assert "2/2 reward 0.5000" in shown(kept)
    assert "loss" not in shown(kept)


def test_evaluation(tmp_path: Path) -> None:
    """An evaluation has a record, and a table of its completions with prompts, rewards and columns."""
    kept = journal(tmp_path / "metrics.jsonl")
    asked = Conversation((Message("user", "2+2?"),))
    judged = [
        JudgedCompletion(Attempt(Task("a", {"answer": "b"}), "\u00e9"), {"reward": 0.5}),
        JudgedCompletion(Attempt(Task(asked, {"n": [1, 2]}), "4", (5,), "length"), {}, is_sampled=True),
    ]
    values = kept.log_evaluation("my stage/2", 25, Measurement({"exact_match": 0.5}, tuple(judged)))
    text = (tmp_path / "completions/my_stage%2F2-000025.jsonl").read_text(encoding="utf-8")
    first, second = map(json.loads, text.splitlines())
    known = {"stage": "my stage/2", "step": 25}

    assert {"eval/exact_match": 0.5} == values
    assert [Record("my stage/2", 25, "eval", {"eval/exact_match": 0.5})] == kept.records
    assert "\u00e9" in text
    assert {
        **known,
        "prompt": "a",
        "completion": "\u00e9",
        "stop_reason": "stop",
        "is_sampled": False,
        "reward": 0.5,
        "columns": {"answer": "b"},
    } == first
    assert {
        **known,
        "prompt": [{"role": "user", "content": "2+2?"}],
        "completion": "4",
        "stop_reason": "length",
        "is_sampled": True,
        "columns": {"n": [1, 2]},
    } == second


def test_no_completions(tmp_path: Path) -> None:
    """An evaluation without completions has no table."""
    kept = journal(tmp_path / "metrics.jsonl")
    kept.log_evaluation("sft", 1, Measurement({"loss": 0.5}))

    assert ["metrics.jsonl"] == [path.name for path in tmp_path.iterdir()]


def test_say(tmp_path: Path) -> None:
    """A line is shown as it is, however long, and without markup."""
    kept = journal(tmp_path / "metrics.jsonl")
    kept.say("held out: " + "x" * 100)

    assert "held out: " + "x" * 100 + "\n" == shown(kept)
