"""A class with fields is read, written, compared and described alike, whichever library defines it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Union

import attrs
import pytest

from tests.class_libraries.samples import CLASSES
from tests.samples.bag import fault
from tests.samples.holder import holder
from tests.schema.judge import judge
from typed_registry import Registry
from typed_registry._annotations.type_guards import is_table
from typed_registry._schema import json_schema
from typed_registry.config import differences, digest, dump, from_mapping, load
from typed_registry.config._types.find_rule import rule_of
from typed_registry.config._types.rule import INVALID, Reading
from typed_registry.errors import ConfigError

Write = Callable[[str, str], Path]

EACH = pytest.mark.parametrize("kind", CLASSES.values(), ids=CLASSES)


def value(instance: object, name: str) -> object:
    """Return the value of a field."""
    found: object = instance[name] if is_table(instance) else getattr(instance, name)
    return found


@EACH
def test_read(kind: type) -> None:
    """The values have the types of the fields; what is left out is left to the class."""
    made = from_mapping(holder(kind), {"it": {"size": 3, "lr-rate": 1}}).it

    assert 3 == value(made, "size")
    assert 1.0 == value(made, "lr-rate" if isinstance(made, dict) else "lr_rate")
    assert isinstance(made, dict) or [] == value(made, "words")
    assert isinstance(made, dict if kind is CLASSES["TypedDict"] else kind)


@EACH
def test_fresh_defaults(kind: type) -> None:
    """A default that can be changed is made for each instance, where the library does so."""
    one, other = (from_mapping(holder(kind), {"it": {"size": 3}}).it for _ in range(2))

    assert isinstance(one, (dict, tuple)) or value(one, "words") is not value(other, "words")


@EACH
def test_faults(kind: type) -> None:
    """Every fault is found at once, at the place of its value."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(holder(tuple[kind, ...]), {"it": [{"size": "a", "words": ["b", 1]}, {"lr_rate": 1}]})  # type: ignore[valid-type]  # one of those above

    assert [
        ("it", 0, "size"),
        ("it", 0, "words", 1),
        ("it", 1, "lr_rate"),
        ("it", 1, "size"),
    ] == [each.path for each in caught.value.faults]


@EACH
@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
def test_written_back(kind: type, form: str, write: Write) -> None:
    """The text that a dump writes loads as an equal value with the same digest."""
    root = holder(kind)
    tree = from_mapping(root, {"it": {"size": 3, "words": ["a"], "lr-rate": 0.25}})
    loaded = load(root, write(f"c.{form}", dump(tree, form)))

    assert tree.it == loaded.it
    assert digest(tree) == digest(loaded)
    assert [] == [*differences(tree, loaded)]


@EACH
def test_differences(kind: type) -> None:
    """Two instances differ at the fields whose values differ, and so do their digests."""
    root = holder(kind)
    one, other = (from_mapping(root, {"it": {"size": 3, "words": [word], "lr-rate": 0.25}}) for word in "ab")

    assert [(("it", "words", 0), "a", "b")] == [*differences(one, other)]
    assert digest(one) != digest(other)


@EACH
def test_overrides(kind: type, write: Write) -> None:
    """An override reaches into an instance by the keys of the file."""
    file = write("c.yaml", "it: {size: 3, words: [a]}")
    made = load(holder(kind), file, ["it.lr-rate=0.25", "it.size=4"]).it

    assert 4 == value(made, "size")
    assert 0.25 == value(made, "lr-rate" if isinstance(made, dict) else "lr_rate")


@EACH
@pytest.mark.parametrize(
    ("data", "is_valid"),
    [
        ({"size": 3}, True),
        ({"size": 3, "words": ["a"], "lr-rate": 1}, True),
        ({}, False),
        ({"size": 3.5}, False),
        ({"size": 3, "words": "a"}, False),
        ({"size": 3, "lr_rate": 1}, False),
        ("size", False),
    ],
)
def test_schema(kind: type, data: object, is_valid: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """The schema accepts what the loader accepts."""
    assert (is_valid, is_valid) == judge(holder(kind)).verdicts({"it": data})


@EACH
def test_instance_given(kind: type) -> None:
    """An instance that the program gives is taken as it is."""
    instance = from_mapping(holder(kind), {"it": {"size": 3}}).it
    made = from_mapping(holder(kind), {"it": instance}).it

    assert instance == made
    assert made is instance or isinstance(made, dict)


@EACH
def test_alternatives(kind: type) -> None:
    """A class is one of several types."""
    one_or_number = holder(Union[kind, int, None])  # noqa: UP007  # a TypedDict has no `|` in Python 3.10

    assert 3 == from_mapping(one_or_number, {"it": 3}).it
    assert 3 == value(from_mapping(one_or_number, {"it": {"size": 3}}).it, "size")
    assert "it.size: expected int, got 'a' (str)" in fault(
        lambda: from_mapping(one_or_number, {"it": {"size": "a"}})
    )


@EACH
def test_parameter(kind: type) -> None:
    """A parameter of a component can be of such a class, and its default can be an instance."""
    default = from_mapping(holder(kind), {"it": {"size": 3}}).it
    registry = Registry[object, []]("made of classes")

    class Taking:
        def __init__(self, given: object = default) -> None:
            self.given = given

    Taking.__init__.__annotations__["given"] = kind
    registry.register("taking")(Taking)

    made = registry.from_mapping({"name": "taking"}).build()
    assert default == value(made, "given")
    other = registry.from_mapping({"name": "taking", "given": {"size": 4}}).build()
    assert 4 == value(value(other, "given"), "size")
    assert "given.size: expected int, got 'a' (str)" in fault(
        lambda: registry.from_mapping({"name": "taking", "given": {"size": "a"}})
    )


@pytest.mark.parametrize("name", ["attrs", "dataclass", "pydantic", "msgspec"])
def test_default_completed(name: str) -> None:
    """What the data leaves out is as in the instance that is the default."""
    default = from_mapping(holder(CLASSES[name]), {"it": {"size": 3, "words": ["a"]}}).it
    config = attrs.make_class("Completed", {"it": attrs.field(type=CLASSES[name], default=default)})
    made = rule_of(config).read({"it": {"size": 4}}, (), reading := Reading())

    assert made is not INVALID
    assert () == reading.faults
    assert 4 == value(value(made, "it"), "size")
    assert ["a"] == value(value(made, "it"), "words")


@EACH
def test_documented_schema(kind: type) -> None:
    """The schema names and describes the class, without what a library has generated."""
    text = json.dumps(json_schema(holder(kind)))

    assert f'"title": "{kind.__name__}"' in text
    assert "Usage docs" not in text
