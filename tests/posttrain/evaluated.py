"""Evaluations as tests ask for them."""

from __future__ import annotations

from posttrain.context import EvaluationContext
from posttrain.evaluations.config import HeldOutConfig
from posttrain.example import Split
from posttrain.generation import Computation
from posttrain.journal import EVAL, Record
from posttrain.precision import Precision
from posttrain.protocols import Model
from posttrain.reference import Reference
from posttrain.registries import EVALUATIONS

DEFAULT = HeldOutConfig()


def evaluate(  # noqa: PLR0913  # each is a setting
    model: Model,
    split: Split,
    max_length: int = 1024,
    batch_size: int | None = None,
    *,
    precision: Precision = "float32",
    reference: Reference | None = None,
    config: HeldOutConfig = DEFAULT,
) -> dict[str, float]:
    """Return the metrics of a model, by their names in a run's records."""
    evaluation = EVALUATIONS.build("held_out", config, EvaluationContext(model, split))
    found = evaluation.evaluate(Computation(precision, batch_size), max_length, reference)
    return {**Record.of("stage", 0, EVAL, found.metrics).values}
