"""The errors and warnings of the library, as facts in fields.

Every error that the library raises on purpose is a RegistryError, and also the built-in error that fits: an
unknown name is a KeyError, for instance. `error.kind` names its class in a way that stays the same, and
`str(error)` makes the message from the fields.

ConfigError has a list of faults. Each `Fault` has a kind, the path of the value, its origin, a message, and a
problem, which is one of the classes in `Problem`. `render` returns an error as text with the line of the file
and a caret, as JSON, or as annotations for GitHub.

Errors can be pickled, so that they reach the parent of a worker process. They aren't frozen, because
frameworks add notes to the exceptions that pass them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import define

from typed_registry._distribution import Distribution
from typed_registry._error_facts import (
    BrokenModule,
    DisabledPlugin,
    Elsewhere,
    Mismatch,
    NestedMismatch,
    StubProblem,
)
from typed_registry._late_names import late_names
from typed_registry._place import Place

if TYPE_CHECKING:
    from typed_registry._annotations.hidden_parameters import HiddenParameters
    from typed_registry._change_errors import (
        FrozenRegistryError,
        IsolatedRegistryError,
        OverriddenNameError,
    )
    from typed_registry._command_errors import EditError, NoModulesError, NoRegistryError, RootError
    from typed_registry._discovery.discover import UnreadableSourceWarning
    from typed_registry._error_facts import Claimant
    from typed_registry._messages.explain_fault import explain_fault
    from typed_registry._messages.render import render
    from typed_registry._plugin_errors import ContestedNameError, MissingRegistrationError, PluginsReadError
    from typed_registry._worker_errors import UnsharedRegistryError
    from typed_registry.config._document.deprecated_fields import OutdatedConfigWarning
    from typed_registry.config._document.faults import (
        COMMAND_LINE,
        Alternative,
        BrokenDefault,
        Fault,
        IdleOverride,
        LoneItem,
        Malformed,
        MisplacedSection,
        MissingKey,
        NoAlternative,
        Origin,
        Problem,
        Refused,
        Suggestion,
        TwoNames,
        UnclearSection,
        UnfitComponent,
        UnknownComponent,
        UnknownKey,
        UnsetVariable,
        WrittenTwice,
        WrongChoiceKey,
        WrongType,
        WrongValue,
        show_path,
    )

__all__ = [
    "COMMAND_LINE",
    "Alternative",
    "BrokenDefault",
    "BrokenModule",
    "BrokenModuleError",
    "Claimant",
    "ConfigError",
    "ConformanceError",
    "ContestedNameError",
    "DisabledPlugin",
    "DuplicateNameError",
    "EditError",
    "Elsewhere",
    "Fault",
    "FrozenRegistryError",
    "HiddenParameters",
    "IdleOverride",
    "IsolatedRegistryError",
    "LoneItem",
    "Malformed",
    "Mismatch",
    "MisplacedSection",
    "MissingExtraError",
    "MissingKey",
    "MissingRegistrationError",
    "NestedComponentError",
    "NestedMismatch",
    "NoAlternative",
    "NoModulesError",
    "NoRegistryError",
    "Origin",
    "OutdatedConfigWarning",
    "OutdatedSpecError",
    "OverriddenNameError",
    "PluginsReadError",
    "Problem",
    "Refused",
    "RegistryError",
    "RootError",
    "StubError",
    "StubProblem",
    "Suggestion",
    "TwoNames",
    "UnclearSection",
    "UnconfigurableError",
    "UnfitComponent",
    "UnknownComponent",
    "UnknownKey",
    "UnknownNameError",
    "UnknownPackageError",
    "UnknownParameterError",
    "UnreadableSourceWarning",
    "UnsetVariable",
    "UnsharedRegistryError",
    "UnwritableError",
    "WrittenTwice",
    "WrongChoiceKey",
    "WrongType",
    "WrongValue",
    "explain_fault",
    "render",
    "show_path",
]

_HOMES = {
    "_annotations.hidden_parameters": "HiddenParameters",
    "_change_errors": "FrozenRegistryError IsolatedRegistryError OverriddenNameError",
    "_command_errors": "EditError NoModulesError NoRegistryError RootError",
    "_error_facts": "Claimant",
    "_plugin_errors": "ContestedNameError PluginsReadError MissingRegistrationError",
    "_discovery.discover": "UnreadableSourceWarning",
    "_messages.explain_fault": "explain_fault",
    "_messages.render": "render",
    "_worker_errors": "UnsharedRegistryError",
    "config._document.deprecated_fields": "OutdatedConfigWarning",
    "config._document.faults": (
        "COMMAND_LINE Alternative BrokenDefault Fault IdleOverride LoneItem Malformed MisplacedSection "
        "MissingKey NoAlternative Origin Problem Refused Suggestion TwoNames UnclearSection UnfitComponent "
        "UnknownComponent UnknownKey UnsetVariable WrittenTwice WrongChoiceKey WrongType WrongValue show_path"
    ),
}
"""The modules that define the names that aren't defined here, with these names."""

