"""Import the modules whose sources don't show what they register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from typed_registry._registration.concurrent_imports import unfinished_modules
from typed_registry._running_modules import is_imported

if TYPE_CHECKING:
    from typed_registry._discovery.discover import Found
    from typed_registry.errors import BrokenModule


class UnclearModules:
    """The modules that must be imported to know what they register, and those of them that have failed.

    A module of a plugin, or one that may replace a component, is imported once before any name is used, and
    one that deprecates a name, before this name is used. Other modules are imported when a name isn't found,
    or is a plugin's. A module that fails while other modules, which it may need, are being imported is
    imported again later.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, Found] = {}
        self._failed: dict[str, BrokenModule] = {}
        self._failed_within: dict[str, frozenset[str]] = {}
        """The modules that were being imported when a module failed."""

    def add(self, found: Found) -> None:
        """Add a module that hasn't been imported."""
        self._waiting[found.module] = found

    @property
    def broken(self) -> tuple[BrokenModule, ...]:
        """The modules that could not be imported the last time."""
        return tuple(self._failed.values())

    def has_untried(self, name: str, *, every: bool) -> bool:
        """Return whether there is a module whose import hasn't been tried, or must be tried again.

        Unless `every` is true, it must be of a plugin, or a module that may replace a component or that
        deprecates this name.
        """
        return bool(self._waiting) and any(True for _ in self._untried(name, every=every))

    def import_untried(self, name: str, *, every: bool) -> None:
        """Import the modules that haven't been tried, as for `has_untried`."""
        self._import_each(tuple(self._untried(name, every=every)))

    def import_all(self) -> None:
        """Import all these modules. One of a plugin that has failed isn't imported again."""
        self._import_each(tuple(self._waiting.values()))

    def _untried(self, name: str, *, every: bool) -> Iterator[Found]:
        """Yield the modules whose import hasn't been tried, or must be tried again, as for `has_untried`."""
        now: frozenset[str] | None = None
        for found in tuple(self._waiting.values()):
            within = self._failed_within.get(found.module)
            if within:
                now = unfinished_modules() if now is None else now
            is_meant = every or found.plugin or found.replaces or name in found.deprecates
            if is_meant and (within is None or (within and within != now)):
                yield found

    def _import_each(self, modules: Iterable[Found]) -> None:
        for found in modules:
            fault = _fault_of(found)
            if fault is not None:
                self._failed[found.module] = fault
                self._failed_within[found.module] = unfinished_modules()
            if is_imported(found.module):  # by this thread or another; not so if this is importing it already
                for table in (self._waiting, self._failed, self._failed_within):
                    table.pop(found.module, None)


def _fault_of(found: Found) -> BrokenModule | None:
    """Import a module, and return why that fails; None if it doesn't."""
    from typed_registry._messages.explain_raised import explain_raised
    from typed_registry._registration.plugin_imports import import_plugin
    from typed_registry.errors import BrokenModule, BrokenModuleError, RegistryError

    try:
        import_plugin(found.module, found.plugin)
    except BrokenModuleError as error:
        return BrokenModule(found.module, found.place, error.error, error.distribution)
    except RegistryError as error:
        return BrokenModule(found.module, found.place, explain_raised(error))
    return None
