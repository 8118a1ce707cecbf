"""One field of a class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from attrs import NOTHING, field, frozen

KEY: Final = "typed_registry.key"
"""The name in a field's metadata for the key that a file gives it by."""
VALIDATED: Final = "typed_registry.validated"
"""The name in a field's metadata that says that the component refuses values of other types itself."""


@frozen
class Field:
    """One field of a class, with what a file and the class call it."""

    key: str
    """The field's key in a file."""
    name: str
    """The attribute's name on the instance."""
    parameter: str
    """The keyword by which the class accepts a value."""
    owner: type | None
    """The class whose names the annotation uses; None for a type that is resolved already."""
    type: object
    """The annotation as the class has it; `config._types.fields` resolves it."""
    module: str = ""
    """The module whose names the annotation uses, if it isn't that of the owner."""
    required: bool = True
    """Whether a value must be given."""
    constant: object = field(factory=lambda: NOTHING)  # attrs takes a bare NOTHING for "no default"
    """The default, if it is the same object for all instances."""
    factory: Callable[[], object] | None = None
    """The function that makes a fresh default, if there is one that needs no instance."""
    is_converted: bool = False
    """Whether the class makes the value from whatever is given, as by a converter."""
    is_validated: bool = False
    """Whether the class refuses values of other types itself."""
    validator: object = None
    """What the class demands of a value beyond its type."""
    metadata: Mapping[object, object] = {}
    is_compared: bool = True
    """Whether instances with different values differ."""
    is_kept: bool = True
    """Whether the instance has the value as an attribute: that of an `InitVar` is gone."""

    @property
    def owner_name(self) -> str:
        """The dotted name of the owner, for messages."""
        return "its class" if self.owner is None else f"{self.owner.__module__}.{self.owner.__qualname__}"

    def default(self) -> object:
        """Return a fresh default; `NOTHING` if there is none, or if it needs the instance."""
        return self.constant if self.factory is None else self.factory()

    def of(self, instance: object) -> object:
        """Return the value that an instance has; `NOTHING` if it keeps none."""
        found: object = getattr(instance, self.name) if self.is_kept else NOTHING
        return found


def key_in(metadata: Mapping[object, object], otherwise: str) -> str:
    """Return the key that a field's metadata names, or else the other one."""
    return str(metadata.get(KEY, otherwise))
