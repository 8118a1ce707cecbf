"""Dumping and saving a tree, and loading it back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Literal, cast

import pytest
from attrs import evolve, field, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples import signatures
from tests.samples.bag import Bag
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
from tests.samples.holder import holder
from tests.samples.trainers import Context
from tests.samples.values import NUMBERS, WORDS
from typed_registry import Registry
from typed_registry.config import dump, from_mapping, load, plain_data, save
from typed_registry.errors import UnwritableError

Write = Callable[[str, str], Path]

EXPERIMENT = Experiment(
    algorithm=ALGORITHMS.spec(DPO, DPOConfig(0.2, LOSSES.spec(Sigmoid, SigmoidConfig(0.1, "hinge")))),
    loss=LOSSES.from_mapping({"name": "cross_entropy", "weight": 2.0}),
    steps=Steps(7, Stage.WARM_UP, (1, 2)),
    rate=1e-4,
    precision=16,
    folder=Path("out/a"),
)

YAML = """\
algorithm:
  name: dpo
  beta: 0.2
  loss:
    name: sigmoid
    label_smoothing: 0.1
    kind: hinge
loss:
  name: cross_entropy
  weight: 2.0
steps:
  count: 7
  stage: warm-up
  marks:
  - 1
  - 2
seed: 0
rate: 0.0001
precision: 16
folder: out/a
"""


def test_yaml() -> None:
    """A tree is written in the order of its fields, and a choice with its name first."""
    assert YAML == dump(EXPERIMENT)


def test_json() -> None:
    """A tree is written as JSON."""
    steps = '{\n  "count": 7,\n  "stage": "warm-up",\n  "marks": [\n    1,\n    2\n  ]\n}\n'

    assert steps == dump(EXPERIMENT.steps, "json")


def test_other_form() -> None:
    """An unknown format is refused."""
    with pytest.raises(ValueError, match="is dumped as") as caught:
        dump(EXPERIMENT, "ini")

    assert "a config is dumped as yaml, toml, json, not 'ini'" == str(caught.value)


@pytest.mark.parametrize("name", ["c.yaml", "c.yml", "c.toml", "c.json", "c.YAML"])
def test_saved_loads_equal(name: str, tmp_path: Path) -> None:
    """A saved file loads as an equal tree, and no other file is left in the folder."""
    save(EXPERIMENT, tmp_path / name)

    assert EXPERIMENT == load(Experiment, tmp_path / name)
    assert [name] == [file.name for file in tmp_path.iterdir()]


def test_saved_over(write: Write) -> None:
    """An existing file is replaced."""
    file = write("c.yaml", "old")
    save(EXPERIMENT, file)

    assert YAML == file.read_text()


def test_failed_save_leaves_the_old(write: Write) -> None:
    """A save that fails leaves the old file and nothing else."""
    file = write("c.yaml", "old")
    with pytest.raises(UnwritableError):
        save(Bag(object()), file)

    assert "old" == file.read_text()
    assert ["c.yaml"] == [each.name for each in file.parent.iterdir()]


def test_unwritable_default() -> None:
    """A value that no file can hold is left out if it is the default."""
    registry = Registry[object, [Context]]("called back")
    registry.register("it")(signatures.Callbacks)

    assert "name: it\nrate: 0.25\n" == dump(registry.from_mapping({"name": "it", "rate": 0.25}))


def test_plain_data() -> None:
    """A tree's plain data makes an equal tree."""
    data = cast("Mapping[str, object]", plain_data(EXPERIMENT))

    assert EXPERIMENT == from_mapping(Experiment, data)


class Kind(Enum):
    """Members whose values no file can hold as they are."""

    PAIR = (1, 2)
    WORD = "word"
    LEFT = "RIGHT"
    RIGHT = "LEFT"


@frozen
class Odd:
    """Fields that a file can hold only by other means."""

    kind: Kind = Kind.PAIR
    kinds: Mapping[Kind, int] = {}
    words: frozenset[str] = frozenset()
    path: Path | None = None
    numbers: Mapping[int, float] = {}


