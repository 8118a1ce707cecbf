"""What methods store on their first argument is an attribute of instances; what they read isn't."""

from __future__ import annotations

import importlib
import linecache
import sys
import zipfile
from pathlib import Path
from types import ModuleType

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
    storing.InsideNew,
    storing.ByPartialMethod,
    storing.ByPartial,
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
    [
        storing.Reading,
        storing.Calling,
        storing.OnOthers,
        storing.Deleting,
        storing.Local,
        storing.Emptied,
        storing.Borrowing,
        storing.OnLocals,
    ],
)
def test_not_stored(component: type[object]) -> None:
    """What is read, deleted, or stored on another object isn't taken for an attribute."""
    assert not is_assigned(component, "loss")


@pytest.mark.parametrize("component", [storing.AroundAnother, storing.Shadowing])
def test_stored_on_others_by_what_is_inside(component: type[object], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a class or a function inside stores on a `self` of its own is no attribute of the instances."""
    monkeypatch.setattr(instance_attributes, "_in_source", nothing)

    assert not is_assigned(component, "loss")


def test_many_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """An attribute is found in a method that uses more names than an instruction can count."""
    monkeypatch.setattr(instance_attributes, "_in_source", nothing)
    lines = "".join(f"\n        self.x{index} = 1" for index in range(300))
    scope: dict[str, type[object]] = {}
    exec(f"class Large:\n    def step(self):{lines}\n        self.loss = 1", {"__name__": "large"}, scope)  # noqa: S102  # our own

    assert is_assigned(scope["Large"], "loss")
    assert not is_assigned(scope["Large"], "gain")


DECLARING = """
import typing

loss = 1.0

class Outer:
    class Inner:
        loss: float

def make():
    class Local:
        loss: float
    return Local

class Method:
    if typing.TYPE_CHECKING:
        def loss(self): ...

class Mentioning:
    other = loss

def Redefined():
    loss = 1
    return loss

class Redefined:
    pass
"""


@pytest.fixture
def declaring(folder: Path) -> ModuleType:
    """A module that declares the attribute in unusual places."""
    (folder / "declaring.py").write_text(DECLARING)
    return importlib.import_module("declaring")


def test_declared_in_source(declaring: ModuleType) -> None:
    """The declarations of nested and local classes are found, and methods that only a checker sees."""
    components = (declaring.Outer.Inner, declaring.make(), declaring.Method)

    assert [True] * 3 == [is_assigned(component, "loss") for component in components]


def test_not_declared_in_source(declaring: ModuleType) -> None:
    """A name that a class body mentions, or that a function of the same name uses, isn't declared."""
    components = (declaring.Outer, declaring.Mentioning, declaring.Redefined)

    assert [False] * 3 == [is_assigned(component, "loss") for component in components]


def test_source_that_is_no_python_any_more(folder: Path, declaring: ModuleType) -> None:
    """A class is judged by its code alone if its source was edited and can't be read."""
    (folder / "declaring.py").write_text("class (")
    linecache.checkcache()

    assert not is_assigned(declaring.Outer.Inner, "loss")


def test_source_in_an_archive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The source in a zip archive is read."""
    with zipfile.ZipFile(folder / "archive.zip", "w") as opened:
        opened.writestr("packed.py", DECLARING)
    monkeypatch.setattr(sys, "path", [str(folder / "archive.zip"), *sys.path])
    packed = importlib.import_module("packed")

    assert is_assigned(packed.Outer.Inner, "loss")


def test_class_of_no_module() -> None:
    """A class whose module isn't imported is judged by the code of its methods."""
    made = type("Made", (), {"__module__": "nowhere", "step": storing.Reading.show})

    assert not is_assigned(made, "loss")
