"""Lines and columns of an index in a text."""

from __future__ import annotations

import pytest

from typed_registry.config._document.locations import TextLines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    """Each of the usual line ends ends a line; other characters of Unicode don't."""
    text = f"a\u2028b{end}{end}cd"
    lines = TextLines(text)

    assert [(1, 1), (1, 3), (3, 1), (3, 2)] == [lines.place(text.index(letter)) for letter in "abcd"]
    assert (3, 3) == lines.place(len(text))
