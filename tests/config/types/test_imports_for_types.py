"""Types that a module imports for type checkers alone."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from tests.samples.bag import fault
from tests.samples.holder import Holder
from typed_registry import Registry
from typed_registry.config import from_mapping

SOURCE = """
from __future__ import annotations
from typing import TYPE_CHECKING
from attrs import frozen
if TYPE_CHECKING:
    from late_types import Number
    from types_of_nowhere import Missing

@frozen
class Late:
    it: Number

class Taking:
    def __init__(self, it: Number = 1, more: list[Number] = (), never: Missing | None = None) -> None:
        self.it = it

@frozen
class Nowhere:
    it: Missing | None = None
"""


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, type[Holder]]:
    """Return the classes of a module, whose types come from another that nothing has imported."""
    (tmp_path / "late_types.py").write_text("Number = int\n", encoding="utf-8")
    (tmp_path / "early_configs.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("late_types", "early_configs"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return vars(importlib.import_module("early_configs"))


@pytest.mark.parametrize("is_imported", [False, True])
def test_same_whatever_is_imported(configs: dict[str, type[Holder]], is_imported: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """The module that has the type is imported when the class is first used, if nothing else has done so."""
    if is_imported:
        importlib.import_module("late_types")

    assert "it: expected int, got 0.5 (float)" in fault(lambda: from_mapping(configs["Late"], {"it": 0.5}))


def test_parameter(configs: dict[str, type[Holder]]) -> None:
    """The same is true for the parameters of a component."""
    registry = Registry[object, []]("with late types")
    registry.register("taking")(configs["Taking"])

    assert {"it": 3} == vars(registry.from_mapping({"name": "taking", "it": 3}).build())
    assert "it: expected int, got 0.5 (float)" in fault(
        lambda: registry.from_mapping({"name": "taking", "it": 0.5})
    )


def test_part_of_a_parameter(configs: dict[str, type[Holder]]) -> None:
    """The same is true for a part of a parameter's type; one that nothing defines is refused by name."""
    registry = Registry[object, []]("with parts of late types")
    registry.register("taking")(configs["Taking"])
    given = {"name": "taking", "more": [0.5], "never": 1}
    message = fault(lambda: registry.from_mapping(given))

    assert "more.0: expected int, got 0.5 (float)" in message
    assert "never: expected Missing | None, which can't be resolved at run time" in message


def test_missing_module(configs: dict[str, type[Holder]]) -> None:
    """A type of a module that can't be imported is refused by name."""
    with pytest.raises(TypeError, match=r"Nowhere.it: the type 'Missing \| None' can't be resolved"):
        from_mapping(configs["Nowhere"], {})
