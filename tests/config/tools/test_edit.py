"""Setting values in a file: they are changed, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples.bag import facts
from typed_registry.config._formats.formats import FORMATS
from typed_registry.config._formats.read import parse, read
from typed_registry.config._formats.yaml.reader import parse_scalar
from typed_registry.config._formats.yaml.writer import write_flow
from typed_registry.config._sources.overrides import override
from typed_registry.config._tools.edit import set_values
from typed_registry.errors import ConfigError, EditError

Write = Callable[[str, str], Path]

YAML = """\
# An experiment.
algorithm:
  name: dpo   # or sft

  beta: 0.5
  text: |
    of many
    lines

loss: dpo   # by name
steps: [1, 2,
  3]  # in two lines
data:
  - path: a  # the first
    weight: 1
  - path: b
empty:
flow: {a: 1, b: {}}
quoted: 'it''s'   # an apostrophe
# The end.
"""


@pytest.mark.parametrize(
    ("given", "old", "new"),
    [
        ("algorithm.beta=0.1", "  beta: 0.5\n", "  beta: 0.1\n"),
        ("algorithm.name=sft", "  name: dpo   # or sft\n", "  name: sft   # or sft\n"),
        ("algorithm.steps=3", "    lines\n", "    lines\n  steps: 3\n"),
        ("algorithm.text=short", "  text: |\n    of many\n    lines\n", "  text: short\n"),
        ("algorithm.optimizer.lr=1e-5", "    lines\n", "    lines\n  optimizer: {lr: 1e-05}\n"),
        ("loss=focal", "loss: dpo   # by name\n", "loss: focal   # by name\n"),
        ("loss.kind=ipo", "loss: dpo   # by name\n", "loss: {name: dpo, kind: ipo}   # by name\n"),
        ("steps.1=9", "[1, 2,\n", "[1, 9,\n"),
        ("steps=[]", "[1, 2,\n  3]  # in", "[]  # in"),
        ("data.0.weight=2", "    weight: 1\n", "    weight: 2\n"),
        ("data.0.kind=x", "    weight: 1\n", "    weight: 1\n    kind: x\n"),
        ("data.1.path=c d", "path: b\n", 'path: "c d"\n'),
        ("empty=no", "empty:\n", "empty: no\n"),
        ("empty.a.b=true", "empty:\n", "empty: {a: {b: true}}\n"),
        ("flow.a=null", "{a: 1, b: {}}", "{a: null, b: {}}"),
        ("flow.c=~/x", "{a: 1, b: {}}", '{a: 1, b: {}, c: "~/x"}'),
        ("flow.b.d=[x, 1.5]", "b: {}}", "b: {d: [x, 1.5]}}"),
        ("quoted='1'", "'it''s'", '"1"'),
        ("new=1", "'it''s'   # an apostrophe\n", "'it''s'   # an apostrophe\nnew: 1\n"),
        ("algorithm={name: sft}", YAML[YAML.index("name:") : YAML.index("\n\nloss")], "{name: sft}"),
    ],
)
def test_yaml(given: str, old: str, new: str, write: Write) -> None:
    """Only the text of the value changes; comments, blank lines, quotes and layout stay."""
    assert YAML.count(old) == 1
    assert YAML.replace(old, new) == set_values(write("c.yaml", YAML), [given])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('# one\nseed = 1 # s\n[a]\nb = "x"\n', '# one\nseed = 2 # s\n[a]\nb = "y"\n\n[c]\nd = 3\n'),
        ("seed=1\na = {b = 'x'}\n", 'seed=2\na = {b = "y"}\n\n[c]\nd = 3\n'),
    ],
)
def test_toml(old: str, new: str, write: Write) -> None:
    """TOML keeps its comments and its layout too."""
    file = write("c.toml", old)
    text = set_values(file, ["seed=2", "a.b=y", "c.d=3"])

    assert parse(new, file).data == parse(text, file).data
    assert [line for line in old.splitlines() if "#" in line or "[" in line] == [
        line.replace("= 2", "= 1") for line in text.splitlines() if "#" in line or "[a]" in line
    ]


JSON = """\
{
    "b": 1, "list": [1,   2,
      {"d": 3}],

    "a": {"c":[1]},
  "name" : "x",
    "empty": {
    },
    "none": null
}
"""


@pytest.mark.parametrize(
    ("given", "old", "new"),
    [
        ("b=[1, x]", '"b": 1,', '"b": [1, "x"],'),
        ("list.1=é", "[1,   2,", '[1,   "é",'),
        ("list.2.d=4", '{"d": 3}', '{"d": 4}'),
        ("list.2.e.f=4", '{"d": 3}', '{"d": 3, "e": {"f": 4}}'),
        ("a.d=1", '{"c":[1]}', '{"c":[1],"d":1}'),
        ("a=true", '{"c":[1]}', "true"),
        ("name=y", '"name" : "x"', '"name" : "y"'),
        ("name.beta=1", '"name" : "x"', '"name" : {"name": "x", "beta": 1}'),
        ("empty.a=1", "{\n    },", '{"a": 1},'),
        ("none.a.b=1", "null", '{"a": {"b": 1}}'),
        ("new.a=1", "null\n", 'null,\n    "new": {"a": 1}\n'),
    ],
)
def test_json(given: str, old: str, new: str, write: Write) -> None:
    """JSON keeps its layout too; new members are laid out as their neighbours."""
    assert JSON.count(old) == 1
    assert JSON.replace(old, new) == set_values(write("c.json", JSON), [given])


def test_empty_json(write: Write) -> None:
    """An object without members gets its first ones."""
    assert '{"a": 1, "b": 2}' == set_values(write("c.json", "{}"), ["a=1", "b=2"])


@pytest.mark.parametrize(
    ("name", "text", "given", "path"),
    [
        ("c.toml", "a = 1\n", "a=null", "a"),
        ("c.toml", "a = 1\n", "b.c={x: [1, null]}", "b.c.x.1"),
        ("c.json", '{"a": 1}', "a=[-.inf]", "a.0"),
        ("c.yaml", "a: 1\n", 'a="\\uD800"', "a"),
    ],
)
def test_what_the_format_lacks(name: str, text: str, given: str, path: str, write: Write) -> None:
    """A value that the file's format can't contain is refused, with the path to it."""
    file = write(name, text)

    assert [f"command line {path} Malformed"] == facts(lambda: set_values(file, [given]))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("c.yaml", "a: 1\n", "a: 1\nb: {c: 2}\n"),
        ("c.yaml", "b:\n  x: 1  # x\nd: 1\n", "b:\n  x: 1  # x\n  c: 2\nd: 1\n"),
        ("c.yaml", "# nothing\n# yet", "# nothing\n# yet\nb: {c: 2}\n"),
        ("c.toml", "a = 1\n", "a = 1\n[b]\nc = 2\n"),
        ("c.toml", "b.x = 1\n[d]\ne = 1\n", "b.x = 1\nb.c = 2\n[d]\ne = 1\n"),
        ("c.json", '{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "b": {"c": 2}\n}\n'),
    ],
)
def test_line_ends(name: str, old: str, new: str, tmp_path: Path) -> None:
    """A new line ends like the others."""
    file = tmp_path / name
    file.write_bytes(old.replace("\n", "\r\n").encode())

    assert new.replace("\n", "\r\n") == set_values(file, ["b.c=2"]).replace("\r\n\r\n", "\r\n")


@pytest.mark.parametrize(
    ("name", "old", "given", "new"),
    [
        ("c.yaml", "a: 1\n", "a=${env:HOME}", 'a: "$${env:HOME}"\n'),
        ("c.yaml", "a: 1\n", "b.c=['$${env:HOME}']", 'a: 1\nb: {c: ["$$${env:HOME}"]}\n'),
        ("c.toml", "a = 1\n", "a=${env:HOME}", 'a = "$${env:HOME}"\n'),
        ("c.json", '{"a": 1}', "a=${env:HOME}", '{"a": "$${env:HOME}"}'),
        ("c.toml", "a = 1.0\n", "a=.nan", "a = nan\n"),
        ("c.yaml", "a: 1\n", r'a="b\n\tc\e"', r'a: "b\n\tc\U0000001B"' + "\n"),
    ],
)
def test_text(name: str, old: str, given: str, new: str, write: Write) -> None:
    """A reference to a variable is a text on the command line, and is written as one."""
    assert new == set_values(write(name, old), [given])


def test_an_empty_file(write: Write) -> None:
    """A file with nothing but comments gets its first line."""
    assert "# nothing yet\na: {b: 1}\n" == set_values(write("c.yaml", "# nothing yet"), ["a.b=1"])


def test_an_alias_is_not_torn(write: Write) -> None:
    """A value that an alias shares with others can't be set."""
    file = write("c.yaml", "a: &x {b: 1}\nc: *x\n")
    with pytest.raises(EditError) as caught:
        set_values(file, ["c.b=2"])

    assert (file, ("c.b=2",)) == (caught.value.file, caught.value.assignments)


