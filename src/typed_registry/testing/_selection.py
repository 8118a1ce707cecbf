"""Choose the components that are to be tested."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterable
from contextlib import contextmanager

from attrs import frozen

from typed_registry._discovery.discover import UnreadableSourceWarning
from typed_registry._distribution import normalized
from typed_registry._registration.component_registry import ComponentRegistry
from typed_registry._registration.entries import Entries, registries_among
from typed_registry._registration.entry import Entry


@frozen
class Selection:
    """The components of registries that belong to one distribution or one module, or all of them."""

    registries: tuple[Entries, ...]
    distribution: str | None = None
    module: str | None = None
    """The module or package that defines the components."""

    def components(self) -> list[tuple[Entries, str]]:
        """Return each component, sorted, since the order of registration depends on that of imports.

        Only modules whose sources don't show what they register are imported.
        """
        every = [(entries, name) for entries in self.registries for name in entries]
        found = [(entries, name) for entries, name in every if self._has(entries[name])]
        return sorted(found, key=lambda each: (each[0].name, each[1]))

    def has_distribution(self, name: str | None) -> bool:
        """Return whether a distribution is meant, which None isn't if only another one is."""
        wanted = self.distribution
        return wanted is None or (name is not None and normalized(name) == normalized(wanted))

    def has_module(self, name: str) -> bool:
        """Return whether a module is meant."""
        return self.module is None or f"{name}.".startswith(f"{self.module}.")

    def _has(self, entry: Entry) -> bool:
        if not self.has_module(entry.module):
            return False
        if self.distribution is None:
            return True
        distribution = entry.distribution
        return self.has_distribution(None if distribution is None else distribution.name)


@contextmanager
def broken_modules_expected() -> Generator[None]:
    """Don't warn of modules that can't be imported: whoever enters this block reports them otherwise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnreadableSourceWarning)
        yield


def selection(
    registries: Iterable[ComponentRegistry], distribution: str | None = None, module: str | None = None
) -> Selection:
    """Return the components of these registries. Raises TypeError for another object than a registry."""
    given = [*registries]
    found = registries_among(given)
    if len(found) < len({*map(id, given)}):
        raise TypeError(f"only registries have components to test; got {given!r}")
    return Selection(tuple(found), distribution, module)
