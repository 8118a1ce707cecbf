"""The work that is timed: components of five keywords, and a trainer of six nested components.

Each peer builds the same classes from the same data, refuses unknown keys, and makes frozen configs first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import CodeType
from typing import Annotated, Literal, Protocol, Union, cast

import cattrs
from attrs import frozen
from cattrs.strategies import configure_tagged_union
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, create_model

from typed_registry import Registry, Spec

NAME = "method57"
VALUES: Mapping[str, object] = {
    "lr": 0.1,
    "weight_decay": 0.01,
    "momentum": 0.9,
    "steps": 100,
    "mode": "fast",
}
BY_NAME: Mapping[str, object] = {"name": NAME, **VALUES}


class Method:
    """The base class of a hundred components."""

    def __init__(self, lr: float, weight_decay: float, momentum: float, steps: int, mode: str) -> None:
        self.lr = lr
        self.weight_decay = weight_decay
        self.momentum = momentum
        self.steps = steps
        self.mode = mode


class Stepping(Protocol):
    """A Protocol of one method."""

    def step(self, count: int) -> float:
        """Take some steps."""
        ...


def subclasses(count: int) -> dict[str, type[Method]]:
    """Return this many subclasses of `Method`, by name."""
    return {f"method{number}": type(f"Method{number}", (Method,), {}) for number in range(count)}


def steppers(count: int) -> dict[str, type[Stepping]]:
    """Return this many classes that have the method of `Stepping`, by name."""

    def made() -> type[Stepping]:
        class Stepper:
            def step(self, count: int) -> float:
                return float(count)

        return Stepper

    return {f"stepper{number}": made() for number in range(count)}


def register_all(
    registry: Registry[Method, []] | Registry[Stepping, []], classes: Mapping[str, type]
) -> None:
    """Register classes in the module that defines them."""
    for name, component in classes.items():
        registry.register(name)(component)


def registering_lines(names: Iterable[str]) -> CodeType:
    """Return the code of a module that registers each of these classes in a line of its own."""
    lines = (f"registry.register({name!r})(classes[{name!r}])" for name in names)
    return compile("\n".join(lines), "lines.py", "exec")


METHODS = Registry[Method, []]("benchmark methods")
CLASSES = subclasses(100)
register_all(METHODS, CLASSES)
PLAIN: Callable[..., Method] = CLASSES[NAME]  # type: ignore[explicit-any]  # of any arguments


# The same by hand, by pydantic and by cattrs


@frozen
class MethodConfig:
    """The config of a method, written by hand; for cattrs each method has a class of its own."""

    lr: float
    weight_decay: float
    momentum: float
    steps: int
    mode: str

    def build(self) -> Method:
        """Build the method."""
        return Method(self.lr, self.weight_decay, self.momentum, self.steps, self.mode)


def by_hand(data: Mapping[str, object]) -> Method:
    """Check the data for this one class, and build it."""
    if len(data) != len(BY_NAME):
        raise TypeError(f"expected {[*BY_NAME]}, got {[*data]}")
    lr, weight_decay, momentum = data["lr"], data["weight_decay"], data["momentum"]
    steps, mode, component = data["steps"], data["mode"], CLASSES[str(data["name"])]
    if not isinstance(lr, float) or not isinstance(weight_decay, float) or not isinstance(momentum, float):
        raise TypeError("expected float")
    if not isinstance(steps, int) or not isinstance(mode, str):
        raise TypeError("expected int and str")
    config = MethodConfig(lr, weight_decay, momentum, steps, mode)
    return component(config.lr, config.weight_decay, config.momentum, config.steps, config.mode)


class MethodModel(BaseModel):  # type: ignore[explicit-any]  # in pydantic's own methods
    """The config of a method for pydantic, without its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    lr: float
    weight_decay: float
    momentum: float
    steps: int
    mode: str

    def build(self) -> Method:
        """Build the method."""
        return CLASSES[self.name](self.lr, self.weight_decay, self.momentum, self.steps, self.mode)