@pytest.mark.parametrize("given", ["v.0=3", "v.x=3", "v.1.a=3"])
def test_item_in_another_file(given: str, write: Write) -> None:
    """An item of a list that only an extended file has can't be set, as the file has no list to set it in."""
    write("base.yaml", "v: [1, {a: 2}]\n")
    file = write("c.yaml", "extends: base.yaml\n")

    path = given.partition("=")[0]
    assert [f"command line {path} Malformed"] == facts(lambda: set_values(file, [given]))


@pytest.mark.parametrize("given", [["v.0=3"], ["v=[1]", "v.0=3"]])
def test_item_in_the_file_itself(given: list[str], write: Write) -> None:
    """An item of a list can be set if the file has that list, or gets it."""
    write("base.yaml", "v: [1, 2, 3]\n")
    text = "extends: base.yaml\nv: [1]\n"
    file = write("c.yaml", text if len(given) == 1 else "extends: base.yaml\n")

    assert "extends: base.yaml\nv: [3]\n" == set_values(file, given)


def test_mended_extends(write: Write) -> None:
    """A file that extends a missing one can be edited, so that it can be mended."""
    write("base.yaml", "v: [1]\n")

    assert "extends: base.yaml\n" == set_values(write("c.yaml", "extends: bse.yaml\n"), ["extends=base.yaml"])


DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DATA)
def test_flow(value: object) -> None:
    """Any value on one line is read back as the same."""
    text = write_flow(value)

    assert "\n" not in text
    assert value == parse_scalar(text)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DATA, st.sampled_from(["a", "a.b", "a.b.c", "d", "d.e", "f.0", "f.1.g", "h", "h.i"]))
def test_any_value_anywhere(value: object, path: str) -> None:
    """After any value is set, the text is read as the data with that value, and no comment is lost."""
    text = "# 1\na:  # 2\n  b: {c: 1}  # 3\n\nd: x  # 4\nf:\n  - y  # 5\n  - g: 1\n# 6\nh:\n"
    steps = tuple(int(part) if part.isdecimal() else part for part in path.split("."))
    made = FORMATS["yaml"].edit(text, steps, value)
    wanted = override(parse(text, "c.yaml"), [f"{path}={write_flow(value)}"]).data

    assert wanted == parse(made, "c.yaml").data
    lost = {"a": "23", "f.0": "", "d": ""}.get(path, "")
    assert [mark for mark in "123456" if mark not in lost] == [
        m for m in "123456" if m not in lost and f"# {m}" in made
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DATA, st.sampled_from(["a", "a.b", "a.b.c", "d", "d.e", "f.0", "f.1.g", "h", "h.i"]))
def test_any_value_anywhere_in_json(value: object, path: str) -> None:
    """After any value is set, the text is read as the data with that value."""
    text = '{"a": {"b": {"c": 1}},\n "d": "x", "f": ["y", {"g": 1}], "h": null}'
    steps = tuple(int(part) if part.isdecimal() else part for part in path.split("."))
    wanted = override(parse(text, "c.json"), [f"{path}={write_flow(value)}"]).data

    assert wanted == json.loads(FORMATS["json"].edit(text, steps, value))


def test_faulty_file(write: Write) -> None:
    """A file that can't be read isn't edited."""
    file = write("c.yaml", "a: [1\n")
    with pytest.raises(ConfigError):
        set_values(file, ["a=1"])

    assert "a: [1\n" == file.read_text()
    assert read(write("d.yaml", "a: 1\n")).data == {"a": 1}
