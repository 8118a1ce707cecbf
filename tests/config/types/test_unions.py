"""The alternative of a union is selected by the structure of the data, before any code of the user's runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple, Union, cast

import pytest
from attrs import NOTHING, Factory, field, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples.holder import holder
from tests.schema.generated import JSON, KINDS, Kind
from typed_registry import Registry, Spec
from typed_registry.config import from_mapping
from typed_registry.config._document.faults import Path
from typed_registry.config._types.find_rule import rule_of
from typed_registry.config._types.rule import INVALID, Reading
from typed_registry.config._types.unions import UnionRule
from typed_registry.errors import ConfigError, NoAlternative, Refused

CALLS: list[str] = []
"""The code of the user's below that ran, in order."""


@pytest.fixture(autouse=True)
def _no_calls() -> Iterator[None]:
    CALLS.clear()
    yield
    CALLS.clear()


def converted(value: object) -> str:
    """Convert a value."""
    CALLS.append("converter")
    return str(value)


def positive(_instance: object, _attribute: object, value: int) -> None:
    """Refuse a number below 1."""
    CALLS.append("validator")
    if value < 1:
        raise ValueError("must be positive")


def made() -> list[int]:
    """Make a default."""
    CALLS.append("factory")
    return []


@frozen
class Coded:
    """Every kind of code that a config class may have."""

    size: int = field(validator=positive)
    word: str = field(default="", converter=converted)
    items: list[int] = Factory(made)

    def __attrs_post_init__(self) -> None:
        CALLS.append("hook")


@frozen
class Sized:
    """A class that takes other sizes."""

    size: str | int
    colour: str = "red"


@frozen
class Around:
    """A class with a partial value inside of it."""

    inner: Coded = Factory(lambda: Coded(1))


@frozen
class AroundToo:
    """A class with another value of the same key."""

    inner: str


@frozen
class Thing:
    """What `THINGS` makes."""

    size: int = field(validator=positive)


@frozen
class Odd:
    """A class with a default that is not of its field's type."""

    inner: Sized = cast("Sized", {"zzz": 1})  # noqa: RUF009  # a default as some have it


class Pair(NamedTuple):
    """A class whose values are also written as a list."""

    first: int
    second: str = ""


THINGS = Registry[Thing, []]("things")


@frozen
class ThingConfig:
    """A component's config with code."""

    size: int = field(validator=positive)


@THINGS.register_factory("thing", config=ThingConfig)
def thing(config: ThingConfig) -> Thing:
    """Make a thing."""
    return Thing(config.size)


PARTS = Registry[Thing, []]("parts")


@frozen
class PartConfig:
    """The config of a component with the name of another registry's."""

    length: int


@PARTS.register_factory("thing", config=PartConfig)
def part(config: PartConfig) -> Thing:
    """Make another thing."""
    return Thing(config.length)


THING = Annotated[Spec[Thing, []], THINGS]
PART = Annotated[Spec[Thing, []], PARTS]


def read(kind: object, data: object) -> object:
    """Return the value that a config has for data."""
    return from_mapping(holder(kind), {"it": data}).it


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (Coded | Sized, {"size": "x"}, Sized("x")),
        (Coded | Sized, {"size": 1, "colour": "blue"}, Sized(1, "blue")),
        (Coded | dict[str, object], {"size": "x"}, {"size": "x"}),
        (list[Coded] | list[Sized], [{"size": 1}, {"size": "x"}], [Sized(1), Sized("x")]),
        (list[Coded] | tuple[Sized, ...], [{"size": 2}, {"size": "x"}], (Sized(2), Sized("x"))),
        (Around | AroundToo, {"inner": "x"}, AroundToo("x")),
        (THING | Sized, {"size": "x"}, Sized("x")),
        (THING | dict[str, object], {"name": "thing", "size": "x"}, {"name": "thing", "size": "x"}),
        (THING | Literal["thing"], "thing", "thing"),
        (THING | Annotated[str | int, "nested"], "thing", "thing"),
        (Coded | Sized | None, None, None),
        (Pair | Sized, [1, "a"], Pair(1, "a")),
        (list[str] | Pair, [1, "a"], Pair(1, "a")),
        (Coded | Pair, {"first": 1}, Pair(1)),
        (AroundToo | Odd, {"inner": {"zzz": 1}}, Odd()),
        (list[AroundToo] | list[Odd], [{"inner": {"zzz": 1}}], [Odd()]),
    ],
)
def test_other_alternatives_run_no_code(kind: object, data: object, expected: object) -> None:
    """Converters, validators, factories and hooks of alternatives that aren't selected don't run."""
    assert expected == read(kind, data)
    assert [] == CALLS


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Coded | Sized, {"size": 1}),
        (Sized | Coded, {"size": 1, "word": "a"}),
        (dict[str, str] | Coded, {"size": 1}),
        (Annotated[Coded | None, "nested"] | Sized, {"size": 1}),
    ],
)
def test_the_selected_one_runs_its_code_once(kind: object, data: object) -> None:
    """The first alternative that takes the structure is made, once."""
    assert isinstance(read(kind, data), Coded)
    assert sorted(("converter", "factory", "hook", "validator")) == sorted(CALLS)