def _union(kinds: Iterable[object]) -> object:
    """Return the union of these classes."""
    return cast("Mapping[object, object]", Union)[tuple(kinds)]


_create = cast("Callable[..., object]", create_model)  # type: ignore[explicit-any]  # of any arguments
_adapt = cast("Callable[[object], TypeAdapter[MethodModel]]", TypeAdapter)
_annotate = cast("Mapping[object, object]", Annotated)
_choose = cast("Mapping[object, object]", Literal)
MODELS = _union(_create(f"{name}Model", __base__=MethodModel, name=(_choose[name], ...)) for name in CLASSES)
ADAPTER = _adapt(_annotate[MODELS, Field(discriminator="name")])
CONVERTER = cattrs.Converter(forbid_extra_keys=True)
CONFIGS = _union(type(name, (MethodConfig,), {}) for name in CLASSES)
configure_tagged_union(CONFIGS, CONVERTER, tag_generator=lambda config: config.__name__, tag_name="name")


# Six components on three levels


class Activation:
    """The third level."""

    def __init__(self, slope: float) -> None:
        self.slope = slope


class Schedule:
    """The third level."""

    def __init__(self, warmup: int, total: int) -> None:
        self.warmup = warmup
        self.total = total


class Loss:
    """The second level."""

    def __init__(self, smoothing: float) -> None:
        self.smoothing = smoothing


class Optimizer:
    """The second level."""

    def __init__(self, lr: float, weight_decay: float, schedule: Schedule) -> None:
        self.lr = lr
        self.weight_decay = weight_decay
        self.schedule = schedule


class Network:
    """The second level."""

    def __init__(self, hidden: int, depth: int, activation: Activation) -> None:
        self.hidden = hidden
        self.depth = depth
        self.activation = activation


class Trainer:
    """The first level."""

    def __init__(self, epochs: int, loss: Loss, optimizer: Optimizer, network: Network) -> None:
        self.epochs = epochs
        self.loss = loss
        self.optimizer = optimizer
        self.network = network


ACTIVATIONS = Registry[Activation, []]("benchmark activations")
SCHEDULES = Registry[Schedule, []]("benchmark schedules")
LOSSES = Registry[Loss, []]("benchmark losses")
OPTIMIZERS = Registry[Optimizer, []]("benchmark optimizers")
NETWORKS = Registry[Network, []]("benchmark networks")
TRAINERS = Registry[Trainer, []]("benchmark trainers")
ACTIVATIONS.register("leaky")(Activation)
SCHEDULES.register("cosine")(Schedule)
LOSSES.register("cross_entropy")(Loss)
OPTIMIZERS.register("plain adam")(Optimizer)
NETWORKS.register("plain mlp")(Network)
TRAINERS.register("plain trainer")(Trainer)


@frozen
class OptimizerConfig:
    """An optimizer with a choice of its schedule."""

    lr: float
    weight_decay: float
    schedule: Spec[Schedule, []]


@frozen
class NetworkConfig:
    """A network with a choice of its activation."""

    hidden: int
    depth: int
    activation: Spec[Activation, []]


@frozen
class TrainerConfig:
    """A trainer with three choices."""

    epochs: int
    loss: Spec[Loss, []]
    optimizer: Spec[Optimizer, []]
    network: Spec[Network, []]


@OPTIMIZERS.register_factory("adam", config=OptimizerConfig)
def adam(config: OptimizerConfig) -> Optimizer:
    """Build an optimizer."""
    return Optimizer(config.lr, config.weight_decay, config.schedule.build())


@NETWORKS.register_factory("mlp", config=NetworkConfig)
def mlp(config: NetworkConfig) -> Network:
    """Build a network."""
    return Network(config.hidden, config.depth, config.activation.build())


