"""The outcome of a sweep, as `sweep.json` in its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path

from posttrain.run import Run
from posttrain.run_errors import WriteError
from posttrain.sweep.grid import Point
from posttrain.sweep.job import Result
from typed_registry._annotations.type_guards import (  # private: pyright has no such narrowing
    is_sequence,
    is_table,
)
from typed_registry._atomic_write import write_atomically  # private: as the library writes files
from typed_registry.config._formats.yaml.reader import parse_scalar  # private: as overrides are read


def save_results(points: Sequence[Point], results: Mapping[str, Result], file: Path) -> None:
    """Writes a row for each point that has a result, whole or not at all; runs of other grids keep theirs.

    Raises WriteError.
    """
    names = [point.name for point in points]
    others = [row for row in _rows(file) if row.get("name") not in names and _is_run(row, file.parent)]
    rows = [_row(point, results[point.name]) for point in points if point.name in results] + others
    try:
        write_atomically(file, json.dumps({"points": rows}, indent=2) + "\n")
    except OSError as error:
        raise WriteError(str(file), error.strerror or str(error)) from None


def read_seconds(file: Path) -> dict[str, float]:
    """How long each point took, as far as the file tells: none of it is needed to go on."""
    pairs = [(str(row.get("name")), row.get("seconds")) for row in _rows(file)]
    return {name: seconds for name, seconds in pairs if isinstance(seconds, float)}


def _rows(file: Path) -> list[dict[str, object]]:
    try:
        held: object = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    rows = held.get("points") if is_table(held) else None
    return [{**row} for row in rows if is_table(row)] if is_sequence(rows) else []


def _is_run(row: Mapping[str, object], folder: Path) -> bool:
    return Run(folder / str(row.get("name"))).config.is_file()


def _row(point: Point, result: Result) -> dict[str, object]:
    metrics = {name: value if isfinite(value) else None for name, value in result.metrics.items()}
    return {
        "name": point.name,
        "values": {path: _value(value) for path, value in point.values.items()},
        "metrics": metrics,
        "seconds": result.seconds,
        "failure": result.failure,
    }


def _value(text: str) -> object:
    """The value that is written so; as it is written where JSON has no word for it."""
    value = parse_scalar(text)
    return text if isinstance(value, float) and not isfinite(value) else value
