"""Choices, sections and defaults: the schema accepts what the loader accepts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import attrs
import pytest

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._schema import json_schema

from .judge import Judge, judge, validator
from .program import Job

CIRCLE: dict[str, object] = {"name": "circle", "radius": 2}

ACCEPTED: list[dict[str, object]] = [
    {"shape": "square"},
    {"shape": {"name": "square"}},
    {"shape": CIRCLE},
    {"shape": {"name": "disc", "r": 2}},
    {"shape": "circle", "circle": {"radius": 2}},
    {"shape": "circle", "disc": {"radius": 2}},
    {"shape": "disc", "circle": {"r": 2}},
    {"shape": {"name": "circle", "radius": 2}, "circle": {"paint": "lime"}},
    {"shape": {"name": "circle", "radius": 2}, "circle": None},
    {"shape": "square", "circle": {"radius": 2}},
    {"shape": "square", "square": None},
    {"shape": {"name": "group", "parts": ["square", CIRCLE, {"name": "group", "parts": ["square"]}]}},
    {"shape": "square", "hole": None},
    {"shape": "square", "hole": CIRCLE},
    {"shape": "square", "ground": {"water": 1}},
    {"shape": "square", "lime": {"water": 1}},
    {"shape": "square", "ground": {"name": "oil", "sheen": "shiny"}},
    {"shape": {"name": "circle", "radius": 1, "paint": {"coats": 3}}},
    {"shape": "square", "frame": {"depth": 1}},
    {"shape": "square", "mode": "FAST", "folder": "x", "size": [1, 2], "seed": None},
]
REFUSED: list[dict[str, object]] = [
    {},
    {"shape": "sqare"},
    {"shape": 1},
    {"shape": None},
    {"shape": []},
    {"shape": {}},
    {"shape": {"side": 1}},
    {"shape": {"name": "square", "sid": 1}},
    {"shape": {"name": "square", "side": "1"}},
    {"shape": "circle"},
    {"shape": {"name": "circle"}},
    {"shape": "circle", "circle": {}},
    {"shape": "circle", "circle": None},
    {"shape": "circle", "circle": {"radius": 2, "name": "circle"}},
    {"shape": "square", "circle": {}},
    {"shape": "square", "circle": None},
    {"shape": "square", "circel": {}},
    {"shape": "square", "triangle": {}},
    {"shape": "square", "square": 1},
    {"shape": {"name": "group", "parts": ["circle"]}},
    {"shape": {"name": "group", "parts": [{"name": "group", "parts": ["sqare"]}]}},
    {"shape": "square", "hole": "square"},
    {"shape": "square", "hole": {"name": "group"}},
    {"shape": CIRCLE, "hole": CIRCLE, "circle": {"paint": "lime"}},
    {"shape": "square", "ground": {"coats": 1}},
    {"shape": "square", "ground": None},
    {"shape": {"name": "circle", "radius": 1, "paint": {"water": 3}}},
    {"shape": "square", "frame": {"name": "frame"}},
    {"shape": "square", "mode": "slow"},
    {"shape": "square", "size": [1]},
    {"shape": "square", "size": [1, 2, 3]},
    {"shape": "square", "seed": -1},
    {"shape": "square", "ground": {"name": "oil", "coats": 6}},
    {"shape": "square", "ground": {"name": "oil", "sheen": "dull"}},
]


@pytest.fixture(scope="module", name="job")
def _job() -> Judge:
    return judge(Job)


@pytest.mark.parametrize("data", ACCEPTED, ids=repr)
@pytest.mark.filterwarnings("ignore::typed_registry.config._document.deprecated_fields.OutdatedConfigWarning")
def test_accepted(data: dict[str, object], job: Judge) -> None:
    """The schema accepts what the loader accepts."""
    assert ((), []) == (job.loader(data), job.schema(data))


@pytest.mark.parametrize("data", REFUSED, ids=repr)
def test_refused(data: dict[str, object], job: Judge) -> None:
    """The schema refuses what the loader refuses."""
    assert (False, False) == job.verdicts(data)


@pytest.mark.parametrize(
    ("data", "is_accepted"),
    [
        ({}, True),
        ({"extends": ["a.yaml", "b.yaml"]}, True),
        ({"shape": {"side": 2}}, True),
        ({"shape": {"radius": 2}}, True),
        ({"shape": "circle"}, True),
        ({"circle": {}}, True),
        ({"ground": {"coats": 2}}, True),
        ({"shape": {"sid": 2}}, False),
        ({"shape": {"side": 2, "radius": 1}}, False),
        ({"shape": {"name": "circle", "radius": "2"}}, False),
        ({"circle": {"radius": 0}}, False),
        ({"sede": 1}, False),
        ({"extends": 1}, False),
    ],
    ids=repr,
)
def test_extending(data: dict[str, object], *, is_accepted: bool) -> None:
    """A file that extends another may leave out required keys. The keys that it has are checked."""
    errors = list(validator(json_schema(Job)).iter_errors({"extends": "base.yaml", **data}))

    assert is_accepted == (errors == [])


@pytest.mark.parametrize(
    "data",
    [
        {"shape": "${env:SHAPE}"},
        {"shape": {"name": "${env:SHAPE,circle}", "radius": 2}},
        {"shape": "${env:SHAPE}", "circle": {}},
        {"shape": "square", "hole": "${env:HOLE,}", "seed": "${env:SEED}", "mode": "${env:MODE}"},
        {"shape": "square", "size": ["${env:WIDTH}", 1], "ground": {"water": "${env:WATER,0.5}"}},
        {"shape": {"name": "circle", "radius": 1, "paint": {"coats": "${env:COATS}"}}},
    ],
    ids=repr,
)
def test_variable(data: dict[str, object], job: Judge) -> None:
    """Any scalar may be a variable, and so may the name of a choice."""
    assert [] == job.schema(data)


@pytest.mark.parametrize("word", ["${env:1}", "${env:}", "${env:A", "x${env:A}", "${oc.env:A}", "$A"])
def test_no_variable(word: str, job: Judge) -> None:
    """A text that isn't a variable isn't accepted as a number."""
    assert [] != job.schema({"shape": "square", "seed": word})


def test_docs() -> None:
    """Docstrings, defaults and deprecations are where hovers and completions look for them."""
    schema = json_schema(Job)

    assert ("Job", "A picture to be painted.") == (schema["title"], schema["description"])
    assert {
        "description": "What is painted.",
        "anyOf": [{"$ref": "#/$defs/shapes.top"}],
    } == at(schema, "properties", "shape")
    assert {
        "description": "What is left out.",
        "default": None,
        "anyOf": [{"$ref": "#/$defs/Round.top"}, {"type": "null"}],
    } == at(schema, "properties", "hole")
    assert {"type": ["object", "null"], "allOf": [{"$ref": "#/$defs/shapes.square.section"}]} == at(
        schema, "properties", "square"
    )
    assert "lime" == at(schema, "properties", "ground", "default")
    assert {"width": 0.5} == at(schema, "properties", "frame", "default")
    assert ("good", "out", [1.0, 1.0], None) == tuple(
        at(schema, "properties", key, "default") for key in ("mode", "folder", "size", "seed")
    )
    assert {"description": "How thin it is.", "default": 0.5} == {
        key: at(schema, "$defs", "paints.lime", "properties", "water", key)
        for key in ("description", "default")
    }
    assert ("Paint for walls.", "Paint that takes its time.") == tuple(
        at(schema, "$defs", f"paints.{name}", "description") for name in ("lime", "oil")
    )
    assert "The colour of it." == at(schema, "$defs", "paints.oil", "properties", "shade", "description")
    assert {"name": "oil", "coats": 2} == at(
        schema, "$defs", "shapes.circle", "properties", "paint", "default"
    )


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("shapes", ["shapes.circle", "shapes.group", "shapes.square"]),
        ("paints", ["paints.lime", "paints.oil"]),
        ("paints.default", ["paints.oil.default", "paints.lime"]),
        ("paints.top", ["paints.lime.default", "paints.oil.open"]),
        ("Round.top", ["shapes.circle.open"]),
    ],
)
def test_order(choice: str, expected: list[str]) -> None:
    """The components of a choice are in alphabetical order, with the default first."""
    alternatives = cast("list[dict[str, str]]", at(json_schema(Job), "$defs", choice, "anyOf"))
    references = [each["$ref"].removeprefix("#/$defs/") for each in alternatives if "$ref" in each]

    assert expected == [reference for reference in references if not reference.endswith("/name")]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (("shapes.circle", "properties", "r"), "Deprecated since 0.2; write 'radius'."),
        (("shapes.circle", "properties", "name", "anyOf", 1), "Deprecated since 0.4; write 'circle'."),
        (("shapes.square", "properties", "old"), "Deprecated since 0.5; leave it out."),
        (("paints.oil", "properties", "sheen", "anyOf", 2), "Deprecated since 0.3; write 'gloss'."),
    ],
)
def test_outdated(path: tuple[str | int, ...], message: str) -> None:
    """Deprecated names, keys and values are marked for editors, with what to write instead."""
    found = at(json_schema(Job), "$defs", *path)

    assert is_mapping(found)
    assert (True, message) == (found["deprecated"], found["deprecationMessage"])


def test_defaults() -> None:
    """Every default is valid by its own schema."""
    schema = json_schema(Job)
    found = list(defaults(schema))
    wrong = [
        default
        for part, default in found
        if list(
            validator({"$defs": schema["$defs"], "properties": {"it": part}}).iter_errors({"it": default})
        )
    ]

    assert len(found) > 10
    assert [] == wrong


def defaults(schema: object) -> Iterator[tuple[object, object]]:
    """Yield each part of a schema that has a default, with the default."""
    if is_mapping(schema):
        if "default" in schema and ("type" in schema or "anyOf" in schema):
            yield schema, schema["default"]
        for value in schema.values():
            yield from defaults(value)


def test_no_source() -> None:
    """A class whose source can't be read has a schema without docs."""
    made = attrs.make_class("Made", {"count": attrs.field(type=int, default=1)}, frozen=True)
    made.__module__ = "nowhere"

    assert 1 == at(json_schema(made), "properties", "count", "default")


def at(schema: object, *path: str | int) -> object:
    """Return the part of a schema at a path."""
    for part in path:
        schema = cast("dict[str | int, object]", schema)[part]
    return schema
