"""Run a test for each component of registries."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from typing import TYPE_CHECKING

from typed_registry._discovery.discover import UnreadableSourceWarning
from typed_registry._messages.explain import explain_broken
from typed_registry._registration.component_registry import ComponentRegistry
from typed_registry._registration.deprecation import caller_level
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
    a plugin that is installed as well adds no test then, and no warning if it fails. Collecting the tests
    imports no component, but for modules whose sources don't show what they register. Components are sorted,
    so that all workers of pytest-xdist collect the same tests.

        @each_component(LOSSES)
        def test_zero(entry: Entry) -> None:
            assert entry.component()(0.0) >= 0.0

    Raises TypeError without a registry, and ValueError for a distribution without a component, since pytest
    would skip the test.
    """
    import pytest

    require_registries(registries, "each_component")
    chosen = selection(registries, distribution)
    with warnings.catch_warnings():
        if chosen.distributions is not None:
            warnings.simplefilter("ignore", UnreadableSourceWarning)  # of plugins that aren't tested
        found, absent = parameters(chosen), chosen.absent()
        reason = chosen.explain_absent(absent) if absent else None
    _warn_of_broken(chosen)
    if reason is not None:
        names = ", ".join(entries.name for entries in chosen.registries)
        raise ValueError(f"{names}: {reason}")
    return pytest.mark.parametrize(argument, found)


def _warn_of_broken(chosen: Selection) -> None:
    """Warn of modules that can't be imported and may have components of the distributions that are tested."""
    for entries in chosen.registries if chosen.distributions is not None else ():
        for each in entries.broken:
            if each.distribution is None or chosen.has_distribution(each.distribution.name):
                message = f"{entries.name}: names may be missing: {explain_broken(each)}"
                warnings.warn(message, UnreadableSourceWarning, stacklevel=caller_level())


def parameters(chosen: Selection) -> list[object]:
    """Return the entry of each component, as a parameter of a test."""
    import pytest

    return [pytest.param(entries[name], id=f"{entries.name}.{name}") for entries, name in chosen.components()]
