"""Annotations in modules without `from __future__ import annotations`, which Python 3.14 evaluates late."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.holder import holder
from tests.samples.zoo import plant
from typed_registry import Registry
from typed_registry._annotations.own_annotations import own_annotations, python_signature
from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_table
from typed_registry._class_libraries.library_of import declared_fields
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError, ConformanceError

SHAPES = """\
from typing import Protocol
from typed_registry import Registry

class Shape(Protocol):
    size: int
    def area(self, scale: float) -> float: ...

SHAPES: Registry[Shape, []] = Registry("shapes")
"""
LATE = """\
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import attrs
import msgspec

if TYPE_CHECKING:
    from decimal import Decimal

class Square:
    size: int
    def __init__(self, side: float = 1.0, price: Decimal | Path | None = None) -> None:
        self.size = 1
    def area(self, scale: float) -> float:
        return scale

def total(parts: list[Part], tax: Decimal) -> Decimal: ...

@attrs.frozen
class Attrs:
    price: Decimal | Path
    part: "Part"

@dataclass(frozen=True)
class Data:
    price: Decimal | Path
    part: "Part"

class Struct(msgspec.Struct, frozen=True):
    price: "Decimal | Path"
    part: "Part"

class Named(NamedTuple):
    price: Decimal | Path
    part: "Part"

class Table(TypedDict):
    price: Decimal | Path
    part: "Part"

@attrs.frozen
class Part:
    count: int
"""
PARTLY = """\
import collections

def made():
    class Local: ...
    class Owner:
        known: Local
        missing: collections.missing.Name
    def called(known: Local, missing: collections.missing.Name) -> None: ...
    return Local, Owner, called
"""
METACLASS = """\
from __future__ import annotations

class Meta(type):
    registered: bool

class Base(metaclass=Meta):
    inherited: str
"""
DERIVED = """\
from metaclass import Base

class Annotated(Base):
    own: int

class Plain(Base): ...
"""
LIBRARIES = ("Attrs", "Data", "Struct", "Named", "Table")
late = pytest.mark.skipif(sys.version_info < (3, 14), reason="Python evaluates the annotations at once")


@pytest.fixture
def shapes(folder: Path) -> Registry[object, []]:
    """A registry whose type is in the annotation of its module's global."""
    plant(folder, {"shapes.py": SHAPES})
    registry: Registry[object, []] = importlib.import_module("shapes").SHAPES
    return registry


@pytest.fixture
def module(folder: Path) -> Mapping[str, type]:
    """The classes of the second module."""
    plant(folder, {"late.py": LATE})
    return vars(importlib.import_module("late"))


@pytest.mark.parametrize(
    ("size", "reason"), [("size: str = ''", "is str"), ("name: str = ''", "has no 'size'")]
)
def test_attributes(shapes: Registry[object, []], folder: Path, size: str, reason: str) -> None:
    """The attributes of the Protocol and of the component are compared."""
    plant(folder, {"wrong.py": f"class Wrong:\n    {size}\n    def area(self, scale: float) -> float: ...\n"})

    with pytest.raises(ConformanceError, match=reason):
        shapes.register("wrong")(importlib.import_module("wrong").Wrong)


def test_fields(folder: Path) -> None:
    """The types of a named tuple's fields are known, and so is the class that has them."""
    plant(folder, {"rows.py": "from typing import NamedTuple\nclass Row(NamedTuple):\n    size: int\n"})
    row = importlib.import_module("rows").Row
    (field,) = declared_fields(row)

    assert (int, row) == (field.type, field.owner)


@late
def test_names_for_checkers(shapes: Registry[object, []], module: Mapping[str, type]) -> None:
    """A component with a name that only checkers import is registered, and its other settings are checked."""
    shapes.register("square")(module["Square"])

    assert "Spec('square', side=2.0, price=None)" == repr(shapes.from_mapping({"name": "square", "side": 2}))
    with pytest.raises(ConfigError, match="side: expected float"):
        shapes.from_mapping({"name": "square", "side": "wide"})


@late
@pytest.mark.parametrize("name", LIBRARIES)
def test_resolved(module: Mapping[str, type], name: str) -> None:
    """Fields with names that only checkers import, or that come later, have the types that are meant."""
    made = from_mapping(holder(module[name]), {"it": {"price": "a", "part": {"count": 1}}})
    found: object = made.it if is_table(made.it) else {n: getattr(made.it, n) for n in ("price", "part")}

    assert {"price": Path("a"), "part": module["Part"](count=1)} == found


@late
def test_missing_names(module: Mapping[str, type]) -> None:
    """Annotations with names that are missing are forward references; the others are evaluated."""
    price = own_annotations(module["Table"])["price"]

    assert "Decimal | pathlib.Path" == show(price)
    assert {"size": int} == own_annotations(module["Square"])
    assert "(parts: list[late.Part], tax: Decimal) -> Decimal" == str(python_signature(module["total"]))


@late
def test_partly_missing(folder: Path) -> None:
    """A name that is missing, also one of a module, hides no other annotation, also of a local class."""
    plant(folder, {"partly.py": PARTLY})
    local, owner, called = importlib.import_module("partly").made()

    for found in (own_annotations(owner), own_annotations(called)):
        assert [local, "collections.missing.Name"] == [found["known"], show(found["missing"])]


@late
def test_metaclass(folder: Path) -> None:
    """A class doesn't have the annotations of its metaclass, or of a base of another module."""
    plant(folder, {"metaclass.py": METACLASS, "derived.py": DERIVED})
    derived = importlib.import_module("derived")

    assert [{"own": int}, {}] == [*map(own_annotations, (derived.Annotated, derived.Plain))]


@late
def test_shown(module: Mapping[str, type]) -> None:
    """A type that Python evaluates in part is shown with the names of its parts."""
    price, _ = declared_fields(module["Attrs"])

    assert "Decimal | pathlib.Path" == show(price.type)
