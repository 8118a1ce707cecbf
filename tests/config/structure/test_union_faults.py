"""The faults of data that no alternative of a union takes are those of the alternative that was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import pytest

from tests.samples.bag import facts as location_facts
from tests.samples.experiment import Algorithm
from tests.samples.holder import holder
from tests.samples.union_alternatives import (
    LOSS,
    S3,
    STORE,
    Blue,
    Circle,
    Color,
    Fast,
    First,
    Inner,
    Inside,
    Named,
    Nested,
    One,
    Other,
    Point,
    Red,
    Second,
    Slow,
    Two,
    Versioned,
    Worded,
)
from typed_registry import Spec
from typed_registry.config import from_mapping, load
from typed_registry.errors import (
    ConfigError,
    Fault,
    MissingKey,
    NoAlternative,
    WrongType,
    WrongValue,
    show_path,
)

Write = Callable[[str, str], Path]
WRONG = {"steps": "many", "rate": -1, "kind": "c", "zzz": 0}
ALL = ["it.zzz UnknownKey", "it.steps WrongType", "it.kind WrongValue", "it.rate Refused"]


def faults(kind: object, data: object) -> list[Fault]:
    """Return the faults of data for a field."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(holder(kind), {"it": data})
    return [*caught.value.faults]


def facts(kind: object, data: object) -> list[str]:
    """Return the path and the kind of each fault, with the alternative that it is of."""
    return [
        f"{show_path(each.path)} {type(each.problem).__name__}"
        + (f" as {each.alternative}" if each.alternative else "")
        for each in faults(kind, data)
    ]


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (Inner | None, WRONG, ALL),
        (Inner | int, WRONG, ALL),
        (Inner | list[Inner] | None, WRONG, ALL),
        (Inner | None, {"steps": "many", "kind": "a"}, ["it.steps WrongType"]),
        (Inner | None, {"kind": "c"}, ["it.kind WrongValue"]),
        (
            LOSS | None,
            {"name": "sigmoid", "label_smoothing": "x", "kind": "ipo", "zzz": 0},
            ["it.zzz UnknownKey", "it.label_smoothing WrongType"],
        ),
        (LOSS | str, {"name": "cross_entropy", "wieght": 1}, ["it.wieght UnknownKey"]),
        (LOSS | int, "sigmiod", ["it UnknownComponent"]),
        (list[LOSS] | LOSS | None, ["zzz"], ["it.0 UnknownComponent"]),
        (list[Inner] | Inner, [{"steps": "x"}], ["it.0.steps WrongType"]),
        (list[Inner] | Inner, {"steps": "x"}, ["it.steps WrongType"]),
        (list[int] | int, [1, "x"], ["it.1 WrongType"]),
        (dict[str, int] | str, {"a": "x"}, ["it.a WrongType"]),
        (tuple[int, int] | list[int], [1, 2, "x"], ["it.2 WrongType"]),
    ],
)
def test_the_form_shows_it(kind: object, data: object, expected: list[str]) -> None:
    """Where the data has the form of one alternative, all of that one's faults are given."""
    assert expected == facts(kind, data)


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (STORE, {"kind": "s3", "bukket": "b"}, ["it.bukket UnknownKey", "it.bucket MissingKey"]),
        (STORE, {"kind": "s3", "bucket": 3}, ["it.bucket WrongType"]),
        (STORE, {"kind": "s3", "path": "p"}, ["it.path UnknownKey", "it.bucket MissingKey"]),
        (STORE | None, {"kind": "local"}, ["it.path MissingKey"]),
        (STORE | dict[str, int], {"kind": "local"}, ["it.path MissingKey"]),
        (list[STORE], [{"kind": "local", "path": "p"}, {"kind": "s3"}], ["it.1.bucket MissingKey"]),
        (Red | Blue, {"color": "blue", "size": "x"}, ["it.size WrongType"]),
        (STORE | Versioned, {"kind": "s3", "version": 2}, ["it.bucket MissingKey"]),
        (One | Two, {"version": 2}, ["it.size MissingKey"]),
        (LOSS | Named, {"name": "sigmoid", "lr": 1}, None),
        (LOSS | Named, {"name": "sigmoid", "label_smoothing": "x"}, ["it.label_smoothing WrongType"]),
        (LOSS | Spec[Algorithm, []], {"name": "dpo", "betta": 1}, ["it.betta UnknownKey"]),
        (Annotated[STORE, "nested"] | Point, {"kind": "local"}, ["it.path MissingKey"]),
        (Nested | Point, {"store": {"kind": "s3"}, "size": 1}, ["it.store.bucket MissingKey as Nested"]),
    ],
)
def test_a_tag_shows_it(kind: object, data: object, expected: list[str] | None) -> None:
    """Where a tag has an alternative's value, that one's faults are given."""
    if expected is None:
        assert Named("sigmoid", 1.0) == from_mapping(holder(kind), {"it": data}).it
    else:
        assert expected == facts(kind, data)


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        (
            "${env:NOBODY_SETS_THIS,s3}",
            ["c.yaml:1:5 it.bucket MissingKey", "c.yaml:1:42 it.bukket UnknownKey"],
        ),
        ("${env:NOBODY_SETS_THIS,s4}", ["c.yaml:1:12 it.kind WrongValue"]),
        (
            "${env:NOBODY_SETS_THIS}",
            [
                "c.yaml:1:5 it.bucket MissingKey",
                "c.yaml:1:12 it.kind UnsetVariable",
                "c.yaml:1:39 it.bukket UnknownKey",
            ],
        ),
    ],
)
def test_a_tag_in_the_environment(variable: str, expected: list[str], write: Write) -> None:
    """A tag may be the value of an environment variable, of which nothing is known if it isn't set."""
    file = write("c.yaml", f"it: {{kind: '{variable}', bukket: b}}")

    assert expected == location_facts(lambda: load(holder(STORE), file))


