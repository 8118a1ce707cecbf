"""The places of keys and values in TOML, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.samples.bag import Places, facts, places, value
from tests.samples.experiment import Experiment
from typed_registry.config import load
from typed_registry.errors import ConfigError, WrongType

Write = Callable[[str, str], Path]

CASES: list[tuple[str, Places, Places]] = [
    ("v = 1\n", {("v",): (1, 1)}, {("v",): (1, 5)}),
    ("# comment\n\n  v  =  1  # more\n", {("v",): (3, 3)}, {("v",): (3, 9)}),
    (
        "'a b' = 1\n\"c\\td\" = 2\n",
        {("a b",): (1, 1), ("c\td",): (2, 1)},
        {("a b",): (1, 9), ("c\td",): (2, 10)},
    ),
    (
        "a.b . c = 1\na.d = 2\n",
        {("a",): (1, 1), ("a", "b"): (1, 3), ("a", "b", "c"): (1, 7), ("a", "d"): (2, 3)},
        {("a",): (1, 1), ("a", "b"): (1, 3), ("a", "b", "c"): (1, 11), ("a", "d"): (2, 7)},
    ),
    (
        "[a]\nb = 1\n\n[a.c] # comment\nd = 2\n",
        {("a",): (1, 2), ("a", "b"): (2, 1), ("a", "c"): (4, 4), ("a", "c", "d"): (5, 1)},
        {("a",): (1, 1), ("a", "b"): (2, 5), ("a", "c"): (4, 1), ("a", "c", "d"): (5, 5)},
    ),
    (
        "[[a]]\nb = 1\n[[a]]\nb = 2\n[a.c]\nd = 3\n",
        {
            ("a",): (1, 3),
            ("a", 0, "b"): (2, 1),
            ("a", 1, "b"): (4, 1),
            ("a", 1, "c"): (5, 4),
            ("a", 1, "c", "d"): (6, 1),
        },
        {
            ("a",): (1, 3),
            ("a", 0): (1, 1),
            ("a", 0, "b"): (2, 5),
            ("a", 1): (3, 1),
            ("a", 1, "b"): (4, 5),
            ("a", 1, "c"): (5, 1),
            ("a", 1, "c", "d"): (6, 5),
        },
    ),
    (
        "v = { a = 1, b.c = [2, 3] }\n",
        {("v",): (1, 1), ("v", "a"): (1, 7), ("v", "b"): (1, 14), ("v", "b", "c"): (1, 16)},
        {
            ("v",): (1, 5),
            ("v", "a"): (1, 11),
            ("v", "b"): (1, 14),
            ("v", "b", "c"): (1, 20),
            ("v", "b", "c", 0): (1, 21),
            ("v", "b", "c", 1): (1, 24),
        },
    ),
    (
        "v = [\n  1, # one\n  # two\n  2,\n]\nw = 3\n",
        {("v",): (1, 1), ("w",): (6, 1)},
        {("v",): (1, 5), ("v", 0): (2, 3), ("v", 1): (4, 3), ("w",): (6, 5)},
    ),
    (
        'v = """\n[not.a.table]\nk = "x"\n\\""""\nw = \'\'\'\n[[nor]] this\'\'\'\nx = 1\n',
        {("v",): (1, 1), ("w",): (5, 1), ("x",): (7, 1)},
        {("v",): (1, 5), ("w",): (5, 5), ("x",): (7, 5)},
    ),
    (
        "v = \"a # b = ]\"\nw = ['#', \"]\", '}']\n",
        {("v",): (1, 1), ("w",): (2, 1)},
        {("v",): (1, 5), ("w",): (2, 5), ("w", 0): (2, 6), ("w", 1): (2, 11), ("w", 2): (2, 16)},
    ),
    (
        "v = 2026-11-23 10:00:00Z\nw = 10:00:00\nx = [1979-05-27, 1]\n",
        {("v",): (1, 1), ("w",): (2, 1), ("x",): (3, 1)},
        {("v",): (1, 5), ("w",): (2, 5), ("x",): (3, 5), ("x", 0): (3, 6), ("x", 1): (3, 18)},
    ),
    (
        "v = [[1, 2], [], [{a = 1}, {}]]\n",
        {("v",): (1, 1), ("v", 2, 0, "a"): (1, 20)},
        {
            ("v",): (1, 5),
            ("v", 0): (1, 6),
            ("v", 0, 0): (1, 7),
            ("v", 0, 1): (1, 10),
            ("v", 1): (1, 14),
            ("v", 2): (1, 18),
            ("v", 2, 0): (1, 19),
            ("v", 2, 0, "a"): (1, 24),
            ("v", 2, 1): (1, 28),
        },
    ),
    ("v = 1\r\nw = 2\r\n", {("v",): (1, 1), ("w",): (2, 1)}, {("v",): (1, 5), ("w",): (2, 5)}),
]


@pytest.mark.parametrize(("text", "keys", "values"), CASES)
def test_places(text: str, keys: Places, values: Places, write: Write) -> None:
    """Every key and value has its line and column, counted from 1."""
    assert (keys, values) == places(write("c.toml", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1e-4", 1e-4),
        ("1_000", 1000),
        ("0x1F", 31),
        ("true", True),
        ("'no'", "no"),
        ('"""\na\\\n   b"""', "ab"),
        ("{a = [1, 'x'], b.c = 2}", {"a": [1, "x"], "b": {"c": 2}}),
    ],
)
def test_value(text: str, expected: object, write: Write) -> None:
    """Values have the types of TOML."""
    assert expected == value(write("c.toml", f"v = {text}\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("v = no\n", "1:5"), ("v = [1\n", "2:1"), ("v 1\n", "1:3")],
)
def test_malformed(text: str, expected: str, write: Write) -> None:
    """Text that isn't TOML is refused at the place where the parser stops."""
    file = write("c.toml", text)

    assert [f"c.toml:{expected} Malformed"] == facts(lambda: value(file))


