"""The fields of a config class as help lists them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from attrs import field, frozen
from typing_extensions import Required, TypedDict

from typed_registry._messages.quoted_line import columns
from typed_registry._programs.field_rows import field_rows
from typed_registry._programs.help_text import config_help


@frozen
class Part:
    size: int
    """How large it is."""
    delay: timedelta = timedelta(seconds=90)


@frozen
class Tree:
    name: str
    children: tuple[Tree, ...] = ()


def failing() -> int:
    """A default that can't be made."""
    raise OSError


@frozen
class Root:
    """All forms of classes in classes."""

    one: Part
    maybe: Part | None = None
    many: tuple[Part, ...] = ()
    named: Mapping[str, Part] = field(factory=dict[str, Part])
    tree: Tree = Tree("root")
    default: Part = Part(3, timedelta(0))
    failing: int = field(factory=failing)


def test_paths() -> None:
    """The fields of classes have dotted paths, in lists and mappings too; a class in itself is shown once."""
    assert [
        ("one", None),
        ("one.size", None),
        ("one.delay", "1m30s"),
        ("maybe", "null"),
        ("maybe.size", None),
        ("maybe.delay", "1m30s"),
        ("many", "[]"),
        ("many.N.size", None),
        ("many.N.delay", "1m30s"),
        ("named", "{}"),
        ("named.KEY.size", None),
        ("named.KEY.delay", "1m30s"),
        ("tree", "{name: root, children: []}"),
        ("tree.name", "root"),
        ("tree.children", "[]"),
        ("default", '{size: 3, delay: "0s"}'),
        ("default.size", "3"),
        ("default.delay", "0s"),
        ("failing", "computed"),
    ] == [(row.path, row.default) for row in field_rows(Root)]


def test_docs() -> None:
    """The docs are the strings below the fields."""
    assert ["How large it is."] == [row.doc for row in field_rows(Root) if row.path == "many.N.size"]


class Crop(NamedTuple):
    width: int
    height: int = 9


@frozen
class Image:
    crop: Crop
    others: tuple[Crop, ...] = ()


def test_named_tuple() -> None:
    """The values of a named tuple have names, although a file may give them as a list."""
    assert [
        ("crop", None),
        ("crop.width", None),
        ("crop.height", "9"),
        ("others", "[]"),
        ("others.N.width", None),
        ("others.N.height", "9"),
    ] == [(row.path, row.default) for row in field_rows(Image)]


@frozen
class Wide:
    name: str = "日本"
    """In Asia."""
    size: int = 100
    """A number."""


def test_wide_characters() -> None:
    """Columns are aligned as a terminal shows them."""
    first, second = config_help(Wide).splitlines()[1:3]

    assert columns(first.partition("In Asia.")[0]) == columns(second.partition("A number.")[0])


@frozen
class Square:
    size: int = 1
    """How large it is."""
    edge: str = "thin"


@frozen
class Circle:
    size: int = 1
    """How large it is."""
    edge: str = "none"
    center: Part | None = None


@frozen
class Drawing:
    shape: Square | Circle = Square()
    more: tuple[Square | Circle, ...] = ()


def test_union() -> None:
    """What all alternatives of a union have is shown once, and everything else with its class."""
    assert [
        ("shape", None),
        ("shape.size", None),
        ("shape.edge", "Square"),
        ("shape.edge", "Circle"),
        ("shape.center", "Circle"),
        ("shape.center.size", "Circle"),
        ("shape.center.delay", "Circle"),
    ] == [(row.path, row.owner) for row in field_rows(Drawing) if row.path.startswith("shape")]
    assert [None, "Square", "Circle"] == [
        row.owner for row in field_rows(Drawing) if row.path in {"more.N.size", "more.N.edge"}
    ]


class Keys(TypedDict, total=False):
    first: Required[int]
    second: int
    third: int


@frozen
class Table:
    required: Keys
    given: Keys = field(factory=lambda: Keys(first=1, second=2))


def test_keys() -> None:
    """The keys of a dictionary have no defaults but those of the field; optional ones may be absent."""
    assert [
        ("required", None, True),
        ("required.first", None, True),
        ("required.second", None, False),
        ("required.third", None, False),
        ("given", "{first: 1, second: 2}", False),
        ("given.first", "1", False),
        ("given.second", "2", False),
        ("given.third", None, False),
    ] == [(row.path, row.default, row.is_required) for row in field_rows(Table)]
