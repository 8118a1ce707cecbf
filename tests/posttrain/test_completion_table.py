"""The files of the completions of evaluations."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from posttrain.cli.table import answers_table
from posttrain.completion_table import table_file


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
