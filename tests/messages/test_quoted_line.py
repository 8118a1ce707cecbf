"""The line of a file with a caret, as a terminal shows it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.cells import cell_len

from typed_registry._messages.quoted_line import quoted_line, source_lines


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("a: {beta: 1}", 5),
        ("\ta:\t!", 5),
        ("名前: !", 5),
        ("e\u0301e\u0301: !", 7),
        ("\u1112\u1161\u11ab: !", 6),
        ("🙂🙂!", 3),
        ("a\x1b[2J\u202e\u00a0!", 8),
        (f"{'x' * 500}!{'y' * 500}", 501),
        (f"{'名' * 500}!{'前' * 500}", 501),
        (f"{'x' * 90}!{'y' * 500}", 91),
        (f"!{'y' * 500}", 1),
        (f"{'y' * 500}!", 501),
        (f"{'y' * 500}{chr(0x301) * 300}!", 801),
    ],
)
def test_the_caret_is_under_its_column(line: str, column: int) -> None:
    """The caret is under the character, whatever is before it and wherever the line is cut."""
    shown, marked = quoted_line(7, line, column).splitlines()
    before = marked.index("^")
    at = next(
        index for index in range(len(shown)) if cell_len(shown[:index]) == before and shown[index] != "\u0301"
    )

    assert line[column - 1] == shown[at]
    assert cell_len(shown) <= len("  7 | ") + 100


def test_a_line_is_cut_around_the_caret() -> None:
    """As much of the line as fits is shown, on both sides, and dots where it is cut."""
    shown = quoted_line(1, f"{'a' * 300}!{'b' * 300}", 301).splitlines()[0]

    assert f"  1 | ...{'a' * 47}!{'b' * 46}..." == shown
    assert f"  1 | !{'b' * 96}..." == quoted_line(1, f"!{'b' * 300}", 1).splitlines()[0]
    assert f"  1 | ...{'a' * 96}!" == quoted_line(1, f"{'a' * 300}!", 301).splitlines()[0]


def test_a_long_line_costs_nothing() -> None:
    """Only the part around the caret is looked at."""
    shown = quoted_line(1, "a" * 10_000_000, 5_000_000)

    assert len(shown) < 250


@pytest.mark.parametrize("column", [4, 9])
def test_beyond_the_end(column: int) -> None:
    """A place behind the last character of a line is marked there, as where a value is missing."""
    assert quoted_line(1, "a: ", column) == f"  1 | a: \n    | {' ' * 3}^\n"


def test_files_that_are_not_read(tmp_path: Path) -> None:
    """A pipe, a folder, a file that isn't text, and one that is too large, have no lines to quote."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b"a" * (1 << 20) + b"\n")
    (tmp_path / "bytes").write_bytes(b"\xff\n")

    for source in ("pipe", "large", "bytes", ".", "missing", "a\0b"):
        assert [] == source_lines(str(tmp_path / source))
