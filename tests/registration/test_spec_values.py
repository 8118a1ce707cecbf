"""The values that a choice shows, and that its pickle contains."""

# ruff: noqa: S301  # what is unpickled was pickled here

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Final, cast

import pytest
from attrs import field, frozen

from typed_registry import Registry, Spec

SENTINEL: Final = object()


def double(number: float) -> float:
    """Return twice the number."""
    return 2 * number


@frozen
class Doubled:
    """A config with a converter that changes each value it gets."""

    size: float = field(converter=double)


PARTS = Registry[object, []]("parts with values")


@PARTS.register("doubled", config=Doubled)
class OfDoubled:
    """Has a declared config."""

    def __init__(self, config: Doubled) -> None:
        self.config = config


@PARTS.register("plain")
class Plain:
    """Has values of several kinds."""

    def __init__(
        self,
        size: int = 1,
        table: Mapping[str, int] | None = None,
        function: object = double,
        mark: object = SENTINEL,
    ) -> None:
        self.values = (size, table, function, mark)


@PARTS.register("open")
class Open:
    """Takes any keyword."""

    def __init__(self, **options: int) -> None:
        self.options = options


def restored(spec: Spec[object, []]) -> Spec[object, []]:
    """Return the choice after a journey between processes."""
    return cast("Spec[object, []]", pickle.loads(pickle.dumps(spec)))


def test_converters_do_not_run_again() -> None:
    """A declared config is pickled as it is."""
    spec = PARTS.spec(OfDoubled, Doubled(3))

    assert Doubled(3) == restored(spec).config
    assert spec == restored(spec)


def test_values_in_a_pickle() -> None:
    """A derived config is pickled as its values, without defaults that equal nothing but themselves."""
    spec = PARTS.from_mapping({"name": "plain"})
    values = cast("tuple[object, object, dict[str, object]]", spec.__reduce__()[1])[2]

    assert 1 == values["size"]
    assert not {"function", "mark"} & {*values}
    assert (1, None, double, SENTINEL) == vars(restored(spec).build())["values"]


def test_given_values_in_a_pickle() -> None:
    """A value that isn't the default is pickled, whatever equals it."""
    spec = PARTS.from_mapping({"name": "plain", "function": len, "mark": int})

    assert (1, None, len, int) == vars(restored(spec).build())["values"]


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"name": "plain", "table": {"a": 1}}, "Spec('plain', size=1, table={'a': 1})"),
        ({"name": "open", "a": 1, "b": 2}, "Spec('open', a=1, b=2)"),
        ({"name": "open"}, "Spec('open')"),
    ],
)
def test_shown(data: dict[str, object], shown: str) -> None:
    """A choice is shown as the call that makes it: a mapping is a value, and other keywords are keywords."""
    assert repr(PARTS.from_mapping(data)).startswith(shown[:-1])


def test_config_or_keywords() -> None:
    """A choice is made by a config or by keywords."""
    with pytest.raises(TypeError, match="a config or keywords, not both"):
        PARTS.spec(OfDoubled, Doubled(3), size=3)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # refused


def test_keywords_with_a_component() -> None:
    """Keywords go with a name, as they do for checkers, and the error writes the call."""
    with pytest.raises(TypeError, match=r"write spec\('doubled', size=3\)"):
        PARTS.spec(OfDoubled, size=3)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # refused
