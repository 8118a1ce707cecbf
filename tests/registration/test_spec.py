"""A component chosen by name with its config: a value that can be built from."""

# ruff: noqa: S301  # what is unpickled was pickled here

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Generic, TypeAlias, TypeVar, cast, get_args

import pytest
from attrs import evolve, frozen
from attrs.exceptions import FrozenInstanceError

from tests.samples.trainers import Context, DPOConfig, DPOTrainer, Idle, PPOTrainer, Trainer
from tests.samples.unchecked_spec import unchecked
from typed_registry import Registry, Spec
from typed_registry.errors import ConfigError, UnknownComponent, UnknownNameError, UnsharedRegistryError

T = TypeVar("T")

Restore: TypeAlias = Callable[[object, object, object], object]
TRAINERS = Registry[Trainer, [Context]]("trainers")
TRAINERS.register("dpo", config=DPOConfig)(DPOTrainer)
TRAINERS.register("ppo")(PPOTrainer)


def test_spec_by_component() -> None:
    """A component and its config make a choice, and the checker knows what it builds."""
    made = TRAINERS.spec(DPOTrainer, DPOConfig(0.3)).build(Context("a"))

    assert (DPOConfig(0.3), Context("a")) == (made.config, made.context)


def test_spec_by_name() -> None:
    """At run time a name makes the same choice."""
    by_name: object = TRAINERS.spec("dpo", DPOConfig(0.3))  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]  # no stub

    assert TRAINERS.spec(DPOTrainer, DPOConfig(0.3)) == by_name


def test_spec_of_defaults() -> None:
    """Without a config, the config's own defaults are meant."""
    assert DPOConfig() == TRAINERS.from_mapping({"name": "dpo"}).config
    assert TRAINERS.from_mapping({"name": "dpo"}) == TRAINERS.spec(DPOTrainer)


def test_spec_of_stranger() -> None:
    """A component that isn't registered can't be chosen."""
    with pytest.raises(UnknownNameError) as caught:
        unchecked(TRAINERS).spec(Idle)  # not built from a context

    assert f"trainers: no component is called {Idle!r}. Registered: 'dpo', 'ppo'." == str(caught.value)


def test_component_of_two_names() -> None:
    """A component that has two names can't be chosen by itself, unless one of them is deprecated."""
    registry = Registry[object, []]("things")
    registry.register("thing")(Plain)
    registry.register("item")(Plain)
    with pytest.raises(TypeError) as caught:
        unchecked(registry).spec(Plain)  # its config is derived
    registry.deprecate("thing", since="1")

    assert (
        f"things: {Plain!r} is registered as 'thing' and 'item'; say which by its name: spec('thing')"
        == str(caught.value)
    )
    assert "item" == unchecked(registry).spec(Plain).name


def test_component_of_a_deprecated_name() -> None:
    """A component whose only name is deprecated can be chosen by itself, with the warning."""
    registry = Registry[object, []]("things")
    registry.register("thing")(Plain)
    registry.deprecate("thing", since="1")
    with pytest.warns(DeprecationWarning, match="'thing' is deprecated"):
        assert "thing" == unchecked(registry).spec(Plain).name


def test_choose() -> None:
    """Values that only the run knows are validated and made a config."""
    assert TRAINERS.spec(DPOTrainer, DPOConfig(0.3, "hinge")) == TRAINERS.from_mapping(
        {"name": "dpo", "beta": 0.3, "kind": "hinge"}
    )


def test_choose_all_faults() -> None:
    """All that is wrong with the values is told at once."""
    with pytest.raises(ConfigError) as caught:
        TRAINERS.from_mapping({"name": "dpo", "betta": 0.3, "kind": "higne"})

    assert (
        "2 faults:\n"
        "betta: unknown key of dpo (trainers); did you mean 'beta'? valid: 'beta', 'kind'\n"
        "kind: got 'higne'; did you mean 'hinge'? valid: 'sigmoid', 'hinge'" == str(caught.value)
    )


def test_unknown_name() -> None:
    """A name that isn't registered is a fault of the mapping that has it."""
    with pytest.raises(ConfigError) as caught:
        TRAINERS.from_mapping({"name": "dpoo"})

    [fault] = caught.value.faults
    assert (("name",), UnknownComponent("trainers", "dpoo", ("dpo", "ppo"))) == (fault.path, fault.problem)


def test_build_each_time() -> None:
    """Each build makes another object."""
    spec = TRAINERS.from_mapping({"name": "dpo"})

    assert spec.build(Context()) is not spec.build(Context())


