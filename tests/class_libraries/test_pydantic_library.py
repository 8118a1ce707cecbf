"""Models of pydantic, which validate what they are called with."""

from __future__ import annotations

import pydantic
import pytest
from pydantic import AliasPath, BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from typing_extensions import Self

from tests.class_libraries.samples import Box, Model
from tests.samples.bag import facts, fault
from tests.samples.holder import holder
from typed_registry import Registry
from typed_registry._documentation.settable import unchoosable
from typed_registry.config import dump, from_mapping, plain_data
from typed_registry.errors import ConfigError, ConformanceError, MissingKey, Refused, WrongType


class Checked(BaseModel):  # type: ignore[explicit-any]  # pydantic's own
    """A model with validators of every kind."""

    model_config = ConfigDict(frozen=True)

    text: str = ""
    levels: list[int] = Field(default=[1], alias="all-levels")
    secret: SecretStr = SecretStr("")
    inner: Model | None = None

    @field_validator("text", mode="before")
    @classmethod
    def as_text(cls, value: object) -> str:
        return f"<{value}>"

    @field_validator("levels")
    @classmethod
    def rising(cls, value: list[int]) -> list[int]:
        if value != sorted(value):
            raise ValueError("not in order")
        return value

    @model_validator(mode="after")
    def whole(self) -> Self:
        if len(self.levels) > 3:
            raise ValueError("too many levels")
        return self


class Strict(BaseModel):  # type: ignore[explicit-any]  # as above
    """A model with limits for the items of a list."""

    sizes: list[pydantic.PositiveInt]


class Component:
    """A component with a model as its config."""

    def __init__(self, config: Checked) -> None:
        self.config = config


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"all-levels": [2, 1]}, "all-levels: got a list of 2: not in order"),
        ({"inner": {"size": 0}}, "inner.size: got 0 (int): Input should be greater than or equal to 1"),
        (
            {"inner": {"size": 1, "words": ["a", "b", "c"]}},
            "inner.words: got a list of 3: List should have at most 2 items after validation, not 3",
        ),
        ({"all-levels": [1, 2, 3, 4]}, "too many levels"),
        ({"levels": [1]}, "levels: unknown key; did you mean 'all-levels'?"),
        ({"secret": 3}, "secret: got 3 (int): Input should be a valid string"),
    ],
)
def test_refused_by_the_model(data: dict[str, object], said: str) -> None:
    """What a model finds wrong is a fault at the place of the value."""
    assert said in fault(lambda: from_mapping(Checked, data))


def test_path_of_an_item() -> None:
    """A model's error about an item has the path of the item."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(holder(Strict), {"it": {"sizes": [1, 0, -1]}})

    assert [("it", "sizes", 1), ("it", "sizes", 2)] == [each.path for each in caught.value.faults]
    assert [0, -1] == [
        each.problem.given for each in caught.value.faults if isinstance(each.problem, Refused)
    ]


def test_validator_before() -> None:
    """A validator that sees what is given before it is checked gets what the file holds."""
    assert "<3>" == from_mapping(Checked, {"text": 3}).text


def test_no_conversion() -> None:
    """What no validator converts is read as strictly as in any other class."""
    assert "size: expected int, got '3' (str)" in fault(lambda: from_mapping(Model, {"size": "3"}))


def test_type_of_pydantic() -> None:
    """A type that only pydantic knows is left to pydantic. A dump that would lose the value is refused."""
    made = from_mapping(Checked, {"secret": "abc"})

    assert "abc" == made.secret.get_secret_value()
    with pytest.raises(ValueError, match=r"^secret: no file can hold SecretStr"):
        dump(made)
    assert "secret" not in dump(Checked())


def test_generic_model() -> None:
    """A generic model is read with its arguments."""
    root = holder(Box[int])

    assert Box[int](value=3) == from_mapping(root, {"it": {"value": 3}}).it
    assert "it.value: expected int, got 'a' (str)" in fault(
        lambda: from_mapping(root, {"it": {"value": "a"}})
    )


def test_config_of_a_component() -> None:
    """A frozen model is the config of a component, as an attrs class is."""
    registry = Registry[Component, []]("with models")
    registry.register("one", config=Checked)(Component)

    assert [1, 2] == registry.from_mapping({"name": "one", "all-levels": [1, 2]}).build().config.levels


def test_a_model_that_is_the_component() -> None:
    """It is given what a model as a config is given: what only pydantic can judge is left to the build."""
    registry = Registry[Checked, []]("models")

    @registry.register("one")
    class One(Checked):  # type: ignore[explicit-any]  # as above
        token: SecretStr
        count: int = 1

    spec = registry.from_mapping({"name": "one", "token": "abc", "text": 3, "all-levels": [1, 2]})
    made = spec.build()

    assert isinstance(made, One)
    assert ("abc", "<3>", [1, 2]) == (made.token.get_secret_value(), made.text, made.levels)
    given = {"token": "abc", "text": 3, "all-levels": [1, 2]}
    assert {"name": "one", **given, "inner": None, "count": 1} == plain_data(spec)
    with pytest.raises(ConfigError) as caught:
        registry.from_mapping({"name": "one", "count": "2"})
    assert {("count",): WrongType, ("token",): MissingKey} == {
        each.path: type(each.problem) for each in caught.value.faults
    }
    assert unchoosable(registry._entries, "one") is None  # pyright: ignore[reportPrivateUsage]  # as a stub asks
    with pytest.raises(pydantic.ValidationError, match="valid string"):
        registry.from_mapping({"name": "one", "token": 3}).build()


def test_mutable_config() -> None:
    """A model that can be changed is refused, with what to write."""

    class Open(BaseModel):  # type: ignore[explicit-any]  # as above
        size: int = 1

    with pytest.raises(
        ConformanceError, match=r"Open is not frozen; write model_config = ConfigDict\(frozen"
    ):
        Registry[object, []]("with mutable models").register("one", config=Open)(Component)  # type: ignore[arg-type]  # refused  # pyright: ignore[reportArgumentType, reportCallIssue]


class Found(BaseModel):  # type: ignore[explicit-any]  # pydantic's own
    """A model with a field that pydantic finds inside of another value."""

    first: int = Field(default=1, validation_alias=AliasPath("all", 0))
    second: int = Field(default=2, alias="two")


class ByName(BaseModel):  # type: ignore[explicit-any]  # pydantic's own
    """A model that doesn't take its aliases."""

    model_config = ConfigDict(validate_by_alias=False, validate_by_name=True)

    second: int = Field(default=2, alias="two")


def test_a_key_that_pydantic_would_ignore() -> None:
    """A field has the key by which the model takes it, and none if there is no such key."""
    assert ["first UnknownKey"] == facts(lambda: from_mapping(Found, {"first": 5, "two": 3}))
    assert 3 == from_mapping(Found, {"two": 3}).second
    assert 5 == from_mapping(ByName, {"second": 5}).second
    assert ["two UnknownKey"] == facts(lambda: from_mapping(ByName, {"two": 5}))


def test_what_no_key_gives_is_in_no_dump() -> None:
    """An instance with a value that no file gives back isn't written."""
    with pytest.raises(ValueError, match="first: 5 would be loaded as 1"):
        dump(Found.model_validate({"all": [5]}))