if not TYPE_CHECKING:  # a checker that sees this function takes any misspelt name for an attribute
    __getattr__ = late_names(__name__, _HOMES)


class RegistryError(Exception):
    """The base of all errors that the library raises on purpose."""

    kind: ClassVar[str] = "error"
    """The kind of the error, such as `unknown-name`. It stays the same from version to version."""

    def __str__(self) -> str:
        from typed_registry._messages.explain import explain
        from typed_registry._messages.visible import visible_lines

        return visible_lines(explain(self))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle an error as its facts and notes; a fact that can't be pickled becomes its text."""
        from typed_registry._messages.sendable import facts_of, restored_error, sendable

        return restored_error, (type(self), tuple(map(sendable, facts_of(self))), dict(vars(self)))


@define(str=False, eq=False)
class UnknownNameError(RegistryError, KeyError):
    """The registry has no component of this name."""

    kind: ClassVar[str] = "unknown-name"
    registry: str
    """The name of the registry."""
    name: object
    """The name that was asked for, or a component that isn't registered."""
    names: tuple[str, ...]
    """The names that are registered."""
    elsewhere: Elsewhere | None = None
    """The module whose source registers the name, if it was never imported."""
    broken: tuple[BrokenModule, ...] = ()
    """The modules that may register the name but could not be imported."""
    replacement: object = None
    """For a deprecated name, the name that it stands for, which isn't registered either."""
    unregistered: Place | None = None
    """The line that has unregistered the name, if one has."""
    disabled: tuple[DisabledPlugin, ...] = ()
    """The plugins that would register the name but are switched off."""
    sender: str | None = None
    """For a spec from another process: the module that has registered the name there."""

    def __str__(self) -> str:
        return RegistryError.__str__(self)  # KeyError would print the repr of its argument


@define(str=False, eq=False)
class UnknownPackageError(RegistryError, ModuleNotFoundError):
    """A registry is to discover a package that can't be found."""

    kind: ClassVar[str] = "unknown-package"
    registry: str
    """The name of the registry."""
    package: str
    """The package as it was given to `discover`."""
    place: Place
    """The line that called `discover`."""
    reason: str
    """Why it can't be found."""
    near: str | None = None
    """The module of the same project with the most similar name."""


@define(str=False, eq=False)
class DuplicateNameError(RegistryError, ValueError):
    """A name was registered twice, for different components."""

    kind: ClassVar[str] = "duplicate-name"
    registry: str
    """The name of the registry."""
    name: str
    """The name that is registered twice."""
    existing: Place
    """Where it was registered first."""
    proposed: Place
    """Where it was registered again."""


