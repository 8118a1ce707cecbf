"""The keys and attributes that the fields of a derived config have, and how their values are passed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from inspect import Parameter
from typing import TypedDict, cast

import attrs
import pytest
from typing_extensions import Unpack

from typed_registry import Registry
from typed_registry._annotations.full_signature import FullParameter
from typed_registry._class_libraries.field import KEY
from typed_registry._registration.arguments import arranged, fresh, is_own_default
from typed_registry._registration.field_names import FieldNames
from typed_registry._registration.nested import NestedComponents
from typed_registry._registration.passing import Passing, Way

Keys = TypedDict("Keys", {"a-b": int, "a_b": int}, total=False)


class OfKeys:
    """Takes keywords that differ in one character."""

    def __init__(self, **options: Unpack[Keys]) -> None:
        self.options = options


def made(
    parameters: Iterable[tuple[str, str | None]], kind: object = float
) -> list[tuple[str, attrs.Attribute[object]]]:
    """Return the names and attributes for parameters, each with its name and its key if that is another."""
    every = [FullParameter(name, Parameter.KEYWORD_ONLY, type=kind, key=key) for name, key in parameters]
    names = FieldNames([each.key or each.name for each in every], NestedComponents(()))
    fields = [names.field(each, Way.KEYWORD) for each in every]
    built = attrs.make_class("Built", dict(cast("list[tuple[str, attrs.Attribute[object]]]", fields)))
    return [(name, getattr(attrs.fields(built), name)) for name, _ in fields]


@pytest.mark.parametrize(
    ("parameters", "attributes", "aliases"),
    [
        ([("size", None)], ["size"], ["size"]),
        ([("name", None)], ["name_"], ["name_"]),
        ([("name", None), ("name_", None)], ["name__", "name_"], ["name__", "name_"]),
        ([("name_", None), ("name", None)], ["name_", "name__"], ["name_", "name__"]),
        ([("sizes", None), ("sizes", None)], ["sizes", "sizes_"], ["sizes", "sizes_"]),
        ([("class_", "class")], ["class_"], ["class_"]),
        ([("lr", "lr-scheduler")], ["lr_scheduler"], ["lr_scheduler"]),
        ([("one", "a-b"), ("other", "a_b")], ["a_b_", "a_b"], ["a_b_", "a_b"]),
        ([("one", "1st")], ["_1st"], ["_1st"]),
        ([("_size", None)], ["_size"], ["_size"]),
        ([("size__", None)], ["size__"], ["size__"]),
    ],
)
def test_names(parameters: list[tuple[str, str | None]], attributes: list[str], aliases: list[str]) -> None:
    """An attribute has the parameter's name, changed where Python or the file means something else by it."""
    found = made(parameters)

    assert attributes == [name for name, _ in found]
    assert aliases == [attribute.alias for _, attribute in found]


def test_reserved_name_of_others() -> None:
    """What takes all other arguments has no key that is reserved, either."""
    listed = FullParameter("name", Parameter.VAR_POSITIONAL)
    names = FieldNames([], NestedComponents(()))

    assert ["name_", "name__"] == [names.field(listed, Way.POSITIONS)[0] for _ in range(2)]


def test_keys_that_are_nearly_alike() -> None:
    """Two keys that would have one attribute are told apart."""
    things = Registry[object, []]("things of keys")
    things.register("it")(OfKeys)
    data = {"a-b": 1, "a_b": 2}

    assert data == vars(things.from_mapping({"name": "it", **data}).build())["options"]


@pytest.mark.parametrize(("key", "is_stated"), [(None, False), ("lr-scheduler", True), ("class", True)])
def test_stated_key(key: str | None, *, is_stated: bool) -> None:
    """A key that is no identifier, or is a keyword, is in the metadata."""
    ((_, attribute),) = made([("lr", key)])

    assert is_stated is (KEY in attribute.metadata)


@pytest.mark.parametrize(
    ("kind", "is_plain"), [(int, True), (str, True), (bool, True), (float, False), (list, False)]
)
def test_comparison(kind: type, *, is_plain: bool) -> None:
    """Values are compared by the library, unless their type can always be compared."""
    ((_, attribute),) = made([("it", None)], kind)

    assert is_plain is (getattr(attribute, "eq_key", None) is None)


@pytest.mark.parametrize(
    ("passing", "attribute", "is_stated"),
    [
        (Passing("size", Way.KEYWORD), "size", False),
        (Passing("size", Way.KEYWORD), "size_", True),
        (Passing("size", Way.POSITION), "size", True),
    ],
)
def test_stated_passing(passing: Passing, attribute: str, *, is_stated: bool) -> None:
    """How a value is passed is in the metadata unless it is by keyword under the attribute's name."""
    assert is_stated is bool(passing.metadata(attribute))


