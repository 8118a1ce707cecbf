"""The lines of parameters in the sources of components."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stubs import written
from typed_registry._constant import Constant
from typed_registry._place import Place
from typed_registry._stubs.written_parameter import (
    definition_place,
    relative_place,
    written_parameter,
)

FILE = Path(written.__file__)
LINES = FILE.read_text().splitlines()


def source_line(place: Place | None) -> str:
    """Return the line of the source at a place."""
    assert place is not None
    assert FILE == Path.cwd() / place.file
    return LINES[place.line - 1]


@pytest.mark.parametrize(
    ("component", "name", "text"),
    [
        (written.function, "plain", "plain: object"),
        (written.function, "first", "first: int"),
        (written.function, "rest", "rest: str"),
        (written.function, "last", "last: float"),
        (written.function, "others", "others: bytes"),
        (written.decorated, "two", "two: str"),
        (written.Parent, "inherited", "inherited: list[int]"),
        (written.Child, "inherited", "inherited: list[int]"),
        (written.Data, "field", "field: dict[str, int]"),
        (written.Private, "hidden", "hidden: int"),
        (written.Outer.Inner, "nested", "nested: int"),
        (written.Outer.made, "size", "size: int"),
        (written.Outer(), "called", "called: int"),
        (written.New, "new", "new: int"),
        (written.PARTIAL, "last", "last: float"),
        (Constant(written.Parent([])), "self", None),
    ],
)
def test_parameters(component: object, name: str, text: str | None) -> None:
    """A parameter is found with its annotation and line, wherever it is defined."""
    found = written_parameter(component, name)
    if text is None:
        assert found is None
        return

    assert found is not None
    assert text == found.text
    assert text in source_line(found.place)


@pytest.mark.parametrize(
    ("component", "line"),
    [
        (written.function, "def function("),
        (written.Child, "class Child("),
        (written.Outer.Inner, "class Inner:"),
        (written.Outer.made, "@classmethod"),
        (written.Outer(), "def __call__("),
        (written.PARTIAL, "def function("),
    ],
)
def test_definitions(component: object, line: str) -> None:
    """A component is found at the first line of its definition."""
    assert line in source_line(definition_place(component))


def test_without_source() -> None:
    """What has no source has no place."""
    made: dict[str, object] = {}
    exec("def function(size: int): ...\nclass Thing: ...", made)  # noqa: S102  # for lack of a source

    for component in (made["function"], made["Thing"], len, int):
        assert written_parameter(component, "size") is None
        assert definition_place(component) is None


def test_relative_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places inside the current folder are relative to it, and others are not."""
    monkeypatch.chdir(tmp_path)

    assert Place("a/b.py", 3) == relative_place(Place(str(tmp_path / "a" / "b.py"), 3))
    assert Place(str(FILE), 3) == relative_place(Place(str(FILE), 3))
