"""A component that takes any further keywords of one type: `**kwargs: float`."""

# ruff: noqa: S301  # what is unpickled was pickled here

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from attrs import field, frozen

from typed_registry import Registry, Spec
from typed_registry._schema import json_schema
from typed_registry.config import digest, dump, from_mapping, load
from typed_registry.errors import ConfigError, MissingKey, WrongType


class Weights:
    """Takes a weight for each name, and whether they are shares."""

    def __init__(self, first: str, *, shares: bool = False, **weights: float) -> None:
        self.first = first
        self.shares = shares
        self.weights = weights


class Group:
    """Takes groups of weights."""

    def __init__(self, **parts: Weights) -> None:
        self.parts = parts


WEIGHTS = Registry[Weights, []]("weights by name")
GROUPS = Registry[Group, []]("groups by name")
WEIGHTS.register("weights")(Weights)
GROUPS.register("group")(Group)


@frozen
class Root:
    """A choice of weights."""

    choice: Spec[Weights, []]


def loaded(folder: Path, text: str, *overrides: str) -> Root:
    """Return the config in a file with this text."""
    file = folder / "c.yaml"
    file.write_text(text)
    return load(Root, file, overrides)


def test_collected(tmp_path: Path) -> None:
    """Every other key is passed on by keyword, with the type of the parameter."""
    made = loaded(tmp_path, "choice: {name: weights, first: a, a: 1, b: 0.5}").choice.build()

    assert ({"a": 1.0, "b": 0.5}, False) == (made.weights, made.shares)


def test_own_name_is_a_key_like_others() -> None:
    """The parameter's own name isn't the key of a mapping."""
    root = from_mapping(Root, {"choice": {"name": "weights", "first": "a", "weights": 2}})

    assert {"weights": 2.0} == root.choice.build().weights


def test_none_given() -> None:
    """Without other keys, none are passed."""
    assert {} == WEIGHTS.from_mapping({"name": "weights", "first": "a"}).build().weights


def test_faults_at_their_keys(tmp_path: Path) -> None:
    """A value of another type is a fault at its key."""
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, "choice: {name: weights, a: x, b: [1]}")

    assert [
        (("choice", "first"), MissingKey),
        (("choice", "a"), WrongType),
        (("choice", "b"), WrongType),
    ] == [(fault.path, type(fault.problem)) for fault in caught.value.faults]


def test_overrides(tmp_path: Path) -> None:
    """An override adds a key beside those in the file."""
    made = loaded(tmp_path, "choice: {name: weights, first: a, a: 1}", "choice.b=2").choice.build()

    assert {"a": 1.0, "b": 2.0} == made.weights


@frozen
class Standing:
    """A choice with other keys by default."""

    choice: Spec[Weights, []] = field(
        factory=lambda: WEIGHTS.from_mapping({"name": "weights", "first": "a", "b": 2})
    )


def test_other_keys_of_the_default() -> None:
    """The other keys of the default stay unless some are given."""
    kept = from_mapping(Standing, {"choice": {"first": "c"}}).choice.build()
    replaced = from_mapping(Standing, {"choice": {"d": 3}}).choice.build()

    assert ("c", {"b": 2.0}) == (kept.first, kept.weights)
    assert ("a", {"d": 3.0}) == (replaced.first, replaced.weights)


def test_written_flat(tmp_path: Path) -> None:
    """The keys are written as they were given, and the tree is the same after dumping and pickling."""
    root = loaded(tmp_path, "choice: {name: weights, first: a, b: 2}")

    assert "choice:\n  name: weights\n  first: a\n  shares: false\n  b: 2.0\n" == dump(root)
    assert root == loaded(tmp_path, dump(root)) == pickle.loads(pickle.dumps(root))
    assert digest(root) == digest(loaded(tmp_path, dump(root)))


def test_nested_components() -> None:
    """The values of the other keys may be components."""
    made = GROUPS.from_mapping({"name": "group", "x": {"name": "weights", "first": "a", "w": 3}}).build()

    assert {"w": 3.0} == made.parts["x"].weights


def test_schema() -> None:
    """The schema takes other keys with values of the type."""
    definitions = json_schema(Root)["$defs"]
    assert isinstance(definitions, dict)
    component: object = definitions["weights_by_name.weights"]  # pyright: ignore[reportUnknownVariableType]  # of any keys
    assert isinstance(component, dict)

    assert ["number", "string"] == component["additionalProperties"]["type"]
    assert {"name", "first", "shares"} == set(component["properties"])  # pyright: ignore[reportUnknownArgumentType]  # as above
