"""Registrations that run time refuses, and that not every checker does. `docs/stubs.md` lists them.

`python -m tests.typing.unchecked` writes the table of the page.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent

from tests.typing.checker import CHECKERS, ROOT

PAGE = ROOT / "docs" / "stubs.md"
MARK = "<!-- unchecked -->\n\n"
HEAD = """\
from abc import abstractmethod
from functools import partial

from attrs import define

from tests.typing.zoo.protocols import Context, Optimizer
from tests.typing.zoo.registries import LOADERS, LOSSES, MAKERS, STEPPERS


class Steps:
    def step(self) -> int:
        return 1
"""
MISTAKES = {
    "an abstract class": """\
class Abstract(Optimizer):
    @abstractmethod
    def size(self) -> int: ...
    def step(self) -> int:
        return 1
STEPPERS.register("abstract")(Abstract)
""",
    "a name that is taken": """\
STEPPERS.register("plain")(Steps)
""",
    "an empty name": """\
STEPPERS.register("")(Steps)
""",
    "`config=` with a class that isn't frozen": """\
@define
class Mutable:
    size: int = 1
class Takes:
    def __init__(self, config: Mutable) -> None: ...
    def __call__(self, logit: float) -> float:
        return logit
LOSSES.register("mutable", config=Mutable)(Takes)
""",
    "`types=` for a parameter that doesn't exist": """\
class Sized(Steps):
    def __init__(self, size: int) -> None: ...
STEPPERS.register("sized", types={"sise": int})(Sized)
""",
    "`register` for a function, in a registry with dependencies": """\
def build(context: Context) -> Steps:
    return Steps()
MAKERS.register("function")(build)
""",
    "a decorator over a class that doesn't fit": """\
@LOADERS.register("decorated")
class Decorated:
    def read(self, path: str) -> int:
        return 1
""",
    "a partial that is given the dependency already": """\
class Made(Steps):
    def __init__(self, context: Context) -> None: ...
MAKERS.register_factory("partial")(partial(Made, Context()))
""",
}


def program() -> str:
    """Return a module with a function for each of the mistakes."""
    functions = (
        f"def mistake_{index}() -> None:\n{indent(code, '    ')}"
        for index, code in enumerate(MISTAKES.values())
    )
    return "\n\n".join((HEAD, *functions))


def accepted(folder: Path) -> list[list[str]]:
    """Return, for each of the mistakes, the checkers that find nothing in its lines."""
    file = folder / "mistakes.py"
    file.write_text(program())
    owners = [*_owners()]
    found = {name: {owners[each.line - 1] for each in CHECKERS[name].check([file])} for name in CHECKERS}
    return [[name for name in CHECKERS if index not in found[name]] for index in range(len(MISTAKES))]


def _owners() -> Iterator[int]:
    """Yield the number of the mistake to which each line of the program belongs; -1 above the first."""
    number = -1
    for line in program().splitlines():
        number += line.startswith("def mistake_")
        yield number


def refusals() -> list[str]:
    """Return the name of the error that each of the mistakes raises at run time; empty if it raises none."""
    command = [sys.executable, "-c", f"{program()}\n{_RUN}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


_RUN = f"""
for index in range({len(MISTAKES)}):
    try:
        globals()[f"mistake_{{index}}"]()
    except Exception as error:
        print(type(error).__name__)
    else:
        print()
"""


def table(folder: Path) -> str:
    """Return the table of the page."""
    rows = [
        f"| {mistake} | {'all' if len(checkers) == len(CHECKERS) else ', '.join(checkers)} | `{error}` |"
        for mistake, checkers, error in zip(MISTAKES, accepted(folder), refusals(), strict=True)
    ]
    return "\n".join(("| mistake | accepted by | error at run time |", "| --- | --- | --- |", *rows, ""))


def written() -> str:
    """Return the table as it is in the page."""
    return PAGE.read_text(encoding="utf-8").partition(MARK)[2].partition("\n\n")[0] + "\n"


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(text.replace(written(), table(Path(folder))), encoding="utf-8")
