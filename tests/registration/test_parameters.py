"""Every parameter of a component can be set, and its own defaults stay with it."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from typing import Annotated

import pytest
from attrs import frozen

from tests.samples import parameters as samples
from typed_registry import Registry, Spec
from typed_registry.config import digest, dump, from_mapping
from typed_registry.errors import ConfigError, Refused, UnknownKey, UnknownParameterError

THINGS = Registry[object, []]("things")
THINGS.register_factory("optional")(samples.optional)
THINGS.register_factory("needed")(samples.needed)
THINGS.register_factory("weighted")(samples.weighted)
THINGS.register_factory("storing")(samples.storing)
THINGS.register_factory("listed")(samples.listed)
THINGS.register_factory("partly listed")(samples.partly_listed)
THINGS.register_factory("positional")(samples.positional)
THINGS.register_factory("reserved")(samples.reserved)
THINGS.register("mangled")(samples.Mangled)
THINGS.register_factory("pool")(samples.pool)
THINGS.register("listing")(samples.Listing)
THINGS.register("identified")(samples.Identified)
THINGS.register_factory("calling")(samples.calling)
THINGS.register("named")(samples.Named)
THINGS.register("inheriting")(samples.Inheriting)
THINGS.register("model")(samples.Model)
THINGS.register("open model")(samples.OpenModel)
THINGS.register("struct")(samples.Struct)
THINGS.register("parts")(samples.Parts)
THINGS.register("sentinel")(samples.Sentinel)
THINGS.register_factory("stored")(samples.stored)
THINGS.register_factory("without a signature", types={"lr": float})(dict)
THINGS.register_factory("stated", types={"lr": float, "size": str})(samples.stored)


@frozen
class Root:
    """A config with one of them."""

    thing: Annotated[Spec[object, []], THINGS]


def built(name: str, **values: object) -> object:
    """What a component is built from, chosen by its name and these values."""
    made = THINGS.from_mapping({"name": name, **values}).build()
    return made.values if isinstance(made, (samples.Mangled, samples.Sentinel)) else made


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("optional", {}, {}),
        ("optional", {"steps": 3}, {"steps": 3}),
        ("needed", {"lr": 1}, {"size": 1, "lr": 1.0}),
        (
            "weighted",
            {"a": 1.5, "kwargs": 2, "weights": 3},
            {"scale": 1.0, "a": 1.5, "kwargs": 2.0, "weights": 3.0},
        ),
        ("storing", {"parts": [1, 2], "a": 3}, ((1, 2), {"parts": (1, 2), "a": 3.0})),
        ("listed", {"first": 1}, (1, (), 1.0)),
        ("listed", {"first": 1, "others": [2, 3], "scale": 2}, (1, (2, 3), 2.0)),
        ("positional", {"a": 1}, (1, 2, 3, 4)),
        ("positional", {"a": 1, "c": 9, "d": 8}, (1, 2, 9, 8)),
        ("reserved", {"self_": 1}, (1, "x", "y")),
        ("reserved", {"self_": 1, "name__": "a", "name_": "b"}, (1, "a", "b")),
        ("mangled", {"__size": 3}, (3, 1)),
        ("mangled", {"__size": 3, "__depth": 4}, (3, 4)),
        ("pool", {"size": 3}, (3, 1, None, "mean")),
        ("pool", {"ratio": 0.5, "mode": "max"}, (None, 1, 0.5, "max")),
        ("listing", {}, samples.Listing([], 10)),
        ("listing", {"items": [1]}, samples.Listing([1], 11)),
        ("listing", {"count": 3}, samples.Listing([], 3)),
        ("inheriting", {}, samples.Inheriting()),
        ("inheriting", {"tags": ["b"]}, samples.Inheriting(tags=["b"])),
        (
            "model",
            {"learning-rate": 2, "count": 5},
            samples.Model.model_validate({"learning-rate": 2, "count": 5}),
        ),
        ("open model", {"depth": 3}, samples.OpenModel.model_validate({"depth": 3})),
        ("struct", {"size": 1}, samples.Struct(1)),
        ("parts", {"options": {"lr": 1}}, samples.Parts({"lr": 1.0})),
        ("without a signature", {"lr": 1}, {"lr": 1.0}),
        ("sentinel", {}, (True, None)),
        ("sentinel", {"size": 1, "rate": None}, (False, None)),
        ("stated", {"lr": 1, "size": "s"}, {"lr": 1.0, "size": "s"}),
    ],
)
def test_built(name: str, values: Mapping[str, object], expected: object) -> None:
    """A file sets each parameter, and the component has its own defaults for the others."""
    assert expected == built(name, **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("weighted", {"a": 1.5}),
        ("storing", {"parts": [1], "a": 3}),
        ("listed", {"first": 1, "others": [2]}),
        ("reserved", {"self_": 1, "name__": "a"}),
        ("mangled", {"__size": 3}),
        ("listing", {"items": [1]}),
        ("model", {"learning-rate": 2.0}),
        ("open model", {"depth": 3}),
    ],
)
def test_returns(name: str, values: Mapping[str, object]) -> None:
    """What is written from a config is read again as the same, and so is a pickled spec."""
    root = from_mapping(Root, {"thing": {"name": name, **values}})
    held: dict[str, dict[str, object]] = json.loads(dump(root, "json"))

    assert {"name": name, **values}.items() <= held["thing"].items()
    assert root == from_mapping(Root, held)
    assert root.thing == pickle.loads(pickle.dumps(root.thing))  # noqa: S301  # made here


def test_repr() -> None:
    """A spec shows the values that are given to the component."""
    assert "Spec('weighted', scale=1.0, a=1.5)" == repr(THINGS.from_mapping({"name": "weighted", "a": 1.5}))
    assert "Spec('optional')" == repr(THINGS.from_mapping({"name": "optional"}))


@pytest.mark.parametrize("name", ["listing", "named", "struct", "model"])
def test_fresh_defaults(name: str) -> None:
    """Two builds of one spec share no default that the component makes anew."""
    spec = THINGS.from_mapping({"name": name, **({"size": 1} if name == "struct" else {})})
    one, other = spec.build(), spec.build()
    attribute = "items" if name == "listing" else "tags"

    assert one == other
    assert getattr(one, attribute) is not getattr(other, attribute)


def test_distinct_defaults() -> None:
    """A default of which no two are equal is made by each build, and no config has it."""
    root = from_mapping(Root, {"thing": {"name": "identified"}})
    one, other = root.thing.build(), root.thing.build()

    assert isinstance(one, samples.Identified)
    assert isinstance(other, samples.Identified)
    assert one.key is not other.key
    assert one.lock is not other.lock
    assert "thing:\n  name: identified\n  size: 1\n" == dump(root)
    assert digest(root) == digest(from_mapping(Root, {"thing": {"name": "identified", "size": 1}}))


@pytest.mark.parametrize(("name", "expected"), [("sentinel", (True, None)), ("calling", (1, 3))])
def test_pickled_defaults(name: str, expected: object) -> None:
    """A pickled spec leaves out the defaults that equal nothing else, which the component still has."""
    spec = THINGS.from_mapping({"name": name})
    restored: Spec[object, []] = pickle.loads(pickle.dumps(spec))  # noqa: S301  # made here
    made = restored.build()

    assert spec == restored
    assert expected == (made.values if isinstance(made, samples.Sentinel) else made)


def test_items_after_a_keyword() -> None:
    """A partial that gives a parameter by keyword takes no further positions."""
    with pytest.raises(ConfigError) as caught:
        THINGS.from_mapping({"name": "partly listed", "others": [2]})

    (fault,) = caught.value.faults
    assert isinstance(fault.problem, UnknownKey)
    assert (1, (), 2.0) == built("partly listed", scale=2)


def test_default_written_out() -> None:
    """A spec whose default is written out equals one that leaves it out, and has its digest."""
    short, whole = ({"thing": {"name": "named", **more}} for more in ({}, {"tags": ["a"]}))
    one, other = from_mapping(Root, short), from_mapping(Root, whole)

    assert one == other
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "no form of pool takes nothing together"),
        ({"size": 1, "ratio": 0.5}, "no form of pool takes 'ratio', 'size' together"),
        (
            {"size": 1, "mode": "max"},
            "valid: 'size', with or without 'stride'; or 'ratio', with or without 'mode'",
        ),
    ],
)
def test_overloads(values: Mapping[str, object], message: str) -> None:
    """The values must fit one of the overloads."""
    with pytest.raises(ConfigError) as caught:
        THINGS.from_mapping({"name": "pool", **values})

    (fault,) = caught.value.faults
    assert isinstance(fault.problem, Refused)
    assert message in str(caught.value)


def test_other_keys_have_a_type() -> None:
    """A fault of a value that `**kwargs` takes is at its key."""
    with pytest.raises(ConfigError) as caught:
        THINGS.from_mapping({"name": "weighted", "a": "much"})

    assert "a: expected float, got 'much' (str)" == str(caught.value)


def test_hidden_key() -> None:
    """An unknown key of a component that hides parameters is refused with what hides them."""
    with pytest.raises(ConfigError) as caught:
        THINGS.from_mapping({"name": "stored", "lr": 1.0})

    (fault,) = caught.value.faults
    assert isinstance(fault.problem, UnknownKey)
    assert ("size",) == fault.problem.valid
    assert ["stored"] == [hidden.component for hidden in fault.problem.hidden]


def test_stated_type() -> None:
    """A stated type takes the place of an annotation, and of what is hidden."""
    with pytest.raises(ConfigError) as caught:
        THINGS.from_mapping({"name": "stated", "lr": "x", "size": 3})

    assert {"size", "lr"} == {str(fault.path[0]) for fault in caught.value.faults}


def test_unknown_stated_parameter() -> None:
    """A type for a parameter that a component can't take is refused at registration."""
    with pytest.raises(UnknownParameterError) as caught:
        THINGS.register_factory("wrong", types={"siz": int})(samples.positional)

    assert ("siz",) == caught.value.parameters
    assert ("a", "b", "c", "d") == caught.value.valid
    assert "wrong" not in THINGS


def test_stated_type_of_a_config() -> None:
    """A component with a config class has the types of its fields."""
    with pytest.raises(TypeError, match=r"'.*' takes config= or types=, not both"):
        THINGS.register("wrong", config=Root, types={"thing": int})  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # on purpose


def test_stated_types_that_are_no_mapping() -> None:
    """The types of parameters are stated by their names."""
    with pytest.raises(
        TypeError, match=r"things: the registration of 'wrong' takes types= as a .* got \[<class 'int'>\]$"
    ):
        THINGS.register("wrong", types=[int])  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # on purpose
