"""The types of parameters that a registration states, in the place of their annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._annotations.show import show_component
from typed_registry._registration.derived_config import signature_of
from typed_registry.errors import UnknownParameterError

if TYPE_CHECKING:
    from typed_registry._registration.records import Record


class StatedTypes(dict[str, object]):
    """The stated types, by parameter."""

    __slots__ = ()

    def require(self, record: Record, dependencies: int, registry: str) -> None:
        """Raise UnknownParameterError if some are of parameters that the component can't take."""
        signature = signature_of(record, dependencies, registry)
        known = tuple(p.name for p in (*signature.parameters, signature.positional_rest) if p is not None)
        unknown = tuple(name for name in self if name not in known)
        if unknown and not signature.takes_any:
            shown = show_component(record.component)
            raise UnknownParameterError(registry, record.name, shown, record.place, unknown, known)
