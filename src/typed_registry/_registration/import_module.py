"""Import a module of the program, with one error for whatever it raises."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

from typed_registry._module_names import is_inside
from typed_registry._registration.concurrent_imports import begun_import, is_abandoned, is_held_up

if TYPE_CHECKING:
    from typed_registry.errors import BrokenModuleError

_ABANDONED = (
    "another thread was importing {0} when this process was forked, so that import never ends here; import "
    "it before, or start the process by spawn or forkserver"
)

_HELD_UP = (
    "the import of {0} waits for other threads, and no module in it can be imported before that has ended; "
    "start these threads in a function that is called after the import"
)


def import_module(name: str) -> ModuleType:
    """Import and return a module. If that fails, no registry keeps what modules registered that have failed.

    A module that another thread imports, which waits for this thread, is returned as far as it has run.

    Raises BrokenModuleError, also if the import of a package above the module waits for this thread or was
    begun before a fork, and any RegistryError that the module raises. An interrupt passes.
    """
    awaited, begun = begun_import(name), sys.modules.get(name)
    if awaited is not None and (is_abandoned(awaited) or is_held_up(awaited)):
        if begun is not None and not is_abandoned(awaited):
            return begun
        raise _never_ending(name, awaited)
    try:
        return importlib.import_module(name)
    except BaseException as error:
        begun = sys.modules.get(name)
        if begun is not None and type(error).__name__ == "_DeadlockError":  # private to importlib
            return begun
        from typed_registry._messages.explain_raised import explain_raised
        from typed_registry._registration.failed_modules import forget_failed
        from typed_registry.errors import BrokenModuleError, RegistryError

        forget_failed(error)
        if isinstance(error, (RegistryError, KeyboardInterrupt, GeneratorExit)):
            raise
        raise BrokenModuleError(name, explain_raised(error), near=_near(name, error)) from error


def _near(name: str, error: BaseException) -> str | None:
    """Return the name that was meant if there is no module of this name."""
    if not isinstance(error, ModuleNotFoundError) or not error.name or not is_inside(name, error.name):
        return None
    from typed_registry._discovery.discover import near_module

    return near_module(name)


def _never_ending(name: str, awaited: str) -> BrokenModuleError:
    """Return the error for a module that can't be imported, because an import may never end."""
    from typed_registry.errors import BrokenModuleError

    reason = _ABANDONED if is_abandoned(awaited) else _HELD_UP
    return BrokenModuleError(name, reason.format("it" if awaited == name else awaited))
