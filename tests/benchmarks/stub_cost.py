"""What a stub of a large library costs, beside mypy itself.

    python -m tests.benchmarks.stub_cost [--write] [--rounds 3]

Registers every estimator of scikit-learn, and every config of transformers, with one component of the
project's own. mypy checks a file that imports the same classes, and the stub is generated, in turns and each
without a cache. Then the own component is edited, and at last nothing is changed. The times are those of the
processor. Prints a table in Markdown, or writes it into docs/benchmarks.md. Exits with 1 if a stub costs more
than `MOST` times what mypy does.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from attrs import frozen

from tests.benchmarks.measure import Cost, measure
from tests.benchmarks.tool import forget

MOST = 1.3
PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
MARK, END = "<!-- stub cost -->", "<!-- end of stub cost -->"
CHECK = ("mypy", "--config-file=", "--follow-untyped-imports", "imports.py")
"""The generator reads packages without `py.typed` as well."""
GENERATE = ("typed-registry", "stubs", "large_registry", "--unresolved", "any")
OWN = "class Own(Base):\n    def __init__(self, size: {} = 1) -> None: ...\n"


@frozen
class Library:
    """Classes of an installed package with a common base class."""

    what: str
    base: type
    classes: tuple[type, ...]


@frozen
class StubCost:
    """What a library's stub costs, beside mypy over its classes."""

    library: Library
    pairs: tuple[tuple[Cost, Cost], ...]
    """mypy's and the generator's, each cold."""
    edited: Cost
    unchanged: Cost

    @property
    def time(self) -> float:
        """How many times the processor time of mypy the generator takes."""
        return self._ratio(lambda cost: cost.processor)

    @property
    def memory(self) -> float:
        """How many times the memory of mypy the generator takes."""
        return self._ratio(lambda cost: cost.megabytes)

    def _ratio(self, of: Callable[[Cost], float]) -> float:
        return median(of(stub) / of(mypy) for mypy, stub in self.pairs)

    def row(self) -> str:
        """Return the row of the table."""
        cold = (
            f"{median(c.processor for c in each):.0f} s, {each[0].megabytes:,.0f} MB"
            for each in self._columns
        )
        warm = (f"{each.processor:.1f} s" for each in (self.edited, self.unchanged))
        ratios = f"{self.time:.2f}, {self.memory:.2f}"
        return f"| {len(self.library.classes)} {self.library.what} | {' | '.join((*cold, ratios, *warm))} |"

    @property
    def _columns(self) -> tuple[list[Cost], list[Cost]]:
        return [mypy for mypy, _ in self.pairs], [stub for _, stub in self.pairs]


def main(
    *,
    rounds: Annotated[int, typer.Option(help="How often both are measured.")] = 3,
    write: Annotated[bool, typer.Option("--write", help="Write the table into its page.")] = False,
) -> None:
    """Measure the generator beside mypy."""
    warnings.simplefilter("ignore")
    costs = [_measured(library, rounds) for library in (estimators(), configs())]
    head = "| components | mypy, cold | stub, cold | ratio: time, memory | one edited | unchanged |"
    table = "\n".join((head, "| --- " * 6 + "|", *(each.row() for each in costs)))
    if write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARK)
        PAGE.write_text(f"{before}{MARK}\n\n{table}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    else:
        typer.echo(table)
    if any(max(each.time, each.memory) > MOST for each in costs):
        raise typer.Exit(1)


def estimators() -> Library:
    """Return the estimators of scikit-learn, which has no `py.typed`."""
    base: type = importlib.import_module("sklearn.base").BaseEstimator
    found: list[tuple[str, type]] = importlib.import_module("sklearn.utils").all_estimators()
    return Library("estimators of scikit-learn", base, tuple(kind for _, kind in found))


def configs() -> Library:
    """Return the configs of transformers."""
    import transformers

    models = Path(transformers.__file__).with_name("models")
    base: type = transformers.PreTrainedConfig
    found: dict[type, None] = {}
    for file in sorted(models.glob("*/configuration_*.py")):
        module = importlib.import_module(f"transformers.models.{file.parent.name}.{file.stem}")
        values: list[object] = list(vars(module).values())
        own = (each for each in values if isinstance(each, type) and each.__module__ == module.__name__)
        found.update((each, None) for each in own if issubclass(each, base))
    return Library("configs of transformers", base, tuple(found))


def write_program(folder: Path, library: Library) -> None:
    """Write a module that registers the classes, one that imports them, and a component of its own."""
    imports = "".join(f"from {each.__module__} import {each.__name__}\n" for each in library.classes)
    registered = "".join(f'PARTS.register("{each.__name__}")({each.__name__})\n' for each in library.classes)
    base = f"from {library.base.__module__} import {library.base.__name__} as Base\n"
    (folder / "imports.py").write_text(base + imports)
    (folder / "own_component.py").write_text(base + OWN.format("int"))
    (folder / "large_registry.py").write_text(
        f"from typed_registry import Registry\nfrom own_component import Own\n{base}{imports}\n"
        f'PARTS = Registry[Base, []]("parts of a large library")\nPARTS.register("own")(Own)\n{registered}'
    )


def _measured(library: Library, rounds: int) -> StubCost:
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        write_program(folder, library)
        pairs = tuple(_pairs(folder, rounds))
        (folder / "own_component.py").write_text(
            (folder / "own_component.py").read_text().replace("int", "float")
        )
        return StubCost(library, pairs, measure(GENERATE, folder), measure(GENERATE, folder))


def _pairs(folder: Path, rounds: int) -> Iterator[tuple[Cost, Cost]]:
    for number in range(rounds):
        costs: list[Cost] = []
        for command in (CHECK, GENERATE):
            forget(folder)
            costs.append(measure(command, folder, fine=(0, 1) if command is CHECK else (0,)))
            sys.stderr.write(f"round {number + 1}: {command[0]}: {costs[-1].processor:.1f} of {costs[-1]}\n")
        yield costs[0], costs[1]


if __name__ == "__main__":
    typer.run(main)
