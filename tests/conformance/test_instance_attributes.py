"""What methods store on their first argument is an attribute of instances; what they read isn't."""

from __future__ import annotations

import pytest

from tests.samples import storing
from typed_registry._conformance import instance_attributes
from typed_registry._conformance.instance_attributes import is_assigned


def nothing(_owner: type) -> frozenset[str]:
    return frozenset()


STORED = [
    storing.InInit,
    storing.Unpacked,
    storing.Captured,
    storing.FromInside,
    storing.OtherwiseNamed,
    storing.BySetter,
    storing.ByClassMethod,
    storing.Wrapped,
    storing.Hidden,
    storing.InherentlySet,
    storing.InNew,
    storing.Fields,
]
IN_SOURCE = [storing.OnlyDeclared, storing.ForCheckers]


@pytest.mark.parametrize("component", [*STORED, *IN_SOURCE])
def test_stored(component: type[object]) -> None:
    """The attribute is found, wherever it is stored."""
    assert is_assigned(component, "loss")


@pytest.mark.parametrize(
    ("component", "expected"), [*((c, True) for c in STORED), *((c, False) for c in IN_SOURCE)]
)
def test_without_source(component: type[object], expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001  # a parameter
    """Where there is no source, the code of the methods tells what they store."""
    monkeypatch.setattr(instance_attributes, "_in_source", nothing)

    assert expected is is_assigned(component, "loss")


@pytest.mark.parametrize(
    "component",
    [storing.Reading, storing.Calling, storing.OnOthers, storing.Deleting, storing.Local, storing.Emptied],
)
def test_not_stored(component: type[object]) -> None:
    """What is read, deleted, or stored on another object isn't taken for an attribute."""
    assert not is_assigned(component, "loss")
