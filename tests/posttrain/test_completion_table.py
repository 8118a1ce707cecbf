"""The files of the completions of evaluations."""

from __future__ import annotations

from pathlib import Path

from posttrain.completion_table import table_file


def test_table_files() -> None:
    """Each title has a file of its own, in the folder, whatever it consists of."""
    titles = ["a b", "a_b", "a  b", "a%5Fb", "a/b", "a:b", "a\\b", "a\tb", "a\x00", "c++", "c#", "..", "é"]
    files = [table_file(Path("completions"), title, 1) for title in titles]

    assert len(titles) == len({*files})
    assert {Path("completions")} == {file.parent for file in files}
    assert not any(character in file.name for file in files for character in '/\\:*?"<>|\0 ')
