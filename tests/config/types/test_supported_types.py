"""Types that no file can hold are refused when their class is first used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar, cast

import pytest
from attrs import AttrsInstance, field, frozen

from tests.samples.bag import fault
from tests.samples.holder import holder
from typed_registry import Registry, Spec
from typed_registry.config import dump, from_mapping
from typed_registry.config._types.find_rule import class_rule

T = TypeVar("T")
MEANS = "give the field a converter, or init=False to keep it out of the file"


class Pair:
    """A class of which nothing says what it is made of."""

    def __init__(self, left: int, right: int) -> None: ...


@frozen
class Box(Generic[T]):
    """A config that is open for a type."""

    it: T


@frozen
class Weights:
    """A config that no file can give."""

    raw: bytes = b""


@frozen
class Model:
    """One that mentions it."""

    layers: tuple[Weights, ...] = ()


@frozen
class Tree:
    """A config of its own kind."""

    value: int
    branches: tuple[Tree, ...] = ()


def encoded(text: str) -> bytes:
    """A converter."""
    return text.encode()


@frozen
class Mended:
    """Types that no file can hold, in fields that no file need hold."""

    raw: bytes = field(converter=encoded)
    done: bytes = field(default=b"", init=False)


@pytest.mark.parametrize(
    ("kind", "inside"),
    [
        (bytes, "bytes"),
        (complex, "complex"),
        (type, "type"),
        (Pair, "Pair"),
        (Spec, "Spec"),
        (bytes | complex, "bytes | complex"),
        (Callable[[int], int], "Callable[[int], int]"),
        (Sequence[bytes], "bytes"),
        (Mapping[str, list[bytes]], "bytes"),
        (Mapping[tuple[int, ...], int], "tuple[int, ...] as a mapping's key"),
        (Mapping[int | str, int], "int | str as a mapping's key"),
        (Mapping[None, int], "None as a mapping's key"),
        (Mapping[Weights, int], "Weights as a mapping's key"),
        (Mapping[Spec[object, []], int], "Spec[object, []] as a mapping's key"),
        (Mapping[Mapping[str, int], int], "Mapping[str, int] as a mapping's key"),
        (Mapping[Literal[b"a"], int], "Literal[b'a'] as a mapping's key"),
        (Literal["a", b"b"], "Literal['a', b'b']"),
        (tuple[int, Annotated[bytes, "raw"]], "bytes"),
        (Iterator[int], "Iterator[int]"),
    ],
)
def test_refused(kind: object, inside: str) -> None:
    """The field is named, and what no file can hold in it, whatever is given."""
    with pytest.raises(TypeError) as caught:
        from_mapping(holder(kind), {})

    assert f"Holder.it: no file can hold {inside}; {MEANS}" == str(caught.value)


@pytest.mark.parametrize(
    "kind",
    [
        Path | bytes | None,
        Sequence[int | bytes],
        Mapping[str, bytes | int],
        Box,
        Tree,
        Mended,
        tuple[()],
        dict,
    ],
)
def test_admitted(kind: object) -> None:
    """Of alternatives, one that a file can hold is enough; a type variable is any type; a class may recur."""
    class_rule(cast("type[AttrsInstance]", holder(kind))).admit()


@pytest.mark.parametrize("kind", [Model, Model | None, tuple[Model, ...], Mapping[str, list[Model]]])
def test_within(kind: object) -> None:
    """A class is refused for one that it mentions, however deep."""
    with pytest.raises(TypeError) as caught:
        from_mapping(holder(kind), {"it": None})

    assert f"Weights.raw: no file can hold bytes; {MEANS}" == str(caught.value)


def test_mended() -> None:
    """A converter takes what a file can hold, and a field out of the constructor is no file's business."""
    assert Mended("abc") == from_mapping(Mended, {"raw": "abc"})


def test_component() -> None:
    """The config of a component is looked at when it is first chosen, by a file or by the program."""
    registry = Registry[object, []]("heavy")
    registry.register("weights", config=Weights)(Heavy)
    kind = holder(Annotated[Spec[object, []], registry])
    with pytest.raises(TypeError) as chosen:
        registry.from_mapping({"name": "weights"})
    with pytest.raises(TypeError) as loaded:
        from_mapping(kind, {"it": "weights"})

    assert f"Weights.raw: no file can hold bytes; {MEANS}" == str(chosen.value) == str(loaded.value)


def test_signature() -> None:
    """A parameter of such a type keeps its default; a file that gives it is refused."""
    registry = Registry[object, []]("sized")
    registry.register_factory("sized")(sized)

    assert "name: sized\nlength: 3\n" == dump(registry.from_mapping({"name": "sized", "length": 3}))
    assert "raw: expected bytes, which no file can hold, got 'a' (str)" == fault(
        lambda: registry.from_mapping({"name": "sized", "raw": "a"})
    )


def test_required_in_signature() -> None:
    """One that must be given is told to be out of a file's reach."""
    registry = Registry[object, []]("raw")
    registry.register_factory("raw")(needy)

    assert "raw: missing; expected bytes, which no file can hold" == fault(
        lambda: registry.from_mapping({"name": "raw"})
    )


class Heavy:
    """A component with such a config."""

    def __init__(self, config: Weights) -> None:
        self.config = config


def sized(length: int = 1, raw: bytes = b"") -> str:
    """A component that takes bytes."""
    return f"{length} {raw!r}"


def needy(raw: bytes) -> str:
    """A component that needs bytes."""
    return repr(raw)
