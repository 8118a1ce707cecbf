"""The errors of commands whose arguments or settings are missing or wrong. Their public home is `errors`."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from attrs import define

from typed_registry.errors import RegistryError


@define(str=False, eq=False)
class NoModulesError(RegistryError, LookupError):
    """A command needs the modules that define registries; neither its arguments nor the project name any."""

    kind: ClassVar[str] = "no-modules"
    file: Path
    """The pyproject.toml in which they can be set."""


@define(str=False, eq=False)
class NoRegistryError(RegistryError, LookupError):
    """A module that a command was given defines no registry."""

    kind: ClassVar[str] = "no-registry"
    module: str
    """The module as it was given."""
    others: tuple[str, ...] = ()
    """The modules that define the registries that it imports, or that are in its package."""


@define(str=False, eq=False)
class RootError(RegistryError, LookupError):
    """A command needs the class of the config files, and none is given or it can't be imported."""

    kind: ClassVar[str] = "root"
    name: str | None
    """The class as it was given or set, `module:Class`; None if it was neither."""
    reason: str
    """Why it can't be the class of config files."""
    file: Path
    """The pyproject.toml in which it can be set."""


@define(str=False, eq=False)
class EditError(RegistryError, ValueError):
    """Values can't be set in a file without changing others, for instance because of a YAML alias."""

    kind: ClassVar[str] = "edit"
    file: Path
    """The file, which is left as it is."""
    assignments: tuple[str, ...]
    """The values that were to be set, as `path=value`."""
