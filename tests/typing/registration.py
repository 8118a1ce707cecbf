"""What checkers accept and refuse where components are registered.

Checked by mypy and pyright, never run. A line that must be refused carries each checker's ignore with its
rule; an ignore that nothing needs is an error in both, so a bad line that is let through fails the check.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from attrs import frozen
from typing_extensions import assert_type

from typed_registry import Registry, Spec

T = TypeVar("T")


class Optimizer(Protocol):
    def step(self) -> int: ...


class Loader(Protocol):
    def load(self, path: str) -> int: ...


@frozen
class AdamConfig:
    lr: float = 1e-3


class Unframed:
    """No attrs class."""


OPTIMIZERS = Registry[Optimizer, [Iterable[float]]]("optimizers")
LOADERS = Registry[Loader, []]("loaders")
OPEN = Registry[Optimizer]("open")

# A class that fits is taken, and keeps its type.


@OPTIMIZERS.register("adam", config=AdamConfig)
class Adam:
    def __init__(self, config: AdamConfig, parameters: Iterable[float], extra: int = 0) -> None: ...

    def step(self) -> int:
        return 1

    def only_adam(self) -> str:
        return ""


assert_type(Adam(AdamConfig(), [1.0]).only_adam(), str)
Adam(AdamConfig(), "not numbers")  # type: ignore[arg-type]  # as for the bare class  # pyright: ignore[reportArgumentType]


@OPEN.register("plain")
class Plain:
    def __init__(self, size: int) -> None: ...

    def step(self) -> int:
        return 1


assert_type(Plain(1), Plain)


@OPEN.register("data")
@dataclass
class Data:
    size: int

    def step(self) -> int:
        return 1


assert_type(Data(1).size, int)


@frozen
class Framed:
    config: AdamConfig
    parameters: Iterable[float]

    def step(self) -> int:
        return 1


OPTIMIZERS.register("framed", config=AdamConfig)(Framed)


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    def step(self) -> int:
        return 1


OPEN.register("generic")(Box)
assert_type(Box(3).value, int)

# A class that doesn't fit is refused.


@OPEN.register("misnamed")  # type: ignore[arg-type]  # no step  # pyright: ignore[reportCallIssue, reportArgumentType, reportUntypedClassDecorator]
class Misnamed:
    def stepp(self) -> int:
        return 1


@OPEN.register("mistyped")  # type: ignore[arg-type]  # step gives a str  # pyright: ignore[reportCallIssue, reportArgumentType, reportUntypedClassDecorator]
class Mistyped:
    def step(self) -> str:
        return ""


@LOADERS.register("renamed")  # path is called file, which mypy lets pass  # pyright: ignore[reportCallIssue, reportArgumentType, reportUntypedClassDecorator]
class Renamed:
    def load(self, file: str) -> int:
        return 1


@OPTIMIZERS.register("wrong config", config=AdamConfig)  # type: ignore[arg-type]  # it takes an int  # pyright: ignore[reportCallIssue, reportArgumentType, reportUntypedClassDecorator]
class WrongConfig:
    def __init__(self, config: int, parameters: Iterable[float]) -> None: ...

    def step(self) -> int:
        return 1


@OPTIMIZERS.register("no parameters", config=AdamConfig)  # type: ignore[arg-type]  # it doesn't take them  # pyright: ignore[reportCallIssue, reportArgumentType, reportUntypedClassDecorator]
class NoParameters:
    def __init__(self, config: AdamConfig) -> None: ...

    def step(self) -> int:
        return 1


OPTIMIZERS.register("bare", config=Unframed)  # type: ignore[type-var]  # no attrs class, which attrs tells mypy alone

# Functions, partials and instances have methods of their own.


@OPTIMIZERS.register_factory("factory", config=AdamConfig)
def factory(config: AdamConfig, parameters: Iterable[float], *, extra: int = 0) -> Adam:
    return Adam(config, parameters, extra)


assert_type(factory(config=AdamConfig(), parameters=[], extra=1), Adam)


@OPTIMIZERS.register_factory("bad factory", config=AdamConfig)  # type: ignore[arg-type]  # gives an int  # pyright: ignore[reportArgumentType]
def bad_factory(config: AdamConfig, parameters: Iterable[float]) -> int:
    return len([config, *parameters])


OPEN.register_factory("partial")(partial(Plain, 3))
OPEN.register_factory("bad partial")(partial(int, "3"))  # type: ignore[arg-type]  # gives an int  # pyright: ignore[reportArgumentType]
OPEN.register_instance("instance", Plain(3))
OPEN.register_instance("bad instance", 3)  # type: ignore[arg-type]  # no step  # pyright: ignore[reportArgumentType]

# The class lane: a component in place of a name is checked with its own signature.

assert_type(OPTIMIZERS.build(Adam, AdamConfig(), [1.0], extra=2), Adam)
OPTIMIZERS.build(Adam, AdamConfig(), [1.0], extr=2)  # type: ignore[call-arg]  # no such keyword  # pyright: ignore[reportCallIssue]
OPTIMIZERS.build(Adam, AdamConfig())  # type: ignore[call-arg]  # parameters are missing  # pyright: ignore[reportCallIssue]
OPTIMIZERS.build(Misnamed)  # type: ignore[arg-type]  # no Optimizer  # pyright: ignore[reportArgumentType]
assert_type(OPTIMIZERS.spec(Adam, AdamConfig()), Spec[Adam, [Iterable[float]]])

# The name lane without a stub: refused, so that a stub that isn't seen is an error and no silence.


def by_name(name: str) -> None:
    OPTIMIZERS.build("adam", AdamConfig(), [1.0])  # type: ignore[arg-type]  # no stub  # pyright: ignore[reportArgumentType, reportCallIssue]
    OPTIMIZERS.build(name)  # type: ignore[arg-type]  # no stub  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert_type(OPTIMIZERS.choose(name), Spec[Optimizer, [Iterable[float]]])
    OPTIMIZERS.choose(name).build([1.0])
    OPTIMIZERS.choose(name).build("no numbers")  # type: ignore[arg-type]  # whatever the name  # pyright: ignore[reportArgumentType]
    OPTIMIZERS.choose(name).build()  # type: ignore[call-arg]  # whatever the name  # pyright: ignore[reportCallIssue]
