"""Which registry a field of type `Spec[T, D]` chooses from."""

from __future__ import annotations

from typing import Annotated, Protocol

import pytest
from attrs import frozen

from typed_registry import Registry, Spec
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError


class Part(Protocol):
    """The kind of the components."""

    def weigh(self) -> float:
        """Return the weight."""
        ...


class Bolt:
    """A part."""

    def weigh(self) -> float:
        """Return the weight."""
        return 1.0


PARTS = Registry[Part, []]("field parts")
SPARE_PARTS = Registry[object, []]("spare parts")
PARTS.register("bolt")(Bolt)


@frozen
class Named:
    """A field that names its registry."""

    part: Annotated[Spec[Part, []], SPARE_PARTS]


@frozen
class Unnamed:
    """A field that doesn't."""

    part: Spec[Part, []]


def test_registry_of_the_kind() -> None:
    """Without a name, it is the registry of the field's type."""
    assert PARTS.from_mapping({"name": "bolt"}) == from_mapping(Unnamed, {"part": "bolt"}).part


def test_named_registry_without_components() -> None:
    """A registry that the field names is the one, though nothing is registered with it."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(Named, {"part": "bolt"})

    assert "part: spare parts has no 'bolt'; valid: none" == str(caught.value)
