"""All registries of the process, and the caches that depend on which registries and components there are."""

from __future__ import annotations

import os
from _thread import RLock  # threading's own, without the cost of importing that
from _weakrefset import WeakSet  # of weakref, without the cost of importing that
from typing import TYPE_CHECKING, Protocol

from typed_registry._registration.identity import same_file
from typed_registry._registration.plugin_group import home_package

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from typed_registry._registration.defining_module import DefiningModule
    from typed_registry._registration.entries import Entries

_ALL: WeakSet[Entries] = WeakSet()
_NAMED: dict[str, WeakSet[Entries]] = {}
"""The registries of each name."""
_SPARE = 100
"""How many names may be kept, beside twice as many as there are registries, that none of them has."""
_CACHES: WeakSet[Cache] = WeakSet()
_EPOCH = [0]
_LOCKS = {"all": RLock()}
"""The lock of all these, under a key so that a forked process can replace it."""


class Cache(Protocol):
    """A cache of components, or of what follows from them, until the next epoch."""

    def forget(self) -> None:
        """Drop everything that was found. This must wait for no other lock."""


def epoch() -> int:
    """Return a number that grows whenever a registry is made, a component replaced or a name deprecated."""
    return _EPOCH[0]


def begin_epoch() -> None:
    """Begin an epoch: empty all caches."""
    with _LOCKS["all"]:
        _EPOCH[0] += 1
        outdated = [*_CACHES]
        _CACHES.clear()
        for cache in outdated:
            cache.forget()


def keep_until_next_epoch(cache: Cache, found_in: int, keep: Callable[[], object]) -> None:
    """Fill a cache by calling `keep`, and empty it when the next epoch begins.

    `keep` isn't called if an epoch has begun since the one in which the cache began to look. No other
    thread ever sees what is outdated.
    """
    with _LOCKS["all"]:
        if found_in == _EPOCH[0]:
            _CACHES.add(cache)
            keep()


def add_registry(entries: Entries) -> None:
    """Note that there is a registry. It is forgotten when nothing else refers to it."""
    with _LOCKS["all"]:
        _ALL.add(entries)
        _NAMED.setdefault(entries.name, WeakSet()).add(entries)
        if len(_NAMED) > 2 * len(_ALL) + _SPARE:
            for name in [name for name, named in _NAMED.items() if not named]:
                del _NAMED[name]
    begin_epoch()


def every_registry() -> list[Entries]:
    """Return the entries of every registry that is alive."""
    with _LOCKS["all"]:
        return list(_ALL)


def all_entries() -> list[Entries]:
    """Return the entries of every registry that is a global of the module that defines it."""
    return _in_order(entries for entries in every_registry() if entries.global_name)


def registries_of(kind: object) -> list[Entries]:
    """Return the registries whose components are `kind`, and which are globals of their module.

    A script that is imported as well has its registries twice; each of them is returned once.
    """
    alike = [entries for entries in every_registry() if _is_of(entries, kind) and entries.global_name]
    found: list[Entries] = []
    for entries in _in_order(alike):
        if not any(entries.is_twin_of(other) for other in found):
            found.append(entries)
    return found


def _is_of(entries: Entries, kind: object) -> bool:
    """Return whether a registry holds `kind`. Raises TypeError for a global that is declared wrongly."""
    try:
        return bool(entries.contract.kind == kind)
    except TypeError:
        if entries.global_name:
            raise
        return False


def _in_order(found: Iterable[Entries]) -> list[Entries]:
    return sorted(found, key=lambda entries: (entries.module, entries.name))


def meant_among(found: list[Entries]) -> list[Entries]:
    """Return those of several registries of a type that are in the package which defines the type.

    Return all of them if none is there. So another package that makes a registry of the type changes nothing
    for the package which defines the type.
    """
    if not found[1:]:
        return found
    from typed_registry._annotations.generic_class import without_arguments

    kind = without_arguments(found[0].contract.kind)
    module = str(getattr(kind, "__module__", ""))
    home = home_package(module)
    return [entries for entries in found if home_package(entries.module) == home] or found


def are_lasting(kinds: Collection[object]) -> bool:
    """Return whether only a new registry could change which registries hold these kinds.

    It could be otherwise while there is a registry of one of them, or of a kind that can't be resolved yet,
    which may still become a global of its module. A registry that is declared wrongly holds no kind.
    """
    from typed_registry._annotations.namespace import Unknown

    for entries in every_registry():
        try:
            kind, _, is_resolved = entries.contract
        except TypeError:
            continue
        if (kind in kinds and not entries.global_name) or (kind is Unknown and not is_resolved):
            return False
    return True


def namesakes(name: str, defined: DefiningModule) -> tuple[Entries | None, Entries | None]:
    """Return two registries of the name of one that a module creates, or None for each that there isn't.

    There is neither for a registry that a function creates.

    The first is its twin, the same registry in the same script, which runs and is imported as well.
    `python train.py` runs the file as `__main__`, and a module that imports `train` runs it again. Both have
    a registry of this name, and either may be asked for what the other one was given.

    The second is its former one, which the module has as far as it has run before.
    """
    if not defined.at_top_level:
        return None, None
    module = defined.innermost
    with _LOCKS["all"]:
        named = [*_NAMED.get(name, ())]
    modules = [each.module for each in named]
    twins = [each for each, other in zip(named, modules, strict=True) if _runs_as(other, module)]
    former = [each for each, other in zip(named, modules, strict=True) if other == module]
    return _only_global(twins), _only_global(former)


def _runs_as(other: str, module: str) -> bool:
    """Return whether two modules are the same script under two names."""
    return other != module and same_file(other, module)


def _only_global(among: Iterable[Entries]) -> Entries | None:
    """Return the one of several registries that is a global of its module."""
    found = [each for each in among if each.global_name]
    return found[0] if len(found) == 1 else None


def _after_fork() -> None:
    """Free the locks that other threads of the parent process may have held: they don't run in the child."""
    _LOCKS["all"] = RLock()
    for entries in every_registry():
        entries.reset_locks()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
