"""Import the modules of plugins: each once, and with the name of its distribution if it fails."""

from __future__ import annotations

import os
from _thread import get_ident  # threading's own, without the cost of importing that
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING

from typed_registry._registration.concurrent_imports import unfinished_modules, wait_for_thread
from typed_registry._registration.import_module import import_module
from typed_registry._running_modules import is_imported

if TYPE_CHECKING:
    from typed_registry._discovery.entry_points import EntryPoint
    from typed_registry.errors import BrokenModuleError

_FAILED: dict[tuple[str, str], BrokenModuleError] = {}
"""The errors of modules that have failed, by the folder of the distribution's metadata and the module."""

_BUSY: dict[tuple[str, str], int] = {}
"""The threads that import modules, by the same."""


def import_plugin(module: str, plugin: EntryPoint | None) -> ModuleType:
    """Import and return a module. One of a plugin that has failed isn't imported again in this process.

    It is if it failed while another module was being imported, which it may need itself.

    Raises BrokenModuleError with the distribution, whatever the module of a plugin raises; it is the
    `__cause__`. For another module, raises what `import_module` raises.
    """
    if plugin is None:
        return import_module(module)
    key, thread = (plugin.installed.folder, module), get_ident()
    is_first = _BUSY.get(key) != thread
    try:
        if is_first:
            _begin(key)
        return _imported(key, plugin)
    finally:  # also after an interrupt in `_begin`: others would wait for this thread for as long as it lives
        if is_first and _BUSY.get(key) == thread:
            del _BUSY[key]


def _imported(key: tuple[str, str], plugin: EntryPoint) -> ModuleType:
    """Import and return a module, or raise the error with which it has failed before."""
    from typed_registry.errors import RegistryError

    failed = None if is_imported(key[1]) else _FAILED.get(key)
    if failed is not None:
        from copy import copy

        raise copy(failed) from failed.__cause__
    try:
        return import_module(key[1])
    except RegistryError as error:
        made = _of_plugin(error, key[1], plugin)
        if not unfinished_modules():
            _FAILED[key] = made
        raise made from made.__cause__


def is_importing_plugin() -> bool:
    """Return whether this thread imports a plugin because a registry needs it."""
    return get_ident() in _BUSY.values()


def _begin(key: tuple[str, str]) -> None:
    """Note that this thread imports a module, once no other thread does.

    Don't note it if waiting for another thread may take forever, as where that waits for this one. To look
    and to note is one step, so that of many threads only one imports it.
    """
    thread = get_ident()
    while (other := _BUSY.setdefault(key, thread)) != thread:
        if not wait_for_thread(other, key[1], partial(_has_ended, key, other)):
            return


def _has_ended(key: tuple[str, str], thread: int) -> bool:
    return _BUSY.get(key) != thread


def _of_plugin(error: Exception, module: str, plugin: EntryPoint) -> BrokenModuleError:
    """Return the error for a module that has raised another one."""
    from typed_registry._messages.explain_raised import explain_raised
    from typed_registry.errors import BrokenModuleError

    if isinstance(error, BrokenModuleError) and error.module == module:
        made = BrokenModuleError(module, error.error, plugin.distribution, error.near)
        made.__cause__ = error.__cause__
    else:
        made = BrokenModuleError(module, explain_raised(error), plugin.distribution)
        made.__cause__ = error
    return made


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_BUSY.clear)
