"""Deprecated names: an alias of another name, or a name that is still registered and should not be used."""

from __future__ import annotations

import copy
import inspect
import pickle
import warnings
from collections.abc import Callable
from typing import Protocol, cast

import pytest

from tests.samples.trainers import Context, DPOConfig, DPOTrainer, PPOTrainer, Trainer
from typed_registry import Registry, Spec
from typed_registry._registration.deprecation import Deprecation
from typed_registry.config import digest
from typed_registry.errors import UnknownNameError


def trainers() -> Registry[Trainer, [Context]]:
    """A registry with an alias, `old`, and a deprecated component, `ppo`."""
    registry = Registry[Trainer, [Context]]("trainers")
    registry.register("dpo", config=DPOConfig)(DPOTrainer)
    registry.register("ppo")(PPOTrainer)
    registry.deprecate("old", since="0.2", use="dpo")
    registry.deprecate("ppo", since="0.3")
    return registry


class ByName(Protocol):
    """A registry as it is at run time, where any name will do."""

    def build(self, name: str, /, *args: object) -> object:
        """Build a component."""
        ...

    def spec(self, name: str, /) -> object:
        """Choose a component."""
        ...


REGISTRY = trainers()
ENTRIES = REGISTRY.spec(DPOTrainer).entries
AT_RUN_TIME = cast("ByName", REGISTRY)

USES: list[Callable[[str], object]] = [
    lambda name: REGISTRY.get(name),  # noqa: PLW0108  # its line is asked for
    lambda name: REGISTRY.components[name],
    lambda name: REGISTRY.components.get(name),  # noqa: PLW0108  # as above
    lambda name: AT_RUN_TIME.build(name, DPOConfig() if name == "old" else Context(), Context()),
    lambda name: AT_RUN_TIME.spec(name),  # noqa: PLW0108  # as above
    lambda name: REGISTRY.from_mapping({"name": name}),
    lambda name: Spec[Trainer, [Context]](ENTRIES, name, ENTRIES.config(name)()),
]


@pytest.mark.parametrize("name", ["old", "ppo"])
@pytest.mark.parametrize("use", USES)
def test_each_use_warns_once_at_the_users_line(use: Callable[[str], object], name: str) -> None:
    """However a deprecated name is used, the warning points to the line that uses it."""
    for _ in range(2):  # also when the component is known already
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            use(name if use is not USES[3] or name == "old" else "old")

        assert [(__file__, DeprecationWarning)] == [(each.filename, each.category) for each in caught]
        assert inspect.getsourcelines(use)[1] == caught[0].lineno


