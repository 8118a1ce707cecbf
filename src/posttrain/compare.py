"""Compares runs: where their configs differ, and their metrics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

from posttrain.config import ExperimentConfig
from posttrain.past_run import PastRun, read_run
from posttrain.plot import draw_together
from posttrain.run_errors import WriteError
from typed_registry._annotations.type_guards import (  # private: pyright has no such narrowing
    is_mapping,
    is_sequence,
)
from typed_registry.config import differences, plain_data
from typed_registry.errors import show_path

Keys: TypeAlias = "tuple[str | int, ...]"
"""The keys and indices that lead to a value of a config."""


def read_runs(folders: Iterable[Path]) -> dict[str, PastRun]:
    """Return the runs by their labels: a folder's name, or its path where another has that name too.

    Raises what `read_run` does.
    """
    folders = list(dict.fromkeys(folders))
    names = [folder.name for folder in folders]
    labels = [str(each) if names.count(each.name) > 1 or not each.name else each.name for each in folders]
    return {label: read_run(folder) for label, folder in zip(labels, folders, strict=True)}


def differing(configs: Sequence[ExperimentConfig]) -> dict[str, tuple[str, ...]]:
    """Return the values that aren't the same in all configs, by path: one for each config, in their order.

    A component is shown by its name, and what a config doesn't have is empty.
    """
    paths: dict[Keys, None] = {}
    for one, other in combinations(configs, 2):
        paths.update((path, None) for path, _, _ in differences(one, other))
    trees = [plain_data(config) for config in configs]
    ordered = sorted(paths, key=lambda path: [str(part) for part in path])
    return {show_path(path): tuple(_shown(tree, path) for tree in trees) for path in ordered}


def save_plot(runs: Mapping[str, PastRun], file: Path) -> None:
    """Draw the runs' held-out metrics together, as a PNG. Raises WriteError."""
    try:
        draw_together({label: past.records for label, past in runs.items()}, file)
    except OSError as error:
        raise WriteError(str(file), error.strerror or str(error)) from None


def _shown(tree: object, path: Keys) -> str:
    found = [tree]
    for part in path:
        found = [deeper for value in found for deeper in _part(value, part)]
    return "".join(_text(value) for value in found)


def _part(value: object, part: str | int) -> Iterator[object]:
    if is_mapping(value):
        yield from (value[key] for key in (part,) if key in value)
    elif is_sequence(value) and isinstance(part, int):
        yield from value[part : part + 1]


def _text(value: object) -> str:
    if is_mapping(value) and "name" in value:
        return str(value["name"])
    return "none" if value is None else str(value)
