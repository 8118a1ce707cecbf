"""What can go wrong, as facts in fields. The texts are made in `explain.py`.

Every error can be pickled, so it crosses from a worker process unharmed. They aren't frozen: frameworks put
notes of their own on the exceptions that pass them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, frozen

from typed_registry._place import Place

if TYPE_CHECKING:
    from pathlib import Path

    from typed_registry.config._document.faults import Fault


class RegistryError(Exception):
    """Any error that this library raises on purpose."""

    def __str__(self) -> str:
        from typed_registry._messages.explain import explain

        return explain(self)


@frozen
class Elsewhere:
    """A name that the source registers in a module that was never imported."""

    module: str
    place: Place


@frozen
class BrokenModule:
    """A module that must be imported to know what it registers, and that fails."""

    module: str
    place: Place
    """The line of its source that doesn't show what is registered."""
    error: str
    """What it raised, and where."""


@define(str=False, eq=False)
class UnknownNameError(RegistryError, KeyError):
    """No component of the registry has this name."""

    registry: str
    name: object
    names: tuple[str, ...]
    elsewhere: Elsewhere | None = None
    """Where the source registers the name, in a module that was never imported."""
    broken: tuple[BrokenModule, ...] = ()
    """The modules that may register the name but could not be imported."""
    replacement: object = None
    """For a deprecated name, the name that it stands for, which isn't registered either."""

    def __str__(self) -> str:
        return RegistryError.__str__(self)  # KeyError would print the repr of its argument


@define(str=False, eq=False)
class DuplicateNameError(RegistryError, ValueError):
    """The name is taken by a registration from another source."""

    registry: str
    name: str
    existing: Place
    proposed: Place


@frozen
class Mismatch:
    """One way in which a component doesn't fit its registry."""

    member: str
    expected: str
    found: str | None
    """None when the component has no such member."""
    reason: str
    near: str | None = None
    """The component's member that was perhaps meant."""


@define(str=False, eq=False)
class ConformanceError(RegistryError, TypeError):
    """The component doesn't do what the registry's type, config and dependencies demand."""

    registry: str
    name: str
    component: str
    kind: str
    """The type that the registry's components must fit, as written."""
    place: Place
    mismatches: tuple[Mismatch, ...]


@define(str=False, eq=False)
class UnconfigurableError(RegistryError, TypeError):
    """The component's signature can't be turned into a config."""

    registry: str
    name: str
    component: str
    parameter: str | None
    """The parameter that no config can give; None when there is no signature to read."""


@define(str=False, eq=False)
class UnkeptPromiseError(RegistryError, LookupError):
    """A module was imported for a name that its source or entry point promises, and didn't register it."""

    registry: str
    name: str
    module: str
    place: Place


@define(str=False, eq=False)
class MissingExtraError(RegistryError, ImportError):
    """A feature needs a package that isn't installed."""

    feature: str
    package: str
    requirement: str
    """What to install, as pip takes it: `typed-registry[config]`."""


@define(str=False, eq=False)
class ConfigError(RegistryError, ValueError):
    """A config that isn't valid as a whole: every fault, none of them repaired, nothing built."""

    faults: tuple[Fault, ...]


@define(str=False, eq=False)
class StubError(RegistryError, ValueError):
    """A module whose stub can't be written."""

    module: str
    name: str | None
    """The component that is in the way; None when it is the module."""
    reason: str


@define(str=False, eq=False)
class NoModulesError(RegistryError, LookupError):
    """A command needs modules that hold registries, and neither its arguments nor the project name one."""

    file: Path
    """The pyproject.toml where it could be set."""


@define(str=False, eq=False)
class RootError(RegistryError, LookupError):
    """A command needs the class of the program's config files, and can't have it."""

    name: str | None
    """As it was given or set, `module:Class`; None when it was neither."""
    reason: str
    file: Path
    """The pyproject.toml where it can be set."""


@define(str=False, eq=False)
class EditError(RegistryError, ValueError):
    """A file in which values can't be set without touching others, as where an alias stands for them."""

    file: Path
    assignments: tuple[str, ...]
