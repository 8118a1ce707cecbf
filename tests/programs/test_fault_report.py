"""The caret under an override for a fault that is beside the override's value."""

from __future__ import annotations

import pytest
from attrs import field, frozen

from typed_registry import Registry, Spec
from typed_registry._programs.config_line import ConfigSource, resolve
from typed_registry._programs.fault_report import fault_report
from typed_registry.errors import ConfigError


class Shape:
    """The kind of the registry."""


SHAPES = Registry[Shape, []]("shapes")


@SHAPES.register("circle")
class Circle(Shape):
    def __init__(self, radius: int, inner: Spec[Shape, []] | None = None) -> None:
        del radius, inner


@SHAPES.register("square")
class Square(Shape):
    pass


@frozen
class Drawing:
    shape: Spec[Shape, []] = field(factory=lambda: SHAPES.from_mapping({"name": "square"}))


@frozen
class Frame:
    width: int
    height: int


@frozen
class Gallery:
    best: Frame | None = None


@pytest.mark.parametrize(
    ("overrides", "quoted"),
    [
        (["shape=circle"], ["shape=circle", "      ^"]),
        (["shape.name=circle"], ["shape.name=circle", "           ^"]),
        (["shape={name: circle}"], ["shape={name: circle}", "      ^"]),
        (["shape.name=circle", "shape.inner=square"], ["shape.name=circle", "           ^"]),
        (
            ["shape={name: circle, radius: 1}", "shape.inner.name=circle"],
            ["shape.inner.name=circle", "                 ^"],
        ),
    ],
)
def test_missing_key(overrides: list[str], quoted: list[str]) -> None:
    """A key that is missing below a choice is reported under the override that makes the choice."""
    with pytest.raises(ConfigError) as caught:
        resolve(Drawing, ConfigSource(None, tuple(overrides)))
    report = fault_report(caught.value, overrides)

    assert [f"  | {line}" for line in quoted] == report.splitlines()[1:]


def test_missing_key_beside_an_override() -> None:
    """Where nothing else on the command line is to blame, the caret is beside the missing key."""
    with pytest.raises(ConfigError) as caught:
        resolve(Gallery, ConfigSource(None, ("best.width=3",)))

    assert fault_report(caught.value, ["best.width=3"]).endswith("\n  | best.width=3\n  | ^\n")


@pytest.mark.parametrize(
    ("given", "column"), [("radius", 0), ("=3", 0), (".shape=3", 0), ("shape=[", 6), ("shape=a #b", 6)]
)
def test_malformed(given: str, column: int) -> None:
    """The caret is under the path or the value, whichever can't be read."""
    with pytest.raises(ConfigError) as caught:
        resolve(Drawing, ConfigSource(None, (given,)))

    assert [f"  | {given}", f"  | {' ' * column}^"] == fault_report(caught.value, [given]).splitlines()[1:]


def test_override_without_an_effect() -> None:
    """An override of a component that nothing has chosen is wrong from its first key."""
    given = ["circle.radius=3"]
    with pytest.raises(ConfigError) as caught:
        resolve(Drawing, ConfigSource(None, tuple(given)))

    assert fault_report(caught.value, given).endswith("\n  | circle.radius=3\n  | ^\n")