@TRAINERS.register_factory("trainer", config=TrainerConfig)
def trainer(config: TrainerConfig) -> Trainer:
    """Build a trainer."""
    return Trainer(config.epochs, config.loss.build(), config.optimizer.build(), config.network.build())


NESTED: Mapping[str, object] = {
    "name": "trainer",
    "epochs": 10,
    "loss": {"name": "cross_entropy", "smoothing": 0.1},
    "optimizer": {
        "name": "adam",
        "lr": 0.001,
        "weight_decay": 0.01,
        "schedule": {"name": "cosine", "warmup": 100, "total": 1000},
    },
    "network": {"name": "mlp", "hidden": 128, "depth": 3, "activation": {"name": "leaky", "slope": 0.1}},
}


BY_ANNOTATION: Mapping[str, object] = {
    "name": "plain trainer",
    "epochs": 10,
    "loss": {"name": "cross_entropy", "smoothing": 0.1},
    "optimizer": {
        "name": "plain adam",
        "lr": 0.001,
        "weight_decay": 0.01,
        "schedule": {"name": "cosine", "warmup": 100, "total": 1000},
    },
    "network": {
        "name": "plain mlp",
        "hidden": 128,
        "depth": 3,
        "activation": {"name": "leaky", "slope": 0.1},
    },
}
"""The same for classes whose constructors take the other components."""


def nested() -> Trainer:
    """Build the trainer by plain calls."""
    return Trainer(
        epochs=10,
        loss=Loss(smoothing=0.1),
        optimizer=Optimizer(lr=0.001, weight_decay=0.01, schedule=Schedule(warmup=100, total=1000)),
        network=Network(hidden=128, depth=3, activation=Activation(slope=0.1)),
    )


class _Frozen(BaseModel):  # type: ignore[explicit-any]  # in pydantic's own methods
    model_config = ConfigDict(frozen=True, extra="forbid")


class ActivationModel(_Frozen):  # type: ignore[explicit-any]  # as above
    """An activation for pydantic."""

    name: Literal["leaky"]
    slope: float

    def build(self) -> Activation:
        """Build it."""
        return Activation(slope=self.slope)


class ScheduleModel(_Frozen):  # type: ignore[explicit-any]  # as above
    """A schedule for pydantic."""

    name: Literal["cosine"]
    warmup: int
    total: int

    def build(self) -> Schedule:
        """Build it."""
        return Schedule(warmup=self.warmup, total=self.total)


class LossModel(_Frozen):  # type: ignore[explicit-any]  # as above
    """A loss for pydantic."""

    name: Literal["cross_entropy"]
    smoothing: float

    def build(self) -> Loss:
        """Build it."""
        return Loss(smoothing=self.smoothing)


class OptimizerModel(_Frozen):  # type: ignore[explicit-any]  # as above
    """An optimizer for pydantic."""

    name: Literal["adam"]
    lr: float
    weight_decay: float
    schedule: ScheduleModel

    def build(self) -> Optimizer:
        """Build it."""
        return Optimizer(lr=self.lr, weight_decay=self.weight_decay, schedule=self.schedule.build())


class NetworkModel(_Frozen):  # type: ignore[explicit-any]  # as above
    """A network for pydantic."""

    name: Literal["mlp"]
    hidden: int
    depth: int
    activation: ActivationModel

    def build(self) -> Network:
        """Build it."""
        return Network(hidden=self.hidden, depth=self.depth, activation=self.activation.build())


class TrainerModel(_Frozen):  # type: ignore[explicit-any]  # as above
    """A trainer for pydantic."""

    name: Literal["trainer"]
    epochs: int
    loss: LossModel
    optimizer: OptimizerModel
    network: NetworkModel

    def build(self) -> Trainer:
        """Build it."""
        return Trainer(
            epochs=self.epochs,
            loss=self.loss.build(),
            optimizer=self.optimizer.build(),
            network=self.network.build(),
        )
