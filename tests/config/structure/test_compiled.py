"""The quick way to a config gives what the thorough one gives, or leaves it to that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

import pytest
from attrs import field, frozen, validators
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples.cells import cell, run
from typed_registry import Registry, Spec
from typed_registry.config import from_mapping
from typed_registry.config._document.document import Document
from typed_registry.config._structure.compiled import MISS, quick, quick_root
from typed_registry.config._structure.load import tree
from typed_registry.errors import ConfigError

TOOLS = Registry[object, []]("tools")
TOOLS.deprecate("mallet", since="0.2", use="hammer")


@frozen
class HammerConfig:
    """A config with a bound."""

    weight: float = field(default=1.0, validator=validators.gt(0))


@TOOLS.register("hammer", config=HammerConfig)
class Hammer:
    """Hits."""

    def __init__(self, config: HammerConfig) -> None: ...


@TOOLS.register("saw")
class Saw:
    """Cuts."""

    def __init__(self, teeth: int = 3, name_: str = "") -> None: ...


class Color(Enum):
    """Two of them."""

    RED = "r"
    BLUE = "b"


@frozen(kw_only=True)
class Leaf:
    """Each plain type, and a default that is made anew."""

    a: float
    b: int = 1
    c: str | None = None
    _d: Literal["x", "y"] = "x"
    e: Path = Path("p")
    f: tuple[int, ...] = ()
    g: list[str] = field(factory=list[str])
    h: int = field(default=0, converter=int)
    i: bool = False
    j: Color = Color.RED


@frozen
class Tree:
    """Itself within, choices, and a field whose default fills what is left out."""

    leaf: Leaf
    tool: Annotated[Spec[object, []], TOOLS]
    below: Tree | None = None
    spare: Annotated[Spec[object, []], TOOLS] = field(
        factory=lambda: TOOLS.from_mapping({"name": "hammer", "weight": 5.0})
    )
    other: Leaf = Leaf(a=9.0, b=7)
    lines: Sequence[float] = ()


LEAF: dict[str, object] = {"a": 1.0}
TOOL: dict[str, object] = {"name": "saw", "teeth": 4}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["x", "r", "RED", "p", "3", "saw", "hammer"]),
)
LEAVES = st.dictionaries(st.sampled_from("abcdefghijk_"), SCALARS | st.lists(SCALARS, max_size=2), max_size=8)
CHOICES = st.one_of(
    st.sampled_from(["saw", "hammer", "mallet", "axe"]),
    st.dictionaries(st.sampled_from(["name", "teeth", "weight", "name_"]), SCALARS, max_size=3),
)
TREES: st.SearchStrategy[dict[str, object]] = st.deferred(
    lambda: st.fixed_dictionaries(
        {"leaf": LEAVES.map(lambda given: {"a": 1, **given}), "tool": CHOICES},
        optional={
            "below": st.none() | TREES,
            "spare": CHOICES,
            "other": LEAVES,
            "lines": st.lists(SCALARS, max_size=2),
            "more": SCALARS,
        },
    )
)


def both(data: dict[str, object]) -> list[object]:
    """What the quick way and the thorough one make of the data: a tree, or the text of its faults."""
    made: list[object] = []
    ways: list[Callable[[], Tree]] = [
        lambda: from_mapping(Tree, data),
        lambda: tree(Tree, Document(data)),
    ]
    for way in ways:
        try:
            made.append(repr(way()))
        except ConfigError as error:
            made.append(str(error))
    return made


@settings(deadline=None, max_examples=300)
@given(TREES)
@pytest.mark.filterwarnings("ignore::typed_registry.config._document.deprecated_fields.OutdatedConfigWarning")
def test_both_ways_agree(data: dict[str, object]) -> None:
    """Whatever the data, both make the same tree or the same faults."""
    quickly, thoroughly = both(data)

    assert quickly == thoroughly


@pytest.mark.parametrize(
    "data",
    [
        {"leaf": LEAF, "tool": TOOL},
        {"leaf": {"a": 1, "b": 2, "c": "s", "d": "y", "e": "q", "h": "3", "i": True}, "tool": "hammer"},
        {"leaf": LEAF, "tool": "saw", "below": {"leaf": LEAF, "tool": {"name": "hammer", "weight": 2}}},
        {"leaf": {"a": 1, "f": [1], "g": ["x"], "j": "b"}, "tool": TOOL, "spare": "saw", "lines": [1, 2.5]},
        {"leaf": LEAF, "tool": TOOL, "other": {"c": "d"}, "spare": {"weight": 2}},
    ],
)
def test_the_quick_way_is_taken(data: dict[str, object]) -> None:
    """Data that is all right doesn't need the thorough way."""
    assert repr(tree(Tree, Document(data))) == repr(quick_root(Tree)(data))


@pytest.mark.parametrize(
    "data",
    [
        {"leaf": LEAF},
        {"leaf": LEAF, "tool": TOOL, "more": 1},
        {"leaf": {"a": "1"}, "tool": TOOL},
        {"leaf": {"a": 2**53 + 1}, "tool": TOOL},
        {"leaf": {"a": True}, "tool": TOOL},
        {"leaf": LEAF, "tool": {"name": "hammer", "weight": -1}},
        {"leaf": LEAF, "tool": "mallet"},
        {"leaf": LEAF, "tool": {"teeth": 4}},
        {"leaf": LEAF, "tool": TOOL, "other": {"a": None}},
    ],
)
def test_the_rest_is_left(data: dict[str, object]) -> None:
    """What is wrong, outdated or unusual is left to the thorough way."""
    assert MISS is quick_root(Tree)(data)


AGAIN = """
from attrs import frozen

@frozen
class Config:
    mass: float = {mass}

@REG.register("one", config=Config)
class One:
    def __init__(self, config: Config) -> None: ...
"""


def test_a_component_registered_again() -> None:
    """A component that takes another's place is built from its own config."""
    registry = Registry[object, []]("again")

    run(AGAIN.format(mass=1.0), cell(1), registry)
    assert "Spec('one', mass=1.0)" == repr(registry.from_mapping({"name": "one"}))
    run(AGAIN.format(mass=2.0), cell(2), registry)
    assert "Spec('one', mass=2.0)" == repr(registry.from_mapping({"name": "one"}))
    assert quick(HammerConfig) is quick(HammerConfig)
