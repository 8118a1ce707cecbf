"""Import a module of the program, with one error for whatever it raises."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

from typed_registry._registration.concurrent_imports import is_abandoned, is_held_up

_ABANDONED = (
    "another thread was importing it when this process was forked, so its import never ends here; import it "
    "before, or start the process by spawn or forkserver"
)


def import_module(name: str) -> ModuleType:
    """Import and return a module. If that fails, no registry keeps what modules registered that have failed.

    A module that another thread imports, which waits for this thread, is returned as far as it has run.

    Raises BrokenModuleError, and any RegistryError that the module raises. An interrupt passes.
    """
    if is_abandoned(name):
        from typed_registry.errors import BrokenModuleError

        raise BrokenModuleError(name, _ABANDONED)
    begun = sys.modules.get(name)
    if begun is not None and is_held_up(name):
        return begun
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
        raise BrokenModuleError(name, explain_raised(error)) from error
