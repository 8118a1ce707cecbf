"""Parameters that no signature shows."""

from __future__ import annotations

from attrs import frozen

from typed_registry._place import Place


@frozen
class HiddenParameters:
    """Parameters that a component has, though neither its signature nor its source shows them."""

    component: str
    """The class or function that hides them."""
    stars: str
    """The parameter that stands for them: `**kwargs`, as it is written."""
    place: Place
    """Where the function is defined."""
