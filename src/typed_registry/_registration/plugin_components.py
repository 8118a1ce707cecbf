"""Load the components that sources and entry points show, and name the distribution in their errors."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from types import ModuleType
from typing import TYPE_CHECKING, cast

from typed_registry._registration.plugin_imports import import_plugin
from typed_registry._registration.records import Record, Unimported
from typed_registry._running_modules import is_imported

if TYPE_CHECKING:
    from typed_registry._plugin_errors import MissingRegistrationError
    from typed_registry._registration.contests import Contests
    from typed_registry._registration.record_table import RecordTable
    from typed_registry._typing_forms import Component


def load_record(
    registry: str,
    found: Unimported,
    table: RecordTable,
    examine: Callable[[Record, str], None],
    contests: Contests,
) -> Record | None:
    """Import the module of a component, and return the record that it registers; None if it is unregistered.

    Raises ContestedNameError, BrokenModuleError, ConformanceError, and MissingRegistrationError if there is
    no such component.
    """
    module = _imported(registry, found)
    contests.require_uncontested(found.name, replaces=found.replaces)
    record = table.registered(found.name, replaces=found.replaces)
    if isinstance(record, Unimported) and found.attribute:
        record = table.adopt(record, _object_record(registry, found, module, examine))
    if isinstance(record, Unimported):
        raise missing_registration(registry, found)
    return record


def _imported(registry: str, found: Unimported) -> ModuleType:
    """Import and return the module of a component.

    Raises BrokenModuleError, and ConformanceError if that is what the module raises for this component.
    """
    from typed_registry.errors import BrokenModuleError, ConformanceError

    try:
        return import_plugin(found.module, found.plugin)
    except BrokenModuleError as error:
        cause = error.__cause__
        if not isinstance(cause, ConformanceError) or (cause.registry, cause.name) != (registry, found.name):
            raise
        own = copy(cause)
        own.distribution = error.distribution
        raise own from None


def _object_record(
    registry: str, found: Unimported, module: ModuleType, examine: Callable[[Record, str], None]
) -> Record:
    """Return the record of the object that an entry point names, after examining it.

    Raises MissingRegistrationError if there is no such object, and ConformanceError.
    """
    from typed_registry.errors import ConformanceError

    spec: object = module.__spec__
    component = cast("Component[object]", _named_object(registry, found, module))
    record = Record(found.name, component, None, found.file, found.line, spec, None)
    try:
        examine(record, "object")
    except ConformanceError as error:
        error.distribution = found.plugin and found.plugin.distribution
        raise
    return record


def _named_object(registry: str, found: Unimported, module: ModuleType) -> object:
    """Return the object that an entry point names, or raise the error that says why it isn't there."""
    from typed_registry._messages.explain_raised import explain_raised
    from typed_registry.errors import BrokenModuleError

    value: object = module
    for attribute in (found.attribute or "").split("."):
        owner = value
        try:
            value = getattr(owner, attribute)
        except AttributeError:
            raise missing_registration(registry, found, attribute, dir(owner)) from None
        except Exception as error:  # of the module's own __getattr__
            distribution = found.plugin and found.plugin.distribution
            raise BrokenModuleError(found.module, explain_raised(error), distribution) from error
    return value


def missing_registration(
    registry: str, found: Unimported, missing: str | None = None, names: list[str] | None = None
) -> MissingRegistrationError:
    """Return the error for a component that its module doesn't bring."""
    from typed_registry._messages.suggest import nearest
    from typed_registry._plugin_errors import MissingRegistrationError

    near = nearest(missing, names or ()) if missing else None
    distribution = found.plugin and found.plugin.distribution
    return MissingRegistrationError(
        registry,
        found.name,
        found.module,
        found.place,
        distribution,
        missing,
        near,
        is_circular=not is_imported(found.module),
    )
