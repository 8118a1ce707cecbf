"""The errors that concern plugins. Their public home is `errors`."""

from __future__ import annotations

from typing import ClassVar

from attrs import define

from typed_registry._distribution import Distribution
from typed_registry._error_facts import Claimant
from typed_registry._place import Place
from typed_registry.errors import DuplicateNameError, RegistryError


@define(str=False, eq=False)
class ContestedNameError(DuplicateNameError):
    """A name is used that several distributions register. All other names work."""

    kind: ClassVar[str] = "contested-name"
    claimants: tuple[Claimant, ...]
    """Every registration, that of the registry's own distribution first."""
    replaces: bool = False
    """Whether all of them were made with `replace=True`, to take the place of another component."""


@define(str=False, eq=False)
class PluginsReadError(RegistryError, RuntimeError):
    """It comes too late to choose the plugins of a registry: they have been read."""

    kind: ClassVar[str] = "plugins-read"
    registry: str
    """The name of the registry."""
    method: str
    """The method that was called: `allow_plugins` or `deny_plugins`."""


@define(str=False, eq=False)
class MissingRegistrationError(RegistryError, LookupError):
    """A source or an entry point shows a registration that importing the module doesn't make."""

    kind: ClassVar[str] = "missing-registration"
    registry: str
    """The name of the registry."""
    name: str
    """The name that isn't registered."""
    module: str
    """The module that was imported."""
    place: Place
    """Where the name is offered."""
    distribution: Distribution | None = None
    """The distribution of a plugin's module."""
    attribute: str | None = None
    """The object that an entry point names, but that isn't there."""
    near: str | None = None
    """The object with the most similar name."""
    is_circular: bool = False
    """Whether the module is still being imported, and leads to the use of the name itself."""
