"""Listings for programs that have another kind of command line."""

from __future__ import annotations

import json

import pytest

from typed_registry import Registry
from typed_registry.cli import Listing, list_components, show_components
from typed_registry.errors import UnknownNameError

SHAPES = Registry[object, []]("shapes")
COLORS = Registry[object, []]("colors")
SHAPES.register_factory("square")(lambda side=1.0: side)
COLORS.register_instance("red", "#f00")
COLORS.deprecate("rouge", since="0.2", use="red")


def test_list() -> None:
    """The registries are listed in their order, in any format."""
    text = "colors (1)\n\n  red\n\nshapes (1)\n\n  square\n    side = 1.0  object\n\n"

    assert Listing(text, is_whole=True) == list_components(COLORS, SHAPES)
    assert ["red", "rouge"] == [
        each["name"] for each in json.loads(list_components(COLORS, form="json", deprecated=True).text)
    ]


def test_show() -> None:
    """Single components are shown as a whole."""
    shown = json.loads(show_components(["red", "shapes.*"], COLORS, SHAPES, form="json").text)

    assert ['COLORS.build("red") -> str', 'SHAPES.build("square", side=1.0)'] == [
        each["signature"] for each in shown
    ]


def test_unknown() -> None:
    """A name that fits nothing is an error, with the nearest name."""
    with pytest.raises(UnknownNameError) as caught:
        show_components(["red", "shapes.squar"], COLORS, SHAPES)

    assert str(caught.value).startswith(
        "colors, shapes: no component is called 'shapes.squar'; did you mean 'shapes.square'? Registered: "
    )
