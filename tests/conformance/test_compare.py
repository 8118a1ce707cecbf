"""Parameters that are left open: `*args: Any` and `**kwargs: Any` at the end of what is expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from typed_registry._annotations.signature import Signature, read
from typed_registry._conformance.compare import call_differences, differences


def signature(parameters: str) -> Signature:
    """The signature of a function with these parameters."""
    scope: dict[str, object] = {"Any": Any}
    exec(f"def function({parameters}): ...", scope)  # noqa: S102  # parameters are easiest compared as text
    found = read(cast("Callable[[], object]", scope["function"]))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("*rest: Any", ""),
        ("*rest", "a: int, b: str"),
        ("a: int, *rest: Any", "a: int, b: str = ''"),
        ("*rest: Any, **more: Any", ""),
        ("*rest: Any, **more: Any", "a: int, *, b: str"),
        ("a: int, *rest, **more", "a: int, b: str, **others: int"),
        ("*rest: int", "*rest: object"),
        ("*rest: int", "a: int, *rest: int"),
        ("a: int", "*rest: int"),
        ("a: int", "b: int"),
        ("**more: int", "*, a: int, **more: int"),
    ],
)
def test_accepted(expected: str, found: str) -> None:
    """As in mypy, they are not compared, and any parameters may take their place."""
    assert [] == [*differences(signature(expected), signature(found))]


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("*rest: Any", "*, a: int"),
        ("*rest: Any, a: int", "a: int"),
        ("*rest: Any, **more: int", "a: int"),
        ("**more: Any", ""),
        ("*rest: int", "a: int"),
        ("*rest: object, **more: object", "a: int"),
        ("*rest: Any, a: int, **more: Any", "*, a: int"),
        ("a: int, *rest: Any", "a: str"),
        ("a, *rest: Any", ""),
        ("a: int", "*rest: str"),
        ("**more: int", "a: int, /, **more: int"),
    ],
)
def test_refused(expected: str, found: str) -> None:
    """Others are compared, as are those that something else follows."""
    assert [] != [*differences(signature(expected), signature(found))]


RENAMED = "parameter 'a' is called 'b'"
POSITIONAL = "parameter 'a' can't be given by name"
ABSENT = "has no parameter 'a: int'"


@pytest.mark.parametrize(
    ("expected", "found", "reasons"),
    [
        ("a: int", "b: int", [RENAMED]),
        ("a: int", "a: int, /", [POSITIONAL]),
        ("a: int", "b: int, /", [POSITIONAL]),
        ("a: int", "b: int, /, **more: int", []),
        ("a: int", "*rest: int", [ABSENT]),
        ("a: int", "*rest: int, **more: int", []),
        ("a: int", "*rest: int, a: int = 1", []),
        ("a: int, /", "b: int", []),
        ("a: int, /", "*rest: int", []),
        ("__a: int", "b: int", []),
        ("_Kind__a: int", "b: int", []),
        ("_a: int", "b: int", ["parameter '_a' is called 'b'"]),
        ("__a__: int", "b: int", ["parameter '__a__' is called 'b'"]),
    ],
)
def test_by_name(expected: str, found: str, reasons: list[str]) -> None:
    """Where callers may give arguments by name, a parameter must have the name or take any keyword."""
    assert reasons == [*differences(signature(expected), signature(found), by_name=True)]


@pytest.mark.parametrize(
    ("parameters", "reasons"),
    [
        ("a: int, b: int", []),
        ("a: int, *rest: int", []),
        ("a: int", ["takes one argument by position, must take 2"]),
        ("", ["takes no arguments by position, must take 2"]),
        ("a: int, b: str", ["parameter 'b' takes str, is given int"]),
    ],
)
def test_call(parameters: str, reasons: list[str]) -> None:
    """A call with two numbers is possible if the parameters take as many arguments of this type."""
    assert reasons == [*call_differences((int, int), signature(parameters))]
