"""Functions, partials, bound methods and instances are registered: their results must fit the Protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Generic, TypeVar

from typing_extensions import Self, reveal_type

from tests.typing.zoo.components import Adam, Plain
from tests.typing.zoo.config import AdamConfig, DPOConfig
from tests.typing.zoo.protocols import Loss, Optimizer
from typed_registry import Registry

T = TypeVar("T")

OPTIMIZERS = Registry[Optimizer, [Iterable[float]]]("optimizers")
OPEN = Registry[Optimizer]("open")
LOSSES = Registry[Loss, []]("losses")

# A function that fits is taken, and keeps its signature.


@OPEN.register_factory("function")
def function(size: int, *, name: str = "") -> Plain:
    return Plain(size, name=name)


reveal_type(function(1, name="x"))  # reveals: Plain
function("1")  # rejected: argument
function(1, nam="x")  # rejected: keyword


@OPEN.register_factory("any optimizer")
def any_optimizer(size: int) -> Optimizer:
    return Plain(size)


@LOSSES.register_factory("hinge")
def hinge(margin: float = 1.0) -> Loss:
    return lambda logit: max(0.0, margin - logit)


reveal_type(any_optimizer(1))  # reveals: Optimizer
reveal_type(hinge(margin=2.0)(logit=0.5))  # reveals: float


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    def step(self) -> int:
        return 1


@OPEN.register_factory("generic")  # accepted; limit: generic function
def generic(value: T, other: T) -> Box[T]:
    return Box(value)


reveal_type(generic(1, 2))  # reveals: Box[int]; limit: generic function

# One that doesn't is refused.


@OPEN.register_factory("number")  # rejected: misfit
def number(size: int) -> int:
    return size


@OPEN.register_factory("perhaps")  # rejected: misfit
def perhaps(size: int) -> Plain | None:
    return Plain(size) if size else None


@OPEN.register_factory("nothing")  # rejected: misfit
def nothing() -> None: ...


@OPEN.register_factory("later")  # rejected: misfit
async def later(size: int) -> Plain:
    return Plain(size)


@LOSSES.register_factory("unnamed parameter")  # rejected: misfit
def unnamed_parameter(margin: float = 1.0) -> Callable[[float], float]:
    return lambda logit: max(0.0, margin - logit)


# With a config, it takes that and the registry's dependencies.


@OPTIMIZERS.register_factory("configured", config=AdamConfig)
def configured(config: AdamConfig, parameters: Iterable[float], *, extra: int = 0) -> Adam:
    return Adam(config, parameters, extra)


reveal_type(configured(config=AdamConfig(), parameters=[], extra=1))  # reveals: Adam


@OPTIMIZERS.register_factory("another config", config=AdamConfig)  # rejected: misfit
def another_config(config: DPOConfig, parameters: Iterable[float]) -> Adam:
    return Adam(AdamConfig(), parameters)


@OPTIMIZERS.register_factory("no parameters", config=AdamConfig)  # rejected: misfit
def no_parameters(config: AdamConfig) -> Adam:
    return Adam(config, [])


@OPTIMIZERS.register_factory("one too many", config=AdamConfig)  # rejected: misfit
def one_too_many(config: AdamConfig, parameters: Iterable[float], seed: int) -> Adam:
    return Adam(config, parameters, seed)


@OPTIMIZERS.register_factory("no optimizer", config=AdamConfig)  # rejected: misfit
def no_optimizer(config: AdamConfig, parameters: Iterable[float]) -> int:
    return 3


# What else can be called.


class Made(Plain):
    @classmethod
    def small(cls, *, name: str = "") -> Self:
        return cls(1, name=name)

    @classmethod
    def count(cls) -> int:
        return 1

    @staticmethod
    def of_size(size: int) -> Made:
        return Made(size)

    def scaled(self, factor: int) -> Plain:
        return Plain(factor * self.size)


class Maker:
    def __call__(self, size: int) -> Plain:
        return Plain(size)


reveal_type(OPEN.register_factory("class method")(Made.small)(name="x"))  # reveals: Made
reveal_type(OPEN.register_factory("static method")(Made.of_size)(3))  # reveals: Made
reveal_type(OPEN.register_factory("bound method")(Made(3).scaled)(factor=3))  # reveals: Plain
reveal_type(OPEN.register_factory("object")(Maker())(size=3))  # reveals: Plain
reveal_type(OPEN.register_factory("class")(Plain)(3, name="x"))  # reveals: Plain
reveal_type(OPEN.register_factory("lambda")(lambda: Plain(3))())  # reveals: Plain
OPEN.register_factory("class method that counts")(Made.count)  # rejected: misfit
OPEN.register_factory("lambda of a number")(lambda: 3)  # rejected: misfit
OPEN.register_factory("class of numbers")(int)  # rejected: misfit
OPEN.register_factory("instance")(Plain(3))  # rejected: misfit
OPEN.register_factory(3)(Plain)  # rejected: overload

# A partial, of a function and of a class.

reveal_type(OPEN.register_factory("partial")(partial(function, 3))(name="x"))  # reveals: Plain
reveal_type(OPEN.register_factory("class")(partial(Plain, 3))())  # reveals: Plain; limit: partial result
OPTIMIZERS.register_factory("partial with extra", config=AdamConfig)(partial(Adam, extra=3))
OPEN.register_factory("partial number")(partial(int, "3"))  # rejected: misfit; limit: partial result
given = partial(Adam, AdamConfig())
OPTIMIZERS.register_factory("given", config=AdamConfig)(given)  # rejected: misfit; limit: partial call

# Instances.

OPEN.register_instance("instance", Plain(3))
LOSSES.register_instance("function", hinge())
OPEN.register_instance("number", 3)  # rejected: misfit
OPEN.register_instance("class", Plain)  # rejected: misfit
LOSSES.register_instance("another function", len)  # rejected: misfit
OPEN.register_instance("missing")  # rejected: missing
OPEN.register_instance(3, Plain(3))  # rejected: argument
reveal_type(OPEN.register_instance("nothing given back", Plain(3)))  # reveals: None
