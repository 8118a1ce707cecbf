"""A registry without a stub: every name is refused, so that a missing stub is an error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from typing_extensions import reveal_type

from tests.typing.zoo.components import Adam
from tests.typing.zoo.config import AdamConfig
from tests.typing.zoo.protocols import Optimizer
from typed_registry import Registry

OPTIMIZERS = Registry[Optimizer, [Iterable[float]]]("optimizers")
OPEN = Registry[Optimizer]("open")
ANY = Registry[object]("any")

OPTIMIZERS.register("adam", config=AdamConfig)(Adam)


def by_name(name: str, adam: Literal["adam"]) -> None:
    OPTIMIZERS.build("adam", AdamConfig(), [1.0])  # rejected: no stub
    OPTIMIZERS.build("adam")  # rejected: no stub
    OPTIMIZERS.build(adam, AdamConfig(), [1.0])  # rejected: no stub
    OPTIMIZERS.build(name, AdamConfig(), [1.0])  # rejected: no stub
    OPTIMIZERS.build(name)  # rejected: no stub
    OPEN.build("adam")  # rejected: no stub
    ANY.build("adam")  # rejected: no stub
    OPTIMIZERS.spec("adam")  # rejected: no stub
    OPTIMIZERS.spec("adam", AdamConfig())  # rejected: no stub
    OPTIMIZERS.spec(name)  # rejected: no stub
    OPEN.spec("adam")  # rejected: no stub
    ANY.spec("adam")  # rejected: no stub
    OPTIMIZERS.components["adam"](AdamConfig(), [1.0])  # rejected: not callable


# What takes a name of the run, and what is known of a registry in whole.


def of_the_run(name: str) -> None:
    reveal_type(OPTIMIZERS.from_mapping({"name": name}))  # reveals: Spec[Optimizer, [Iterable[float]]]
    reveal_type(OPTIMIZERS.from_mapping({"name": name}).build([1.0]))  # reveals: Optimizer
    reveal_type(OPEN.from_mapping({"name": name}))  # reveals: Spec[Optimizer, ...]
    reveal_type(OPTIMIZERS.get(name)(1, more="any"))  # reveals: Optimizer
    reveal_type(OPTIMIZERS.components[name])  # reveals: RunTypedRegistryStubs
    reveal_type(OPTIMIZERS.entries[name].name)  # reveals: str
    reveal_type(name in OPTIMIZERS)  # reveals: bool
    OPTIMIZERS.from_mapping({"name": name}).build("no numbers")  # rejected: argument
    OPTIMIZERS.from_mapping({"name": name}).build()  # rejected: missing
    OPTIMIZERS.get(3)  # rejected: argument
    OPTIMIZERS.get(name)(1).only_adam()  # rejected: attribute


reveal_type(OPTIMIZERS.list())  # reveals: list[str]
reveal_type([*OPTIMIZERS])  # reveals: list[str]
reveal_type(sorted(OPTIMIZERS))  # reveals: list[str]
reveal_type(len(OPTIMIZERS))  # reveals: int
reveal_type(OPTIMIZERS.name)  # reveals: str
reveal_type(OPTIMIZERS.discover("package"))  # reveals: None
OPTIMIZERS.bild(Adam)  # rejected: attribute
OPTIMIZERS.adam  # rejected: attribute