@pytest.mark.parametrize(
    ("kind", "data"),
    [(Coded | Sized, {"size": 0}), (THING | Sized | dict[str, object], {"name": "thing", "size": 0})],
)
def test_what_the_selected_one_refuses(kind: object, data: object) -> None:
    """If the code of the selected alternative refuses the data, that is the fault; no other is tried."""
    with pytest.raises(ConfigError) as caught:
        read(kind, data)

    assert [(("it", "size"), Refused(0, "must be positive"))] == [
        (each.path, each.problem) for each in caught.value.faults
    ]


def test_one_name_in_two_registries() -> None:
    """A name alone that two registries have is chosen from the first whose component needs no settings."""
    with pytest.raises(ConfigError) as caught:
        read(THING | PART, "thing")
    (found,) = caught.value.faults

    assert isinstance(found.problem, NoAlternative)
    assert [("size",), ("length",)] == [each.path for each in found.problem.alternatives]
    with pytest.raises(ConfigError) as caught:
        read(THING | Literal["some"], "thing")
    assert [("it", "size")] == [each.path for each in caught.value.faults]
    assert "Spec('thing', length=1)" == repr(read(THING | PART, {"name": "thing", "length": 1}))


def test_partial_values() -> None:
    """What an alternative leaves out is as in the default of its class, a factory's default too."""
    assert Around(Coded(1, "new")) == read(AroundToo | Around, {"inner": {"word": "new"}})
    assert Around(Coded(1, "new")) == read(Around | AroundToo, {"inner": {"word": "new"}})


@frozen
class Leaf:
    """A number."""

    value: float


@frozen
class Add:
    """A sum."""

    left: Expression
    right: Expression


@frozen
class Scaled:
    """A sum with a factor."""

    left: Expression
    right: Expression
    scale: float = 1.0


Expression = Union[Leaf, Add, Scaled]  # noqa: UP007  # a name that its own members mention


def nested(depth: int, leaf: object) -> object:
    """Return an expression of some depth, which `Add` and `Scaled` would both take."""
    data: object = {"value": leaf}
    for _ in range(depth):
        data = {"left": data, "right": {"value": 1}}
    return data


@pytest.mark.parametrize("leaf", [1, "x"])
def test_cost(leaf: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unions in unions are read in a time that grows with the data, valid or not."""

    def count(depth: int) -> int:
        CALLS.clear()
        reading = Reading()
        rule.read(nested(depth, leaf), (), reading)
        assert bool(reading.faults) == (leaf == "x")
        return len(CALLS)

    rule = rule_of(Expression)
    convert = UnionRule.convert

    def counted(self: UnionRule, data: object, path: Path, reading: Reading, default: object) -> object:
        CALLS.append("convert")
        return convert(self, data, path, reading, default)

    monkeypatch.setattr(UnionRule, "convert", counted)

    assert count(12) <= 2.5 * count(6)


def test_recursive_unions() -> None:
    """A union that mentions itself is read to any depth."""
    assert Add(Leaf(1.0), Add(Leaf(2.0), Leaf(3.0))) == read(
        Expression,
        {"left": {"value": 1}, "right": {"left": {"value": 2}, "right": {"value": 3}}},
    )


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(KINDS.flatmap(lambda kind: st.tuples(st.just(kind), st.lists(kind.data | JSON, max_size=5))))
@pytest.mark.filterwarnings("ignore::typed_registry.errors.OutdatedConfigWarning")
def test_a_trial_finds_all_structural_faults(drawn: tuple[Kind, list[object]]) -> None:
    """A trial has the faults of a reading, without those that only the user's code could find."""
    kind, data = drawn
    rule = rule_of(kind.type)
    for each in data:
        reading = Reading()
        value = rule.read(each, (), reading)
        tried = {fault.path for fault in Reading().trial(rule, each, (), NOTHING)}
        structural = {fault.path for fault in reading.faults if not isinstance(fault.problem, Refused)}

        assert structural <= tried <= {fault.path for fault in reading.faults}
        assert (value is INVALID) == bool(reading.faults)
