"""`name` in a config chooses the component, so no field of its config can have that key."""

from __future__ import annotations

import pytest
from attrs import field, frozen

from typed_registry import Registry
from typed_registry.config import key, plain_data
from typed_registry.errors import ConfigError, ConformanceError


@frozen
class NamedConfig:
    """Could never be set from a file."""

    name: str = ""


@frozen
class AliasedConfig:
    """The same by an alias."""

    title: str = field(default="", alias="name")


@frozen
class RenamedConfig:
    """The field is called `name`, but its key isn't."""

    name: str = field(default="", alias="title")


@frozen
class KeyedConfig:
    """The field is called `name`, and a file gives it by another key."""

    name: str = field(default="", metadata=key("name_"))


class Thing:
    """What a config is for."""

    def __init__(self, config: object) -> None:
        self.config = config


def labelled(name: str, size: int = 1) -> str:
    """Needs a name."""
    return f"{name} {size}"


def sized(size: int = 1, name: str = "box") -> str:
    """Has a name of its own."""
    return f"{name} {size}"


@pytest.mark.parametrize("config", [NamedConfig, AliasedConfig])
def test_declared(config: type[NamedConfig | AliasedConfig]) -> None:
    """A config class with a field that a file calls `name` is refused at registration."""
    with pytest.raises(ConformanceError) as caught:
        Registry[object, []]("things").register("thing", config=config)(Thing)

    assert ["config"] == [mismatch.member for mismatch in caught.value.mismatches]


def test_key() -> None:
    """A field called `name` can be given by another key."""
    things = Registry[object, []]("things")
    things.register("thing", config=KeyedConfig)(Thing)

    made = things.from_mapping({"name": "thing", "name_": "a"})

    assert KeyedConfig(name="a") == made.config
    assert {"name": "thing", "name_": "a"} == plain_data(made)


def test_other_key() -> None:
    """A field whose key is another is taken, whatever the attribute is called."""
    things = Registry[object, []]("things")
    things.register("thing", config=RenamedConfig)(Thing)

    assert RenamedConfig(title="a") == things.from_mapping({"name": "thing", "title": "a"}).config


def test_derived_optional() -> None:
    """A parameter `name` is set by the key `name_`, and keeps its default without it."""
    things = Registry[object, []]("things")
    things.register_factory("sized")(sized)

    assert "box 2" == things.from_mapping({"name": "sized", "size": 2}).build()
    assert "bag 2" == things.from_mapping({"name": "sized", "size": 2, "name_": "bag"}).build()


def test_derived_required() -> None:
    """A parameter `name` that must be given is missing under the key `name_`."""
    things = Registry[object, []]("things")
    things.register_factory("labelled")(labelled)
    with pytest.raises(ConfigError) as caught:
        things.from_mapping({"name": "labelled"})

    assert "name_: missing; expected str" == str(caught.value)
    assert "bag 1" == things.from_mapping({"name": "labelled", "name_": "bag"}).build()


def test_dependency() -> None:
    """A dependency may be called `name`: the program gives it."""
    things = Registry[object, [str]]("things")
    things.register_factory("labelled")(labelled)

    assert "bag 2" == things.from_mapping({"name": "labelled", "size": 2}).build("bag")
