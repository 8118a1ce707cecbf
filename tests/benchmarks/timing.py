"""Times as ratios: each way of doing something beside the plain way, in turns and in one process."""

from __future__ import annotations

import gc
import subprocess
import sys
import timeit
from collections.abc import Callable, Mapping, Sequence
from statistics import median

SAMPLES = 60


def ratios(names: Mapping[str, object], plain: str, *ways: str) -> list[float]:
    """Return how many times as long as the plain expression each of the others takes.

    The expressions see these names. Each sample of one is taken beside one of the plain expression, in
    alternating order, so a busy moment of the machine slows both; the result is the median over the pairs.
    """
    timers = [timeit.Timer(way, "gc.enable()", globals={**names, "gc": gc}) for way in (plain, *ways)]
    loops = [timer.autorange()[0] // 200 + 1 for timer in timers]  # a sample takes about a millisecond
    gc.collect()
    gc.freeze()
    pairs = [[_pair(timers, loops, number) for _ in range(SAMPLES)] for number in range(1, len(timers))]
    gc.unfreeze()
    return [median(way / plain for plain, way in samples) for samples in pairs]


def _pair(timers: Sequence[timeit.Timer], loops: Sequence[int], number: int) -> tuple[float, float]:
    """Time the plain expression and another one, right after each other."""
    plain, way = (timers[at].timeit(loops[at]) / loops[at] for at in (0, number))
    return plain, way


def seconds(way: Callable[[], object], rounds: int = 7) -> float:
    """Return the least of several times that one call takes."""
    return min(timeit.repeat(way, number=1, repeat=rounds))


def import_seconds(names: Sequence[str], rounds: int = 9) -> list[float]:
    """Return how much longer a fresh interpreter takes that imports each package, the packages in turns."""

    def taken(code: str) -> float:
        return seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True), 1)

    rows = [[taken(code) for code in ("pass", *(f"import {name}" for name in names))] for _ in range(rounds)]
    least = [min(column) for column in zip(*rows, strict=True)]
    return [time - least[0] for time in least[1:]]
