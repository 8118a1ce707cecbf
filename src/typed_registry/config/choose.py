"""A `Spec` from a name and values that only the run knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typed_registry.config.capacity import config_of
from typed_registry.config.kind import INVALID
from typed_registry.config.structure import Structure
from typed_registry.errors import ConfigError

if TYPE_CHECKING:
    from typed_registry.fit import D, T
    from typed_registry.registry import Registry
    from typed_registry.spec import Spec


def choose(registry: Registry[T, D], name: str, values: Mapping[str, object]) -> Spec[T, D]:
    """The component of this name with these values for its config's fields.

    Raises UnknownNameError, and ConfigError when the values don't make a config.
    """
    from typed_registry.spec import Spec

    structure = Structure()
    config = structure.instance(values, config_of(registry, name), (name,))
    if config is INVALID:
        raise ConfigError(tuple(structure.faults))
    spec: Spec[T, D] = Spec(registry, name, config)
    return spec
