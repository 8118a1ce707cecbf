"""Registries whose type is stated in every way there is, where some names are imported for checkers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry import Registry

if TYPE_CHECKING:
    from tests.samples.trainers import Context, Trainer


class Trainers(Registry["Trainer", ["Context"]]):
    """A registry that states its type as a class."""


SUBSCRIPTED = Registry["Trainer", ["Context"]]("subscripted")
DERIVED = Trainers("derived")
ANNOTATED: Registry[Trainer, [Context]] = Registry("annotated")
LOOSE: Registry[Trainer] = Registry("loose")  # type: ignore[explicit-any]  # built from whatever the caller gives
