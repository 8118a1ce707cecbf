"""The digest of a config is the same for the same content, and another for other content."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum, IntEnum
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from attrs import evolve, field, frozen

from tests.samples import signatures
from tests.samples.bag import Bag
from tests.samples.experiment import ALGORITHMS, LOSSES, Experiment, SigmoidConfig, Stage, Steps
from tests.samples.trainers import Context
from typed_registry import Registry
from typed_registry._frozendict import FrozenDict
from typed_registry.config import digest, dump, from_mapping, load
from typed_registry.errors import UnwritableError

Write = Callable[[str, str], Path]

EXPERIMENT = Experiment(
    algorithm=ALGORITHMS.from_mapping({"name": "dpo", "beta": 0.2}),
    steps=Steps(7, Stage.WARM_UP, (1, 2)),
    rate=1e-4,
    precision=16,
    folder=Path("out/a"),
)

PROGRAM = """
from tests.config.unstructure.test_digest import EXPERIMENT, Everything
from typed_registry.config import digest
print(digest(EXPERIMENT), digest(Everything()))
"""


class Shade(Enum):
    """Members with values of several kinds."""

    RED = "red"
    ONE = 1
    PAIR = (1, 2)


class Level(IntEnum):
    """Members that are numbers."""

    ONE = 1


@frozen
class Everything:
    """A value of each type, of which sets and mappings have no order of their own."""

    words: frozenset[str] = frozenset({"a", "b", "c", "d"})
    table: Mapping[str, int] = FrozenDict({"a": 1, "b": 2})
    moment: datetime = datetime(2026, 11, 23, 9, 30, tzinfo=timezone.utc)
    day: date = date(2026, 11, 23)
    hour: time = time(9, 30)
    pause: timedelta = timedelta(minutes=90)
    shades: frozenset[Shade] = frozenset(Shade)


def test_golden() -> None:
    """The digest doesn't change between versions, since it names experiments that have been run."""
    assert digest(EXPERIMENT) == "6486b014c27c4a9db233f30a80f3686d247fb2e93e29c8d3448ad5cb729ba48d"
    assert digest(Everything()) == "9a87aae64fa363d8d154e4406a98a64168d5f6e8152a6753bba978e3f24d586c"


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_processes(seed: str) -> None:
    """Other processes, with other hashes, compute the same digest."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", PROGRAM]
    root = Path(__file__).parents[3]
    done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=True)

    assert f"{digest(EXPERIMENT)} {digest(Everything())}\n" == done.stdout


@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
def test_formats(form: str, write: Write) -> None:
    """The file's format doesn't count."""
    again = load(Experiment, write(f"c.{form}", dump(EXPERIMENT, form)))
    everything = load(Everything, write(f"e.{form}", dump(Everything(), form)))

    assert digest(EXPERIMENT) == digest(again)
    assert digest(Everything()) == digest(everything)


def test_order_of_keys(write: Write) -> None:
    """The order of keys doesn't count, nor does the place of a choice's settings."""
    one = write("one.yaml", "algorithm: {name: dpo, beta: 0.2, loss: {name: sigmoid, kind: ipo}}\nseed: 3\n")
    other = write(
        "other.yaml", "dpo: {loss: {kind: ipo, name: sigmoid}, beta: 0.2}\nseed: 3\nalgorithm: dpo\n"
    )

    assert digest(load(Experiment, one)) == digest(load(Experiment, other))
    assert digest(Bag({"a": 1, "b": 2})) == digest(Bag({"b": 2, "a": 1}))


def test_defaults_written_out() -> None:
    """A default counts like the same value given."""
    assert digest(SigmoidConfig()) == digest(SigmoidConfig(0.0, "sigmoid"))


VALUES: tuple[object, ...] = (
    None,
    True,
    1,
    1.0,
    "1",
    "True",
    "None",
    -1,
    1.5,
    "",
    Path("1"),
    Path("a/b"),
    "a/b",
    Shade.RED,
    "red",
    Shade.ONE,
    Shade.PAIR,
    "PAIR",
    list[int](),
    [list[int]()],
    [1, 2],
    [2, 1],
    ["1", "2"],
    ["1, 2"],
    dict[str, int](),
    {"a": 1},
    {"a": "1"},
    {1: "a"},
    {1.0: "a"},
    {True: "a"},
    {"1": "a"},
    {"a": 1, "b": 2},
    {"a": 2, "b": 1},
    {"a": {"b": 1}},
    frozenset[int](),
    frozenset({1, 2}),
    frozenset({"1", "2"}),
    frozenset({1.0, 2.0}),
    date(2026, 11, 23),
    "2026-11-23",
    datetime(2026, 11, 23),  # noqa: DTZ001  # one without a zone
    datetime(2026, 11, 23, tzinfo=timezone.utc),
    datetime(2026, 11, 23, tzinfo=timezone(timedelta(hours=1))),
    time(1),
    timedelta(hours=1),
    timedelta(microseconds=1),
    Steps(),
    Steps(1),
    SigmoidConfig(),
    LOSSES.from_mapping({"name": "sigmoid"}),
    LOSSES.from_mapping({"name": "cross_entropy"}),
    ALGORITHMS.from_mapping({"name": "dpo"}),
    ALGORITHMS.from_mapping({"name": "dpo", "loss": {"name": "sigmoid", "label_smoothing": 0.0}}),
    ALGORITHMS.from_mapping({"name": "dpo", "loss": {"name": "sigmoid", "kind": "ipo"}}),
)


def test_other_values() -> None:
    """Values that differ in type or content have digests that differ."""
    digests = {digest(Bag(value)): value for value in VALUES}

    assert len(VALUES) == len(digests)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2], (1, 2)),
        ({"a": 1}, FrozenDict({"a": 1})),
        ({1, 2}, frozenset({2, 1})),
        (PurePosixPath("a/b"), PureWindowsPath("a\\b")),
        (
            datetime(2026, 11, 23, 12, tzinfo=timezone.utc),
            datetime(2026, 11, 23, 13, tzinfo=timezone(timedelta(hours=1))),
        ),
        (Level.ONE, Shade.ONE),
    ],
)
def test_same_content(one: object, other: object) -> None:
    """Values that a file writes alike, and the same moment in two time zones, have the same digest."""
    assert digest(Bag(one)) == digest(Bag(other))


def test_names() -> None:
    """A choice counts with the names of its registry and its component."""
    names = [("things", "a"), ("things", "b"), ("others", "a")]
    specs = [chosen(*each) for each in names]

    assert 3 == len({digest(each) for each in specs})
    assert digest(chosen("things", "a")) == digest(specs[0])


def chosen(registry: str, name: str) -> object:
    """A choice from a registry that is made for it."""
    made = Registry[object, []](registry)
    made.register(name)(Thing)
    return made.from_mapping({"name": name, "size": 2})


class Thing:
    """A component with a setting."""

    def __init__(self, size: int = 1) -> None:
        self.size = size


@frozen
class Noted:
    """A config with a field that doesn't count when configs are compared."""

    size: int = 1
    note: str = field(default="", eq=False)


