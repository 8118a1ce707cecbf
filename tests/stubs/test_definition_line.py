"""The documentation in a stub says where a component is defined."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import pytest

from tests.stubs import shapes
from typed_registry._constant import Constant
from typed_registry._stubs.definition_line import definition_line, documentation
from typed_registry._stubs.freshness import record_stamp
from typed_registry._stubs.written_parameter import definition_place

T = TypeVar("T")


@functools.lru_cache
def cached(size: int) -> int:
    return size


class Maker:
    def make(self) -> int:
        return 1

    class Inner: ...


class Holder(Generic[T]): ...


made = type("made", (shapes.Inherited,), {})


def line_of(text: str) -> str:
    with open(__file__) as source:  # noqa: PTH123  # a line of this file
        return str(next(number for number, line in enumerate(source, 1) if line.strip() == text))


@pytest.mark.parametrize(
    ("component", "text"),
    [
        (cached, "def cached(size: int) -> int:"),
        (Maker, "class Maker:"),
        (Holder[int], "class Holder(Generic[T]): ..."),
        (Maker(), "class Maker:"),
        (Maker.Inner, "class Inner: ..."),
        (Maker().make, "def make(self) -> int:"),
        (functools.partial(Maker), "class Maker:"),
        (functools.partial(functools.partial(cached.__wrapped__), 3), "def cached(size: int) -> int:"),
        (Constant(Maker()), "class Maker:"),
    ],
)
def test_line(component: object, text: str) -> None:
    """The line is that of the class or the function, without its decorators."""
    assert definition_line(component) == f"{__name__}:{line_of(text)}"


@pytest.mark.parametrize("component", [int, dict.fromkeys, made, len, Constant(3)])
def test_no_source(component: object) -> None:
    """A component of C code has no line, and neither has a class that no source shows."""
    assert not definition_line(component)


def test_documentation() -> None:
    """The place follows the documentation, or replaces one that is missing."""
    place = definition_line(record_stamp)

    assert documentation("Says.", record_stamp) == f"Says.\n\nDefined at {place}"
    assert documentation("", record_stamp) == f"Defined at {place}"
    assert documentation("Says.", int) == "Says."


def test_functions_of_other_names() -> None:
    """A function that another one replaces under its name is found by `__wrapped__`, or not at all."""

    def replaced(function: Callable[[int], int]) -> Callable[[int], int]:
        def inner(size: int) -> int:
            return function(size)

        inner.__name__, inner.__module__ = function.__name__, function.__module__
        return inner

    assert definition_line(replaced(cached.__wrapped__)) == ""


class Chain:
    def __getattr__(self, name: str) -> Chain:
        return Chain()

    def __call__(self) -> float:
        return 1


def own_wrapper() -> object:
    def made() -> None: ...

    vars(made)["__wrapped__"] = made
    return made


@pytest.mark.parametrize(
    ("component", "text", "called"),
    [
        (Chain(), "class Chain:", "def __call__(self) -> float:"),
        (own_wrapper(), "def made() -> None: ...", "def made() -> None: ..."),
    ],
)
def test_wrappers_without_end(component: object, text: str, called: str) -> None:
    """A component that wraps itself, or that has any attribute, has the line of its own definition."""
    assert definition_line(component) == f"{__name__}:{line_of(text)}"
    place = definition_place(component)
    assert place is not None
    assert str(place.line) == line_of(called)


CLASSES = '''
"""
class Late:
    of_a_string = 1
"""
import sys
if sys.version_info < (3,):
    class Late:
        def old(self): ...
else:
    class Late:
        def new(self): ...
'''


MADE = '''
"""
class Made:
    of_a_string = 1
"""
def run(self): ...
Made = type("Made", (), {"run": run})
'''


def test_classes_in_strings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class that a call has made has no line, though a string shows a class of its name."""
    (tmp_path / "made_classes.py").write_text(MADE)
    monkeypatch.syspath_prepend(str(tmp_path))

    assert not definition_line(importlib.import_module("made_classes").Made)


def test_classes_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The definition of a class is the one that was run, not another one, and not the text of a string."""
    (tmp_path / "late_classes.py").write_text(CLASSES)
    monkeypatch.syspath_prepend(str(tmp_path))
    late: object = importlib.import_module("late_classes").Late

    assert definition_line(late) == "late_classes:11"
