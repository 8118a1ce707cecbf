"""Overrides from the command line win over all values of the file."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.bag import Bag, facts
from tests.samples.experiment import (
    ALGORITHMS,
    DPO,
    LOSSES,
    DPOConfig,
    Experiment,
    Sigmoid,
    SigmoidConfig,
    Stage,
    Steps,
)
from typed_registry.config import from_mapping, load
from typed_registry.config._sources.overrides import parse_assignment
from typed_registry.errors import ConfigError, LoneItem, Malformed

Write = Callable[[str, str], Path]

INLINE = "algorithm: {name: dpo, beta: 0.5}\n"
SECTION = "algorithm: dpo\ndpo: {beta: 0.5}\n"
NEITHER = "algorithm: dpo\n"


@pytest.mark.parametrize("text", [INLINE, SECTION, NEITHER])
@pytest.mark.parametrize("path", ["algorithm.beta", "dpo.beta"])
def test_setting(text: str, path: str, write: Write) -> None:
    """Either path to a setting wins over either form of the file."""
    made = load(Experiment, write("c.yaml", text), [f"{path}=0.2"])

    assert ALGORITHMS.spec(DPO, DPOConfig(0.2)) == made.algorithm


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1e-4", 1e-4), ("2", 2.0), ("null", None), ("", None), ("  3  ", 3.0)],
)
def test_value(text: str, expected: float | None, write: Write) -> None:
    """A value is read as YAML reads it."""
    assert expected == load(Experiment, write("c.yaml", NEITHER), [f"rate={text}"]).rate


def test_last_wins(write: Write) -> None:
    """Of two overrides of one path, the later wins."""
    assert 3 == load(Experiment, write("c.yaml", NEITHER), ["seed=1", "seed=3"]).seed


def test_structure(write: Write) -> None:
    """A value may be a list or a mapping, and a path may go into a list."""
    overrides = ["steps={count: 3, marks: [1, 2, 3]}", "steps.marks.1=9", "steps.stage=warm-up"]

    assert Steps(3, Stage.WARM_UP, (1, 9, 3)) == load(Experiment, write("c.yaml", NEITHER), overrides).steps


def test_new_keys(write: Write) -> None:
    """A value can be given that the file doesn't mention."""
    made = load(Experiment, write("c.yaml", NEITHER), ["dpo.loss.kind=hinge", "steps.count=3"])
    expected = DPOConfig(0.1, LOSSES.spec(Sigmoid, SigmoidConfig(0.1, "hinge")))

    assert (ALGORITHMS.spec(DPO, expected), Steps(3)) == (made.algorithm, made.steps)


def test_another_choice(write: Write) -> None:
    """Another name on the command line leaves the file's section idle."""
    made = load(Experiment, write("c.yaml", SECTION), ["algorithm=sft", "sft.epochs=3"])

    assert ALGORITHMS.from_mapping({"name": "sft", "epochs": 3}) == made.algorithm


def test_idle(write: Write) -> None:
    """An override for a component that no field chooses is a fault; a section in a file isn't."""
    file = write("c.yaml", "algorithm: dpo\nsft: {epochs: 3}\n")

    assert 0 == load(Experiment, file).seed
    assert ["command line sft.epochs IdleOverride", "command line sft.packed IdleOverride"] == facts(
        lambda: load(Experiment, file, ["sft.epochs=4", "sft={epochs: 5, packed: true}"])
    )


def test_another_name(write: Write) -> None:
    """Another name in an inline choice doesn't fit the settings of the old one, which are faults."""
    file = write("c.yaml", INLINE)

    assert ["c.yaml:1:24 algorithm.beta UnknownKey"] == facts(
        lambda: load(Experiment, file, ["algorithm.name=sft"])
    )


def test_equals_in_value(write: Write) -> None:
    """Only the first equals sign separates the path from the value."""
    assert Path("a=b") == load(Experiment, write("c.yaml", NEITHER), ["folder=a=b"]).folder


