"""Writing single keys of a mapping into a file, where the mapping would take the place of a default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from attrs import field, frozen

from typed_registry.config._structure.load import document, make
from typed_registry.config._tools.edit import set_values
from typed_registry.config._tools.lost_defaults import require_whole_mappings
from typed_registry.errors import ConfigError

Write = Callable[[str, str], Path]


@frozen
class Part:
    size: int = 1
    color: str = "red"


@frozen
class Box:
    """Mappings with and without keys by default, and a class."""

    numbers: Mapping[str, int] = {"one": 1, "two": 2}
    others: Mapping[str, int] = {}
    part: Part = Part(size=3)
    parts: dict[str, Part] = field(factory=lambda: {"main": Part(size=3)})


def check(file: Path, *assignments: str) -> None:
    """Check the assignments as `typed-registry set` does before it writes them."""
    text = set_values(file, assignments)
    require_whole_mappings(Box, file, assignments, make(Box, document(file, text=text)))


@pytest.mark.parametrize(
    ("assignment", "lost"),
    [
        ("numbers.one=3", "numbers.one: {}'two'; write it whole: numbers={{...}}"),
        ("numbers.three=3", "numbers.three: {}'one' and 'two'; write it whole: numbers={{...}}"),
        ("parts.main.color=blue", "parts.main.color: {}'size'; write it whole: parts.main={{...}}"),
    ],
)
def test_lost(assignment: str, lost: str, write: Write) -> None:
    """Keys that an override would keep are named, and what to write."""
    begin = "in a file, the mapping takes the place of the default, which also has "
    with pytest.raises(ConfigError) as caught:
        check(write("c.yaml", "others: {a: 1}\n"), assignment)

    assert f"command line: {lost.format(begin)}" == str(caught.value)


@pytest.mark.parametrize(
    "assignment",
    ["numbers={one: 3}", "others.one=3", "part.color=blue", "parts={main: {color: blue}}", "others.a=2"],
)
def test_kept(assignment: str, write: Write) -> None:
    """Whole mappings, mappings that have no keys by default, and fields of classes are written."""
    check(write("c.yaml", "others: {a: 1}\n"), assignment)
    check(write("c.yaml", "numbers: {one: 1}\n"), assignment, "numbers.two=3")
