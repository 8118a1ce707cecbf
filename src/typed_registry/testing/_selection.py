"""Choose the components that are to be tested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from attrs import evolve, frozen

from typed_registry._distribution import normalized
from typed_registry._error_facts import Claimant
from typed_registry._messages.suggest import did_you_mean, joined, nearest
from typed_registry._module_names import is_inside
from typed_registry._registration.component_registry import ComponentRegistry
from typed_registry._registration.entries import Entries, entries_of, registries_among
from typed_registry._registration.entry import Entry
from typed_registry.errors import UnknownNameError


@frozen
class Selection:
    """The components of registries that belong to some distributions or one module, or all of them."""

    registries: tuple[Entries, ...]
    distributions: tuple[str, ...] | None = None
    """The distributions that the components come from; None for those of all."""
    module: str | None = None
    """The module or package that defines the components."""

    def components(self) -> list[tuple[Entries, str]]:
        """Return each component, sorted, since the order of registration depends on that of imports.

        Only modules whose sources don't show what they register are imported.
        """
        every = [(entries, name) for entries in self.registries for name in entries]
        found = [(entries, name) for entries, name in every if self._has(entries, name)]
        return sorted(found, key=lambda each: (each[0].name, each[1]))

    def absent(self) -> list[str]:
        """Return the distributions that are meant and have no component."""
        if self.distributions is None:
            return []
        known = {*map(normalized, _origins(self))}
        return [each for each in dict.fromkeys(self.distributions) if normalized(each) not in known]

    def explain_absent(self, absent: Sequence[str]) -> str:
        """Return the message for distributions without a component, with the nearest one that has some."""
        known = sorted(_origins(evolve(self, distributions=None)))
        near = None if len(absent) > 1 else nearest(absent[0], known)
        return f"no component comes from {joined([*map(repr, absent)], 'or')}{did_you_mean(near)}"

    def has_distribution(self, name: str | None) -> bool:
        """Return whether a distribution is meant, which None isn't if only some are."""
        wanted = self.distributions
        return wanted is None or (name is not None and normalized(name) in map(normalized, wanted))

    def has_module(self, name: str) -> bool:
        """Return whether a module is meant."""
        return self.module is None or is_inside(name, self.module)

    def _has(self, entries: Entries, name: str) -> bool:
        """Return whether a component is meant, unless a module that is imported for that unregisters it."""
        with suppress(UnknownNameError):
            return self.registrant(entries[name]) is not None
        return False

    def registrant(self, entry: Entry) -> Entry | Claimant | None:
        """Return the registration of a component that is meant: of a contested name, the first one."""
        return next(filter(self._is_meant, registrants(entry)), None)

    def _is_meant(self, registrant: Entry | Claimant) -> bool:
        if not self.has_module(registrant.module):
            return False
        if self.distributions is None:
            return True
        distribution = registrant.distribution
        return self.has_distribution(None if distribution is None else distribution.name)


def _origins(chosen: Selection) -> frozenset[str]:
    """Return the names of the distributions that components come from."""
    every = (each for entries, name in chosen.components() for each in registrants(entries[name]))
    return frozenset(each.distribution.name for each in every if each.distribution is not None)


def registrants(entry: Entry) -> tuple[Entry | Claimant, ...]:
    """Return the entry of a component, or the registrations that contest its name."""
    return entry.claimants or (entry,)


def selection(
    registries: Iterable[ComponentRegistry],
    distribution: str | Iterable[str] | None = None,
    module: str | None = None,
) -> Selection:
    """Return the components of these registries.

    Raises TypeError for another object than a registry and for names that aren't text, and ValueError if
    there are no distributions.
    """
    if entries_of(registries) is not None:
        raise TypeError(
            f"several registries are expected, in a tuple for instance; got {registries!r} itself"
        )
    given = [*registries]
    found = registries_among(given)
    if len(found) < len({*map(id, given)}):
        raise TypeError(f"only registries have components to test; got {given!r}")
    names = None if distribution is None else _names(distribution)
    if module is not None and _is_no_name(module):
        raise TypeError(f"module= takes the name of a module or of a package; got {module!r}")
    return Selection(tuple(found), names, module)


def require_registries(registries: Sequence[object], function: str) -> None:
    """Raise TypeError if a function was given no registry, since a test of nothing can't fail."""
    if not registries:
        raise TypeError(f"{function} takes the registries whose components are tested; got none")


def _names(distribution: str | Iterable[str]) -> tuple[str, ...]:
    """Return the names of distributions. Raises TypeError for other objects, and ValueError for no names."""
    is_one = isinstance(distribution, str) or not hasattr(distribution, "__iter__")
    given: tuple[object, ...] = (distribution,) if is_one else tuple(distribution)
    if not given:
        raise ValueError("distribution= names no distribution; leave it out to test the components of all")
    if any(map(_is_no_name, given)):
        raise TypeError(f"distribution= takes the name of a distribution, or several; got {distribution!r}")
    return tuple(map(str, given))


def _is_no_name(given: object) -> bool:
    return not isinstance(given, str) or not given
