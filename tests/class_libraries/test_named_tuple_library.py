"""Tuples whose items have names."""

from __future__ import annotations

from collections import namedtuple
from typing import NamedTuple

import pytest

from tests.class_libraries.samples import Row
from tests.samples.bag import fault
from tests.samples.holder import holder
from tests.schema.judge import judge
from typed_registry.config import from_mapping

Point = namedtuple("Point", ["x", "y"], defaults=[0])  # noqa: PYI024  # of this form too  # pyright: ignore[reportUntypedNamedTuple]


class Node(NamedTuple):
    """A tuple that mentions itself."""

    value: int
    below: tuple[Node, ...] = ()


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        (Row, [3], Row(3)),
        (Row, [3, ["a"], 1], Row(3, ["a"], 1.0)),
        (Row, {"size": 3, "lr-rate": 1}, Row(3, lr_rate=1.0)),
        (Point, [1, "a"], Point(1, "a")),
        (Point, {"x": 1}, Point(1)),
        (Node, [1, [[2], {"value": 3}]], Node(1, (Node(2), Node(3)))),
    ],
)
def test_read(kind: type, data: object, value: object) -> None:
    """A file gives a mapping, or a list of the values in their order."""
    root = holder(kind)
    made = from_mapping(root, {"it": data}).it

    assert value == made
    assert kind is type(made)
    assert (True, True) == judge(root).verdicts({"it": data})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (["a"], "it.0: expected int, got 'a' (str)"),
        ((), "it.size: missing; expected int"),
        ([1, (), 1, 1], "it: expected a mapping with the keys of Row, or a list of 3, got a list of 4"),
    ],
)
def test_list_refused(data: object, said: str) -> None:
    """A fault in a list has the index of the value."""
    root = holder(Row)

    assert said == fault(lambda: from_mapping(root, {"it": data}))
    assert (False, False) == judge(root).verdicts({"it": data})
