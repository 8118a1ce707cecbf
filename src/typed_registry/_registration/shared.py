"""References to registries that other processes follow: the module that defines a registry, and its variable.

A program that is run as `__main__` is a module that workers don't import. `multiprocessing` has each worker
run it under the name `__mp_main__`, so a registry of the program is found in whatever `__main__` is there.
Other workers, as Ray's, can only import the program by the name that `python -m` was given.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, cast

from typed_registry._registration.failed_modules import registering_module

if TYPE_CHECKING:
    from typing import TypeAlias

    from typed_registry._registration.entries import Entries
    from typed_registry._registration.records import Record, Unimported

    Reference: TypeAlias = "tuple[str, str] | tuple[str, str, str]"

_MAIN = "__main__"
_PROGRAMS = (_MAIN, "__mp_main__")
_ADVICE = "define it in a module that both processes import"


def reference(entries: Entries) -> Reference:
    """Return the module and the variable of a registry; for a program's own, the name of the program too.

    Raises UnsharedRegistryError if no other process could find it.
    """
    variable = entries.global_name
    if variable is None:
        is_former = entries.present is not entries
        reason = "another one has taken its place there; use that one, and make specs by it"
        local = "it isn't a global of that module; assign it to a variable there"
        reason = f"can't be pickled, since {reason if is_former else local}"
        raise _unshared(repr(entries.registry), entries.module, reason)
    if entries.module not in _PROGRAMS:
        return entries.module, variable
    if is_interactive() and not _is_forking():
        raise _unshared(
            variable,
            entries.module,
            f"can't be pickled, since no worker runs a notebook or a prompt; {_ADVICE}",
        )
    program = program_name()
    return (_MAIN, variable) if program is None else (_MAIN, variable, program)


def registry_at(module: str, variable: str, program: str | None = None) -> object:
    """Return the registry that a reference names. Its module is imported.

    Raises UnsharedRegistryError if it isn't there, and BrokenModuleError.
    """
    from typed_registry._registration.entries import entries_of

    found = _held(module, variable)
    if entries_of(found) is None and program is not None:
        found = _held(program, variable)
    if entries_of(found) is None:
        why = "which doesn't run the program" if module in _PROGRAMS else "where the module doesn't define it"
        raise _unshared(variable, module, f"can't be found in this process, {why}; {_ADVICE}")
    return found


def entries_at(module: str, variable: str, program: str | None = None) -> Entries:
    """Return the entries of the registry that a reference names. Raises what `registry_at` raises."""
    from typed_registry._registration.entries import entries_of

    return cast("Entries", entries_of(registry_at(module, variable, program)))


def sender_of(record: Record | Unimported, entries: Entries) -> tuple[str, ...]:
    """Return the module that registers a component, unless that is the module of the registry."""
    module = registering_module(record) or _MAIN
    if module == program_name():
        module = _MAIN
    return () if module == entries.module else (module,)


def require_sent(entries: Entries, name: str, sender: str | None) -> None:
    """Import the module that registers a component, by default that of the registry, if it isn't known.

    The module of a plugin that is switched off isn't imported.

    Raises UnknownNameError, and BrokenModuleError if the module can't be imported.
    """
    if name in entries:
        return
    sender = sender or (_MAIN if entries.module in _PROGRAMS else entries.module)
    disabled = entries.origins.disabled_plugin(sender)
    if disabled is not None:
        error = entries.unknown(name)
        error.disabled = tuple(dict.fromkeys((*error.disabled, disabled)))
        raise error
    if sender not in _PROGRAMS:
        from typed_registry._registration.import_module import import_module

        import_module(sender)
    if name not in entries:
        error = entries.unknown(name)
        error.sender = sender
        raise error


def program_name() -> str | None:
    """Return the module that is run as a program by `python -m`; None for a script."""
    name: object = getattr(getattr(sys.modules.get(_MAIN), "__spec__", None), "name", None)
    return name if isinstance(name, str) else None


def is_interactive() -> bool:
    """Return whether the program is a notebook, a prompt or a text, which no other process can run."""
    main = sys.modules.get(_MAIN)
    return getattr(main, "__file__", None) is None and getattr(main, "__spec__", None) is None


def _is_forking() -> bool:
    """Return whether workers are copies of this process by default, with all its registrations."""
    from multiprocessing import get_all_start_methods, get_start_method  # slow to import

    return (get_start_method(allow_none=True) or get_all_start_methods()[0]) == "fork"


def _held(module: str, variable: str) -> object:
    """Return the value of a variable of a module; None if there is no such variable."""
    from typed_registry._registration.import_module import import_module

    is_program = module in _PROGRAMS or module == program_name()
    live: ModuleType | None = sys.modules.get(_MAIN) if is_program else import_module(module)
    return getattr(live, variable, None)


def _unshared(registry: str, module: str, reason: str) -> Exception:
    from typed_registry._worker_errors import UnsharedRegistryError

    return UnsharedRegistryError(registry, module, reason)
