"""What an algorithm works on: the dependencies of every component of `ALGORITHMS`."""

from __future__ import annotations

from attrs import frozen

from posttrain.journal import Journal
from posttrain.protocols import Dataset, Model


@frozen
class Context:
    """The live objects of one experiment. Lives as long as the experiment runs."""

    model: Model
    """Trained in place."""
    dataset: Dataset
    journal: Journal
    """Where progress and measurements go."""
    seed: int
    """Of the order in which examples are drawn."""
