"""Properties of every format: written data is parsed to the same data, and an edit changes one value."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typed_registry.config._formats.formats import FORMATS, SUFFIXES, Format, format_name
from typed_registry.config._formats.toml.writer import write as write_toml
from typed_registry.config._formats.yaml.scalars import finite_scalar, scalar
from typed_registry.config._formats.yaml.writer import write as write_yaml

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
WORDS = st.sampled_from(["no", "12:30", "2026-11-23", "~", "<<", "a: b", "a #b", "- x", "x:", "%", "[", ""])
LEAVES = st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS | WORDS
DATA = st.dictionaries(
    TEXTS | WORDS,
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | WORDS, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=DATA)
def test_written_and_parsed(form: Format, data: dict[str, object]) -> None:
    """Data that is written is parsed to equal data of the same types."""
    again = form.parse(form.write(data), "c").data

    assert data == again
    assert repr(data) == repr(again) or form.name == "TOML"  # which writes plain values before tables


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=DATA, value=LEAVES)
def test_edited_and_parsed(form: Format, data: dict[str, object], value: object) -> None:
    """A text with a value set is parsed to the data with that value."""
    text = form.edit(form.write({"first": 1, **data}), ("first",), value)

    assert {"first": 1, **data, "first": value} == form.parse(text, "c").data  # noqa: F601  # the later one wins


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("c.yaml", "yaml"),
        ("a.b/c.YML", "yaml"),
        ("c.toml", "toml"),
        ("c.json", "json"),
        ("c.ini", "ini"),
        ("c", ""),
    ],
)
def test_format_of_a_file(file: str, name: str) -> None:
    """The suffix of a file names its format, whatever the case."""
    assert name == format_name(file)
    assert (name in FORMATS) == file.lower().endswith(SUFFIXES)


YAML = """\
text: a b
times:
- "12:30"
- "2026-11-23"
- 16-bit
words:
  "no:": "a: b"
  x y: "- z"
  empty: ""
lists:
- - 1
  - 2
- a: 1
  b:
  - c
- []
- {}
numbers:
- 1e-05
- .inf
- null
- true
line: "a\\nb\\U00002028"
"""


def test_yaml() -> None:
    """YAML is written in block style; texts get quotes where they need them, here or in YAML 1.1."""
    data = {
        "text": "a b",
        "times": ["12:30", "2026-11-23", "16-bit"],
        "words": {"no:": "a: b", "x y": "- z", "empty": ""},
        "lists": [[1, 2], {"a": 1, "b": ["c"]}, [], {}],
        "numbers": [1e-05, float("inf"), None, True],
        "line": "a\nb\u2028",
    }

    assert YAML == write_yaml(data)


@pytest.mark.parametrize("value", [1, [1], {"a": 1}, [], {}])
def test_long_key_in_yaml(value: object) -> None:
    """A key too long for one line is marked as a key, and read as one."""
    data: dict[str, object] = {"k" * 2000: value, "l": {"m" * 2000: value}}

    assert data == FORMATS["yaml"].parse(write_yaml(data), "c").data


def test_toml_order() -> None:
    """Of each table in TOML, plain values come first, for what follows a header belongs to it."""
    assert 'b = 1\n\n[a]\nc = "x"\n' == write_toml({"a": {"c": "x"}, "b": 1})


@pytest.mark.parametrize(
    ("text", "value"), [("1e400", "1e400"), ("9" * 5000, "9" * 5000), ("1e4", 1e4), ("x", "x")]
)
def test_finite_scalar(text: str, value: object) -> None:
    """A number that is too large stays a text."""
    assert value == finite_scalar(text)
    assert type(value) is type(finite_scalar(text))
    assert float("inf") == scalar("1e400")
