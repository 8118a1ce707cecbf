"""What the library costs at run time, as ratios to plain calls, beside its peers.

`python -m tests.benchmarks.speed` prints a table for the README; on a machine with nothing else to do.
Each figure is the best of seven rounds. The peers take the same data, refuse unknown keys, and make frozen
objects.
"""

from __future__ import annotations

import subprocess
import sys
import timeit
from collections.abc import Callable, Iterator
from typing import Annotated, Literal

import cattrs
from attrs import field, frozen, validators
from pydantic import BaseModel, ConfigDict, Field

from typed_registry import Registry, Spec
from typed_registry.config import from_mapping

OPTIMIZERS = Registry[object, []]("benchmark optimizers")


@frozen
class AdamConfig:
    """Five values, one with a bound."""

    lr: float
    steps: int
    label: str = ""
    kind: Literal["l2", "decoupled"] = "l2"
    eps: float = field(default=1e-8, validator=validators.gt(0))


@OPTIMIZERS.register("adam", config=AdamConfig)
class Adam:
    """Keeps its config."""

    def __init__(self, config: AdamConfig | AdamModel) -> None:
        self.config = config


class Plain:
    """What takes its values itself."""

    def __init__(self, lr: float, steps: int, label: str, kind: str, eps: float) -> None:
        self.values = (lr, steps, label, kind, eps)


for number in range(99):
    OPTIMIZERS.register(f"plain {number}")(Plain)
OPTIMIZERS.register("plain")(Plain)


class AdamModel(BaseModel):  # type: ignore[explicit-any]  # in pydantic's own methods
    """The same for pydantic."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    lr: float
    steps: int
    label: str = ""
    kind: Literal["l2", "decoupled"] = "l2"
    eps: float = Field(default=1e-8, gt=0)


@frozen
class Leaf:
    """The third level."""

    a: float
    b: int = 1
    c: str = ""


@frozen
class Branch:
    """The second level."""

    left: Leaf
    right: Leaf
    weight: float = 0.0


@frozen
class Tree:
    """The first level, with a choice."""

    one: Branch
    two: Branch
    optimizer: Annotated[Spec[object, []], OPTIMIZERS]


class LeafModel(BaseModel):  # type: ignore[explicit-any]  # in pydantic's own methods
    """The third level for pydantic."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    a: float
    b: int = 1
    c: str = ""


class BranchModel(BaseModel):  # type: ignore[explicit-any]  # in pydantic's own methods
    """The second level for pydantic."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    left: LeafModel
    right: LeafModel
    weight: float = 0.0


class TaggedModel(AdamModel):  # type: ignore[explicit-any]  # in pydantic's own methods
    """A choice as pydantic discriminates it, by a word."""

    name: Literal["adam"] = "adam"


class TreeModel(BaseModel):  # type: ignore[explicit-any]  # in pydantic's own methods
    """The first level for pydantic."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    one: BranchModel
    two: BranchModel
    optimizer: TaggedModel


VALUES: dict[str, object] = {"lr": 0.1, "steps": 3, "label": "y", "kind": "l2", "eps": 1e-6}
LEAF: dict[str, object] = {"a": 1.0, "b": 2, "c": "q"}
BRANCH: dict[str, object] = {"left": LEAF, "right": LEAF, "weight": 1.0}
TREE: dict[str, object] = {"one": BRANCH, "two": BRANCH, "optimizer": {"name": "adam", **VALUES}}
CONVERTER = cattrs.Converter(forbid_extra_keys=True)


def main() -> None:
    """Prints the table."""
    print("| what | ours | plain call | pydantic | cattrs |")  # noqa: T201  # it is what the program is for
    print("| --- | --- | --- | --- | --- |")  # noqa: T201  # as above
    for row in _rows():
        print(f"| {' | '.join(row)} |")  # noqa: T201  # as above


def _rows() -> Iterator[tuple[str, ...]]:
    config = CONVERTER.structure
    yield _row(
        "`build(name, ...)` of 100, 5 keywords",
        20_000,
        (
            lambda: OPTIMIZERS.build("plain", lr=0.1, steps=3, label="y", kind="l2", eps=1e-6),  # type: ignore[arg-type]  # a name without a stub  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownLambdaType]
            lambda: Plain(lr=0.1, steps=3, label="y", kind="l2", eps=1e-6),
        ),
    )
    yield _row(
        "the same, the keywords from a dict",
        20_000,
        (lambda: OPTIMIZERS.build("plain", **VALUES), lambda: Plain(**VALUES)),  # type: ignore[arg-type]  # names and values of the run  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownLambdaType]
    )
    yield _row(
        "a dict of 5 values to a config, validated, and an object",
        10_000,
        (
            lambda: Adam(from_mapping(AdamConfig, VALUES)),
            lambda: Adam(AdamConfig(**VALUES)),  # type: ignore[arg-type]  # values of the run  # pyright: ignore[reportArgumentType]
            lambda: Adam(AdamModel(**VALUES)),  # type: ignore[arg-type]  # values of the run  # pyright: ignore[reportArgumentType]
            lambda: Adam(config(VALUES, AdamConfig)),
        ),
    )
    yield _row(
        "an object by its name: `choose(name, ...).build()`",
        10_000,
        (
            lambda: OPTIMIZERS.from_mapping({"name": "adam", **VALUES}).build(),
            lambda: Adam(AdamConfig(**VALUES)),  # type: ignore[arg-type]  # values of the run  # pyright: ignore[reportArgumentType]
        ),
    )
    yield _row(
        "7 nested configs and a choice, 3 levels",
        3_000,
        (
            lambda: from_mapping(Tree, TREE),
            _plain_tree,
            lambda: TreeModel(**TREE),  # type: ignore[arg-type]  # values of the run  # pyright: ignore[reportArgumentType]
        ),
    )
    yield (
        "`import`",
        *(f"{_import(name):.0f} ms" if name else "" for name in ("typed_registry", "", "pydantic", "cattrs")),
    )


def _plain_tree() -> Tree:
    leaf = Leaf(1.0, 2, "q")
    branch = Branch(leaf, Leaf(1.0, 2, "q"), 1.0)
    other = Branch(Leaf(1.0, 2, "q"), Leaf(1.0, 2, "q"), 1.0)
    return Tree(branch, other, Spec(OPTIMIZERS.entries, "adam", AdamConfig(0.1, 3, "y", "l2", 1e-6)))


def _row(what: str, calls: int, ways: tuple[Callable[[], object], ...]) -> tuple[str, ...]:
    """The ways, ours first and then the plain one, as multiples of the plain one."""
    rounds = [[timeit.timeit(way, number=calls) / calls for way in ways] for _ in range(7)]
    best = [min(times) for times in zip(*rounds, strict=True)]
    shown = [f"{time / best[1]:.2f}" for time in best]
    shown[1] = f"{best[1] * 1e6:.2f} us"
    return what, *shown, *[""] * (4 - len(shown))


def _import(name: str) -> float:
    """Milliseconds that importing a package takes beyond a bare interpreter."""

    def taken(code: str) -> float:
        command = [sys.executable, "-c", code]
        return min(timeit.repeat(lambda: subprocess.run(command, check=True), number=1, repeat=9))

    return 1000 * (taken(f"import {name}") - taken("pass"))


if __name__ == "__main__":
    main()
