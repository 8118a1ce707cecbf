"""The error of a registry that doesn't reach another process. Its public home is `errors`."""

from __future__ import annotations

from typing import ClassVar

from attrs import define

from typed_registry.errors import RegistryError


@define(str=False, eq=False)
class UnsharedRegistryError(RegistryError, TypeError):
    """A registry can't be passed to another process, or isn't there in the process that it was passed to."""

    kind: ClassVar[str] = "unshared-registry"
    registry: str
    """The registry as code shows it, or the variable that should hold it."""
    module: str
    """The module that defines it."""
    reason: str
    """Why the other process doesn't have it, and what to do."""
