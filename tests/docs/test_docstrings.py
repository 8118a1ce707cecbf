"""The examples in docstrings are true, and what is public has a docstring."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def modules() -> list[str]:
    """The dotted name of every module under src."""
    files = (file.relative_to(SOURCE).with_suffix("") for file in sorted(SOURCE.rglob("*.py")))
    return [".".join(file.parts).removesuffix(".__init__") for file in files]


@pytest.mark.parametrize("name", modules())
def test_examples(name: str) -> None:
    """Each example gives what it shows."""
    failed, _ = doctest.testmod(importlib.import_module(name))

    assert failed == 0


def test_examples_are_run() -> None:
    """There are examples, and the finder sees them."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    tests = (test for name in modules() for test in finder.find(importlib.import_module(name)))

    assert sum(bool(test.examples) for test in tests) >= 15
