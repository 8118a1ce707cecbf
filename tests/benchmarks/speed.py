"""What the library costs at run time, beside a plain call and its peers.

`python -m tests.benchmarks.speed` prints the table of `docs/benchmarks.md`, and with `--write` puts it there;
on a machine with nothing else to do. The peers do the same work: they take the same data, check every field,
refuse unknown keys, make a frozen config, and build the same object.
"""

from __future__ import annotations

import difflib
import importlib
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from tests.benchmarks import entry_points, workloads
from tests.benchmarks.timing import import_seconds, ratios, seconds
from tests.benchmarks.workloads import (
    ADAPTER,
    BY_ANNOTATION,
    BY_NAME,
    CONFIGS,
    CONVERTER,
    METHODS,
    NAME,
    NESTED,
    PLAIN,
    TRAINERS,
    VALUES,
    Method,
    Stepping,
    TrainerModel,
    by_hand,
    nested,
    register_all,
    registering_lines,
    steppers,
    subclasses,
)
from typed_registry import Registry
from typed_registry.config import load
from typed_registry.errors import UnknownNameError

Row: TypeAlias = tuple[str, ...]
HEAD = ("what", "unit", "here", "by hand", "pydantic", "cattrs", "other")
PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
MARK, END = "<!-- speed -->", "<!-- end of speed -->"
MANY = 10_000


def main() -> None:
    """Print the table, or write it into its page."""
    lines = [HEAD, ("---",) * len(HEAD), *rows()]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    if "--write" not in sys.argv:
        print(table)  # noqa: T201  # it is what the program is for
        return
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARK)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{MARK}\n\n{table}\n\n{END}{after}", encoding="utf-8")


def rows() -> Iterator[Row]:
    """Measure and yield each row of the table."""
    yield from calls()
    yield from configs()
    yield from registrations()
    yield from unknown_names()
    yield from files()
    yield from plugins()
    ours, pydantic, cattrs = (
        f"{1000 * time:.0f}" for time in import_seconds(("typed_registry", "pydantic", "cattrs"))
    )
    yield "`import`", "ms", ours, "", pydantic, cattrs, ""


class Forwarding:
    """The least that building by a name could be."""

    def build(self, _name: str, /, *args: object, **kwargs: object) -> object:
        """Call the component."""
        return PLAIN(*args, **kwargs)


def calls() -> Iterator[Row]:
    """Yield what calling a component by its name costs."""
    build, forward, component = ratios(
        {"call": PLAIN, "registry": METHODS, "bare": Forwarding(), "name": NAME, "values": VALUES},
        "call(**values)",
        "registry.build(name, **values)",
        "bare.build(name, **values)",
        "registry.components[name](**values)",
    )
    other = f"{forward:.2f} (a method that only forwards)"
    yield "`build(name, **keywords)` of 100, 5 keywords", "plain call", f"{build:.2f}", "", "", "", other
    yield "`components[name](**keywords)`", "plain call", f"{component:.2f}", "", "", "", ""


def configs() -> Iterator[Row]:
    """Yield what a checked config and its object cost."""
    names = {"call": PLAIN, "values": VALUES, "data": BY_NAME, "registry": METHODS, "by_hand": by_hand}
    made = ratios(
        {**names, "adapter": ADAPTER, "converter": CONVERTER, "union": CONFIGS},
        "call(**values)",
        "registry.from_mapping(data).build()",
        "by_hand(data)",
        "adapter.validate_python(data).build()",
        "converter.structure(data, union).build()",
    )
    what = "a dict by name to a checked frozen config to an object"
    yield what, "plain call", *(f"{ratio:.1f}" for ratio in made), ""
    ours, by_annotation, pydantic = ratios(
        {
            "nested": nested,
            "trainers": TRAINERS,
            "Model": TrainerModel,
            "data": NESTED,
            "other": BY_ANNOTATION,
        },
        "nested()",
        "trainers.from_mapping(data).build()",
        "trainers.from_mapping(other).build()",
        "Model.model_validate(data).build()",
    )
    what, by = "the same for six nested components", "chosen by the annotations of constructors"
    yield what, "plain calls", f"{ours:.1f}", "", f"{pydantic:.1f}", "", ""
    yield f"{what}, {by}", "plain calls", f"{by_annotation:.1f}", "", f"{pydantic:.1f}", "", ""


