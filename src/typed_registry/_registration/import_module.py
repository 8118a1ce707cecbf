"""Import a module of the program, with one error for whatever it raises."""

from __future__ import annotations

import importlib
from types import ModuleType


def import_module(name: str) -> ModuleType:
    """Import and return a module. Raises BrokenModuleError, and any RegistryError that the module raises."""
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:
        from typed_registry._messages.explain_raised import explain_raised
        from typed_registry.errors import BrokenModuleError, RegistryError

        if isinstance(error, RegistryError):
            raise
        raise BrokenModuleError(name, explain_raised(error)) from error
