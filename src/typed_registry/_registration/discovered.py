"""What packages and plugins register, found when a name is looked for."""

from __future__ import annotations

import importlib
from _thread import get_ident  # threading's own, without the cost of importing that
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from typed_registry._registration.deprecation import caller_level

if TYPE_CHECKING:
    from typed_registry._discovery.discover import Found
    from typed_registry.errors import BrokenModule


class Discovered:
    """The packages given to `discover` and the installed plugins, as far as they are still to be looked at.

    First their sources are read. The modules whose registrations these don't show are imported if that isn't
    enough. One that fails is tried again the next time.

    No lock is held meanwhile. A module that asks for names while it is imported for its names sees those
    that are known so far.
    """

    def __init__(self, publish: Callable[[Found], None]) -> None:
        self._publish = publish
        self.packages: set[str] = set()
        """Every package that was given to `discover`."""
        self._unread: list[str] = []
        self._plugins_unread = True
        self._unclear: dict[str, Found] = {}
        self._busy: set[int] = set()
        self.broken: tuple[BrokenModule, ...] = ()
        """The modules that could not be imported the last time."""

    def add(self, package: str) -> None:
        """Have a package read when a name is looked for."""
        self.packages.add(package)
        self._unread.append(package)

    def forget_threads(self) -> None:
        """Forget which threads are reading: in a process that was forked meanwhile there are none of them."""
        self._busy.clear()

    def read(self, group: str, registry: object, module: str) -> None:
        """Publish what the sources of packages and plugins show, and nothing that was published before."""
        if not self._unread and not self._plugins_unread:
            return
        from typed_registry._discovery.discover import in_package, in_plugins

        with self._once_per_thread() as is_first:
            for package in tuple(self._unread) if is_first else ():
                self._note(in_package(package, registry, module))
                with suppress(ValueError):  # another thread was first
                    self._unread.remove(package)
            if self._plugins_unread and is_first:
                self._note(in_plugins(group, registry, module))
                self._plugins_unread = False

    def import_unclear(self) -> None:
        """Import the modules whose sources don't show what they register."""
        if not self._unclear:
            return
        with self._once_per_thread() as is_first:
            broken = [self._import(found) for found in tuple(self._unclear.values())] if is_first else ()
            self.broken = tuple(each for each in broken if each) if is_first else self.broken

    def warn_of_broken(self, registry: str) -> None:
        """Warn if names are missing because modules could not be imported."""
        if not self.broken:
            return
        from warnings import warn

        from typed_registry._discovery.discover import UnreadableSourceWarning
        from typed_registry._messages.explain import explain_broken

        for module in self.broken:
            message = f"{registry}: names may be missing: {explain_broken(module)}"
            warn(message, UnreadableSourceWarning, stacklevel=caller_level())

    def _note(self, every: Iterator[Found]) -> None:
        for found in tuple(every):
            if found.name is None:
                self._unclear[found.module] = found
            else:
                self._publish(found)

    def _import(self, found: Found) -> BrokenModule | None:
        from typed_registry._discovery.discover import is_imported

        try:
            importlib.import_module(found.module)
        except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever a module raises
            from typed_registry._messages.explain_raised import explain_raised
            from typed_registry.errors import BrokenModule

            return BrokenModule(found.module, found.place, explain_raised(error))
        if is_imported(found.module):  # not so if this thread is importing it already
            self._unclear.pop(found.module, None)
        return None

    @contextmanager
    def _once_per_thread(self) -> Generator[bool]:
        """Whether this thread isn't already in such a block."""
        thread = get_ident()
        is_first = thread not in self._busy
        self._busy.add(thread)
        try:
            yield is_first
        finally:
            if is_first:
                self._busy.discard(thread)
