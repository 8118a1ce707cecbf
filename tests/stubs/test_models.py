"""Models of pydantic have the keywords in a stub by which they are called, whatever declares these."""

from __future__ import annotations

import pytest

from tests.stubs.command import run

PARTS = """
from typing import Generic, TypeVar

import pydantic

T = TypeVar("T")

class Aliased(pydantic.BaseModel):
    size: int = pydantic.Field(alias="Size")
    rate: float = pydantic.Field(default=1.0, validation_alias="Rate")
    name: str = pydantic.Field(default="", validation_alias=pydantic.AliasChoices("title", "label"))

class Renamed(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(alias_generator=str.upper)
    size: int
    _hidden: int = 3

class Both(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(populate_by_name=True)
    size: int = pydantic.Field(alias="my-size")
    name: str = pydantic.Field(default="", alias="title")

class Either(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(populate_by_name=True, alias_generator=str.upper)
    size: int

class Own(pydantic.BaseModel):
    size: int = pydantic.Field(validation_alias="Size")
    def __init__(self, text: str) -> None:
        super().__init__(Size=int(text))

class Dashed(pydantic.BaseModel):
    size: int = pydantic.Field(alias="my-size")
    name: str = ""

class Box(pydantic.BaseModel, Generic[T]):
    value: T
"""
REGISTRIES = """
from typed_registry import Registry
from model_parts import Aliased, Both, Box, Dashed, Either, Own, Renamed

MODELS = Registry[object, []]("models of pydantic")
MODELS.register("aliased")(Aliased)
MODELS.register("renamed")(Renamed)
MODELS.register("both")(Both)
MODELS.register("either")(Either)
MODELS.register("own")(Own)
MODELS.register("dashed")(Dashed)
MODELS.register("box of int")(Box[int])
"""
CALLS = [
    "build(self, name: Literal['aliased'], /, *, Size: int, Rate: float = ..., title: str = ...) -> Aliased",
    "build(self, name: Literal['renamed'], /, *, SIZE: int) -> Renamed",
    "build(self, _name: Literal['both'], /, *, size: int, name: str = ...) -> Both",
    "build(self, name: Literal['either'], /, *, SIZE: int) -> Either",
    "build(self, name: Literal['either'], /, *, size: int) -> Either",
    "build(self, name: Literal['own'], /, text: str) -> Own",
    "build(self, _name: Literal['dashed'], /, *, name: str = ..., **kwargs: int) -> Dashed",
    "build(self, name: Literal['box of int'], /, *, value: int) -> Box[int]",
]
SPECS = [
    "spec(self, name: Literal['renamed'], /, *, SIZE: int)",
    "spec(self, name: Literal['either'], /, *, SIZE: int)",
    "spec(self, name: Literal['box of int'], /, *, value: int) -> Spec[Box[int], [], _BoxOfIntConfig]",
]


@pytest.fixture(scope="module")
def printed_and_stub(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Return what the command prints, and the stub with each definition on one line."""
    folder = tmp_path_factory.mktemp("models")
    (folder / "model_parts.py").write_text(PARTS)
    (folder / "model_registries.py").write_text(REGISTRIES)
    _, printed = run("stubs", "model_registries", cwd=folder, path=folder)
    text = (folder / "model_registries.pyi").read_text().replace('"', "'")
    lines = " ".join(text.split()).replace("( ", "(").replace(", )", ")")
    return printed, lines.replace(" )", ")")


@pytest.mark.parametrize("call", [*CALLS, *SPECS])
def test_keywords(call: str, printed_and_stub: tuple[str, str]) -> None:
    """A model takes its fields by their aliases or names, or what its own constructor takes."""
    _, stub = printed_and_stub

    assert call in stub


def test_a_keyword_that_no_call_can_write(printed_and_stub: tuple[str, str]) -> None:
    """An alias that is no name is reported, since any keyword has to be accepted in its place."""
    printed, _ = printed_and_stub

    assert "MODELS 'dashed': no call can write the keyword 'my-size'" in " ".join(printed.split())