@define(str=False, eq=False)
class ConformanceError(RegistryError, TypeError):
    """A component doesn't satisfy the registry's type, or can't be built from config and dependencies."""

    kind: ClassVar[str] = "conformance"
    registry: str
    """The name of the registry."""
    name: str
    """The name under which the component was to be registered."""
    component: str
    """The name of the class or function."""
    type: str
    """The type of the registry's components, as it is written."""
    place: Place
    """Where it was to be registered."""
    mismatches: tuple[Mismatch, ...]
    """Everything that the component lacks or has otherwise."""
    distribution: Distribution | None = None
    """The distribution of a plugin's component."""


@define(str=False, eq=False)
class UnconfigurableError(RegistryError, TypeError):
    """No config class can be derived for a component, so that no config can choose it.

    An error of just this class says that the component has no signature to read.
    """

    kind: ClassVar[str] = "unconfigurable"
    registry: str
    """The name of the registry."""
    name: str
    """The name of the component."""
    component: str
    """The name of the class or function."""


@define(str=False, eq=False)
class NestedComponentError(UnconfigurableError):
    """A component takes other components that can't be built for it."""

    kind: ClassVar[str] = "nested-component"
    mismatches: tuple[NestedMismatch, ...]
    """The parameters that take the other components."""


@define(str=False, eq=False)
class UnknownParameterError(RegistryError, TypeError):
    """Types are stated, by `types=`, for parameters that the component can't take."""

    kind: ClassVar[str] = "unknown-parameter"
    registry: str
    """The name of the registry."""
    name: str
    """The name under which the component was to be registered."""
    component: str
    """The name of the class or function."""
    place: Place
    """Where it was to be registered."""
    parameters: tuple[str, ...]
    """The keys of `types=` that the component has no parameters for."""
    valid: tuple[str, ...]
    """The parameters that it has."""


@define(str=False, eq=False)
class OutdatedSpecError(RegistryError, TypeError):
    """A spec is from before its component was registered anew or overridden, and has other settings."""

    kind: ClassVar[str] = "outdated-spec"
    registry: str
    """The name of the registry."""
    name: str
    """The name of the component."""
    place: Place
    """Where the component is registered now, or overridden."""
    unknown: tuple[str, ...] = ()
    """The settings of the spec that an overriding component doesn't take."""
    missing: tuple[str, ...] = ()
    """The settings that an overriding component requires and the spec doesn't have."""
    is_sent: bool = False
    """Whether the spec is from another process, in which another component has the name."""


@define(str=False, eq=False)
class BrokenModuleError(RegistryError, ImportError):
    """A module of the program can't be imported. The exception that it raised is the `__cause__`."""

    kind: ClassVar[str] = "broken-module"
    module: str
    """The module that can't be imported."""
    error: str
    """The error that it raised, and where."""
    distribution: Distribution | None = None
    """The distribution of a plugin's module."""
    near: str | None = None
    """The module whose name is most similar, if there is none of this name."""


@define(str=False, eq=False)
class MissingExtraError(RegistryError, ImportError):
    """A feature needs a package that isn't installed."""

    kind: ClassVar[str] = "missing-extra"
    feature: str
    """The purpose that the package is needed for."""
    package: str
    """The package that isn't installed."""
    requirement: str
    """The requirement to install with pip: `typed-registry[config]`."""


@define(str=False, eq=False)
class ConfigError(RegistryError, ValueError):
    """A config is invalid. Nothing was built from it."""

    kind: ClassVar[str] = "config"
    faults: tuple[Fault, ...]
    """Every fault, in the order in which they are written."""


@define(str=False, eq=False)
class UnwritableError(RegistryError, ValueError):
    """A config has a value that no file of a format can contain, or that has no digest."""

    kind: ClassVar[str] = "unwritable"
    path: tuple[str | int, ...]
    """The keys and indices that lead to the value."""
    reason: str
    """Why it can't be written."""


@define(str=False, eq=False)
class StubError(RegistryError, ValueError):
    """The stub of a module can't be written."""

    kind: ClassVar[str] = "stub"
    module: str
    """The module whose stub can't be written."""
    problems: tuple[StubProblem, ...]
    """Every problem that was found, at least one."""
