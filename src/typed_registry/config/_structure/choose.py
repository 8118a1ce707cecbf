"""A `Spec` from a name and values that only the run knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typed_registry._spec import Spec
from typed_registry.config._structure.compiled import MISS, Choice
from typed_registry.config._structure.convert import INVALID
from typed_registry.config._structure.structure import Structure
from typed_registry.config._types.supported_types import config_of
from typed_registry.errors import ConfigError

if TYPE_CHECKING:
    from typed_registry._registration.entries import Catalog


class Choose:
    """Chooses a registry's components; lives as long as the registry."""

    def __init__(self, registry: Catalog) -> None:
        self._registry = registry
        self._quick = Choice(registry)

    def __call__(self, name: str, values: Mapping[str, object]) -> Spec[object]:
        """The component of this name with these values for its config's fields.

        Raises UnknownNameError, and ConfigError when the values don't make a config.
        """
        made = self._quick.made(name, values)
        if made is not MISS:
            return made
        structure = Structure()
        config = structure.instance(values, config_of(self._registry, name), (name,))
        if config is INVALID:
            raise ConfigError(tuple(structure.faults))
        return Spec(self._registry, self._registry.current(name), config)
