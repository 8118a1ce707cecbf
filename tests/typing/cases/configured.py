"""Classes are registered with `config=`: they must take that config, then the registry's dependencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import attrs
from attrs import define, frozen
from msgspec import Struct
from pydantic import BaseModel, ConfigDict
from typing_extensions import reveal_type

from tests.typing.zoo.config import AdamConfig, DPOConfig
from tests.typing.zoo.protocols import Optimizer
from typed_registry import Registry

T = TypeVar("T")

OPTIMIZERS = Registry[Optimizer, [Iterable[float]]]("optimizers")
OPEN = Registry[Optimizer]("open")


class Steps:
    def step(self) -> int:
        return 1


# A class that takes both is taken, and keeps its type.


@OPTIMIZERS.register("adam", config=AdamConfig)
class Adam(Steps):
    def __init__(self, config: AdamConfig, parameters: Iterable[float], extra: int = 0) -> None: ...

    def only_adam(self) -> str:
        return ""


reveal_type(Adam(AdamConfig(), [1.0], extra=2))  # reveals: Adam
reveal_type(Adam(AdamConfig(), [1.0]).only_adam())  # reveals: str
Adam(AdamConfig(), 3)  # rejected: argument


@OPTIMIZERS.register("wider", config=AdamConfig)
class Wider(Steps):
    def __init__(self, config: AdamConfig | DPOConfig, parameters: object) -> None: ...


@OPTIMIZERS.register("other names", config=AdamConfig)
class OtherNames(Steps):
    def __init__(self, settings: AdamConfig, numbers: Iterable[float]) -> None: ...


@OPTIMIZERS.register("starred", config=AdamConfig)
class Starred(Steps):
    def __init__(self, *given: object, **named: object) -> None: ...


@OPTIMIZERS.register("generic", config=AdamConfig)
class Box(Steps, Generic[T]):
    def __init__(self, config: AdamConfig, parameters: Iterable[float], value: T | None = None) -> None: ...


reveal_type(Box(AdamConfig(), [], 3))  # reveals: Box[int]; limit: decorated generic

# A class that doesn't is refused.


@OPTIMIZERS.register("another config", config=AdamConfig)  # rejected: misfit; limit: class decorator
class AnotherConfig(Steps):
    def __init__(self, config: DPOConfig, parameters: Iterable[float]) -> None: ...


@OPTIMIZERS.register("no config", config=AdamConfig)  # rejected: misfit; limit: class decorator
class NoConfig(Steps):
    def __init__(self, parameters: Iterable[float]) -> None: ...


@OPTIMIZERS.register("no parameters", config=AdamConfig)  # rejected: misfit; limit: class decorator
class NoParameters(Steps):
    def __init__(self, config: AdamConfig) -> None: ...


@OPTIMIZERS.register("other parameters", config=AdamConfig)  # rejected: misfit; limit: class decorator
class OtherParameters(Steps):
    def __init__(self, config: AdamConfig, parameters: int) -> None: ...


@OPTIMIZERS.register("one too many", config=AdamConfig)  # rejected: misfit; limit: class decorator
class OneTooMany(Steps):
    def __init__(self, config: AdamConfig, parameters: Iterable[float], seed: int) -> None: ...


@OPTIMIZERS.register("by keyword", config=AdamConfig)  # rejected: misfit; limit: class decorator
class ByKeyword(Steps):
    def __init__(self, *, config: AdamConfig, parameters: Iterable[float]) -> None: ...


@OPTIMIZERS.register("other way round", config=AdamConfig)  # rejected: misfit; limit: class decorator
class OtherWayRound(Steps):
    def __init__(self, parameters: Iterable[float], config: AdamConfig) -> None: ...


@OPTIMIZERS.register("no optimizer", config=AdamConfig)  # rejected: misfit; limit: class decorator
class NoOptimizer:
    def __init__(self, config: AdamConfig, parameters: Iterable[float]) -> None: ...


OPTIMIZERS.register("a", config=AdamConfig)(AnotherConfig)  # rejected: misfit
OPTIMIZERS.register("b", config=AdamConfig)(NoConfig)  # rejected: misfit
OPTIMIZERS.register("c", config=AdamConfig)(NoParameters)  # rejected: misfit
OPTIMIZERS.register("d", config=AdamConfig)(OtherParameters)  # rejected: misfit
OPTIMIZERS.register("e", config=AdamConfig)(OneTooMany)  # rejected: misfit
OPTIMIZERS.register("f", config=AdamConfig)(ByKeyword)  # rejected: misfit
OPTIMIZERS.register("g", config=AdamConfig)(OtherWayRound)  # rejected: misfit
OPTIMIZERS.register("h", config=AdamConfig)(NoOptimizer)  # rejected: misfit

# A registry whose dependencies are open asks for the config alone.

OPEN.register("takes an int", config=AdamConfig)(OtherParameters)
OPEN.register("takes nothing", config=AdamConfig)(NoParameters)
OPEN.register("another config", config=DPOConfig)(OtherParameters)  # rejected: misfit

# Classes whose constructor is made by a decorator or a base.


@OPTIMIZERS.register("dataclass", config=AdamConfig)  # accepted; limit: early
@dataclass
class Data(Steps):
    config: AdamConfig
    parameters: Iterable[float]


@OPTIMIZERS.register("attrs", config=AdamConfig)  # accepted; limit: early
@frozen
class Attrs(Steps):
    config: AdamConfig
    parameters: Iterable[float]


@OPTIMIZERS.register("named tuple", config=AdamConfig)  # accepted; limit: early
class Named(NamedTuple):
    config: AdamConfig
    parameters: Iterable[float]

    def step(self) -> int:
        return 1


reveal_type(OPTIMIZERS.register("i", config=AdamConfig)(Data)(AdamConfig(), []))  # reveals: Data
reveal_type(OPTIMIZERS.register("j", config=AdamConfig)(Attrs)(AdamConfig(), []))  # reveals: Attrs
reveal_type(OPTIMIZERS.register("k", config=AdamConfig)(Named)(AdamConfig(), []))  # reveals: Named
OPTIMIZERS.register("l", config=AdamConfig)(Box)


@OPTIMIZERS.register("misfit data", config=AdamConfig)  # rejected: misfit; limit: class decorator, bare type
@dataclass
class MisfitData(Steps):
    config: AdamConfig


@OPTIMIZERS.register("misfit attrs", config=AdamConfig)  # rejected: misfit; limit: class decorator
@frozen
class MisfitAttrs(Steps):
    config: AdamConfig
    parameters: int


@OPTIMIZERS.register("misfit named tuple", config=AdamConfig)  # rejected: misfit; limit: class decorator
class MisfitNamed(NamedTuple):
    parameters: Iterable[float]
    config: AdamConfig

    def step(self) -> int:
        return 1


OPTIMIZERS.register("m", config=AdamConfig)(MisfitData)  # rejected: misfit
OPTIMIZERS.register("n", config=AdamConfig)(MisfitAttrs)  # rejected: misfit
OPTIMIZERS.register("o", config=AdamConfig)(MisfitNamed)  # rejected: misfit

# What a config may be.


class Bare:
    """Has no fields."""


@dataclass
class DataConfig:
    lr: float


@dataclass(frozen=True)
class FrozenData:
    lr: float


class ModelConfig(BaseModel):
    model_config = ConfigDict(frozen=True)

    lr: float = 0.1


class StructConfig(Struct, frozen=True):
    lr: float = 0.1


@define
class Mutable:
    lr: float


@attrs.frozen(kw_only=True)
class Keyed:
    lr: float = 0.1


OPTIMIZERS.register("p", config=Keyed)
OPTIMIZERS.register("q", config=None)
OPTIMIZERS.register("r", config=Bare)  # rejected: attrs class
OPTIMIZERS.register("s", config=DataConfig)  # rejected: attrs class; limit: mutable
OPTIMIZERS.register("s2", config=FrozenData)
OPTIMIZERS.register("s3", config=ModelConfig)
OPTIMIZERS.register("s4", config=StructConfig)
OPTIMIZERS.register("t", config=Mutable)  # rejected: attrs class; limit: mutable
OPTIMIZERS.register("u", config=AdamConfig())  # rejected: overload
OPTIMIZERS.register("v", config=3)  # rejected: overload
OPTIMIZERS.register("w", confg=AdamConfig)  # rejected: overload
OPTIMIZERS.register("x", AdamConfig)  # rejected: overload
