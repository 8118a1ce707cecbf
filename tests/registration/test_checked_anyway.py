"""What registration checks although the class has conformed before, or will most likely conform."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from attrs import define

from tests.samples.trainers import Context
from typed_registry import Registry
from typed_registry._registration.entries import registries_among
from typed_registry.errors import ConformanceError, UnknownParameterError


class Tool:
    """A kind of component."""

    def __init__(self, config: object = None, size: int = 1) -> None:
        self.config, self.size = config, size


class Hammer(Tool):
    """A component."""


@define
class Changeable:
    """A config that isn't frozen."""

    size: int = 1


def test_config_of_the_first_component() -> None:
    """The config of the first component is checked, though its class conforms by its base."""
    with pytest.raises(ConformanceError) as caught:
        Registry[Tool, []]("tools").register("hammer", config=Changeable)(Hammer)

    assert ["config"] == [mismatch.member for mismatch in caught.value.mismatches]


def test_config_of_a_known_class() -> None:
    """The config is checked for a class that was registered without one before."""
    tools = Registry[Tool, []]("tools")
    tools.register("hammer")(Hammer)
    with pytest.raises(ConformanceError) as caught:
        tools.register("other", config=Changeable)(Hammer)

    assert ["config"] == [mismatch.member for mismatch in caught.value.mismatches]


def make(context: Context, size: object = 1) -> Tool:
    """Make a tool in a context."""
    return Tool(context, cast("int", size))


def test_types_of_dependencies() -> None:
    """A type is stated for a setting, not for a dependency of the registry."""
    tools = Registry[Tool, [Context]]("tools")
    tools.register_factory("sized", types={"size": int})(make)
    with pytest.raises(UnknownParameterError):
        tools.register_factory("wrong", types={"context": Context})(make)
    anything = Registry[Tool]("anything")
    anything.register_factory("sized", types={"context": str})(make)

    assert ["size"] == [*tools.entries["sized"].config.__annotations__]


def test_component_of_no_module() -> None:
    """A component that has no module is in the module that registers it."""

    def nameless() -> Tool:
        return Tool()

    nameless.__module__ = cast("str", None)
    tools = Registry[Tool, []]("tools")
    tools.register_factory("nameless")(nameless)

    assert __name__ == tools.entries["nameless"].module


def test_objects_that_refer_to_a_registry() -> None:
    """An object with the entries of a registry isn't that registry."""
    tools = Registry[Tool, []]("tools")
    others = [SimpleNamespace(entries=tools.entries), SimpleNamespace(entries=3), 3]

    assert [tools.entries] == registries_among([*others, tools, tools])


def test_settings_of_an_instance() -> None:
    """An instance has no settings, whatever parameters it takes when it is called."""
    tools = Registry[object, []]("tools")
    tools.register_instance("maker", make)

    assert [] == [*getattr(tools.entries["maker"].config, "__annotations__", {})]
    assert make is tools.from_mapping({"name": "maker"}).build()


def test_types_of_any_keyword() -> None:
    """A type may be stated for a keyword that a component passes on."""

    def passing(**options: object) -> Tool:
        return Tool(options)

    tools = Registry[Tool, []]("tools")
    tools.register_factory("passing", types={"depth": int})(passing)
    with pytest.raises(UnknownParameterError):
        tools.register("hammer", types={"depth": int})(Hammer)

    assert {"depth": 3} == tools.from_mapping({"name": "passing", "depth": 3}).build().config


def test_documentation_that_no_file_can_hold() -> None:
    """A docstring with half of a surrogate pair is that of the config, with an escape."""

    def documented() -> Tool:
        return Tool()

    documented.__doc__ = "Half \ud800."
    tools = Registry[Tool, []]("tools")
    tools.register_factory("documented")(documented)

    assert "Half \\ud800." == tools.entries["documented"].config.__doc__