@pytest.mark.parametrize(
    ("text", "place", "key", "first"),
    [
        ("v = 1\nv = 2\n", "2:1", "v", "1:1"),
        ("v = 1\nv = {a = [1, {b = 2}]}", "2:1", "v", "1:1"),
        ("[v]\n[v]\n", "2:1", "v", "1:2"),
        ("v = 1\n[v.a]\n", "2:1", "v", "1:1"),
        ("v.a.b = 1\nv.a = 2\n", "2:1", "v.a", "1:3"),
        ("v = {a = 1, a = 2}\n", "1:13", "v.a", "1:6"),
        ("[[v]]\na = 1\n[v]\n", "3:1", "v", "1:3"),
        ("[v]\na.b = 1\n[v.a]\n", "3:1", "v.a", "2:1"),
    ],
)
def test_duplicate_keys(text: str, place: str, key: str, first: str, write: Write) -> None:
    """A key that is written twice is a fault with both places."""
    file = write("c.toml", text)

    assert [f"c.toml:{place} {key} WrittenTwice {first}"] == facts(lambda: value(file))


@pytest.mark.parametrize(
    "text", ["[a]\n[a", "a = 1\na", "[[a]]\n[a]\n['", "a = 1\n[a]\nb = [", 'x = 1\nx = """']
)
def test_repeated_key_before_the_end(text: str, write: Write) -> None:
    """A repeated key in text that breaks off is a fault like any other."""
    file = write("c.toml", text)

    assert 1 == len(facts(lambda: value(file)))


def test_large_numbers(write: Write) -> None:
    """A number that is too large for a float is refused; infinity is not."""
    file = write("c.toml", "v = 1e999\nw = [1_0e400, -2e999, inf]\nx = '1e999'\n")

    assert ["c.toml:1:5 v Malformed", "c.toml:2:6 w.0 Malformed", "c.toml:2:15 w.1 Malformed"] == facts(
        lambda: value(file)
    )


@pytest.mark.parametrize("number", ["9" * 5000, "-1_" + "9" * 5000, "0x" + "f" * 5000, "0b" + "1" * 20_000])
def test_long_number(number: str, write: Write) -> None:
    """A number of more digits than Python converts is a fault at its place."""
    file = write("c.toml", f"v = [1, {number}]\n")

    assert ["c.toml:1:9 v.1 Malformed"] == facts(lambda: value(file))


@pytest.mark.parametrize("depth", [60, 20_000])
def test_deep(depth: int, write: Write) -> None:
    """Nesting has a limit."""
    file = write("c.toml", f"v = {'[' * depth}{']' * depth}\n")

    assert ["Malformed"] == [fact.rpartition(" ")[2] for fact in facts(lambda: value(file))]


def test_date(write: Write) -> None:
    """A date is refused for a number, as a date."""
    file = write("c.toml", "seed = 2026-11-23\nalgorithm = 'sft'\n")
    with pytest.raises(ConfigError) as caught:
        load(Experiment, file)

    assert [WrongType("int", date(2026, 11, 23))] == [fault.problem for fault in caught.value.faults]
