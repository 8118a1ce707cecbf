"""Examples: kinds that are classes, and columns that can't be changed."""

from __future__ import annotations

import pickle

import pytest
from attrs import frozen

from posttrain.columns import Columns, freeze, thaw
from posttrain.errors import ColumnError
from posttrain.example import Demonstration, Preference, Split, Task

DEMONSTRATION, PREFERENCE = Demonstration("a", "b"), Preference("a", "b", "c")
COLUMNS = {"answer": "4", "level": 1, "is_hard": True, "tests": [{"in": [1, 2]}], "hint": None}


@frozen
class Rated(Demonstration):
    """A kind of a plugin's, which is also a demonstration."""

    stars: int = 0


@frozen
class Label:
    """A kind of a plugin's, which is nothing else."""

    name: str


def test_place() -> None:
    """Where an example is from tells none apart, and isn't shown."""
    placed = Demonstration("a", "b", place="a.jsonl:1")

    assert (DEMONSTRATION, repr(DEMONSTRATION)) == (placed, repr(placed))
    assert 1 == len({DEMONSTRATION, placed})


def test_kinds() -> None:
    """A split gives the examples of a class, those of subclasses included, in their order."""
    rated, label = Rated("c", "d", 5), Label("e")
    split = Split([rated, PREFERENCE, DEMONSTRATION, label])

    assert (rated, DEMONSTRATION) == split.of(Demonstration)
    assert ((PREFERENCE,), (label,), (rated,), ()) == tuple(
        split.of(kind) for kind in (Preference, Label, Rated, Task)
    )
    assert {Rated: 1, Preference: 1, Demonstration: 1, Label: 1} == split.kinds


def test_equal_splits() -> None:
    """Splits are equal if their examples are; an empty one has none."""
    assert Split([DEMONSTRATION]) == Split((DEMONSTRATION,)) != Split([PREFERENCE])
    assert () == Split().of(Demonstration)


def test_columns() -> None:
    """Columns are a frozen mapping, equal to one of the same values, that can be hashed and pickled."""
    columns = Columns(COLUMNS)

    assert columns == Columns(dict(reversed(COLUMNS.items())))
    assert {columns} == {Columns(COLUMNS)}
    assert columns == pickle.loads(pickle.dumps(columns))  # noqa: S301  # it is our own
    assert COLUMNS == thaw(columns) == thaw(freeze(COLUMNS))
    with pytest.raises(TypeError):
        columns["answer"] = "5"  # type: ignore[index]  # that is the point  # pyright: ignore[reportIndexIssue]


@pytest.mark.parametrize(
    "others", [(1, True), (1, 1.0), ([1], [True]), ({"a": [0]}, {"a": [False]}), (1, None)]
)
def test_types_of_columns(others: tuple[object, object]) -> None:
    """Columns whose values have other types aren't equal, though Python says that 1, 1.0 and True are."""
    one, other = (Columns({"on": value}) for value in others)

    assert one != other
    assert one == Columns({"on": others[0]})
    assert 2 == len({one, other})


def test_required_column() -> None:
    """A column is given by its type."""
    columns = Columns(COLUMNS)

    assert ("4", 1, True) == (
        columns.require("answer", str),
        columns.require("level", int),
        columns.require("is_hard", bool),
    )


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [("answer", int, "str"), ("hint", str, "NoneType"), ("is_hard", int, "bool"), ("solution", str, None)],
)
def test_missing_column(name: str, kind: type, found: str | None) -> None:
    """A column of another type, or none, is an error with these facts."""
    with pytest.raises(ColumnError) as caught:
        Task("a", COLUMNS).columns.require(name, kind)
    error = caught.value

    assert (name, kind.__name__, found, tuple(COLUMNS)) == (
        error.column,
        error.wanted,
        error.found,
        error.columns,
    )


def test_column_of_another_type() -> None:
    """The message says which type was wanted, and which is there."""
    with pytest.raises(ColumnError) as caught:
        _ = Task("a", {"answer": 4.0}).answer

    assert "the column 'answer' must be of type str, and is of type float" == str(caught.value)


def test_whole_number() -> None:
    """An answer that is a whole number is text, as a completion is."""
    assert "4" == Task("a", {"answer": 4}).answer
    with pytest.raises(ColumnError):
        _ = Task("a", {"answer": True}).answer
