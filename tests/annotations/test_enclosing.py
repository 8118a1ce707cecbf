"""Local variables of the functions around a definition are found by its qualified name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from typed_registry._annotations.enclosing import enclosing_variables


def outer(path: str) -> Callable[[], type]:
    depth = len(path)

    def middle() -> type:
        inside = depth

        class Reader:
            def read(self) -> int:
                return inside

        return Reader

    return middle


class Factory:
    @staticmethod
    def make() -> type:
        class Made: ...

        return Made


SCOPE = {"outer": outer, "Factory": Factory, "renamed": outer}


@pytest.mark.parametrize(
    ("qualname", "expected"),
    [
        ("Reader.read", set[str]()),
        ("outer.<locals>.middle", {"path", "depth", "middle"}),
        ("outer.<locals>.middle.<locals>.Reader.read", {"path", "depth", "middle", "inside", "Reader"}),
        ("Factory.make.<locals>.Made.read", {"Made"}),
    ],
)
def test_variables(qualname: str, expected: set[str]) -> None:
    """The variables of every function around are returned, those that inner functions use included."""
    assert expected == set(enclosing_variables(qualname, SCOPE) or ())


@pytest.mark.parametrize(
    "qualname",
    [
        "renamed.<locals>.it",
        "missing.<locals>.it",
        "outer.<locals>.lost.<locals>.it",
        "Factory.lost.<locals>.it",
    ],
)
def test_lost(qualname: str) -> None:
    """If one of the functions isn't found, nothing is known of the variables."""
    assert enclosing_variables(qualname, SCOPE) is None
