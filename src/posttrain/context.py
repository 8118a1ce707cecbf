"""What an algorithm works on: the dependencies of every component of `ALGORITHMS`."""

from __future__ import annotations

from attrs import frozen

from posttrain.journal import Journal
from posttrain.protocols import Dataset, Model


@frozen
class Context:
    """The live objects of one experiment, and the stage that works on them. Lives for that stage."""

    model: Model
    """Trained in place."""
    dataset: Dataset
    journal: Journal
    """Where progress and measurements go."""
    stage: str
    """The title of the stage, which no other stage of the run has."""
    seed: int
    """Of the order in which examples are drawn."""
