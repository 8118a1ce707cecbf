"""The values of YAML's words, their places, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.bag import facts, places, value
from typed_registry.config._formats.read import read
from typed_registry.errors import ConfigError, explain_fault

Write = Callable[[str, str], Path]


@pytest.fixture(params=["c", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads with each of PyYAML's parsers: the C extension isn't installed everywhere."""
    if request.param == "python":
        monkeypatch.delattr("yaml.CSafeLoader")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1e-4", 1e-4),
        ("1e4", 1e4),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5e3", -500.0),
        ("+1.5E+2", 150.0),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("3", 3),
        ("-3", -3),
        ("+3", 3),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"),
        ("1.2.3", "1.2.3"),
        ("1e", "1e"),
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'3'", "3"),
        ('"true"', "true"),
        ('"a\\nb"', "a\nb"),
        ("!!str 3", "3"),
        ("<<", "<<"),
        ("=", "="),
        ("[1, no, {a: ~}]", [1, "no", {"a": None}]),
        ("{1: a, true: b, null: c}", {"1": "a", "true": "b", "null": "c"}),
        ("|\n  one\n  2\n", "one\n2\n"),
        (">-\n  one\n  2\n", "one 2"),
        ("# nothing", None),
        ("a # comment", "a"),
        ("a#b", "a#b"),
        ("9" * 5000, "9" * 5000),
        ("0x" + "f" * 5000, "0x" + "f" * 5000),
    ],
)
def test_scalar(text: str, expected: object, write: Write) -> None:
    """Plain words are read by the core schema of YAML 1.2; quoted ones are strings."""
    found = value(write("c.yaml", f"v: {text}\n"))

    assert expected == found
    assert type(expected) is type(found)


def test_not_a_number(write: Write) -> None:
    """`.nan` is the one float that doesn't equal itself."""
    found = value(write("c.yaml", "v: .nan\n"))

    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "{}\n", "\ufeff{}"])
def test_empty(text: str, write: Write) -> None:
    """An empty file gives every field its default."""
    assert value(write("c.yaml", text)) is None


def test_anchors(write: Write) -> None:
    """An alias has the value of its anchor, which is the last one of its name before the alias."""
    text = (
        "v:\n  one: &one [1, 2]\n  two: *one\n  a: &a x\n  b: &b [*a]\n  c: &a y\n  d: [*b, *a]\n  *a : z\n"
    )

    assert {
        "one": [1, 2],
        "two": [1, 2],
        "a": "x",
        "b": ["x"],
        "c": "y",
        "d": [["x"], "y"],
        "y": "z",
    } == value(write("c.yaml", text))


@pytest.mark.parametrize("letter", ["\x85", "\u2028", "\u2029"])
def test_characters_that_end_a_line_elsewhere(letter: str, write: Write) -> None:
    """Only line feeds and carriage returns end a line, in values, keys and places."""
    text = f"v: {{'a{letter}b': a{letter}b, c: \"{letter}\\N\"}}\r\nw: x\n"
    file = write("c.yaml", text)
    keys, _ = places(file)

    assert {f"a{letter}b": f"a{letter}b", "c": f"{letter}\x85"} == read(file).data["v"]
    assert (2, 1) == keys["w",]


def test_places(write: Write) -> None:
    """Every key and value has its line and column, counted from 1."""
    text = "v:\n  a: 1\n  'b c':\n    - x\n    - {d: [2,  3]}\nw: &w |\n  text\nx: *w\n"
    keys, values = places(write("c.yaml", text))

    assert {
        ("v",): (1, 1),
        ("v", "a"): (2, 3),
        ("v", "b c"): (3, 3),
        ("v", "b c", 1, "d"): (5, 8),
        ("w",): (6, 1),
        ("x",): (8, 1),
    } == keys
    assert {
        ("v",): (2, 3),
        ("v", "a"): (2, 6),
        ("v", "b c"): (4, 5),
        ("v", "b c", 0): (4, 7),
        ("v", "b c", 1): (5, 7),
        ("v", "b c", 1, "d"): (5, 11),
        ("v", "b c", 1, "d", 0): (5, 12),
        ("v", "b c", 1, "d", 1): (5, 16),
        ("w",): (6, 4),
        ("x",): (6, 4),
    } == values


