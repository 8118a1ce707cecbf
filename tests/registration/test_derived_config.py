"""The config of a component that is registered without one: derived from its signature."""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Mapping
from functools import partial

import attrs
import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from tests.samples import signatures
from tests.samples.trainers import Context
from typed_registry import Registry
from typed_registry._registration.derived_config import derive, outline
from typed_registry._registration.passing import hidden_parameters
from typed_registry._registration.records import Record
from typed_registry._typing_forms import Component
from typed_registry.config._types.fields import fields as config_fields
from typed_registry.errors import ConfigError, UnconfigurableError

Things = Registry[object, [Context]]


def registry_of(component: Component[object]) -> Registry[object, [Context]]:
    """A registry with this one component, called `it`."""
    registry = Things("things")
    registry.register_factory("it")(component)
    return registry


def fields(component: Component[object]) -> list[tuple[str, object, object]]:
    """What the derived config takes: alias, type and default of each field."""
    config = registry_of(component).entries["it"].config
    return [(str(a.alias), a.type, a.default) for a in attrs.fields(config)]


def values(made: object) -> object:
    """What a component of `signatures` was built from."""
    return getattr(made, "values", made)


def test_keywords() -> None:
    """Each parameter after the dependencies is a field with its annotation and default."""
    assert [
        ("beta", float, attrs.NOTHING),
        ("steps", int, 3),
        ("tags", tuple[str, ...], ()),
    ] == fields(signatures.Keywords)


def hiding(context: Context, /, call: Component[object], **others: object) -> object:
    """A component whose source doesn't show what some of its parameters are."""
    return call(context, **others)


@pytest.mark.parametrize(
    "component",
    [
        signatures.Keywords,
        signatures.Starred,
        signatures.Guarded,
        signatures.Nameless,
        signatures.Optional,
        signatures.Fields,
        signatures.Inherits,
        partial(signatures.Keywords, beta=0.5),
        hiding,
    ],
)
def test_outline(component: Component[object]) -> None:
    """An outline has the fields of the config, and knows as well what hides others."""
    record = Record("it", component, None, "example.py", 1, None)
    config, outlined = derive(record, (Context,), "things").config, outline(record, (Context,), "things")

    assert [evolve(each, owner=outlined) for each in config_fields(config)] == [*config_fields(outlined)]
    assert hidden_parameters(config) == hidden_parameters(outlined)
    assert bool(hidden_parameters(outlined)) == (component is hiding)


def test_class() -> None:
    """The config is a frozen class that is named and documented after its component."""
    config = registry_of(signatures.Keywords).entries["it"].config
    made = registry_of(signatures.Keywords).from_mapping({"name": "it", "beta": 1.0}).config

    assert "KeywordsConfig" == config.__name__
    assert signatures.__name__ == config.__module__
    assert "Takes two things by keyword.\n\nAnd says more of them here." == config.__doc__
    with pytest.raises(FrozenInstanceError):
        made.beta = 2.0  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # frozen


def test_starred() -> None:
    """What stars take has fields of its own: a list, and a mapping of all other keys."""
    assert [
        ("beta", float, 0.1),
        ("rest", tuple[int, ...], ()),
        ("more", Mapping[str, str], {}),
    ] == fields(signatures.Starred)


def test_underscored() -> None:
    """A field has the parameter's own name, with its underscore."""
    made = registry_of(signatures.Guarded).from_mapping({"name": "it", "_beta": 0.3}).build(Context())

    assert [("_beta", float, 0.1)] == fields(signatures.Guarded)
    assert (Context(), 0.3) == values(made)


def test_attrs_component() -> None:
    """An attrs class is taken by its parameters, not by its fields."""
    made = registry_of(signatures.Fields).from_mapping({"name": "it", "beta": 0.3}).build(Context("a"))

    assert [("beta", float, 0.1), ("steps", int, 3)] == fields(signatures.Fields)
    assert signatures.Fields(Context("a"), 0.3) == made


def test_inherited() -> None:
    """An inherited constructor counts."""
    assert fields(signatures.Keywords) == fields(signatures.Inherits)


def test_unannotated() -> None:
    """A parameter without an annotation takes anything."""
    assert [
        ("beta", object, attrs.NOTHING),
        ("steps", object, 3),
        ("kind", object, "sigmoid"),
        ("rate", object, None),
    ] == fields(signatures.plain)  # pyright: ignore[reportUnknownArgumentType]  # on purpose


def test_partial() -> None:
    """What a partial has fixed by position is gone, and what it has fixed by keyword is a default."""
    made = partial(signatures.Keywords, beta=0.5)

    assert [("beta", float, 0.5), ("steps", int, 3), ("tags", tuple[str, ...], ())] == fields(made)
    assert (0.5, 4, ()) == values(registry_of(made).from_mapping({"name": "it", "steps": 4}).build(Context()))


