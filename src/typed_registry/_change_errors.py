"""The errors of changes to a registry that its present state forbids. Their public home is `errors`."""

from __future__ import annotations

from typing import ClassVar

from attrs import define

from typed_registry._place import Place
from typed_registry.errors import RegistryError


@define(str=False, eq=False)
class OverriddenNameError(RegistryError, RuntimeError):
    """A name is overridden in a block that another thread or task has entered, or is to be unregistered."""

    kind: ClassVar[str] = "overridden-name"
    registry: str
    """The name of the registry."""
    name: str
    """The name of the component."""
    place: Place
    """The line of the override."""
    holder: str
    """The thread, and the task if it runs one, that has entered the block: `thread MainThread`."""


@define(str=False, eq=False)
class IsolatedRegistryError(RegistryError, RuntimeError):
    """A registry is isolated by another thread or task."""

    kind: ClassVar[str] = "isolated-registry"
    registry: str
    """The name of the registry."""
    place: Place
    """The line of the block that isolates it."""
    holder: str
    """The thread, and the task if it runs one, that has entered the block: `thread MainThread`."""


@define(str=False, eq=False)
class FrozenRegistryError(RegistryError, RuntimeError):
    """A registry was to be changed after it has been frozen."""

    kind: ClassVar[str] = "frozen-registry"
    registry: str
    """The name of the registry."""
    action: str
    """The method that was called: `register`, `unregister`, `deprecate` or `discover`."""
    name: str
    """The name, or the package, that it was called with."""
    place: Place
    """The line that has frozen the registry."""
