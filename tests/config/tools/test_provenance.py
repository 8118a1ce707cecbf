"""The origin of each value in a config."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import pytest
from attrs import field, frozen

from tests.class_libraries.samples import Row
from tests.samples.experiment import Experiment, Steps
from typed_registry import Registry, Spec
from typed_registry._place import Place
from typed_registry._programs.resolved_text import resolved_text
from typed_registry.config import renamed
from typed_registry.config._structure.load import document, make
from typed_registry.config._tools.provenance import show_source, trace
from typed_registry.errors import Origin

Write = Callable[[str, str], Path]


@frozen
class Lists:
    """Lists and mappings of several kinds."""

    numbers: tuple[float, ...] = ()
    table: Mapping[str, float] = {}
    steps: tuple[Steps, ...] = ()
    row: Row | None = None


def lines(file: Path, root: type[Lists | Experiment]) -> dict[str, int | None]:
    """Return the line of each value in the file, by path; None for a default."""
    made = make(root, document(file))
    rows = [(row, ".".join(map(str, row.path))) for row in trace(made.tree, made.document)]
    return {path: row.origin.line if isinstance(row.origin, Origin) else None for row, path in rows}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("c.yaml", "numbers: [1, 2]", {"numbers": 1}),
        ("c.yaml", "numbers: []", {"numbers": 1}),
        ("c.yaml", "numbers:\n- 1\n- 2", {"numbers.0": 2, "numbers.1": 3}),
        ("c.yaml", "table: {a: 1,\n  b: 2}", {"table.a": 1, "table.b": 2}),
        ("c.json", '{"numbers": [\n1,\n2]}', {"numbers.0": 2, "numbers.1": 3}),
        ("c.yaml", "row: {size: 1,\n  lr-rate: 2}", {"row.size": 1, "row.lr-rate": 2}),
        ("c.yaml", "row: [1,\n  [a]]", {"row.0": 1, "row.1": 2}),
        ("c.toml", "[table]\na = 1\nb = 2", {"table.a": 2, "table.b": 3}),
    ],
)
def test_items(name: str, text: str, expected: dict[str, int | None], write: Write) -> None:
    """Each item has the line on which it is written; items on a single line stay together."""
    found = lines(write(name, text), Lists)

    assert expected == {path: line for path, line in found.items() if line is not None}


def test_list_of_configs(write: Write) -> None:
    """Each value of each config in a list has its own origin, defaults included."""
    found = lines(write("c.yaml", "steps: [{count: 3}, {count: 4,\n  marks: [1]}]"), Lists)
    one = {"steps.0.count": 1, "steps.0.stage": None, "steps.0.marks": None}

    assert {**one, "steps.1.count": 1, "steps.1.stage": None, "steps.1.marks": 2} == {
        path: line for path, line in found.items() if path.startswith("steps")
    }


def test_moved_section(write: Write) -> None:
    """The values of a section have the lines in that section."""
    text = "algorithm: dpo\ndpo:\n  beta: 0.5\n  loss:\n    name: sigmoid\n    kind: ipo\n"
    found = lines(write("c.yaml", text), Experiment)

    assert {"algorithm": 1, "algorithm.beta": 3, "algorithm.loss": 5, "algorithm.loss.kind": 6} == {
        path: line for path, line in found.items() if line is not None
    }


FADES = Registry[object, []]("fades")


@FADES.register("fade")
class Fade:
    def __init__(self, length: float = 2.0, steps: int = 1) -> None: ...


FADE: Spec[object, []] = FADES.from_mapping({"name": "fade", "length": 3.0})


@frozen
class Inner:
    size: int = 1
    color: str = "red"


@frozen
class Show:
    main: Annotated[Spec[object, []], FADES] = FADE
    inner: Inner = Inner(2)


@pytest.mark.parametrize(
    ("text", "overrides", "own"),
    [
        ("main: {}", (), "main main.length inner.size"),
        ("main: {steps: 2}", (), "main main.length inner.size"),
        ("main: fade", (), "main.length inner.size"),
        ("fade: {steps: 2}", (), "main main.length inner.size"),
        ("fade: {length: 5}", (), "main inner.size"),
        ("{}", ("main.steps=2",), "main main.length inner.size"),
        ("{}", ("main={steps: 2}",), "main main.length inner.size"),
        ("inner: {color: blue}", (), "main main.length inner.size"),
        ("inner: {size: 3}", (), "main main.length"),
    ],
)
def test_completed_default(text: str, overrides: tuple[str, ...], own: str, write: Write) -> None:
    """What data leaves out of a default has the origin of the default."""
    made = make(Show, document(write("c.yaml", text), overrides))
    rows = {".".join(map(str, row.path)): row.origin for row in trace(made.tree, made.document)}
    written = inspect.getsourcelines(Show)
    of_show = {
        path
        for path, origin in rows.items()
        if isinstance(origin, Place) and written[1] <= origin.line < written[1] + len(written[0])
    }

    assert {*own.split()} == of_show


def test_names_of_files() -> None:
    """A line break in the name of a file doesn't end the comment that names it."""
    assert "a\\nb.yaml:3" == show_source(Origin("a\nb.yaml", 3, 1, ("x",)))


def comma(text: str) -> tuple[str, ...]:
    """Return the parts of a text, which is all that this converter takes."""
    return tuple(text.split(","))


def compiled(text: str) -> re.Pattern[str]:
    """Return a pattern, which no file can hold."""
    return re.compile(text)


@frozen
class Pattern:
    """Fields whose converters make what no file holds, and defaults that no file gives back."""

    words: tuple[str, ...] = field(converter=comma, metadata=renamed("old", since="0.2"))
    pattern: re.Pattern[str] = field(default="x+", converter=compiled)  # pyright: ignore[reportAssignmentType]  # which the converter takes
    anything: object = (1, 2)


@frozen
class Patterns:
    """A default instance, whose converter was given something that isn't known."""

    one: Pattern = Pattern("a,b", "y+")
    named: Mapping[str, Pattern] = field(factory=dict[str, Pattern])


@pytest.mark.filterwarnings("ignore::typed_registry.errors.OutdatedConfigWarning")
@pytest.mark.parametrize(
    "text",
    [
        "named: {a: {words: 'a,b'}}",
        "named: {a: {old: 'a,b', pattern: a+, anything: [1]}}",
        "one: {anything: 3}",
        "one: {words: 'c,d'}\nnamed: {a: {words: '${env:WORDS,e}'}}",
        "{}",
    ],
)
def test_resolved_again(text: str, write: Write) -> None:
    """A resolved config gives the same config again, whatever its converters and its defaults."""
    made = make(Patterns, document(write("c.yaml", f"{text}\n")))
    resolved = resolved_text(made)

    assert made.tree == make(Patterns, document(write("resolved.yaml", resolved))).tree
