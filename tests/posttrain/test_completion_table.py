"""The files of the completions of evaluations."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from math import inf, nan
from pathlib import Path

from rich.console import Console

from posttrain.attempt import Attempt
from posttrain.cli.table import answers_table, shortened
from posttrain.completion_table import table_file, write_table
from posttrain.example import Task
from posttrain.measurement import JudgedCompletion


def test_printed() -> None:
    """Empty lines and control characters aren't printed, nor is a completion without end."""
    out = io.StringIO()
    Console(file=out, width=2000).print(answers_table([("2+2?", "4\n\n \n", "\x1b[31m" + "x" * 1000)]))
    text = out.getvalue()

    assert " 2+2? " in text
    assert "\x1b" not in text
    assert 6 == len(text.splitlines())  # a title, a heading, a row and the lines around these
    assert 400 - len(" [31m") == text.count("x")


def test_table_files() -> None:
    """Each title has a file of its own, in the folder, whatever it consists of."""
    titles = ["a b", "a_b", "a  b", "a%5Fb", "a/b", "a:b", "a\\b", "a\tb", "a\x00", "c++", "c#", "..", "é"]
    files = [table_file(Path("completions"), title, 1) for title in titles]

    assert len(titles) == len({*files})
    assert {Path("completions")} == {file.parent for file in files}
    assert not any(character in file.name for file in files for character in '/\\:*?"<>|\0 ')


def test_blank() -> None:
    """A completion that consists of empty lines is told from one that is empty."""
    assert ["(blank)", "(blank)", ""] == [shortened(text) for text in ("\n\n \n", " ", "")]


def test_types(tmp_path: Path) -> None:
    """Values that JSON doesn't have, such as those of Parquet, are texts, and numbers such as NaN null."""
    columns = {
        "when": date(2024, 5, 1),
        "price": Decimal("1.50"),
        "image": b"abc",
        "scores": [nan, {"a": inf}, 0.5],
    }
    write_table("sft", 1, [JudgedCompletion(Attempt(Task("a", columns), "b"), {})], tmp_path)
    row = json.loads(table_file(tmp_path, "sft", 1).read_text())

    assert {
        "when": "2024-05-01",
        "price": "1.50",
        "image": "3 bytes",
        "scores": [None, {"a": None}, 0.5],
    } == row["columns"]
