"""Test programs and plugins that register components.

- `each_component` runs a test for every component of registries.
- `ConformanceSuite` is a class of tests for whoever publishes components: all of them can be imported,
  configured, written to a file and pickled.
- `find_misfits` returns what that suite finds, as `typed-registry conform` prints it.
- `typed_registry.testing.fixtures` has fixtures for pytest. A `conftest.py` enables them by
  `pytest_plugins = ["typed_registry.testing.fixtures"]`.

A single component is replaced by `with LOSSES.override("hinge", Fake):`, which needs nothing from here.
Importing this package imports neither pytest nor any component.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._late_names import late_names

if TYPE_CHECKING:
    from typed_registry.testing._each_component import each_component
    from typed_registry.testing._misfits import Misfit, find_misfits
    from typed_registry.testing._suite import ConformanceSuite

__all__ = ["ConformanceSuite", "Misfit", "each_component", "find_misfits"]

_HOMES = {
    "testing._each_component": "each_component",
    "testing._misfits": "Misfit find_misfits",
    "testing._suite": "ConformanceSuite",
}
"""The modules that define these names, which are imported when the names are used."""

if not TYPE_CHECKING:  # a checker that sees this function takes any misspelt name for an attribute
    __getattr__ = late_names(__name__, _HOMES)