def test_positional() -> None:
    """A parameter that no keyword reaches is passed by position."""
    nameless = registry_of(signatures.Nameless).from_mapping({"name": "it", "beta": 1.0}).build(Context())
    registry = registry_of(signatures.Optional)

    assert (Context(), 1.0) == values(nameless)
    assert [("beta", float, 0.1), ("steps", int, 3)] == fields(signatures.Optional)
    assert (Context(), 0.1, 1) == values(registry.from_mapping({"name": "it", "steps": 1}).build(Context()))
    assert (Context(), 0.5, 3) == values(registry.from_mapping({"name": "it", "beta": 0.5}).build(Context()))


def test_no_signature() -> None:
    """A component without a signature makes a config impossible."""
    registry = Registry[object, []]("things")
    registry.register_factory("range")(range)
    with pytest.raises(UnconfigurableError) as caught:
        _ = registry.entries["range"].config

    assert ("things", "range", "range") == (caught.value.registry, caught.value.name, caught.value.component)


def test_instance() -> None:
    """An instance has nothing to configure."""
    registry = Things("things")
    registry.register_instance("three", 3)

    assert () == attrs.fields(registry.entries["three"].config)


def test_spec_builds() -> None:
    """A choice builds from the dependencies by position and the config's values by keyword."""
    made = (
        registry_of(signatures.Keywords)
        .from_mapping({"name": "it", "beta": 0.2, "tags": ["a"]})
        .build(Context("here"))
    )

    assert isinstance(made, signatures.Keywords)
    assert (Context("here"), (0.2, 3, ("a",))) == (made.context, made.values)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"beta": "much"}, "beta: expected float, got 'much' (str)"),
        (
            {"beta": 1, "step": 2},
            "step: unknown key of it (things); did you mean 'steps'? valid: 'beta', 'steps', 'tags'",
        ),
        ({}, "beta: missing; expected float"),
        ({"beta": True}, "beta: expected float, got True (bool)"),
    ],
)
def test_validated(given: Mapping[str, object], expected: str) -> None:
    """The values are validated by the annotations."""
    with pytest.raises(ConfigError) as caught:
        registry_of(signatures.Keywords).from_mapping({"name": "it", **given})

    assert expected == str(caught.value)


@attrs.define
class Weighted:
    """An attrs class whose default is made anew for each instance."""

    weights: list[float] = attrs.Factory(list[float])
    scale: float = 1.0


@dataclasses.dataclass
class Listed:
    """The same as a dataclass."""

    weights: list[float] = dataclasses.field(default_factory=lambda: [1.0])


def test_default_factories() -> None:
    """A default that the component makes anew is made anew for each config."""
    registry = Registry[object, []]("factories")
    registry.register("weighted")(Weighted)
    registry.register("listed")(Listed)
    one, other = (registry.from_mapping({"name": "weighted"}).build() for _ in range(2))

    assert Weighted([], 1.0) == one == other
    assert isinstance(one, Weighted)
    assert isinstance(other, Weighted)
    assert one.weights is not other.weights
    assert Listed([1.0]) == registry.from_mapping({"name": "listed"}).build()


def test_weak_references() -> None:
    """A spec and a derived config can be referred to weakly, however they are made."""
    registry = Registry[object, []]("weak")
    registry.register("weighted")(Weighted)
    spec = registry.from_mapping({"name": "weighted"})

    assert spec is weakref.ref(spec)()
    assert spec.config is weakref.ref(spec.config)()


def sized() -> Component[object]:
    """Return a function that is defined in another one."""

    def size(context: Context, count: int = 1) -> tuple[Context, int]:
        return context, count

    return size


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (signatures.Keywords, "KeywordsConfig"),
        (partial(partial(signatures.Keywords, beta=0.5), steps=2), "KeywordsConfig"),
        (sized(), "sizeConfig"),
    ],
)
def test_class_name(component: Component[object], expected: str) -> None:
    """The config class is called after the class or function that is called in the end."""
    assert expected == registry_of(component).entries["it"].config.__name__


def test_class_name_of_an_instance() -> None:
    """The config class of an instance is called after the instance's class."""
    registry = Registry[object, []]("things")
    registry.register_instance("it", Context("a.b(c)"))

    assert "ContextConfig" == registry.entries["it"].config.__name__


def test_no_attributes_beside_the_fields() -> None:
    """A derived config has slots alone."""
    made = registry_of(signatures.Keywords).from_mapping({"name": "it", "beta": 1.0}).config

    assert not hasattr(made, "__dict__")


def items(*numbers: int) -> tuple[int, ...]:
    """Takes numbers, and no dependencies."""
    return numbers


def test_no_arguments_without_dependencies() -> None:
    """A component that needs no dependencies is built without arguments, though it would take them."""
    registry = Registry[object, []]("numbers of nothing")
    registry.register_factory("items")(items)
    spec = registry.from_mapping({"name": "items", "numbers": [1]})
    assert (1,) == spec.build()

    with pytest.raises(TypeError):
        spec.build(2)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # no dependencies


def test_dependencies_that_are_not_stated() -> None:
    """A config is derived for a registry that doesn't say what its components are built from."""
    registry = Registry[object]("loose numbers")
    registry.register_factory("items")(items)

    assert (1, 2) == registry.from_mapping({"name": "items", "numbers": [1, 2]}).build()