def test_looking_does_not_warn() -> None:
    """Asking whether a name is there, and what is known of it, is not a use."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "old" in REGISTRY
        assert "dpo" == REGISTRY.entries["old"].name
        assert ["dpo", "ppo"] == REGISTRY.list()


def test_entry_says_so() -> None:
    """The entry has the deprecation of the name that was asked for."""
    entries = REGISTRY.entries

    assert Deprecation("0.3", None) == entries["ppo"].deprecated
    assert "deprecated since 0.3" == str(entries["ppo"].deprecated)
    assert "deprecated since 0.2; use 'dpo'" == str(entries["old"].deprecated)
    assert Deprecation("0.2", "dpo") == entries["old"].deprecated
    assert entries["dpo"].deprecated is None
    assert entries["dpo"] == entries["old"]


def test_copy_does_not_warn() -> None:
    """A copy of a spec, and a spec that is restored in another process, are no further uses."""
    with pytest.warns(DeprecationWarning, match="'ppo' is deprecated"):
        spec = REGISTRY.from_mapping({"name": "ppo"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert spec == copy.deepcopy(spec) == pickle.loads(pickle.dumps(spec))  # noqa: S301  # as was pickled here


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_alias_and_target_are_equal() -> None:
    """A choice by the alias is the choice by its target: equal, with one digest."""
    old = REGISTRY.from_mapping({"name": "old", "beta": 0.3})
    new = REGISTRY.from_mapping({"name": "dpo", "beta": 0.3})

    assert new == old == Spec[Trainer, [Context]](ENTRIES, "old", DPOConfig(0.3))
    assert "dpo" == old.name
    assert digest(new) == digest(old)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_alias_of_an_alias() -> None:
    """A chain of aliases leads to the component at its end."""
    registry = trainers()
    registry.deprecate("older", since="0.1", use="old")

    assert DPOTrainer is registry.get("older")
    assert "dpo" == registry.entries["older"].name


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_registered_name_with_a_replacement() -> None:
    """A deprecated name that is still registered keeps its own component, whatever is to replace it."""
    registry = trainers()
    registry.deprecate("ppo", since="0.3", use="dpo")

    assert "ppo" == registry.entries["ppo"].name
    assert PPOTrainer is registry.get("ppo")


def test_deprecated_name_of_nothing() -> None:
    """A deprecated name that is neither registered nor replaced is unknown."""
    registry = trainers()
    registry.deprecate("older", since="0.1")
    with pytest.raises(UnknownNameError) as caught:
        registry.get("older")

    assert ("older", None) == (caught.value.name, caught.value.replacement)


def test_alias_of_nothing() -> None:
    """An alias of a name that nobody registers is an error that names both."""
    registry = trainers()
    registry.deprecate("older", since="0.1", use="dop")
    with pytest.raises(UnknownNameError) as caught:
        registry.get("older")

    assert ("older", "dop") == (caught.value.name, caught.value.replacement)
    assert "older" not in registry


def test_replacement_of_a_registered_name_that_is_nothing() -> None:
    """A replacement that isn't registered is named where the name is used, and where names are listed."""
    registry = trainers()
    registry.deprecate("ppo", since="0.3", use="dop")
    with pytest.warns(
        DeprecationWarning, match=r"use 'dop', but 'dop' isn't registered; did you mean 'dpo'\?"
    ):
        registry.get("ppo")
    with pytest.warns(RuntimeWarning, match="'ppo' is deprecated, but 'dop' isn't registered"):
        registry.list()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ["dpo", "ppo"] == registry.list()


@pytest.mark.parametrize(("name", "use"), [("dpo", "dpo"), ("dpo", "old"), ("dpo", "older")])
def test_aliases_in_a_ring(name: str, use: str) -> None:
    """A name can't replace itself, directly or through others, and what was deprecated before stays."""
    registry = trainers()
    registry.deprecate("older", since="0.1", use="old")
    with pytest.raises(ValueError, match="a name can't replace itself") as caught:
        registry.deprecate(name, since="0.1", use=use)
    ring = {"dpo": ["dpo", "dpo"], "old": ["dpo", "old", "dpo"], "older": ["dpo", "older", "old", "dpo"]}

    assert f"trainers: {' > '.join(map(repr, ring[use]))}: a name can't replace itself" == str(caught.value)

    assert DPOTrainer is registry.get("dpo")


def test_unregister_alias() -> None:
    """Only the alias is removed, and the error says where; at the end of an isolation it is back."""
    registry = trainers()
    with registry.isolated():
        registry.unregister("old")
        assert registry.get("dpo") is DPOTrainer
        with pytest.raises(UnknownNameError) as unknown:
            registry.get("old")
        assert unknown.value.unregistered is not None
        assert __file__ == unknown.value.unregistered.file
    with pytest.warns(DeprecationWarning, match="'old' is deprecated"):
        assert registry.get("old") is DPOTrainer


def test_unregister_alias_of_nothing() -> None:
    """An alias can be removed after its replacement has been."""
    registry = trainers()
    registry.unregister("dpo")
    registry.unregister("old")

    assert ["ppo"] == registry.list()
    with pytest.raises(UnknownNameError):
        registry.unregister("old")
