"""A dataset of examples that the test gives, and a context around it."""

from __future__ import annotations

import io
from pathlib import Path

from attrs import frozen
from rich.console import Console

from posttrain.context import Context
from posttrain.example import Demonstration, Preference, Split, Task
from posttrain.journal import Journal

from .tiny import model

DEMONSTRATIONS = (Demonstration("ab", "cd"), Demonstration("e", "fgh"))
PREFERENCES = (Preference("ab", "cd", "dc"), Preference("e", "fgh", "h"))
TASKS = (Task("ab", {"answer": "cd"}), Task("e", {"answer": "fgh"}), Task("fgh", {"answer": "h"}))


@frozen
class Given:
    """The same examples to learn from and to measure with."""

    train: Split

    @property
    def held_out(self) -> Split:
        """What training sees, too."""
        return self.train


def context(
    folder: Path,
    demonstrations: tuple[Demonstration, ...] = DEMONSTRATIONS,
    preferences: tuple[Preference, ...] = PREFERENCES,
    tasks: tuple[Task, ...] = (),
) -> Context:
    """A tiny model and these examples, with a journal that nobody watches."""
    journal = Journal(folder / "metrics.jsonl", Console(file=io.StringIO()))
    return Context(model(), Given(Split((*demonstrations, *preferences, *tasks))), journal, "stage", 0)
