"""Run a test for each component of registries."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from typed_registry._registration.component_registry import ComponentRegistry
from typed_registry.testing._selection import Selection, require_registries, selection

if TYPE_CHECKING:
    import pytest


def each_component(
    *registries: ComponentRegistry,
    argument: str = "entry",
    distribution: str | Collection[str] | None = None,
) -> pytest.MarkDecorator:
    """Return a decorator that runs a test once for each component of these registries.

    The test is given the component's `Entry` as `argument`, and its ID contains the registry and the name:
    `test_loss[losses.hinge]`. With `distribution`, one or several, only the components of these are tested:
    a plugin that is installed as well adds no test then. Collecting the tests imports no component, but for
    modules whose sources don't show what they register. Components are sorted, so that all workers of
    pytest-xdist collect the same tests.

        @each_component(LOSSES)
        def test_zero(entry: Entry) -> None:
            assert entry.component()(0.0) >= 0.0

    Raises TypeError without a registry, and ValueError for a distribution without a component, since pytest
    would skip the test.
    """
    import pytest

    require_registries(registries, "each_component")
    chosen = selection(registries, distribution)
    if absent := chosen.absent():
        names = ", ".join(entries.name for entries in chosen.registries)
        raise ValueError(f"{names}: no component comes from {' or '.join(map(repr, absent))}")
    return pytest.mark.parametrize(argument, parameters(chosen))


def parameters(chosen: Selection) -> list[object]:
    """Return the entry of each component, as a parameter of a test."""
    import pytest

    return [pytest.param(entries[name], id=f"{entries.name}.{name}") for entries, name in chosen.components()]
