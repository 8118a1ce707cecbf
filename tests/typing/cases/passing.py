"""With a stub or without, a registry can be passed as a `Registry` of its kind and of no other."""

from __future__ import annotations

from typing import TypeVar

from typing_extensions import ParamSpec, reveal_type

from tests.typing.zoo.protocols import Context, Loss, PreferenceLoss, Trainer
from tests.typing.zoo.registries import LOSSES, OPTIMIZERS, STEPPERS, TRAINERS
from typed_registry import Registry, Spec

T = TypeVar("T")
P = ParamSpec("P")

PLAIN = Registry[Trainer, [Context]]("plain")
OPEN = Registry[Trainer]("open")
ANNOTATED: Registry[Trainer, [Context]] = Registry("annotated")


def trainers(registry: Registry[Trainer, [Context]]) -> None: ...
def open_trainers(registry: Registry[Trainer]) -> None: ...
def losses(registry: Registry[Loss, []]) -> None: ...
def objects(registry: Registry[object, [Context]]) -> None: ...
def preferences(registry: Registry[PreferenceLoss, []]) -> None: ...
def first(registry: Registry[T, P]) -> Spec[T, P]:
    return registry.from_mapping({"name": registry.list()[0]})


trainers(TRAINERS)
open_trainers(TRAINERS)
losses(LOSSES)
trainers(PLAIN)
open_trainers(PLAIN)
trainers(OPEN)
trainers(LOSSES)  # rejected: argument
losses(TRAINERS)  # rejected: argument
losses(OPTIMIZERS)  # rejected: argument
open_trainers(LOSSES)  # rejected: argument
losses(PLAIN)  # rejected: argument
trainers("plain")  # rejected: argument

# A registry takes components and gives them, so neither a wider kind nor a narrower one will do.

objects(TRAINERS)  # rejected: argument
preferences(LOSSES)  # rejected: argument

reveal_type(first(TRAINERS))  # reveals: Spec[Trainer, [Context]]
reveal_type(first(LOSSES))  # reveals: Spec[Loss, []]
reveal_type(first(STEPPERS))  # reveals: Spec[Optimizer, ...]
reveal_type(first(PLAIN))  # reveals: Spec[Trainer, [Context]]
reveal_type(first(OPEN))  # reveals: Spec[Trainer, ...]

same: Registry[Trainer, [Context]] = TRAINERS
another_kind: Registry[Loss, []] = TRAINERS  # rejected: assignment
another_context: Registry[Trainer, [int]] = TRAINERS  # rejected: assignment
no_context: Registry[Trainer, []] = TRAINERS  # rejected: assignment

# How one is made.

reveal_type(PLAIN)  # reveals: Registry[Trainer, [Context]]
reveal_type(OPEN)  # reveals: Registry[Trainer, ...]
reveal_type(ANNOTATED)  # reveals: Registry[Trainer, [Context]]
reveal_type(Registry[Loss, []]("losses"))  # reveals: Registry[Loss, []]
Registry[Trainer, Context]("no list")  # rejected: type argument
Registry[Trainer, [Context]]()  # rejected: missing
Registry[Trainer, [Context]](3)  # rejected: argument
