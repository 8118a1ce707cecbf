"""Choose a component that no type checker would accept, as only run time can refuse it or know its config."""

from __future__ import annotations

from typing import Protocol, cast

from typed_registry import Spec


class ChoosesAnything(Protocol):
    """A registry whose `spec` takes any arguments."""

    def spec(self, *arguments: object) -> Spec[object, []]:
        """Choose a component."""
        ...


def unchecked(registry: object) -> ChoosesAnything:
    """Return the registry."""
    return cast("ChoosesAnything", registry)
