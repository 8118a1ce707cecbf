"""A component registry that the type checker understands.

`Registry` maps names to the components of one kind. `Spec` is a component chosen by name, with its config.
`typed_registry.config` reads and writes configs, `typed_registry.cli` makes command lines for programs with a
config, and `typed_registry.errors` defines what can go wrong.

The private packages are stages, in the order in which they import each other: `_annotations` reads
annotations and source files, `_conformance` decides whether a component satisfies its registry,
`_discovery` finds names in packages and plugins, `_registration` keeps them, `_documentation` describes
them, and `_schema`, `_stubs`, `_doctor`, `_programs` and `_command_line` serve editors, type checkers and the
terminal.
`_messages` holds the texts of errors.

Importing this package loads little more than `typing`; the rest is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._distribution import Distribution
from typed_registry._late_names import late_names
from typed_registry._place import Place
from typed_registry._registration.deprecation import Deprecation
from typed_registry._registry import Registry

if TYPE_CHECKING:
    from typed_registry._registration.entry import Entry
    from typed_registry._spec import Spec

__version__ = "0.1.0"

__all__ = ["Deprecation", "Distribution", "Entry", "Place", "Registry", "Spec", "__version__"]

_HOMES = {"_registration.entry": "Entry", "_spec": "Spec"}
"""The modules that define the names that need attrs, with these names."""

if not TYPE_CHECKING:  # a checker that sees this function takes any misspelt name for an attribute
    __getattr__ = late_names(__name__, _HOMES)
