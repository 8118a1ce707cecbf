"""Outdated defaults whose settings have other keys in a file than names in the program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, cast

import pytest
from attrs import field, frozen
from pydantic import BaseModel, ConfigDict
from pydantic import Field as ModelField

from typed_registry import Registry, Spec
from typed_registry._documentation.field_text import default_text
from typed_registry._schema import rendered
from typed_registry.config import from_mapping, key, plain_data

EFFECTS = Registry[object, []]("effects")
Effect = Annotated[Spec[object, []], EFFECTS]


@EFFECTS.register("gain")
class Gain:
    def __init__(self, x: Annotated[int, key("ex")] = 1) -> None: ...


@EFFECTS.register("odd")
class Odd:
    def __init__(self, x: Annotated[int, key("ex")] = 1, lambda_: int = 1, name: int = 1) -> None: ...


class NewOdd:
    def __init__(
        self, x: Annotated[int, key("ex")] = 2, lambda_: int = 2, name: int = 2, more: int = 2
    ) -> None: ...


@EFFECTS.register("open")
class Open:
    def __init__(self, x: Annotated[int, key("ex")] = 1, **others: int) -> None: ...


class NewOpen:
    def __init__(self, x: Annotated[int, key("ex")] = 2, more: int = 2, **others: int) -> None: ...


@frozen
class Fields:
    x: int = field(default=1, metadata=key("ex"))


@EFFECTS.register("fields", config=Fields)
class WithFields:
    def __init__(self, config: Fields) -> None: ...


@frozen
class NewFields:
    x: int = field(default=2, metadata=key("ex"))
    more: int = 2


class NewWithFields:
    def __init__(self, config: NewFields) -> None: ...


class Model(BaseModel):  # type: ignore[explicit-any]  # pydantic's own
    model_config = ConfigDict(frozen=True)

    x: int = ModelField(default=1, alias="ex")


class NewModel(Model):  # type: ignore[explicit-any]  # as above
    more: int = 2


@EFFECTS.register("model", config=Model)
class WithModel:
    def __init__(self, config: Model) -> None: ...


class NewWithModel:
    def __init__(self, config: NewModel) -> None: ...


@EFFECTS.register("nested")
class Nested:
    def __init__(self, inner: Effect, fields: Fields = Fields()) -> None: ...


class NewNested:
    def __init__(self, inner: Effect, fields: Fields = Fields(), more: int = 2) -> None: ...


REPLACED: Mapping[str, tuple[type, type | None, Mapping[str, object]]] = {
    "odd": (NewOdd, None, {"ex": 5, "lambda_": 6, "name_": 7}),
    "open": (NewOpen, None, {"ex": 5, "other": 6}),
    "fields": (NewWithFields, NewFields, {"ex": 5}),
    "model": (NewWithModel, NewModel, {"ex": 5}),
    "nested": (NewNested, None, {"inner": {"name": "gain", "ex": 5}, "fields": {"ex": 6}}),
}


@pytest.mark.parametrize("name", REPLACED)
def test_keys(name: str) -> None:
    """A default that is chosen again keeps its settings under their keys."""
    component, config, given = REPLACED[name]
    default = EFFECTS.from_mapping({"name": name, **given})

    @frozen
    class Song:
        effect: Effect = default

    assert {"name": name, **given} == plain_data(from_mapping(Song, {}).effect)
    with EFFECTS.isolated():
        EFFECTS.register(name, config=config, replace=True)(component)
        again = plain_data(from_mapping(Song, {}).effect)
    assert {"name": name, **given, "more": 2} == again


@pytest.mark.parametrize("name", REPLACED)
def test_shown(name: str) -> None:
    """The schema and the help show such a default as a file writes it."""
    given = {"name": name, **REPLACED[name][2]}
    default = EFFECTS.from_mapping(given)

    @frozen
    class Song:
        effect: Effect = default

    schema = cast("dict[str, dict[str, dict[str, object]]]", json.loads(rendered(Song)))
    assert given == schema["properties"]["effect"]["default"]
    assert from_mapping(Song, {}) == from_mapping(Song, {}, [f"effect={default_text(default)}"])
