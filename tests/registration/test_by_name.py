"""The mappings from a registry's names: `components`, and `specs`."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from typing import cast

import pytest

from tests.samples.trainers import DPOTrainer, Idle, PPOTrainer
from typed_registry import Registry
from typed_registry.errors import UnknownNameError

TRAINERS = Registry[object, []]("mapped trainers")
TRAINERS.register("dpo")(DPOTrainer)
TRAINERS.register("ppo")(PPOTrainer)
TRAINERS.register("idle")(Idle)


def mapping(name: str) -> dict[str, object]:
    """Return one of the mappings, as a dictionary to type checkers."""
    return cast("dict[str, object]", getattr(TRAINERS, name))


@pytest.mark.parametrize("name", ["components", "specs"])
def test_names(name: str) -> None:
    """Both have the names of the registry, and are shown with these."""
    found = mapping(name)

    assert isinstance(found, Mapping)
    assert (["dpo", "ppo", "idle"], 3) == ([*found], len(found))
    assert [True, False] == ["dpo" in found, "sft" in found]
    assert f"{name.capitalize()}('dpo', 'ppo', 'idle')" == repr(found)
    with pytest.raises(UnknownNameError):
        found["sft"]


def test_components_as_a_dictionary() -> None:
    """The components are copied and joined with others as those of a dictionary are."""
    found = mapping("components")
    plain: dict[str, object] = {"dpo": DPOTrainer, "ppo": PPOTrainer, "idle": Idle}

    assert plain == found.copy()
    assert dict is type(found.copy())
    assert [DPOTrainer, PPOTrainer, Idle] == [*found.values()]
    assert ["idle", "ppo", "dpo"] == [*reversed(found)]
    assert {**plain, "dpo": 1} == found | {"dpo": 1}
    assert plain == {"dpo": 1} | found
    assert found == pickle.loads(pickle.dumps(found))  # noqa: S301  # what was pickled here


def test_specs_as_a_dictionary() -> None:
    """The functions that choose a component are copied and joined with others as well."""
    found = mapping("specs")
    choose = cast("Callable[[], object]", found["idle"])

    assert ["dpo", "ppo", "idle"] == [*found.copy()]
    assert 1 == (found | {"dpo": 1})["dpo"] != ({"dpo": 1} | found)["dpo"]
    assert TRAINERS.from_mapping({"name": "idle"}) == choose()
    assert ["idle", "ppo", "dpo"] == [*reversed(found)]
    assert found == TRAINERS.specs
    assert found != Registry[object, []]("others").specs


@pytest.mark.parametrize("name", ["components", "specs"])
@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("__setitem__", ("dpo", 1)),
        ("__delitem__", ("dpo",)),
        ("__ior__", ({"dpo": 1},)),
        ("clear", ()),
        ("pop", ("dpo",)),
        ("popitem", ()),
        ("setdefault", ("dpo", 1)),
        ("update", ({"dpo": 1},)),
    ],
)
def test_read_only(name: str, method: str, arguments: tuple[object, ...]) -> None:
    """A component is registered; nothing else changes the mappings."""
    found = mapping(name)
    change: Callable[..., object] = getattr(found, method)  # type: ignore[explicit-any]  # of any arguments
    with pytest.raises(TypeError, match=f"`{name}` is read-only"):
        change(*arguments)

    assert ["dpo", "ppo", "idle"] == [*found]
