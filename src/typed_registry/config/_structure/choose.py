"""A `Spec` from a name and values that only the run knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from typed_registry._spec import Spec, is_spec
from typed_registry.config._structure.compiled import MISS, Choice
from typed_registry.config._structure.convert import INVALID
from typed_registry.config._structure.structure import Structure
from typed_registry.config._types.supported_types import config_of
from typed_registry.errors import ConfigError

if TYPE_CHECKING:
    from typed_registry._registration.entries import Entries

_CHOICES: WeakKeyDictionary[Entries, Choice] = WeakKeyDictionary()


def choose(entries: Entries, name: str, values: Mapping[str, object]) -> Spec[object]:
    """Return the choice of a component with these values for its config.

    Raises UnknownNameError, and ConfigError for values that the config doesn't take.
    """
    kind = config_of(entries, name)
    entries.warn_if_deprecated(name)
    made = _choice(entries).made(name, values)
    if made is not MISS:
        return made
    structure = Structure()
    config = structure.instance(values, kind, (name,))
    if config is INVALID:
        raise ConfigError(tuple(structure.faults))
    return Spec(entries, entries.current(name), config)


def choose_by(entries: Entries, data: Mapping[str, object]) -> Spec[object]:
    """Return the choice that a mapping describes: the component's name under `name`, and its settings.

    Raises ConfigError for a name that isn't registered and for values that the config doesn't take.
    """
    made = _choice(entries).chosen(data) if data.get("name") in entries else MISS
    if made is MISS:
        structure = Structure()
        made = structure.choice(data, entries)
        if structure.faults:
            raise ConfigError(tuple(structure.faults))
        for use in structure.outdated:
            entries.warn_if_deprecated(use.given)
    if not is_spec(made):
        raise TypeError(f"not a choice: {made!r}")
    return made


def _choice(entries: Entries) -> Choice:
    return _CHOICES.get(entries) or _CHOICES.setdefault(entries, Choice(entries))
