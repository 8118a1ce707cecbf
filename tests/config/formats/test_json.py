"""The places of keys and values in JSON, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.bag import facts, places, value

Write = Callable[[str, str], Path]


def test_places(write: Write) -> None:
    """Every key and value has its line and column, counted from 1."""
    text = '{"v": {"a" : 1,\n  "b\\"]": [true, {"c": null}, -1.5e3]},\n\n "w":"}"\n}\n'
    keys, values = places(write("c.json", text))

    assert {
        ("v",): (1, 2),
        ("v", "a"): (1, 8),
        ("v", 'b"]'): (2, 3),
        ("v", 'b"]', 1, "c"): (2, 19),
        ("w",): (4, 2),
    } == keys
    assert {
        ("v",): (1, 7),
        ("v", "a"): (1, 14),
        ("v", 'b"]'): (2, 11),
        ("v", 'b"]', 0): (2, 12),
        ("v", 'b"]', 1): (2, 18),
        ("v", 'b"]', 1, "c"): (2, 24),
        ("v", 'b"]', 2): (2, 31),
        ("w",): (4, 6),
    } == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1e-4", 1e-4),
        ("1", 1),
        ("1.0", 1.0),
        ("null", None),
        ('"no"', "no"),
        ('"\\u00e9\\n"', "é\n"),
        ("[]", []),
        ('{"a": {}}', {"a": {}}),
    ],
)
def test_value(text: str, expected: object, write: Write) -> None:
    """Values have the types of JSON."""
    found = value(write("c.json", f'{{"v": {text}}}'))

    assert expected == found
    assert type(expected) is type(found)


def test_duplicate_keys(write: Write) -> None:
    """Each key that is written twice is a fault with both places."""
    file = write("c.json", '{"v": {"a": 1, "a": 2},\n "v": 3}')

    assert ["c.json:1:16 v.a WrittenTwice 1:8", "c.json:2:2 v WrittenTwice 1:2"] == facts(lambda: value(file))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 Malformed"),
        ("{'v': 1}", "1:2 Malformed"),
        ('{"v": 1} {}', "1:10 Malformed"),
        ("[1, 2]", "1:1 WrongType"),
        ("3", "1:1 WrongType"),
    ],
)
def test_malformed(text: str, expected: str, write: Write) -> None:
    """Text that isn't a JSON object is refused at the place where the parser stops."""
    file = write("c.json", text)

    assert [f"c.json:{expected}"] == facts(lambda: value(file))


def test_trailing_comma(write: Write) -> None:
    """A comma behind the last member is refused; versions of Python differ in the place."""
    file = write("c.json", '{"v": 1,\n}')

    assert ["Malformed"] == [fact.rpartition(" ")[2] for fact in facts(lambda: value(file))]


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "Infinity"])
def test_not_finite(number: str, write: Write) -> None:
    """A number that Python's parser reads but JSON doesn't have is refused."""
    file = write("c.json", f'{{"v": {number}}}')

    assert ["c.json:1:7 v Malformed"] == facts(lambda: value(file))


def test_deep(write: Write) -> None:
    """Nesting has a limit."""
    file = write("c.json", f'{{"v": {"[" * 60}{"]" * 60}}}')

    assert [f"c.json:1:56 v.{'.'.join('0' * 49)} Malformed"] == facts(lambda: value(file))


def test_deeper_than_python(write: Write) -> None:
    """Nesting beyond what Python's stack can bear is a fault too."""
    file = write("c.json", f'{{"v": {"[" * 200_000}{"]" * 200_000}}}')

    assert ["c.json:1:1 Malformed"] == facts(lambda: value(file))


def test_long_number(write: Write) -> None:
    """A number of more digits than Python converts is a fault at its place."""
    file = write("c.json", f'{{"v": [1, {"9" * 5000}]}}')

    assert ["c.json:1:11 v.1 Malformed"] == facts(lambda: value(file))


def test_large_numbers(write: Write) -> None:
    """A number that a float can't hold is refused."""
    file = write("c.json", '{"v": [1e999, "1e999"],\n"w": -1.5E400}')

    assert ["c.json:1:8 v.0 Malformed", "c.json:2:6 w Malformed"] == facts(lambda: value(file))


def test_half_a_character(write: Write) -> None:
    """Half of a character is refused in a value and in a key, and both halves are a character."""
    file = write("c.json", '{"v": "a\\ud800",\n"\\udc00": 1}')

    assert ["c.json:1:7 v Malformed", "c.json:2:1 \\udc00 Malformed"] == facts(lambda: value(file))
    assert "\U0001f600" == value(write("c.json", '{"v": "\\ud83d\\ude00"}'))