@pytest.mark.parametrize(
    ("kind", "data", "path", "valid"),
    [
        (STORE, {"kind": "s4", "bucket": "b"}, ("it", "kind"), ("local", "s3")),
        (STORE, {"kind": "locl"}, ("it", "kind"), ("local", "s3")),
        (STORE | None, {"kind": None, "path": "p"}, ("it", "kind"), ("local", "s3")),
        (STORE | Point, {"kind": "s4", "bukket": 1}, ("it", "kind"), ("local", "s3")),
        (Red | Blue, {"color": "bleu"}, ("it", "color"), ("red", "blue")),
        (
            Nested | Point,
            {"store": {"kind": 3, "path": ""}, "size": 1},
            ("it", "store", "kind"),
            ("local", "s3"),
        ),
        (
            LOSS | Spec[Algorithm, []],
            {"name": "dop", "beta": 1},
            ("it", "name"),
            ("sigmoid", "cross_entropy", "dpo", "sft"),
        ),
    ],
)
def test_a_wrong_tag(kind: object, data: dict[str, object], path: tuple[str, ...], valid: object) -> None:
    """A tag without a valid value is the only fault, with the values of all alternatives."""
    (found,) = faults(kind, data)

    assert path == found.path
    assert isinstance(found.problem, WrongValue)
    assert valid == found.problem.valid


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (STORE, {"bucket": "b"}, ["it.kind MissingKey as S3"]),
        (
            STORE,
            {"bukket": "b"},
            ["it.bukket UnknownKey as S3", "it.kind MissingKey as S3", "it.bucket MissingKey as S3"],
        ),
        (Fast | Slow, {"mode": "z", "speed": 1}, ["it.mode WrongValue as Fast"]),
        (LOSS | Named, {"name": {"name": "sigmoid"}}, ["it.name WrongType as Named"]),
        (Point | Circle, {"radius": "x"}, ["it.radius WrongType as Circle"]),
        (Point | Circle, {"x": 1, "y": "x"}, ["it.y WrongType as Point"]),
        (
            Point | Circle,
            {"raduis": 1, "x": 1},
            ["it.raduis UnknownKey as Circle", "it.radius MissingKey as Circle"],
        ),
        (Point | Circle, {"x": 1, "y": 1, "z": 1}, ["it.z UnknownKey as Point"]),
        (Point | dict[str, int], {"x": 1, "a": "b", "c": 3}, ["it.a WrongType as dict[str, int]"]),
        (Point | dict[str, int], {"x": 1, "y": "b"}, ["it.y WrongType as Point"]),
        (
            dict[str, int] | S3,
            {"bukket": "b", "kind": "s3"},
            ["it.bukket UnknownKey as S3", "it.bucket MissingKey as S3"],
        ),
        (Point | LOSS, {"x": 1, "yy": 2}, ["it.yy UnknownKey as Point", "it.y MissingKey as Point"]),
        (Point | LOSS, {"nam": "sigmoid"}, ["it.nam UnknownKey as Spec[Loss, []]"]),
        (Point | LOSS, {"nam": "sigmoid", "x": 1}, ["it.nam UnknownKey as Spec[Loss, []]"]),
        (Named | LOSS, {"name": "bob", "lrr": 1}, ["it.lrr UnknownKey as Named"]),
        (list[int] | list[str], [1, 2, "x"], ["it.2 WrongType as list[int]"]),
        (Inner | Other, {"steps": 1, "rate": -1.0}, ["it.rate Refused as Inner"]),
        (Nested | Point, {"store": {"bucket": "b"}, "size": 1}, ["it.store.kind MissingKey as S3"]),
        (list[Point | Circle], [{"radius": "x"}], ["it.0.radius WrongType as Circle"]),
    ],
)
def test_the_keys_show_it(kind: object, data: object, expected: list[str]) -> None:
    """Otherwise the faults are those of the alternative that the keys and values fit best, which is named."""
    assert expected == facts(kind, data)


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (list[int] | list[str], [1, "x"], [("list[int]", (1,)), ("list[str]", (0,))]),
        (Point | Circle, {}, None),
        (Circle | Named, {}, [("Circle", ("radius",)), ("Named", ("name",))]),
        (
            Inside | Worded,
            {"inner": {"x": 1, "y": 2, "p": 3, "q": 4}},
            [("Inside", ("inner", "p")), ("Worded", ("inner",))],
        ),
        (
            list[Point] | list[Circle],
            [{"x": "a", "y": "b"}],
            [("list[Point]", (0, "x")), ("list[Circle]", (0, "y"))],
        ),
        (First | Second, ["kind", "x"], [("First", (0,)), ("Second", (0,))]),
        (Circle | Named, {"zzz": 1}, [("Circle", ("zzz",)), ("Named", ("zzz",))]),
    ],
)
def test_several_are_as_close(kind: object, data: object, expected: list[object] | None) -> None:
    """Where several alternatives are equally close, each is given with its first fault."""
    if expected is None:
        assert ["it.radius MissingKey as Circle"] == facts(kind, data)
        return
    (found,) = faults(kind, data)

    assert ("it",) == found.path
    assert isinstance(found.problem, NoAlternative)
    assert expected == [(each.type, each.path) for each in found.problem.alternatives]


