"""The checkers, and the command that writes stubs, as a user of the program runs them in its folder."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from attrs import frozen

from tests.benchmarks.measure import Cost, measure
from tests.benchmarks.program import wrong

GENERATE = ("typed-registry", "stubs", "shop.registries")


@frozen
class Tool:
    """A checker."""

    command: tuple[str, ...]
    concise: tuple[str, ...] = ()
    """What makes it print a line for each mistake."""

    def check(self, folder: Path) -> Cost:
        """Checks the file with the calls. Raises ValueError unless it finds each mistake, and no other."""
        cost = measure((*self.command, *self.concise, "use.py"), folder, fine=(0, 1))
        if wrong() != (found := _mistaken(cost.printed)):
            raise ValueError(f"{self.command[0]}: missed {wrong() - found}, found {found - wrong()} beside")
        return cost

    def message(self, folder: Path) -> str:
        """All that it prints for one misspelt name, as it prints it by itself, but for the folder's name."""
        return measure((*self.command, "misspelt.py"), folder, fine=(1,)).printed.replace(f"{folder}/", "")


def forget(folder: Path) -> None:
    """Removes the cache of mypy, in which that of the generator lies too; no other has one."""
    shutil.rmtree(folder / ".mypy_cache", ignore_errors=True)


def _mistaken(printed: str) -> set[int]:
    lines = (re.search(r"use\.py:(\d+)", line) for line in printed.splitlines() if "error" in line.lower())
    return {int(found[1]) for found in lines if found}


TOOLS = {
    "mypy": Tool(("mypy",)),
    "pyright": Tool(("pyright",)),
    "basedpyright": Tool(("basedpyright",)),
    "ty": Tool(("ty", "check"), ("--output-format", "concise")),
    "pyrefly": Tool(("pyrefly", "check"), ("--output-format", "min-text")),
    "zuban": Tool(("zuban", "mypy")),
}
