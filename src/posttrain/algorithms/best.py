"""The best weights of a stage, and when to stop looking for better ones."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from torch import Tensor
from torch.nn import Module

from posttrain.algorithms.config import BestConfig
from posttrain.context import Context
from posttrain.errors import MissingMetricError
from posttrain.weights import load_trained_state, trained_state

State = tuple[int, float | None, int]
"""The best step, its metric, and the looks since then."""


class Best:
    """Watches one held-out metric, and keeps the weights that had the best of it. Lives for one stage.

    Without a config it keeps nothing, and the last weights stay. A metric that isn't a finite number is never
    the best: if no look has another, the last weights stay, too.
    """

    def __init__(self, config: BestConfig | None, context: Context) -> None:
        self._config = config
        self._context = context
        self._state: State = (0, None, 0)
        self._weights: dict[str, Tensor] = {}

    @property
    def step(self) -> int:
        """The step of the best look so far."""
        return self._state[0]

    def look(self, step: int, metrics: Mapping[str, float], module: Module) -> None:
        """Compare the metrics of a step with the best so far. Raises MissingMetricError."""
        if self._config is None:
            return
        value = metrics.get(self._config.metric)
        if value is None:
            raise MissingMetricError(self._context.stage, self._config.metric, tuple(metrics))
        best, best_value, looks = self._state
        if self._is_better(value):
            weights = {name: weight.detach().clone() for name, weight in trained_state(module).items()}
            self._state, self._weights = (step, value, 0), weights
        else:
            self._state = (best, best_value, looks + 1)

    @property
    def is_out_of_patience(self) -> bool:
        """True after `patience` looks in a row without a better one."""
        patience = self._config.patience if self._config else None
        return patience is not None and self._state[2] >= patience

    def restore(self, module: Module) -> None:
        """Give the module its best weights back."""
        if self._weights:
            load_trained_state(module, self._weights)

    def state(self) -> tuple[State, dict[str, Tensor]]:
        """Return what a checkpoint keeps of it."""
        return self._state, self._weights

    def load(self, state: tuple[State, dict[str, Tensor]]) -> None:
        """Go on from a checkpoint."""
        self._state, self._weights = state

    def _is_better(self, value: float) -> bool:
        best = self._state[1]
        if not isfinite(value):
            return False
        if best is None or not isfinite(best) or self._config is None:
            return True
        return value > best if self._config.goal == "max" else value < best
