"""The parameters of classes that their metaclass calls."""

from __future__ import annotations

import enum
import importlib
from pathlib import Path

import pytest
from typing_extensions import Self

from typed_registry import Registry
from typed_registry._annotations.follow import full_signature
from typed_registry._doctor.trial_calls import component_calls

SOURCE = """
def constructed(cls, *args, **kwargs):
    node = cls.__new__(cls, *args, **kwargs)
    cls._construct(node, *args, **kwargs)
    return node

class Delegating(type):
    def __new__(cls, name, bases, namespace):
        return super().__new__(cls, name, bases, namespace)

    def __call__(cls, *args, **kwargs):
        return constructed(cls, *args, **kwargs)

    def _construct(cls, node, *args, **kwargs):
        node.__init__(*args, **kwargs)

class Constructing(type):
    def __new__(cls, name, bases, namespace):
        return super().__new__(cls, name, bases, namespace)

    def __call__(cls, *args, **kwargs):
        made = cls.__new__(cls, *args, **kwargs)
        made.__init__(*args, **kwargs)
        return made

class Extending(type):
    def __call__(cls, *args, extra=0, **kwargs):
        return super().__call__(*args, **kwargs)
"""


class Sized:
    def __init__(self, size: int, *, width: int = 1) -> None:
        self.area = size * width


class New:
    area: int

    def __new__(cls, size: int, *, width: int = 1) -> Self:
        made = super().__new__(cls)
        made.area = size * width
        return made


@pytest.mark.parametrize("base", [Sized, New])
@pytest.mark.parametrize("name", ["Delegating", "Constructing", "Extending"])
def test_parameters(name: str, base: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a metaclass's `__call__` passes on is what the constructor takes, not what makes a class."""
    (tmp_path / "calling_metaclasses.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    metaclass: type = getattr(importlib.import_module("calling_metaclasses"), name)
    signature = full_signature(metaclass("Made", (base,), {}))

    assert signature is not None
    extra = {"extra"} if name == "Extending" else set[str]()
    assert {"size", "width", *extra} == {each.name for each in signature.parameters}


class Color(str, enum.Enum):
    RED = "red"


def test_enum() -> None:
    """An enum is called with a value, and a config sets nothing else."""
    colors = Registry[object, []]("colors")
    colors.register("color")(Color)

    signature = full_signature(Color)
    assert signature is not None
    assert ["value"] == [each.name for each in signature.parameters]
    assert colors.from_mapping({"name": "color", "value": "red"}).build() is Color.RED


class Refusing(type):
    """Lets nobody call its classes, nor ask for their truth value."""

    def __call__(cls, *_: object, **__: object) -> object:
        raise TypeError("use a function")

    def __bool__(cls) -> bool:
        raise TypeError("has no truth value")


class Hidden(metaclass=Refusing):
    def __init__(self, size: int) -> None: ...


class Sizing(type):
    """Takes a size, and ignores what else it is given."""

    def __call__(cls, size: str, **_: object) -> object:
        return super().__call__(len(size))


class Measured(metaclass=Sizing):
    def __init__(self, length: int) -> None: ...


def test_ignoring() -> None:
    """A metaclass that has parameters of its own has all that are known, if it ignores others."""
    signature = full_signature(Measured)

    assert signature is not None
    assert ["size"] == [each.name for each in signature.parameters]


def test_refusing() -> None:
    """A metaclass that ignores what it is given hides no parameters, and no class is asked for its truth."""
    hidden = Registry[object, []]("hidden")
    hidden.register("hidden")(Hidden)

    signature = full_signature(Hidden)
    assert signature is not None
    assert ["size"] == [each.name for each in signature.parameters]
    assert component_calls(Hidden)[0].right == "size=a"