def test_faults(write: Write) -> None:
    """Faults of overrides come after the file's, with the command line as their place."""
    file = write("c.yaml", "algorithm: dpo\nseed: x\n")

    assert [
        "c.yaml:2:7 seed WrongType",
        "command line dpo.betta UnknownKey",
        "command line steps.coutn UnknownKey",
        "command line rate WrongType",
    ] == facts(lambda: load(Experiment, file, ["dpo.betta=1", "rate=fast", "steps.coutn=1"]))


def test_override_mends_fault(write: Write) -> None:
    """A value that is overridden isn't checked any more."""
    assert 3 == load(Experiment, write("c.yaml", "algorithm: dpo\nseed: x\n"), ["seed=3"]).seed


@pytest.mark.parametrize("text", ["seed", "=3", "a..b=3", ".seed=3", "--seed"])
def test_malformed(text: str, write: Write) -> None:
    """A text that isn't an assignment is refused."""
    file = write("c.yaml", NEITHER)

    assert ["command line Malformed"] == facts(lambda: load(Experiment, file, [text]))


@pytest.mark.parametrize(
    "value",
    [
        *("#ff0000", "exp #3", "a # b", "&a b", "[1, 2] # c", "{a: 1} # c", "é # x", "'a' #b"),
        *("|", ">", ">-", "---", "--- a"),
    ],
)
def test_nothing_is_lost(value: str, write: Write) -> None:
    """What YAML would ignore, such as a comment, is refused with the quotes that keep it."""
    given = f"seed={value}"
    with pytest.raises(ConfigError) as caught:
        load(Experiment, write("c.yaml", NEITHER), [given])

    [fault] = [each for each in caught.value.faults if each.path == ("seed",)]
    assert isinstance(fault.problem, Malformed)
    [quoted] = shlex.split(fault.problem.message.partition("write quotes: ")[2])
    assert (("seed",), value) == parse_assignment(quoted)


@pytest.mark.parametrize(
    ("value", "read"), [("a#b", "a#b"), ("'a #b'", "a #b"), ("x & y", "x & y"), ("[&a 1, *a]", [1, 1])]
)
def test_marks_inside(value: str, read: object) -> None:
    """The same characters within a text are part of it."""
    assert (("seed",), read) == parse_assignment(f"seed={value}")


def test_every_malformed_one(write: Write) -> None:
    """Every invalid override is reported."""
    file = write("c.yaml", NEITHER)

    assert ["command line Malformed", "command line steps Malformed"] == facts(
        lambda: load(Experiment, file, ["seed", "steps=*one", "rate=1"])
    )


@pytest.mark.parametrize("text", ["algorithm: [dpo\nrate: 1\n", None])
def test_faults_beside_an_unreadable_file(text: str | None, tmp_path: Path) -> None:
    """Overrides that can't be read are reported together with a file that can't be."""
    file = tmp_path / "c.yaml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(Experiment, file, ["rate", "seed=[", "steps.count=1"])

    assert [str(file), "command line", "command line"] == [
        each.origin.source for each in caught.value.faults if each.origin
    ]


def test_faults_of_tree_too(write: Write) -> None:
    """An invalid override is left out, and reported together with all other faults."""
    file = write("c.yaml", "algorithm: dpo\nseed: x\nsteps: {marks: [1]}\n")

    assert [
        "c.yaml:2:7 seed WrongType",
        "command line Malformed",
        "command line steps.marks.5 Malformed",
        "command line rate WrongType",
    ] == facts(lambda: load(Experiment, file, ["foo", "steps.marks.5=1", "rate=fast"]))


def test_tag(write: Write) -> None:
    """A tag in a value on the command line is refused."""
    file = write("c.yaml", NEITHER)

    assert ["command line folder Malformed"] == facts(lambda: load(Experiment, file, ["folder=!env HOME"]))


@pytest.mark.parametrize("index", ["1", "x", "-1", "00", "9" * 5000, "\u0661"])
def test_no_such_item(index: str, write: Write) -> None:
    """A path into a list has to lead to an item that exists."""
    file = write("c.yaml", "algorithm: dpo\nsteps: {marks: [1]}\n")

    assert [f"command line steps.marks.{index} Malformed"] == facts(
        lambda: load(Experiment, file, [f"steps.marks.{index}=3"])
    )


@pytest.mark.parametrize("text", ["algorithm: dpo\n", "algorithm: dpo\nsteps: {stage: full}\n"])
@pytest.mark.parametrize("index", ["1", "-1"])
def test_item_of_a_default(text: str, index: str, write: Write) -> None:
    """An item of a list that is the field's default can't be given alone."""
    with pytest.raises(ConfigError) as caught:
        load(Experiment, write("c.yaml", text), [f"steps.marks.{index}=3"])

    assert [LoneItem("tuple[int, ...]", index)] == [fault.problem for fault in caught.value.faults]
    assert [("steps", "marks")] == [fault.path for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ('"a.b"', "a.b"),
        ("'a=b'", "a=b"),
        ('""', ""),
        ("'it''s'", "it's"),
        (r'"a\"b"', 'a"b'),
        ('"7"', "7"),
        (' "a" ', "a"),
        ('a"b', 'a"b'),
        ('"a"b', '"a"b'),
    ],
)
def test_key_in_quotes(path: str, key: str, write: Write) -> None:
    """A key in quotes may contain whatever has a meaning in paths."""
    file = write("c.yaml", "v: {x: {}}\n")

    assert {"x": {key: {"k": 1}}} == load(Bag, file, [f"v.x.{path}.k=1"]).v
    assert {"x": {key: "a=b"}} == load(Bag, file, [f"v.x.{path}=a=b"]).v


