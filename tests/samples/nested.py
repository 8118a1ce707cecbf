"""Components that take other components, by their annotations alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Generic, Protocol, TypeVar

from typed_registry import Registry, Spec


class Loss(Protocol):
    """The kind of a registry without dependencies."""

    def loss(self, margin: float) -> float:
        """Return the loss."""
        ...


class Weights:
    """What optimizers are built from."""


class Context:
    """What callbacks are built from."""


class GPUContext(Context):
    """What trainers are built from: a context, too."""


class Optimizer:
    """The kind of a registry, and its component: built from weights."""

    def __init__(self, weights: Weights, lr: float = 0.1) -> None:
        self.weights = weights
        self.lr = lr


class Callback:
    """The kind of a registry whose components are built from a context."""

    def __init__(self, context: Context, every: int = 1) -> None:
        self.context = context
        self.every = every


class Metric:
    """The kind of two registries."""


class Trainer(Protocol):
    """The kind of the owners."""

    context: GPUContext


L = TypeVar("L", bound=Loss)

LOSSES = Registry[Loss, []]("nested losses")
OPTIMIZERS = Registry[Optimizer, [Weights]]("nested optimizers")
CALLBACKS = Registry[Callback, [Context]]("nested callbacks")
METRICS = Registry[Metric, []]("nested metrics")
MORE_METRICS = Registry[Metric, []]("more nested metrics")
TRAINERS = Registry[Trainer, [GPUContext]]("nested trainers")

OPTIMIZERS.register("sgd")(Optimizer)
CALLBACKS.register("log")(Callback)
METRICS.register("first")(Metric)
MORE_METRICS.register("second")(Metric)


@LOSSES.register("hinge")
class Hinge:
    """A loss with a setting."""

    def __init__(self, margin: float = 1.0) -> None:
        self.margin = margin

    def loss(self, margin: float) -> float:
        """Return the loss."""
        return max(0.0, self.margin - margin)


@LOSSES.register("mean")
class Mean:
    """A loss of losses."""

    def __init__(self, parts: Sequence[Loss], fallback: Loss | None = None) -> None:
        self.parts = parts
        self.fallback = fallback

    def loss(self, margin: float) -> float:
        """Return the mean loss."""
        return sum(part.loss(margin) for part in self.parts) / len(self.parts)


@TRAINERS.register("trainer")
class PlainTrainer:
    """Takes components in each way."""

    def __init__(  # noqa: PLR0913  # one for each way
        self,
        context: GPUContext,
        loss: Loss,
        *,
        optimizer: Callable[[Weights], Optimizer],
        later: Spec[Loss, []] | None = None,
        callbacks: list[Callback] | None = None,
        heads: Mapping[str, Loss] = {},
        metric: Annotated[Metric, METRICS] | None = None,
        backup: Loss | str = "none",
        standing: Loss = Hinge(0.5),  # noqa: B008  # a default that is a live object
    ) -> None:
        self.context = context
        self.loss = loss
        self.optimizer = optimizer
        self.later = later
        self.callbacks = callbacks
        self.heads = heads
        self.metric = metric
        self.backup = backup
        self.standing = standing


@TRAINERS.register("unmet")
class UnmetTrainer:
    """Takes a component that needs what the trainer hasn't, and one of a type that two registries have."""

    def __init__(self, context: GPUContext, optimizer: Optimizer, metric: Metric) -> None:
        self.context = context
        self.optimizer = optimizer
        self.metric = metric


@TRAINERS.register("measured")
class MeasuredTrainer(Generic[L]):
    """States the registry for the parts of a type, and takes a loss by a type variable."""

    def __init__(
        self,
        context: GPUContext,
        loss: L,
        metric: Annotated[Metric | None, MORE_METRICS] = None,
        others: Annotated[Sequence[Metric], METRICS] = (),
    ) -> None:
        self.context = context
        self.loss = loss
        self.metric = metric
        self.others = others


@TRAINERS.register("wrong call")
class WrongCallTrainer:
    """Builds an optimizer from what no optimizer is built from."""

    def __init__(self, context: GPUContext, optimizer: Callable[[Context], Optimizer]) -> None:
        self.context = context
        self.optimizer = optimizer
