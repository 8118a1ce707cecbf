"""The questions that the doctor asks about a registry, and the answers of a checker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from typed_registry._doctor.stub_file import AccessForm
from typed_registry._doctor.trial_calls import TrialCall

if TYPE_CHECKING:
    from typed_registry._place import Place


@frozen
class ProbedComponent:
    """A component that the program calls."""

    name: str
    trials: Mapping[AccessForm, tuple[TrialCall, ...]] = {}
    """The calls in each form that the stub has for it."""
    any_keyword: Place | None = None
    """Where its own signature says that it takes any keyword; None if it doesn't."""
    module: str = ""
    """The module that defines it."""
    packages: frozenset[str] = frozenset()
    """The top-level packages that define it and its base classes."""
    untyped_package: str | None = None
    """The package that defines it, if that has no types that all checkers read."""
    has_unpacked_keywords: bool = False
    """True if its keywords are those of a TypedDict: `**kwargs: Unpack[Options]`."""
    problem: str = ""
    """Why it can't be imported; empty if it can. Without it, there are no calls to check."""
    metaclass: str = ""
    """The class's metaclass, if that has a `__call__` of its own."""

    @property
    def is_checkable(self) -> bool:
        """Return whether one of its calls can be wrong."""
        return any(call.wrong is not None for calls in self.trials.values() for call in calls)


@frozen
class ProbedRegistry:
    """A registry that the program uses."""

    module: str
    variable: str
    components: tuple[ProbedComponent, ...]
    """Everything that is registered in this environment, including aliases and what plugins register."""
    plugin_names: frozenset[str] = frozenset()
    """The names that plugins register. A stub beside the module leaves them out."""
    notices: tuple[tuple[str, str], ...] = ()
    """The components that no config can choose, or not with all their parameters, each with the reason."""
    left_out: Mapping[str, str] = {}
    """The components that the stub leaves out on purpose, each with the reason. The program does, too."""
    has_any: Mapping[str, str] = {}
    """The components for which the stub has `Any` on purpose, each with the reason."""
    broken: tuple[str, ...] = ()
    """Why modules can't be imported that may register more."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the components."""
        return tuple(each.name for each in self.components)

    @property
    def checkable(self) -> frozenset[str]:
        """The components of which a call can be wrong."""
        return frozenset(each.name for each in self.components if each.is_checkable)


@frozen
class RefusedCall:
    """A right call that a checker refuses."""

    name: str
    form: AccessForm
    message: str
    """The checker's."""


@frozen
class AcceptedCall:
    """A wrong call that a checker accepts."""

    component: ProbedComponent
    form: AccessForm


@frozen
class Visibility:
    """The findings of a checker about a registry."""

    registry: ProbedRegistry
    missing_module: str | None
    """The module that the checker doesn't find: the registry's, or this library; None if it finds both."""
    sees_stub: bool
    """True if it refuses a name that isn't registered. Without a stub, it knows no names at all."""
    unknown_names: tuple[str, ...]
    """Registered names that it refuses."""
    refused: tuple[RefusedCall, ...] = ()
    """The right calls that it refuses."""
    accepted: tuple[AcceptedCall, ...] = ()
    """The wrong calls that it accepts, apart from those of the components in `has_any`."""
    has_any: frozenset[str] = frozenset()
    """The components of which it accepts a wrong call since the stub has `Any` for them on purpose."""
    missing_packages: frozenset[str] = frozenset()
    """The packages of components that the checker doesn't find. It takes their classes for `Any`."""
    is_untyped: bool = False
    """True if it doesn't read the registry's module, since the module's package has no py.typed."""
    is_any: bool = False
    """True if it takes the registry for `Any`, and so accepts whatever a program does with it."""

    @property
    def checked(self) -> frozenset[str]:
        """The components of which it refuses the wrong calls, and no right one."""
        accepted = (each.component.name for each in self.accepted)
        unchecked = {*self.unknown_names, *(each.name for each in self.refused), *accepted}
        return self.checkable - unchecked

    @property
    def checkable(self) -> frozenset[str]:
        """The components of which it can refuse a wrong call."""
        return self.registry.checkable - self.has_any