def test_equality() -> None:
    """Choices are equal when their names and configs are, and hash alike."""
    one, other = (
        TRAINERS.from_mapping({"name": "dpo", "beta": 0.3}),
        TRAINERS.from_mapping({"name": "dpo", "beta": 0.3}),
    )

    assert one == other
    assert hash(one) == hash(other)
    assert one != TRAINERS.from_mapping({"name": "dpo", "beta": 0.4})
    assert one != TRAINERS.from_mapping({"name": "ppo"})


def test_frozen() -> None:
    """A choice can't be changed; a changed one is another."""
    spec = TRAINERS.from_mapping({"name": "dpo"})
    with pytest.raises(FrozenInstanceError):
        spec.name = "ppo"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]  # frozen

    assert TRAINERS.from_mapping({"name": "dpo", "beta": 0.3}) == evolve(spec, config=DPOConfig(0.3))


def test_dependencies_by_keyword() -> None:
    """The dependencies may be given by keyword."""
    assert Context("a") == TRAINERS.spec(DPOTrainer).build(context=Context("a")).context  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # unknown to the checker


def test_restored_by_an_alias() -> None:
    """A spec that is restored after its name has become an alias has the current name."""
    registry = Registry[Trainer, [Context]]("trainers")
    registry.register("dpo", config=DPOConfig)(DPOTrainer)
    registry.deprecate("old", since="1", use="dpo")
    spec = registry.spec(DPOTrainer)
    restore, (entries, _, config) = cast("tuple[Restore, tuple[object, object, object]]", spec.__reduce__())

    assert spec == restore(entries, "old", config)


def test_subclass_of_a_config() -> None:
    """A config may be of a class that derives from the component's, also if that was registered anew."""
    registry = Registry[object, []]("things")
    source = compile("REG.register_factory('x', config=CONFIG)(lambda config: config)", "<cell>", "exec")
    exec(source, {"REG": registry, "CONFIG": DPOConfig})  # noqa: S102  # our own source
    spec = Spec[object, []](registry.from_mapping({"name": "x"}).entries, "x", LongConfig())
    exec(source, {"REG": registry, "CONFIG": DPOConfig})  # noqa: S102  # our own source

    assert LongConfig() == spec.build()


@frozen
class LongConfig(DPOConfig):
    """A config with one setting more."""

    more: int = 0


def test_repr() -> None:
    """A choice shows its name and the config's values."""
    assert "Spec('dpo', beta=0.3, kind='sigmoid')" == repr(
        TRAINERS.from_mapping({"name": "dpo", "beta": 0.3})
    )


@pytest.mark.parametrize("name", ["dpo", "ppo"])
def test_pickle(name: str) -> None:
    """A choice from a module's registry is pickled, whether its config is declared or derived."""
    spec = TRAINERS.from_mapping({"name": name})
    back: Spec[Trainer, [Context]] = pickle.loads(pickle.dumps(spec))

    assert spec == back
    assert spec.entries is back.entries


@pytest.mark.parametrize("name", ["dpo", "ppo"])
def test_copy(name: str) -> None:
    """A copy of a choice is an equal choice from the same registry."""
    spec = TRAINERS.from_mapping({"name": name, **{"dpo": {"beta": 0.3}, "ppo": {"clip": 0.3}}[name]})

    assert spec == copy.deepcopy(spec)
    assert spec.entries is copy.deepcopy(spec).entries


def test_pickle_registry() -> None:
    """A registry is pickled as the global that holds it."""
    assert TRAINERS is pickle.loads(pickle.dumps(TRAINERS))


def test_pickle_local_registry() -> None:
    """A registry that no global holds says that it can't be pickled."""
    with pytest.raises(UnsharedRegistryError) as caught:
        pickle.dumps(Registry[Trainer, []]("local"))

    assert caught.value.module == __name__


def test_foreign_config() -> None:
    """A component takes no other component's config."""
    registry = Registry[object, []]("things")
    registry.register("thing")(Plain)
    with pytest.raises(TypeError) as caught:
        unchecked(registry).spec(Plain, evolve(DPOConfig()))  # not its config

    assert f"things: the config of 'thing' is a PlainConfig, got {DPOConfig()!r}" == str(caught.value)


class Plain:
    """Has no settings."""


def test_copy_of_a_choice_from_a_local_registry() -> None:
    """A choice can be copied, though its registry can't be pickled."""
    registry = Registry[Trainer, [Context]]("local")
    registry.register("dpo", config=DPOConfig)(DPOTrainer)
    spec = registry.from_mapping({"name": "dpo"})

    assert spec == copy.deepcopy(spec)
    assert spec.entries is copy.deepcopy(spec).entries


class OfKind(Spec[T, [], object], Generic[T]):
    """A choice with a type variable of its own."""


def test_generic_subclass() -> None:
    """Only `Spec` itself has defaults for the arguments that are left out."""
    assert (int,) == get_args(OfKind[int])
    assert (int, ..., object) == get_args(Spec[int])
