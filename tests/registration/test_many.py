"""Programs with many registries and many names: nothing costs more for each of them the more there are."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from tests.samples.work import growth
from typed_registry import Registry
from typed_registry._registration import all_registries
from typed_registry._registration.all_registries import all_entries, every_registry
from typed_registry._registration.entries import registries_among

LINEAR = 2.2
"""Twice as much, and a little for what isn't done for each."""


@pytest.fixture(name="module")
def _module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a module that is imported as `many`."""
    made = ModuleType("many")
    monkeypatch.setitem(sys.modules, made.__name__, made)
    return made


def creating(module: ModuleType, count: int) -> Callable[[], None]:
    """Return what runs the code of a module that creates so many registries."""
    lines = (f"R{number} = Registry[object, []]('{number} of {count}')\n" for number in range(count))
    code = compile("".join(lines), "many.py", "exec")
    vars(module).clear()
    vars(module).update(__name__="many", Registry=Registry)
    return lambda: exec(code, vars(module))  # noqa: S102  # our own source


def test_creating_registries(module: ModuleType) -> None:
    assert LINEAR > growth(200, lambda count: creating(module, count))


def test_naming_registries(module: ModuleType) -> None:
    """The globals of a module are gone through once, and not for each of its registries."""

    def naming(count: int) -> Callable[[], object]:
        creating(module, count)()
        made = registries_among(vars(module).values())
        assert count == len(made)
        return lambda: [each.global_name for each in made]

    assert LINEAR > growth(100, naming)


def test_names_of_registries_are_forgotten() -> None:
    """Registries that are gone leave nothing behind, whatever they were called."""
    for number in range(1000):
        Registry[object, []](f"short-lived {number}")
    gc.collect()
    last = Registry[object, []]("the last")
    assert last in [each.registry for each in every_registry()]
    assert len(all_registries._NAMED) <= 2 * len(every_registry()) + 100  # pyright: ignore[reportPrivateUsage]  # what is kept


def test_counting_names() -> None:
    """To ask how many names there are takes no step for each of them."""

    def counting(count: int) -> Callable[[], object]:
        registry = Registry[object, []]("many")
        for number in range(count):
            registry.register_instance(str(number), number)
        assert count == len(registry)
        return lambda: len(registry)

    assert growth(500, counting) == 1


def test_a_global_that_changes(module: ModuleType) -> None:
    """A registry is found under the name that it has now, though many were found before."""
    creating(module, 3)()
    first, second, _ = registries_among(vars(module).values())
    assert ("R0", "R1") == (first.global_name, second.global_name)
    vars(module).update(R0=second.registry, R1=None, again=first.registry)
    assert ("again", "R0") == (first.global_name, second.global_name)
    del vars(module)["again"]
    assert first.global_name is None
    assert first not in all_entries()
