"""Where values are written: locations by path, and how they are copied, moved and renamed."""

from __future__ import annotations

import pytest

from typed_registry.config._document.document import EMPTY, Document
from typed_registry.config._document.faults import COMMAND_LINE, Origin
from typed_registry.config._document.locations import Location, Source, TextLines, on_command_line


def document() -> Document:
    """A document as a parser makes it from `a: {b: [1], c: 2}` in three lines."""
    whole = Location(Source("c.yaml", 3), 1, 1)
    a = whole.add("a", 2, 3)
    a.set_key(1, 1)
    b = a.add("b", 2, 6)
    b.set_key(2, 3)
    b.add(0, 2, 7)
    c = a.add("c", 3, 6)
    c.set_key(3, 3)
    return Document({"a": {"b": [1], "c": 2}}, whole)


def test_origin() -> None:
    """A value and its key have places of their own; an item has no key."""
    made = document()

    assert Origin("c.yaml", 2, 6, ("a", "b"), 3) == made.origin(("a", "b"))
    assert Origin("c.yaml", 2, 3, ("a", "b"), 3) == made.origin(("a", "b"), of_key=True)
    assert Origin("c.yaml", 2, 7, ("a", "b", 0), 3) == made.origin(("a", "b", 0), of_key=True)


def test_origin_of_what_is_not_written() -> None:
    """A value that isn't written has the place of the innermost value around it, under its own path."""
    made = document()

    assert Origin("c.yaml", 3, 6, ("a", "c", "d", 0), 3) == made.origin(("a", "c", "d", 0))
    assert Origin("c.yaml", 3, 3, ("a", "c", "d"), 3) == made.origin(("a", "c", "d"), of_key=True)
    assert made.find(("a", "c", "d")) is None
    assert EMPTY.origin(("a",)) is None


def test_below() -> None:
    """A part of a document is a document, with the places and paths of the file."""
    part = document().below(("a",))

    assert {"b": [1], "c": 2} == part.data
    assert Origin("c.yaml", 3, 6, ("a", "c"), 3) == part.origin(("c",))
    assert {} == document().below(("a", "c", "x")).data


def test_moved_value_keeps_its_place() -> None:
    """Another location for one value changes neither the other values nor the document itself."""
    made = document()
    moved = made.with_location(("x", "y"), made.location.items["a"])

    assert Origin("c.yaml", 2, 6, ("a", "b"), 3) == moved.origin(("x", "y", "b"))
    assert Origin("c.yaml", 2, 6, ("a", "b"), 3) == moved.origin(("a", "b"))
    assert made.find(("x",)) is None


def test_renamed() -> None:
    """An old key's location is found under the new key as well, unless that has one of a higher rank."""
    made = document()
    made.location.items["a"].items["new"] = on_command_line(made.location.items["a"], "new")
    renamed = made.renamed([(("a", "c"), "new"), (("a", "b"), "other"), (("a",), "top"), (("no",), "where")])

    assert COMMAND_LINE == getattr(renamed.origin(("a", "new")), "source", None)
    assert Origin("c.yaml", 2, 7, ("a", "b", 0), 3) == renamed.origin(("top", "other", 0))
    assert made.find(("top",)) is None
    assert renamed.find(("where",)) is None


def test_rank_of_a_source() -> None:
    """A file's rank can be set when all of it is read."""
    made = document()
    source = made.location.source
    assert source is not None
    source.rank = 7

    assert [7, 7] == [found.rank for path in ((), ("a", "b")) if (found := made.origin(path))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    """Each of the usual line ends ends a line; other characters of Unicode don't."""
    text = f"a\u2028b{end}{end}cd"
    lines = TextLines(text)

    assert [(1, 1), (1, 3), (3, 1), (3, 2)] == [lines.place(text.index(letter)) for letter in "abcd"]
    assert (3, 3) == lines.place(len(text))
