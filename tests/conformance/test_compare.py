"""Parameters that are left open: `*args: Any` and `**kwargs: Any` at the end of what is expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from typed_registry._annotations.signature import Signature, read
from typed_registry._conformance.compare import differences


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
    ],
)
def test_refused(expected: str, found: str) -> None:
    """Others are compared, as are those that something else follows."""
    assert [] != [*differences(signature(expected), signature(found))]
