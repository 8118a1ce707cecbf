"""The program with which the generator is measured beside mypy."""

from __future__ import annotations

import logging.handlers
from pathlib import Path

from tests.benchmarks.measure import Cost, measure
from tests.benchmarks.stub_cost import CHECK, GENERATE, Library, StubCost, write_program

HANDLERS = Library("handlers", logging.Handler, (logging.FileHandler, logging.handlers.SocketHandler))


def test_the_program_is_checked_and_has_a_stub(tmp_path: Path) -> None:
    """mypy accepts the file with the classes, and the stub has them all."""
    write_program(tmp_path, HANDLERS)
    measure(CHECK, tmp_path)
    measure(GENERATE, tmp_path)
    stub = (tmp_path / "large_registry.pyi").read_text()

    assert all(f'Literal["{name}"]' in stub for name in ("own", "FileHandler", "SocketHandler"))


def test_the_ratio_is_that_of_pairs() -> None:
    """The ratio is the median over the rounds, each of which has its own pace."""
    pairs = tuple((Cost(9, 100, "", time), Cost(9, 110, "", 2 * time)) for time in (1.0, 5.0, 20.0))
    cost = StubCost(HANDLERS, pairs, Cost(9, 50, "", 2.04), Cost(9, 50, "", 0.3))

    assert (2.0, 1.1) == (cost.time, cost.memory)
    assert "| 2 handlers | 5 s, 100 MB | 10 s, 110 MB | 2.00, 1.10 | 2.0 s | 0.3 s |" == cost.row()
