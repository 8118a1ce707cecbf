"""Changes of a Protocol, and what they do to the components and the programs that were written before.

`python -m tests.conformance.protocol_changes` writes the table of the guide for library authors anew.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

FILE = Path(__file__).parents[2] / "docs" / "library-authors.md"
MARKS = ("<!-- table -->\n\n", "\n<!-- end of table -->")
HEAD = "| change | components written before | programs written before |\n| --- | --- | --- |\n"
IMPORTS = """from __future__ import annotations
from collections.abc import Iterable, Sequence
from typing import Protocol
from typed_registry import Registry
"""
COMPONENT = "def apply(self, samples: Sequence[float]) -> list[float]: return [*samples]"
USE = "effect.apply(samples=(0.5, 0.25)).copy()"


@frozen
class Change:
    """A change, with the methods of the Protocol after it."""

    description: str
    methods: str
    """Of the Protocol after the change. Before, it has `apply`, as `COMPONENT` has."""
    component: str = COMPONENT
    """The methods of a component that was written before."""
    bases: str = ""
    """The bases of the component."""
    use: str = USE
    """A line of a program that was written before."""


CHANGES = (
    Change(
        "a new method",
        "def apply(self, samples: Sequence[float]) -> list[float]: ...\n    def reset(self) -> None: ...",
    ),
    Change(
        "a new method with a body, and components inherit from the Protocol",
        "def apply(self, samples: Sequence[float]) -> list[float]: ...\n"
        "    def reset(self) -> None: return None",
        bases="(Effect)",
    ),
    Change("a method less", "", use="effect.apply((0.5, 0.25))"),
    Change(
        "a new parameter with a default",
        "def apply(self, samples: Sequence[float], rate: int = 1) -> list[float]: ...",
    ),
    Change("a parameter less", "def apply(self) -> list[float]: ..."),
    Change("a parameter with another name", "def apply(self, audio: Sequence[float]) -> list[float]: ..."),
    Change(
        "a parameter with another name, after it was declared as positional only",
        "def apply(self, audio: Sequence[float], /) -> list[float]: ...",
        use="effect.apply((0.5, 0.25)).copy()",
    ),
    Change(
        "a parameter that takes more types", "def apply(self, samples: Iterable[float]) -> list[float]: ..."
    ),
    Change("a parameter that takes fewer types", "def apply(self, samples: list[float]) -> list[float]: ..."),
    Change(
        "a result of a narrower type",
        "def apply(self, samples: Sequence[float]) -> LoudList: ...",
    ),
    Change("a result of a wider type", "def apply(self, samples: Sequence[float]) -> Sequence[float]: ..."),
    Change(
        "a new attribute",
        "latency: int\n    def apply(self, samples: Sequence[float]) -> list[float]: ...",
    ),
)


@frozen
class Effects:
    """What a change does."""

    change: Change
    is_registered: bool
    """Whether the component is still accepted at run time."""
    is_checked: bool
    """Whether mypy still accepts the component."""
    is_used: bool
    """Whether mypy still accepts the program."""


def source(change: Change) -> str:
    """Return a module with the Protocol after the change, its registry, the component and the program."""
    return (
        f"{IMPORTS}class LoudList(list[float]): ...\n"
        f"class Effect(Protocol):\n    {change.methods or '...'}\n"
        'EFFECTS = Registry[Effect, []]("effects")\n'
        f"class Fade{change.bases}:\n    {change.component}\n"
        "def use(effect: Effect) -> None:\n"
        f"    {change.use}\n"
        'EFFECTS.register("fade")(Fade)\n'
    )


def effects(folder: Path) -> Iterator[Effects]:
    """Yield what each change does."""
    files = {change: folder / f"change_{number}.py" for number, change in enumerate(CHANGES)}
    for change, file in files.items():
        file.write_text(source(change), encoding="utf-8")
    faults = _faults([*files.values()])
    for change, file in files.items():
        lines = {text for name, text in faults if name == file.name}
        used = f"    {change.use}"
        yield Effects(change, _is_registered(change), lines <= {used}, used not in lines)


def _faults(files: list[Path]) -> list[tuple[str, str]]:
    """Return the lines that mypy refuses, each with the name of its file."""
    options = ("--config-file=", "--strict", "--no-error-summary", "--cache-dir=/dev/null")
    command = [sys.executable, "-m", "mypy", *options, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.findall(r"(change_\d+\.py):(\d+): error", done.stdout)
    lines = {file.name: file.read_text(encoding="utf-8").splitlines() for file in files}
    return [(name, lines[name][int(number) - 1]) for name, number in found]


def _is_registered(change: Change) -> bool:
    from typed_registry.errors import ConformanceError

    try:
        exec(source(change), {"__name__": "changed"})  # noqa: S102  # of this module's own sources
    except ConformanceError:
        return False
    return True


def table(found: Iterator[Effects]) -> str:
    """Return the rows of the guide's table."""
    rows = (
        f"| {each.change.description} | {_word(fits=each.is_registered, no='refused')} "
        f"| {_word(fits=each.is_used, no='an error in the type checker')} |\n"
        for each in found
    )
    return "".join((HEAD, *rows))


def _word(*, fits: bool, no: str) -> str:
    return "as before" if fits else no


def page(found: Iterator[Effects]) -> str:
    """Return the page with its table as it is now."""
    before, rest = FILE.read_text(encoding="utf-8").split(MARKS[0])
    return f"{before}{MARKS[0]}{table(found)}{MARKS[1]}{rest.partition(MARKS[1])[2]}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        FILE.write_text(page(effects(Path(folder))), encoding="utf-8")