def registrations() -> Iterator[Row]:
    """Yield what registering a class costs, in the module that defines it."""
    bases, protocols = subclasses(MANY), steppers(MANY)
    code, module = registering_lines(bases), workloads.__name__

    def by_base() -> Registry[Method, []]:
        registry = Registry[Method, []]("benchmark bases")
        register_all(registry, bases)
        return registry

    def by_lines() -> Registry[Method, []]:
        registry = Registry[Method, []]("benchmark lines")
        exec(code, {"__name__": module, "registry": registry, "classes": bases})  # noqa: S102  # our own
        return registry

    def by_protocol() -> Registry[Stepping, []]:
        registry = Registry[Stepping, []]("benchmark protocols")
        register_all(registry, protocols)
        return registry

    ways = {
        "a base class": by_base,
        "a base class, each in a line of its own": by_lines,
        "a Protocol of one method": by_protocol,
    }
    for what, way in ways.items():
        each = f"{1e6 * seconds(way) / MANY:.2f}"
        yield f"register 10,000 classes by {what}", "us each", each, "", "", "", f"{_bytes(way):.0f} bytes"


def _bytes(way: Callable[[], object]) -> float:
    """Return the memory that one of many entries takes."""
    way()  # what is kept for all registries is there already
    tracemalloc.start()
    kept = way()
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del kept
    return taken / MANY


def unknown_names() -> Iterator[Row]:
    """Yield what an unknown name costs, with the text of its message."""
    for count in (100, MANY):
        registry = Registry[Method, []]("benchmark names")
        register_all(registry, subclasses(count))
        names = registry.list()

        def ask(registry: Registry[Method, []] = registry) -> str:
            try:
                registry.get("methd57")
            except UnknownNameError as error:
                return str(error)
            return ""

        def compare(names: list[str] = names) -> object:
            return difflib.get_close_matches("methd57", names, n=1)

        ours, plain = (f"{1e6 * seconds(way, 30):.0f}" for way in (ask, compare))
        yield (
            f"an unknown name among {count:,}, with its suggestion",
            "us",
            ours,
            "",
            "",
            "",
            f"{plain} (difflib)",
        )


@frozen
class Item:
    """One item of a long file."""

    rate: float
    steps: int
    mode: str


@frozen
class Items:
    """A file of many items."""

    items: tuple[Item, ...]


def files() -> Iterator[Row]:
    """Yield what a YAML file costs, read into a tree that knows its places."""
    yaml = importlib.import_module("yaml")  # which has no types
    with tempfile.TemporaryDirectory() as folder:
        for lines in (200, 20_000):
            file = Path(folder, f"{lines}.yaml")
            items = "".join(f"  - rate: {n}.5\n    steps: {n}\n    mode: fast\n" for n in range(lines // 3))
            file.write_text(f"items:\n{items}", encoding="utf-8")

            def plain(file: Path = file) -> object:
                return yaml.load(file.read_bytes(), yaml.CSafeLoader)  # the safe loader in C

            def ours(file: Path = file) -> Items:
                return load(Items, file)

            here, loader = (f"{1000 * seconds(way):.1f}" for way in (ours, plain))
            other = f"{loader} (PyYAML in C, without places or checks)"
            yield (
                f"a YAML file of {lines:,} lines to a checked tree with places",
                "ms",
                here,
                "",
                "",
                "",
                other,
            )


def plugins() -> Iterator[Row]:
    """Yield what listing a registry costs that has many plugins."""
    for (distributions, where), modules in product(
        ((1, "one distribution"), (entry_points.COUNT, "as many distributions")), (False, True)
    ):
        what = "entry points for modules" if modules else "entry points for objects"
        with (
            tempfile.TemporaryDirectory() as folder,
            entry_points.planted(Path(folder), distributions, modules=modules),
        ):
            here = f"{entry_points.ratio():.2f}"
        yield f"list 1,000 {what} of {where}", "`importlib.metadata`", here, "", "", "", ""


if __name__ == "__main__":
    main()
