"""What components are built from: values of their own, and dependencies that they share."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping

import pytest

from typed_registry import Registry
from typed_registry.config import digest
from typed_registry.errors import ConfigError, UnknownKey


class Weights:
    """Goes through its numbers once."""

    def __init__(self, numbers: Iterable[int], scale: float = 1.0) -> None:
        self.numbers = [*numbers]
        self.scale = scale


class Clip:
    """Goes through the same numbers as its two weights."""

    def __init__(self, numbers: Iterable[int], first: Weights, second: Weights) -> None:
        self.numbers = [*numbers]
        self.first = first
        self.second = second


class Unequal:
    """Refuses to be compared, as arrays do."""

    def __eq__(self, other: object) -> bool:
        raise ValueError("ambiguous")

    def __hash__(self) -> int:
        return 0


UNEQUAL = Unequal()


class Layers:
    """Changes what it is given."""

    def __init__(
        self,
        layers: list[int],
        names: Mapping[str, list[int]] = {},
        *,
        limit: float = math.nan,
        array: Unequal = UNEQUAL,
    ) -> None:
        layers.append(0)
        for items in names.values():
            items.append(0)
        self.layers = layers
        self.names = names
        self.others = limit, array


WEIGHTS = Registry[Weights, [Iterable[int]]]("weights of numbers")
CLIPS = Registry[Clip, [Iterable[int]]]("clips of numbers")
LAYERS = Registry[Layers, []]("layers that change")
WEIGHTS.register("weights")(Weights)
CLIPS.register("clip")(Clip)
LAYERS.register("layers")(Layers)


def test_iterator_is_shared() -> None:
    """An iterator that nested components are built from, too, has its items for each of them."""
    spec = CLIPS.from_mapping({"name": "clip", "first": "weights", "second": "weights"})

    made = spec.build(number for number in (1, 2))

    assert [1, 2] == made.numbers == made.first.numbers == made.second.numbers


def test_spec_stays_as_it_is() -> None:
    """A component may change the lists that it is given: the spec and its next build don't see it."""
    spec = LAYERS.from_mapping({"name": "layers", "layers": [1], "names": {"a": [2]}})
    before = digest(spec)

    first, second = spec.build(), spec.build()

    assert [1, 0] == first.layers == second.layers
    assert {"a": [2, 0]} == first.names == second.names
    assert before == digest(spec)


def test_values_that_do_not_compare() -> None:
    """Specs of values that refuse to compare, or aren't equal to themselves, are equal where these are."""
    one, other, another = (
        LAYERS.from_mapping({"name": "layers", "layers": layers}) for layers in ([1], [1], [2])
    )

    assert one == other
    assert one != another


def test_key_like_the_choice_and_a_field() -> None:
    """A key that is like a field is taken for that, though it is like `name` as well."""
    with pytest.raises(ConfigError) as caught:
        LAYERS.from_mapping({"name": "layers", "layers": [], "nams": {}})

    (fault,) = caught.value.faults
    assert isinstance(fault.problem, UnknownKey)
    assert "names" in fault.problem.valid


class Failing(Weights):
    """Can't be built."""

    def __init__(self, numbers: Iterable[int]) -> None:
        raise ValueError(f"no weights among {numbers}")


WEIGHTS.register("failing")(Failing)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="notes came with Python 3.11")
def test_error_names_the_component() -> None:
    """An error while building says which component raised it, and those around it."""
    spec = CLIPS.from_mapping({"name": "clip", "first": "weights", "second": "failing"})

    with pytest.raises(ValueError, match="no weights") as caught:
        spec.build([1])

    notes: list[str] = getattr(caught.value, "__notes__", [])
    assert ["failing", "clip"] == [note.split("'")[1] for note in notes]
