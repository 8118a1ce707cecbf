"""All registries of the process, among which a field of type `Spec[T, D]` finds the one that it means."""

from __future__ import annotations

import os
from _thread import RLock  # threading's own, without the cost of importing that
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries

_ALL: WeakSet[Entries] = WeakSet()
_LOCKS = {"all": RLock()}
"""The lock that lets one thread add a registry while another goes through all of them."""


def add_registry(entries: Entries) -> None:
    """Note that there is a registry. It is forgotten when nothing else refers to it."""
    with _LOCKS["all"]:
        _ALL.add(entries)


def every_registry() -> list[Entries]:
    """Return the entries of every registry that is alive."""
    with _LOCKS["all"]:
        return list(_ALL)


def all_entries() -> list[Entries]:
    """Return the entries of every registry that is a global of the module that defines it."""
    found = [entries for entries in every_registry() if entries.global_name]
    return sorted(found, key=lambda entries: (entries.module, entries.name))


def registries_of(kind: object) -> list[Entries]:
    """Return the registries whose components are `kind`, and which are globals of their module.

    A script that is imported as well has its registries twice; each of them is returned once.
    """
    found: list[Entries] = []
    for entries in all_entries():
        is_known = any(entries.is_twin_of(other) for other in found)
        if entries.contract.kind == kind and not is_known:
            found.append(entries)
    return found


def _after_fork() -> None:
    """Free the locks that other threads of the parent process may have held: they don't run in the child."""
    _LOCKS["all"] = RLock()
    for entries in every_registry():
        entries.reset_locks()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