@pytest.mark.parametrize(
    ("passing", "expected"),
    [
        (Passing("size", Way.KEYWORD), True),
        (Passing("class", Way.KEYWORD), False),
        (Passing("lr-scheduler", Way.KEYWORD), False),
        (Passing("size", Way.EITHER), False),
    ],
)
def test_keywords_of_a_call(passing: Passing, *, expected: bool) -> None:
    """A call can be written with a keyword that is an identifier."""
    assert expected is passing.is_keyword


class Unequal:
    """Refuses to be compared."""

    def __eq__(self, other: object) -> bool:
        raise ValueError("ambiguous")

    def __hash__(self) -> int:
        return 0


UNEQUAL = Unequal()
BY_OWNER: object = attrs.Factory(lambda _: 1, takes_self=True)


@pytest.mark.parametrize(
    ("default", "value", "expected"),
    [
        (1, 1, True),
        (1, 2, False),
        (1, True, False),
        (1, 1.0, False),
        (0.0, -0.0, False),
        ([1], [1], True),
        ([1], [True], False),
        (math.nan, math.nan, True),
        (UNEQUAL, UNEQUAL, True),
        (UNEQUAL, Unequal(), False),
        (attrs.Factory(list[object]), [], True),
        (attrs.Factory(list[object]), [1], False),
        (BY_OWNER, 1, False),
        (BY_OWNER, attrs.NOTHING, True),
        (1, attrs.NOTHING, True),
    ],
)
def test_own_default(default: object, value: object, *, expected: bool) -> None:
    """A value is the default if it is this object, or equals it to the types of its parts."""
    assert expected is is_own_default(default, value)


def test_fresh_collections() -> None:
    """Collections that a component may change are new ones; others are new only around such."""
    default, inner = [1], [2]
    same: tuple[object, ...] = (1, (2,))

    assert default is fresh(default, default)
    assert same is fresh(None, same)
    for value in (inner, {"a": 1}, {3}, ([4],), {"a": [5]}):
        copied = fresh(None, value)
        assert value == copied
        assert value is not copied
        assert type(value) is type(copied)
    assert inner is not cast("list[object]", fresh(None, [inner]))[0]


def attribute(name: str, way: Way, default: object = attrs.NOTHING) -> attrs.Attribute[object]:
    """Return the attribute of a field that is passed in this way."""
    field: object = attrs.field(default=default, metadata=Passing(name, way).metadata(name))
    made_of = attrs.make_class("Holding", {name: cast("attrs.Attribute[object]", field)})
    found: attrs.Attribute[object] = getattr(attrs.fields(made_of), name)
    return found


@pytest.mark.parametrize(
    ("values", "args", "keywords"),
    [
        ({}, [], {}),
        ({"a": 1}, [1], {}),
        ({"b": 2}, [], {"b": 2}),
        ({"a": 1, "b": 2}, [1], {"b": 2}),
        ({"items": (3,)}, [0, 5, 3], {}),
        ({"a": 1, "items": (3,), "c": 4}, [1, 5, 3], {"c": 4}),
        ({"items": ()}, [], {}),
        ({"others": {"x": 1}}, [], {"x": 1}),
        ({"c": (1, 2)}, [], {"c": (1, 2)}),
    ],
)
def test_arranged(values: dict[str, object], args: list[object], keywords: dict[str, object]) -> None:
    """Values are passed by keyword, unless they or some after them must be passed by position."""
    attributes = [
        attribute("a", Way.POSITION, 0),
        attribute("b", Way.EITHER, attrs.Factory(lambda: 5)),
        attribute("items", Way.POSITIONS, ()),
        attribute("c", Way.KEYWORD, None),
        attribute("others", Way.KEYWORDS, attrs.Factory(dict[str, object])),
    ]

    assert (args, keywords) == arranged(attributes, values)


@pytest.mark.parametrize("default", [attrs.NOTHING, BY_OWNER, attrs.Factory(lambda: attrs.NOTHING)])
def test_no_value_before_another(default: object) -> None:
    """A parameter before one that is passed by position must have a value that can be known."""
    attributes = [attribute("a", Way.POSITION, default), attribute("b", Way.POSITION)]
    with pytest.raises(TypeError, match="'a' must be given"):
        arranged(attributes, {"b": 1})

    assert ([1, 2], {}) == arranged(attributes, {"a": 1, "b": 2})