@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
def test_odd_values(form: str, write: Write) -> None:
    """Enums, sets, paths and keys of other types are loaded as the same values."""
    odd = Odd(
        Kind.PAIR, {Kind.WORD: 1, Kind.LEFT: 2, Kind.RIGHT: 3}, frozenset({"b", "a"}), Path("a"), {3: 0.5}
    )

    assert odd == load(Odd, write(f"c.{form}", dump(odd, form)))


@frozen
class Mixed:
    """A small config with a field of each type."""

    number: float
    count: int
    word: str
    flag: bool
    either: int | str | None
    few: Literal["a", "no", "1", 1]
    words: tuple[str, ...]
    table: dict[str, tuple[float, str]]
    inner: Mixed | None = None


def nested(outer: Mixed, inner: Mixed) -> Mixed:
    """One tree in another."""
    return evolve(outer, inner=inner)


LEAVES = st.builds(
    Mixed,
    number=NUMBERS,
    count=st.integers(),
    word=WORDS,
    flag=st.booleans(),
    either=st.none() | st.integers() | WORDS,
    few=st.sampled_from(["a", "no", "1", 1]),
    words=st.lists(WORDS, max_size=3).map(tuple),
    table=st.dictionaries(WORDS, st.tuples(NUMBERS, WORDS), max_size=3),
)
TREES = LEAVES | st.builds(nested, LEAVES, LEAVES)


@pytest.mark.parametrize("form", ["yaml", "json"])
@given(tree=TREES)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_tree(form: str, tmp_path_factory: pytest.TempPathFactory, tree: Mixed) -> None:
    """The dump of any config loads as an equal one."""
    file = tmp_path_factory.getbasetemp() / f"tree.{form}"
    save(tree, file)

    assert tree == load(Mixed, file)


@pytest.mark.parametrize("number", [5e-324, 1.7976931348623157e308, -0.0, 1e22, 1e-7])
@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
def test_extreme_numbers(form: str, number: float, write: Write) -> None:
    """A float is loaded as the same float."""
    file = write(f"c.{form}", dump(Bag(number), form))

    assert repr(number) == repr(load(Bag, file).v)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("form", ["yaml", "toml"])
def test_endless_numbers(form: str, number: float, write: Write) -> None:
    """YAML and TOML can write infinite numbers and NaN; JSON can't."""
    file = write(f"c.{form}", dump(Bag(number), form))
    with pytest.raises(UnwritableError) as caught:
        dump(Bag({"a": [number]}), "json")

    assert repr(number) == repr(load(Bag, file).v)
    assert ("v", "a", 0) == caught.value.path


@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
@pytest.mark.parametrize("text", ["${env:HOME}", "$${env:HOME}", "a ${env:", "$$${env:A}${env:B,c}", "${a}"])
def test_no_variable(form: str, text: str, write: Write) -> None:
    """A text that looks like a reference is loaded as the same text."""
    config = Bag({"a": [text]})
    written = dump(config, form)

    assert text.replace("${", "$${") in written
    assert config == load(Bag, write(f"c.{form}", written))


def test_sets_in_order() -> None:
    """A set is written in the order of its values' texts, whatever their hashes."""
    kind = holder(frozenset[str])

    assert dump(kind(frozenset("edcba"))) == "it:\n- a\n- b\n- c\n- d\n- e\n"


class Metres(float):
    """A float of a derived class, as numpy's are."""


class Count(int):
    """An integer of a derived class."""


class Word(str):
    """A text of a derived class."""

    __slots__ = ()


@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
def test_derived_classes(form: str) -> None:
    """A number or text of a derived class is written as a plain number or text."""
    assert dump(Bag([1.5, 3, "a"]), form) == dump(Bag([Metres(1.5), Count(3), Word("a")]), form)


@frozen
class Noted:
    """A config with a field that doesn't count when configs are compared."""

    size: int = 1
    notes: Sequence[str] = field(default=(), eq=False)


def test_uncompared(write: Write) -> None:
    """A field that isn't compared may be loaded as a different value."""
    noted = Noted(2, ["a"])

    assert noted == load(Noted, write("c.yaml", dump(noted)))
