"""A Protocol's attributes: found wherever a class may have them, refused where they differ."""

from __future__ import annotations

import pytest

from tests.samples import gauges
from tests.samples.gauges import Gauge
from tests.samples.words import refusal
from typed_registry import Registry
from typed_registry.errors import ConformanceError

Gauges = Registry[Gauge]


@pytest.mark.parametrize(
    "component",
    [
        gauges.Assigned,
        gauges.Attrs,
        gauges.Data,
        gauges.Declared,
        gauges.Slotted,
        gauges.Inherited,
        gauges.Computed,
        gauges.Untyped,
    ],
)
def test_accepted(component: type[Gauge]) -> None:
    """An attribute may be assigned, declared, a field, a slot, inherited or a property."""
    registry = Gauges("gauges")
    registry.register("gauge")(component)

    assert component is registry.get("gauge")


def test_missing() -> None:
    """A class without the attribute is refused."""
    with pytest.raises(ConformanceError) as caught:
        Gauges("gauges").register("x")(gauges.Empty)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert "  unit: Empty has no 'unit'\n    expected  unit: str" == refusal(caught)


def test_mistyped() -> None:
    """An attribute of another type is refused."""
    with pytest.raises(ConformanceError) as caught:
        Gauges("gauges").register("x")(gauges.Mistyped)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert "  unit: is int, must be str\n    expected  unit: str\n    found     unit: int" == refusal(caught)


def test_mistyped_property() -> None:
    """A property of another type is refused."""
    with pytest.raises(ConformanceError) as caught:
        Gauges("gauges").register("x")(gauges.MistypedProperty)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  reading: is str, must be float\n"
        "    expected  reading: float\n"
        "    found     reading: str" == refusal(caught)
    )


def test_method_for_value() -> None:
    """A method where a value is wanted is refused."""
    with pytest.raises(ConformanceError) as caught:
        Gauges("gauges").register("x")(gauges.Method)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  reading: is a method, must be a value\n"
        "    expected  reading: float\n"
        "    found     reading() -> float" == refusal(caught)
    )