def test_places_of_nothing(write: Write) -> None:
    """A value that is left out has the place of its key."""
    _, values = places(write("c.yaml", "v:\n  a:\n\n  # more\n  b: {c, d: , e: 1}\nw:\nx: [1]\ny:\n"))

    assert {
        ("v",): (2, 3),
        ("v", "a"): (2, 3),
        ("v", "b"): (5, 6),
        ("v", "b", "c"): (5, 7),
        ("v", "b", "d"): (5, 10),
        ("v", "b", "e"): (5, 18),
        ("w",): (6, 1),
        ("x",): (7, 4),
        ("x", 0): (7, 5),
        ("y",): (8, 1),
    } == values


def test_duplicate_keys(write: Write) -> None:
    """Each key that is written twice is a fault with both places."""
    file = write("c.yaml", "v: {a: 1, a: 2}\nv: 3\nv: 4\n")

    assert [
        "c.yaml:1:11 v.a WrittenTwice 1:5",
        "c.yaml:2:1 v WrittenTwice 1:1",
        "c.yaml:3:1 v WrittenTwice 1:1",
    ] == facts(lambda: value(file))


@pytest.mark.parametrize(
    ("text", "column", "tag"),
    [
        ("!!python/object/apply:os.system [true]", 4, "!!python/object/apply:os.system"),
        ("!!python/name:os.system ''", 4, "!!python/name:os.system"),
        ("!!python/object:os.path {}", 4, "!!python/object:os.path"),
        ("!env HOME", 4, "!env"),
        ("!include {file: x}", 4, "!include"),
        ("!<!env> HOME", 4, "!env"),
        ("!!binary aGVsbG8=", 4, "!!binary"),
        ("!!set {a}", 4, "!!set"),
        ("!!omap [a: 1]", 4, "!!omap"),
        ("!!python/tuple [1, 2]", 4, "!!python/tuple"),
        ("!!timestamp 2026-11-23", 4, "!!timestamp"),
        ("!!map [1]", 4, "!!map"),
        ("!!seq 3", 4, "!!seq"),
        ("!!int [3]", 4, "!!int"),
        ("!!int 3.5", 4, "!!int"),
        ("!!int three", 4, "!!int"),
        ("!!float true", 4, "!!float"),
        ("!!bool yes", 4, "!!bool"),
        ("!!null 0", 4, "!!null"),
        ("! 3", 4, "!"),
        ("&a !env HOME", 4, "!env"),
    ],
)
def test_tags(text: str, column: int, tag: str, write: Write) -> None:
    """Any tag but those of the core schema is refused by its name, and so are values of another type."""
    file = write("c.yaml", f"v: {text}\n")

    with pytest.raises(ConfigError) as caught:
        value(file)

    [found] = caught.value.faults
    assert [(("v",), column)] == [(found.path, found.origin and found.origin.column)]
    assert repr(tag) in explain_fault(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!!float 1e-4", 1e-4),
        ("!!float 3", 3.0),
        ("!!float '3'", 3.0),
        ("!!float .inf", math.inf),
        ("!!int '3'", 3),
        ("!!int 0x1F", 31),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("!!null", None),
        ("!!str 3", "3"),
        ("!!str", ""),
        ("!!map {a: !!float 1}", {"a": 1.0}),
        ("!!seq [!!int 1]", [1]),
        ("!<tag:yaml.org,2002:float> 3", 3.0),
        ("&a !!float 3", 3.0),
    ],
)
def test_core_tags(text: str, expected: object, write: Write) -> None:
    """The tags of the core schema say of which type a value is."""
    found = value(write("c.yaml", f"v: {text}\n"))

    assert (type(expected), expected) == (type(found), found)


@pytest.mark.parametrize("digits", ["1e999", "9" * 400, "9" * 5000])
def test_core_tag_of_a_large_number(digits: str, write: Write) -> None:
    """A number that a float can't hold is refused."""
    assert ["c.yaml:1:4 v Malformed"] == facts(lambda: value(write("c.yaml", f"v: !!float {digits}\n")))


def test_tagged_key(write: Write) -> None:
    """A tag on a key is refused too."""
    file = write("c.yaml", "v: {!env a: 1}\n")

    assert ["c.yaml:1:5 v Malformed"] == facts(lambda: value(file))


