"""The facts that several fields of errors have in common: modules, mismatches and problems."""

from __future__ import annotations

from attrs import frozen

from typed_registry._distribution import Distribution
from typed_registry._place import Place


@frozen
class Elsewhere:
    """The module that would register a name, according to its source, but was never imported."""

    module: str
    place: Place


@frozen
class BrokenModule:
    """A module whose import fails and whose source doesn't show its components, or a bad entry point."""

    module: str
    """The module; empty for an entry point that names none."""
    place: Place
    """The line of its source that doesn't show what is registered, or the entry point that leads to it."""
    error: str
    """What it raised, and where."""
    distribution: Distribution | None = None
    """The distribution of a plugin's module."""


@frozen
class DisabledPlugin:
    """A plugin that is switched off, and that would bring a name."""

    distribution: Distribution
    """The distribution that has the entry point."""
    switch: str
    """The environment variable or the method that switches it off."""


@frozen
class Claimant:
    """A registration of a name that another distribution registers as well."""

    place: Place
    """The line, or the entry point, that registers the name."""
    distribution: Distribution | None
    """The distribution that it is from; None for a loose file."""
    is_plugin: bool
    """Whether an entry point brings it, so that it can be switched off."""
    module: str = ""
    """The module that registers the name."""


@frozen
class Mismatch:
    """One way in which a component doesn't satisfy its registry."""

    member: str
    """The member of the type, or `constructor`."""
    expected: str
    """What the registry's type demands, as it is written in Python."""
    found: str | None
    """The member of the component; None if there is none of this name."""
    reason: str
    """Why the component doesn't satisfy it."""
    near: str | None = None
    """The member with the most similar name."""


@frozen
class NestedMismatch:
    """A parameter that takes components of a registry which can't be built for their owner."""

    parameter: str
    wanted: str
    """The type of the components."""
    registries: tuple[str, ...]
    """The registry of the type, or several among which the annotation doesn't choose."""
    needed: tuple[str, ...] = ()
    """The types of the dependencies that its components are built from."""
    given: tuple[str, ...] = ()
    """The types of the owner's dependencies."""


@frozen
class StubProblem:
    """One reason why a stub can't be written, or not exactly."""

    component: str | None
    """The name of the component that causes it; None if the module or the registry does."""
    reason: str
    registry: str | None = None
    """The variable of the component's registry; None if the problem concerns the module as a whole."""
    parameter: str | None = None
    """The parameter as it is written: `x: Thing | None`."""
    place: Place | None = None
    """The line of the parameter, or else of the definition or the registration."""