def test_common_faults() -> None:
    """Faults that all the closest alternatives have in common are given as they are."""
    assert ["it.steps WrongType"] == facts(Inner | Other, {"steps": "x"})


@pytest.mark.parametrize(
    ("kind", "data", "valid", "others"),
    [
        (Literal["auto"] | int, "auot", ("auto",), "int"),
        (Literal["auto"] | int | bool, 0.5, ("auto",), "int | bool"),
        (Color | float | None, "bleu", ("red", "blue"), "float"),
        (Color | Literal["red", 3], "x", ("red", "blue", 3), ""),
        (Literal["none"] | LOSS, "sigmiod", ("none", "sigmoid", "cross_entropy"), ""),
        (LOSS | Spec[Algorithm, []], "dop", ("sigmoid", "cross_entropy", "dpo", "sft"), ""),
    ],
)
def test_words(kind: object, data: object, valid: tuple[object, ...], others: str) -> None:
    """Where alternatives list their values, those are given, and what else is valid."""
    (found,) = faults(kind, data)

    assert WrongValue(data, valid, others) == found.problem


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (LOSS | int, "one of losses: 'sigmoid', 'cross_entropy'"),
        (int | LOSS, "one of losses: 'sigmoid', 'cross_entropy'"),
        (Inner | int, "Inner | int"),
    ],
)
def test_missing(kind: object, expected: str) -> None:
    """Where nothing is given for a union, the components of a choice among its alternatives are listed."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(holder(kind), {})

    assert [MissingKey(expected)] == [each.problem for each in caught.value.faults]


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (Inner | int, [1], "Inner | int"),
        (Literal["a"] | int, ["a"], "a | int"),
        (tuple[int, int] | int, [1], "tuple[int, int] | int"),
        (Inner | Point, 3, "Inner | Point"),
        (Inner | Point, None, "Inner | Point"),
        (int | float, "x", "int | float"),
    ],
)
def test_no_form_fits(kind: object, data: object, expected: str) -> None:
    """Where the data has the form of none of the alternatives, all of them are given."""
    (found,) = faults(kind, data)

    assert ("it",) == found.path
    assert isinstance(found.problem, WrongType)
    assert expected == found.problem.expected
