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
from typed_registry._annotations.module_imports import PerModule
from typed_registry._discovery import entry_points as reader
from typed_registry._discovery import walk

GROUP = "benchmark.things"
COUNT = 1000
PAIRS = 15
HOST = f"""from typed_registry import Registry

THINGS = Registry[object, []]("things", group="{GROUP}")
"""
MODULE = """from benchmark_host import THINGS


@THINGS.register("thing{name}")
class Thing:
    \"\"\"A thing of some size.\"\"\"

    def __init__(self, size: int = 1) -> None:
        self.size = size
"""


@contextmanager
def planted(folder: Path, distributions: int, *, modules: bool = False) -> Generator[None]:
    """Put distributions on the path that have the entry points, and the registry that they are for.

    Each entry point names an object in a module of its own, which doesn't exist, or one of the `modules`,
    which registers a component.
    """
    (folder / "benchmark_host.py").write_text(HOST)
    for number in range(distributions):
        metadata = folder / f"things_{number}-1.0.dist-info"
        metadata.mkdir(parents=True)
        (folder / f"things_{number}").mkdir()
        (folder / f"things_{number}" / "__init__.py").touch()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: things-{number}\nVersion: 1.0\n")
        names = range(number, COUNT, distributions)
        value = "" if modules else ":Thing"
        lines = (f"thing{name} = things_{number}.thing{name}{value}\n" for name in names)
        for name in names if modules else ():
            (folder / f"things_{number}" / f"thing{name}.py").write_text(MODULE.format(name=name))
        (metadata / "entry_points.txt").write_text(f"[{GROUP}]\n{''.join(lines)}")
    sys.path.append(str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def listed() -> int:
    """List the registry, which `forget` has imported."""
    registry: Registry[object, []] = sys.modules["benchmark_host"].THINGS
    return len(registry.list())


def found() -> int:
    """Have `importlib.metadata` find the group."""
    return len(entry_points(group=GROUP))


def ratio() -> float:
    """Return how many times as long listing takes: the median over pairs in turns."""
    return median(_time(listed) / _time(found) for _ in range(PAIRS))


def forget() -> None:
    """Forget what has been read, and make the registry anew: the next listing costs as in a new process."""
    vars(reader)["_KEPT"].clear()
    vars(walk)["_WALKS"].clear()
    for each in gc.get_objects():
        if type(each) is PerModule:  # an object may have any `__class__`, and warn when it is asked for it
            vars(each)["_answers"].clear()
    sys.modules.pop("benchmark_host", None)
    importlib.import_module("benchmark_host")


def _time(way: Callable[[], int]) -> float:
    forget()
    gc.collect()
    return timeit.timeit(way, number=1)