def test_merge_key(write: Write) -> None:
    """`<<`, which merges mappings in YAML 1.1 alone, is a key like any other if it is in quotes."""
    text = "v:\n  one: &one {a: 1}\n  two: {<<: *one}\n"

    assert ["c.yaml:3:9 v.two Malformed"] == facts(lambda: value(write("c.yaml", text)))
    quoted = write("c.yaml", text.replace("<<", "'<<'"))
    assert {"one": {"a": 1}, "two": {"<<": {"a": 1}}} == value(quoted)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v:\n  ? [a, b]\n  : 1\n", "2:5 v Malformed"),
        ("v: 1\n[a]: z\n", "2:1 Malformed"),
        ("v: 1\n? {q: 1}\n: 2\n", "2:3 Malformed"),
    ],
)
def test_key_must_be_a_word(text: str, expected: str, write: Write) -> None:
    """A list or a mapping can't be a key."""
    file = write("c.yaml", text)

    assert [f"c.yaml:{expected}"] == facts(lambda: value(file))


def test_large_numbers(write: Write) -> None:
    """A number that is too large for a float is refused; infinity is not."""
    file = write("c.yaml", "v: [1e400, '1e400', .inf]\nw: -1.5E999\n")

    assert ["c.yaml:1:5 v.0 Malformed", "c.yaml:2:4 w Malformed"] == facts(lambda: value(file))


def test_half_a_character(write: Write) -> None:
    """Half of a character is refused in a value and in a key."""
    file = write("c.yaml", 'v: "a\\ud800"\n"\\udc00": 1\n')

    assert ["c.yaml:1:4 v Malformed", "c.yaml:2:1 Malformed"] == facts(lambda: value(file))


@pytest.mark.parametrize("text", ['"\\UFFFFFFFF"', '"\\U00110000"', "\x01", "\x7f", "\ufffe"])
def test_no_character(text: str, write: Write) -> None:
    """A character that YAML doesn't allow is refused, written out or as an escape."""
    file = write("c.yaml", f"v: {text}\n")

    assert ["Malformed"] == [fact.rpartition(" ")[2] for fact in facts(lambda: value(file))]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("v: 1\n\tw: 2\n", "2:1"),
        ("v: *nowhere\n", "1:4"),
        ("v: 1\n---\nw: 2\n", "2:1"),
        ("v: 1\nw: \x01\n", "2:4"),
        ("v: [1\n", "1:4"),
        ("v: 'open\n", "1:4"),
        ("v: a: b\n", "1:5"),
    ],
)
def test_malformed(text: str, place: str, write: Write) -> None:
    """Text that isn't YAML is refused where the parser stops, or where what has no end begins."""
    file = write("c.yaml", text)

    assert [f"c.yaml:{place} Malformed"] == facts(lambda: value(file))


@pytest.mark.parametrize("text", ["- 1\n- 2\n", "word\n"])
def test_top(text: str, write: Write) -> None:
    """The top of a config has to be a mapping."""
    file = write("c.yaml", text)

    assert ["c.yaml:1:1 WrongType"] == facts(lambda: value(file))


def test_deep(write: Write) -> None:
    """Nesting has a limit."""
    file = write("c.yaml", f"v: {'[' * 60}{']' * 60}\n")

    assert [f"c.yaml:1:53 v.{'.'.join('0' * 49)} Malformed"] == facts(lambda: value(file))


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
def test_deeper_than_python(opening: str, write: Write) -> None:
    """Nesting beyond what Python's stack can bear is the same fault."""
    file = write("c.yaml", f"v:\n  {opening * 20_000}\n")

    assert ["Malformed"] == [fact.rpartition(" ")[2] for fact in facts(lambda: value(file))]


def test_alias_of_itself(write: Write) -> None:
    """An alias inside its own anchor ends at the same limit."""
    file = write("c.yaml", "v: &v [*v]\n")

    assert [f"c.yaml:1:4 v.{'.'.join('0' * 49)} Malformed"] == facts(lambda: value(file))


def test_alias_bomb(write: Write) -> None:
    """Aliases that multiply are stopped, for each use counts as many values as its anchor has."""
    rows = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 9)]
    file = write("c.yaml", "\n".join(["l0: &l0 [x, x]", *rows]))

    assert ["Malformed"] == [fact.rpartition(" ")[2] for fact in facts(lambda: value(file))]
