"""Registries whose type is stated in every way there is, where some names are imported for checkers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from typing_extensions import ParamSpec

from typed_registry import Registry

if TYPE_CHECKING:
    from tests.samples.trainers import Context, Trainer

T = TypeVar("T")
D = ParamSpec("D")


class Lazy:
    """Has nothing that a trainer has."""


class Trainers(Registry["Trainer", ["Context"]]):
    """A registry that states its type as a class."""


class FromContext(Registry[T, ["Context"]]):
    """A registry that states its dependencies as a class, and its kind in a subscript."""


class Filled(Registry[T, D], Generic[T, D]):
    """A registry that registers a component before its subscript is known."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.register("lazy")(Lazy)  # type: ignore[arg-type]  # before anything is known of the kind  # pyright: ignore[reportArgumentType, reportCallIssue]


def filled(name: str) -> Registry[Trainer, [Context]]:
    """Return a registry with a component that is registered before the registry is a global."""
    registry: Registry[Trainer, [Context]] = Registry(name)
    registry.register("lazy")(Lazy)  # type: ignore[arg-type]  # as above  # pyright: ignore[reportArgumentType, reportCallIssue]
    return registry


SUBSCRIPTED = Registry["Trainer", ["Context"]]("subscripted")
DERIVED = Trainers("derived")
PARTLY_DERIVED = FromContext["Trainer"]("partly derived")
ANNOTATED: Registry[Trainer, [Context]] = Registry("annotated")
FINAL: Final[Registry[Trainer, [Context]]] = Registry("final")
FILLED_FIRST: Registry[Trainer, [Context]] = filled("filled first")
FILLED_AT_ONCE = Filled["Trainer", ["Context"]]("filled at once")
LOOSE: Registry[Trainer] = Registry("loose")  # type: ignore[explicit-any]  # built from whatever the caller gives
