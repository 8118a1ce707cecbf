"""What listing a registry of 1,000 entry points costs, beside `importlib.metadata` for the same group."""

from __future__ import annotations

import gc
import importlib
import sys
import timeit
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from statistics import median

from typed_registry import Registry
from typed_registry._discovery import entry_points as reader

GROUP = "benchmark.things"
COUNT = 1000
PAIRS = 15


@contextmanager
def planted(folder: Path, distributions: int) -> Generator[None]:
    """Put distributions on the path that have the entry points, each for an object of a module of its own."""
    for number in range(distributions):
        metadata = folder / f"things_{number}-1.0.dist-info"
        metadata.mkdir(parents=True)
        (folder / f"things_{number}").mkdir()
        (folder / f"things_{number}" / "__init__.py").touch()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: things-{number}\nVersion: 1.0\n")
        names = range(number, COUNT, distributions)
        lines = (f"thing{name} = things_{number}.thing{name}:Thing{name}\n" for name in names)
        (metadata / "entry_points.txt").write_text(f"[{GROUP}]\n{''.join(lines)}")
    sys.path.append(str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def listed() -> int:
    """List a new registry as a fresh process does, which has read no distribution."""
    vars(reader)["_KEPT"].clear()
    return len(Registry[object, []]("things", group=GROUP).list())


def found() -> int:
    """Have `importlib.metadata` find the group."""
    return len(entry_points(group=GROUP))


def ratio() -> float:
    """Return how many times as long listing takes: the median over pairs in turns."""
    return median(_time(listed) / _time(found) for _ in range(PAIRS))


def _time(way: Callable[[], int]) -> float:
    gc.collect()
    return timeit.timeit(way, number=1)
