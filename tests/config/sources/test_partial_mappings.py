"""Overrides of single keys of a mapping that is the default of a field: the others stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import pytest
from attrs import field, frozen
from typing_extensions import Required, TypedDict

from typed_registry import Registry, Spec
from typed_registry._programs.resolved_text import resolved_text
from typed_registry.config import from_mapping, load
from typed_registry.config._structure.load import document, make

Write = Callable[[str, str], Path]


class Tool:
    """The kind of `TOOLS`."""

    def __init__(self, size: int = 1, weight: float = 1.0) -> None: ...


TOOLS = Registry[Tool, []]("tools")
TOOLS.register("saw")(Tool)


def tool(**settings: float) -> Spec[Tool, []]:
    """Return a choice of the one tool with these settings."""
    return TOOLS.from_mapping({"name": "saw", **settings})


class Words(TypedDict, total=False):
    """Keys of which one must be there."""

    first: Required[str]
    second: str


@frozen
class Box:
    """Mappings of several kinds, all with defaults."""

    tools: dict[str, Spec[Tool, []]] = field(factory=lambda: {"main": tool(size=3)})
    numbers: Mapping[int, float] = {1: 0.5, 2: 0.25}
    table: dict[str, dict[str, int]] = field(factory=lambda: {"a": {"x": 1, "y": 2}, "b": {"z": 3}})
    words: Words = field(factory=lambda: Words(first="one", second="two"))
    weights: dict[str, float] | Literal["equal"] = field(factory=lambda: {"left": 1.0})


@frozen
class Boxes:
    """A box whose default isn't that of its class."""

    box: Box = Box(numbers={7: 1.0, 8: 2.0})


CASES: list[tuple[str, Mapping[str, object]]] = [
    ("tools.other=saw", {"tools": {"main": tool(size=3), "other": tool()}}),
    ("tools.main.weight=2", {"tools": {"main": tool(size=3, weight=2.0)}}),
    ("tools={other: saw}", {"tools": {"other": tool()}}),
    ("numbers.2=1", {"numbers": {1: 0.5, 2: 1.0}}),
    ("numbers.02=1", {"numbers": {1: 0.5, 2: 1.0}}),
    ("table.a.y=9", {"table": {"a": {"x": 1, "y": 9}, "b": {"z": 3}}}),
    ("words.second=2nd", {"words": {"first": "one", "second": "2nd"}}),
    ("weights.right=2", {"weights": {"left": 1.0, "right": 2.0}}),
    ("weights=equal", {"weights": "equal"}),
]


@pytest.mark.parametrize(("override", "expected"), CASES)
def test_default(override: str, expected: Mapping[str, object], write: Write) -> None:
    """A key that an override gives is changed or added; a whole value replaces the default."""
    [(name, value)] = expected.items()
    file = write("c.yaml", "{}\n")

    assert value == getattr(load(Box, file, [override]), name)
    assert value == getattr(from_mapping(Box, {}, [override]), name)
    made = make(Box, document(file, [override]))
    assert made.tree == load(Box, write("resolved.yaml", resolved_text(made)))


def test_several(write: Write) -> None:
    """Several overrides go together, and one of the whole mapping leaves nothing of the default."""
    file = write("c.yaml", "{}\n")

    assert {1: 0.5, 2: 3.0, 3: 4.0} == load(Box, file, ["numbers.2=3", "numbers.3=4"]).numbers
    assert {3: 4.0, 4: 5.0} == load(Box, file, ["numbers.2=3", "numbers={3: 4}", "numbers.4=5"]).numbers
    assert {4: 5.0} == load(Box, file, ["numbers=null", "numbers.4=5"]).numbers


@pytest.mark.parametrize("text", ["numbers: {5: 1}\n", "numbers:\n  5: 1\n"])
def test_file(text: str, write: Write) -> None:
    """A mapping in a file takes the place of the default, and overrides change the mapping of the file."""
    file = write("c.yaml", text)

    assert {5: 1.0} == load(Box, file).numbers
    assert {5: 1.0, 6: 2.0} == load(Box, file, ["numbers.6=2"]).numbers


def test_default_instance(write: Write) -> None:
    """The mapping is that of the instance which is the default, if one is."""
    file = write("c.yaml", "{}\n")

    assert {7: 1.0, 8: 3.0} == load(Boxes, file, ["box.numbers.8=3"]).box.numbers
    assert {7: 1.0, 8: 3.0} == from_mapping(Boxes, {}, ["box.numbers.8=3"]).box.numbers
    assert {1: 0.5, 2: 0.25, 8: 3.0} == from_mapping(Boxes, {"box": Box()}, ["box.numbers.8=3"]).box.numbers