def test_uncompared() -> None:
    """A field that doesn't count in a comparison doesn't count here."""
    assert digest(Noted()) == digest(Noted(note="a"))
    assert digest(Noted()) != digest(Noted(size=2))


def test_functions() -> None:
    """A function that is its parameter's default is left out; another has no digest."""
    registry = Registry[object, [Context]]("with callbacks")
    registry.register("it")(signatures.Callbacks)
    spec = registry.from_mapping({"name": "it", "rate": 0.25})
    with pytest.raises(UnwritableError) as caught:
        digest(Bag([len]))

    assert digest(spec) != digest(registry.from_mapping({"name": "it", "rate": 0.5}))
    assert ("v", 0) == caught.value.path


def test_evolved() -> None:
    """A change anywhere changes the digest."""
    deeper = from_mapping(Experiment, {"algorithm": {"name": "dpo", "beta": 0.2}, "steps": {"marks": [1, 3]}})

    assert digest(EXPERIMENT) != digest(evolve(EXPERIMENT, seed=1))
    assert digest(deeper) != digest(evolve(deeper, steps=Steps(500, Stage.FULL, (1, 2))))


@frozen
class Rated:
    """A config of a float."""

    rate: float


@frozen
class Whole:
    """Defaults that are whole numbers where floats are wanted."""

    rate: float = 1
    rates: tuple[float, ...] = (1, 2)
    inner: Rated = Rated(1)


def test_whole_defaults(write: Write) -> None:
    """A default that isn't of its field's type isn't written, so the loaded config has the same digest."""
    made = from_mapping(Whole, {})

    assert digest(made) == digest(load(Whole, write("c.yaml", dump(made))))