@pytest.mark.parametrize("text", ["v | w", "a > b", "----", "--", "a ---", "[a, ---]"])
def test_marks_of_blocks_inside(text: str) -> None:
    """The marks of blocks and documents within a text are part of it."""
    assert text == str(parse_assignment(f"v={text}")[1]).replace("'", "")


@pytest.mark.parametrize("key", ["007", "7", "\u0667", "9" * 900, "x y"])
def test_key_as_written(key: str, write: Write) -> None:
    """A key of a mapping is matched as it is written, whatever number it looks like."""
    file = write("c.yaml", f"v: {{'{key}': 1}}\n")

    assert {key: 2} == load(Bag, file, [f"v.{key}=2"]).v


def test_long_path(write: Write) -> None:
    """A path of more parts than values may be nested is refused."""
    file = write("c.yaml", "v: 1\n")
    path = ".".join(["v"] * 400)

    assert [f"command line {path[:99]} Malformed"] == facts(lambda: load(Bag, file, [f"{path}=2"]))


def test_over_mapping() -> None:
    """Overrides go over plain data, too, and leave the data itself alone."""
    data = {"algorithm": {"name": "dpo", "beta": 0.5}}

    assert ALGORITHMS.spec(DPO, DPOConfig(0.2)) == from_mapping(Experiment, data, ["dpo.beta=0.2"]).algorithm
    assert {"algorithm": {"name": "dpo", "beta": 0.5}} == data


def test_through_a_value(tmp_path: Path) -> None:
    """A path through a plain value is a fault of the command line, not of the file."""
    file = tmp_path / "c.yaml"
    file.write_text("algorithm: dpo\nseed: 3\n")

    assert ["command line seed.x Malformed"] == facts(lambda: load(Experiment, file, ["seed.x=1"]))
    assert ["command line seed WrongType"] == facts(
        lambda: from_mapping(Experiment, {"algorithm": "dpo"}, ["seed.x=1"])
    )


def test_through_a_text(write: Write) -> None:
    """A text is the name of a component only where one is chosen, and elsewhere has no keys."""
    file = write("c.yaml", "v: hello\n")

    assert ["command line v.k Malformed"] == facts(lambda: load(Bag, file, ["v.k=1"]))
    assert {"k": 1} == load(Bag, file, ["v={}", "v.k=1"]).v


def test_beside_a_value_of_the_program() -> None:
    """An override isn't blamed for a wrong value beside it in data of the program."""
    data = {"algorithm": "dpo", "steps": {"count": "x"}}

    assert ["steps.count WrongType"] == facts(lambda: from_mapping(Experiment, data, ["steps.marks=[1]"]))


def test_large_number(write: Write) -> None:
    """A number that a float can't hold is refused."""
    file = write("c.yaml", NEITHER)

    assert ["command line rate Malformed"] == facts(lambda: load(Experiment, file, ["rate=1e400"]))
