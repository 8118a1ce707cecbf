"""Registering, finding and building components by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from traceback import format_exception

import pytest

from tests.samples.trainers import Context, DPOConfig, DPOTrainer, Idle, PPOTrainer, Trainer, made_of, scaled
from typed_registry import Place, Registry
from typed_registry.errors import UnknownNameError


def filled() -> Registry[Trainer, [Context]]:
    """A registry with two components."""
    registry = Registry[Trainer, [Context]]("trainers")
    registry.register("ppo")(PPOTrainer)
    registry.register("dpo", config=DPOConfig)(DPOTrainer)
    return registry


def test_register_returns_class() -> None:
    """Registering a class gives back that class."""
    registry = Registry[Trainer, [Context]]("trainers")

    assert PPOTrainer is registry.register("ppo")(PPOTrainer)


def test_register_decorates() -> None:
    """Used as a decorator, `register` leaves the class under its own name."""
    registry = Registry[Trainer, []]("trainers")

    @registry.register("idle")
    class Lazy(Idle):
        pass

    assert Lazy is registry.get("idle")


def test_get_gives_component() -> None:
    """A name gives the very class that was registered under it."""
    assert PPOTrainer is filled().get("ppo")


def test_get_unknown() -> None:
    """An unknown name is a KeyError that tells the nearest name and all of them."""
    with pytest.raises(KeyError) as caught:
        filled().get("dpoo")

    assert UnknownNameError is type(caught.value)
    assert "trainers: no component is called 'dpoo'; did you mean 'dpo'? Registered: 'ppo', 'dpo'." == str(
        caught.value
    )


def test_get_from_empty() -> None:
    """A registry without components says so."""
    with pytest.raises(UnknownNameError) as caught:
        Registry[Trainer, [Context]]("trainers").get("dpo")

    assert "trainers: no component is called 'dpo'. Nothing is registered." == str(caught.value)


def test_get_from_many() -> None:
    """Twenty names are told, and how many more there are."""
    registry = Registry[Trainer, []]("trainers")
    for number in range(23):
        registry.register(f"idle{number:02}")(Idle)
    with pytest.raises(UnknownNameError) as caught:
        registry.get("zzz")

    names = ", ".join(f"'idle{number:02}'" for number in range(20))

    assert f"trainers: no component is called 'zzz'. Registered: {names} and 3 more." == str(caught.value)


def test_build_by_name() -> None:
    """A name builds its component from the arguments that follow."""
    made: object = filled().build("ppo", Context("a"), clip=0.3)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]  # no stub

    assert isinstance(made, PPOTrainer)
    assert (Context("a"), 0.3, 4) == (made.context, made.clip, made.epochs)


def test_build_by_component() -> None:
    """A component builds itself, and the checker knows what it makes."""
    made = filled().build(PPOTrainer, Context("a"), epochs=1)

    assert 1 == made.epochs


def test_build_unregistered() -> None:
    """A component that isn't registered can be built as well."""
    made = Registry[Trainer, []]("trainers").build(Idle)

    assert Idle is type(made)


class Unhashable:  # noqa: PLW1641  # on purpose
    """A factory that can't be a key of a dict, as it says what it equals and not its hash."""

    def __eq__(self, other: object) -> bool:
        return self is other

    def __call__(self) -> Idle:
        return Idle()


def test_build_unhashable() -> None:
    """A component need not be hashable."""
    made = Registry[Trainer, []]("trainers").build(Unhashable())

    assert Idle is type(made)


def test_build_unknown() -> None:
    """Building by an unknown name says what `get` says."""
    with pytest.raises(UnknownNameError) as caught:
        filled().build("pppo", Context())  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]  # no stub

    assert "trainers: no component is called 'pppo'; did you mean 'ppo'? Registered: 'ppo', 'dpo'." == str(
        caught.value
    )


def test_build_unknown_alone() -> None:
    """The error for an unknown name doesn't show the look-ups in dictionaries before it."""
    registry = filled()
    spec = registry.from_mapping({"name": "dpo"})
    registry.unregister("dpo")
    for ask in (lambda: getattr(registry, "build")("dpo"), lambda: spec.build(Context())):  # noqa: B009  # a stub declares names
        with pytest.raises(UnknownNameError) as caught:
            ask()
        assert "During handling" not in "".join(format_exception(caught.value))


ATTRIBUTES = "component config declared record is_imported module place distribution claimants"


@pytest.mark.parametrize("attribute", ATTRIBUTES.split())
def test_entry_of_an_unregistered_name(attribute: str) -> None:
    """An entry gives the answers of the moment: of a name that is gone, none."""
    registry = filled()
    entry = registry.entries["dpo"]
    getattr(entry, attribute)
    registry.unregister("dpo")
    with pytest.raises(UnknownNameError) as caught:
        getattr(entry, attribute)

    assert ("trainers", "dpo") == (caught.value.registry, caught.value.name)
    registry.register("dpo")(PPOTrainer)
    assert PPOTrainer is entry.component
    assert entry == registry.entries["dpo"]


def test_build_passes_errors() -> None:
    """What a component raises comes through as it is, a KeyError or TypeError too."""
    registry = Registry[Trainer, []]("trainers")

    @registry.register_factory("broken")
    def broken() -> Idle:
        raise KeyError("mine")

    with pytest.raises(KeyError) as caught:
        registry.build(broken)

    assert KeyError is type(caught.value)
    assert ("mine",) == caught.value.args


def test_list_in_order() -> None:
    """Names are listed, iterated and counted in the order of their registration."""
    registry = filled()

    assert ["ppo", "dpo"] == registry.list()
    assert ["ppo", "dpo"] == [*registry]
    assert 2 == len(registry)


def test_list_is_a_copy() -> None:
    """Changing the list of names leaves the registry alone."""
    registry = filled()
    registry.list().clear()

    assert ["ppo", "dpo"] == registry.list()


def test_iteration_bears_registration() -> None:
    """Registering while iterating is no error."""
    registry = filled()
    for name in registry:
        registry.register(f"{name}-idle")(PPOTrainer)

    assert ["ppo", "dpo", "ppo-idle", "dpo-idle"] == registry.list()


@pytest.mark.parametrize(("name", "expected"), [("ppo", True), ("grpo", False), (3, False)])
def test_contains(name: object, *, expected: bool) -> None:
    """`in` answers for any object."""
    assert expected is (name in filled())


def test_repr() -> None:
    """A registry shows its class and name."""
    assert "Registry('trainers')" == repr(filled())


def test_entries() -> None:
    """The entries of two registries are never equal, and show whose they are."""
    one, other = filled().entries, filled().entries

    assert one == one  # noqa: PLR0124  # its own method
    assert one != other
    assert "Entries('trainers')" == repr(one)


def test_components_is_a_live_mapping() -> None:
    """`components` maps names to components, those registered later too."""
    registry = filled()
    components: Mapping[str, object] = registry.components
    registry.register("ppo2")(PPOTrainer)

    assert isinstance(components, Mapping)
    assert {"ppo": PPOTrainer, "dpo": DPOTrainer, "ppo2": PPOTrainer} == dict(components)
    assert {"ppo": PPOTrainer, "dpo": DPOTrainer, "ppo2": PPOTrainer} == components
    assert {"ppo": PPOTrainer} != components
    assert 3 == len(components)
    assert "Components('ppo', 'dpo', 'ppo2')" == repr(components)


def test_components_miss() -> None:
    """A name that isn't there behaves as in any mapping, with the registry's own error."""
    components = filled().components

    assert "pppo" not in components
    assert components.get("pppo") is None
    with pytest.raises(UnknownNameError) as caught:
        components["pppo"]
    assert "trainers: no component is called 'pppo'; did you mean 'ppo'? Registered: 'ppo', 'dpo'." == str(
        caught.value
    )


def test_register_factory() -> None:
    """A function is registered by `register_factory` and given back."""
    registry = Registry[Trainer, [Context]]("trainers")

    assert scaled is registry.register_factory("scaled")(scaled)
    assert 0.8 == registry.build(scaled, Context(), clip=0.4).clip


def test_register_factory_with_config() -> None:
    """A factory may declare its config, too, and is built from it and the dependencies."""
    registry = Registry[Trainer, [Context]]("trainers")
    registry.register_factory("dpo", config=DPOConfig)(made_of)
    made = registry.from_mapping({"name": "dpo", "beta": 0.3}).build(Context("a"))

    assert DPOConfig is registry.entries["dpo"].config
    assert isinstance(made, DPOTrainer)
    assert (DPOConfig(0.3), Context("a")) == (made.config, made.context)


def test_register_partial() -> None:
    """A partial is a factory, too."""
    registry = Registry[Trainer, [Context]]("trainers")
    registry.register_factory("half")(partial(scaled, scale=0.5))
    made = registry.get("half")(Context(), clip=0.4)

    assert isinstance(made, PPOTrainer)
    assert 0.2 == made.clip


def test_register_instance() -> None:
    """An instance is what its name builds, each time."""
    registry = Registry[Trainer, []]("trainers")
    idle = Idle()
    registry.register_instance("idle", idle)

    assert idle is registry.get("idle")()
    assert idle is registry.get("idle")()
    assert idle is registry.from_mapping({"name": "idle"}).build()


def test_register_two_names() -> None:
    """One class may have two names."""
    registry = filled()
    registry.register("proximal")(PPOTrainer)

    assert registry.get("ppo") is registry.get("proximal")


def test_entry_tells_the_registration() -> None:
    """An entry holds the name, the component, the config class and the place."""
    registry = filled()
    line = filled.__code__.co_firstlineno + 4

    entry = registry.entries["dpo"]

    assert ("dpo", DPOTrainer) == (entry.name, entry.component)
    assert DPOConfig is entry.declared is entry.config
    assert Place(__file__, line) == entry.place
    assert f"{__file__}:{line}" == str(entry.place)
    assert __name__ == entry.module
    assert entry == registry.entries["dpo"]
    assert "Entry(name='dpo')" == repr(entry)


def test_entry_tells_the_distribution() -> None:
    """An entry knows the installed distribution that registers it, and none for a loose file."""
    registry = Registry[object]("things")
    registry.register("idle")(Idle)

    assert registry.entries["idle"].distribution is None


def test_config_of_each() -> None:
    """The config of a component is the declared class, or one derived from its signature, made once."""
    registry = filled()

    assert DPOConfig is registry.entries["dpo"].config
    assert "PPOTrainerConfig" == registry.entries["ppo"].config.__name__
    assert registry.entries["ppo"].config is registry.entries["ppo"].config


def test_nested_registries() -> None:
    """A component of one registry is built from a component of another."""
    contexts = Registry[Context, []]("contexts")
    contexts.register("plain")(Context)
    registry = filled()

    made = registry.from_mapping({"name": "ppo", "clip": 0.3}).build(
        contexts.from_mapping({"name": "plain", "folder": "here"}).build()
    )

    assert isinstance(made, PPOTrainer)
    assert Context("here") == made.context


def test_untyped_registry() -> None:
    """A registry without type arguments takes any class."""
    registry = Registry[object]("things")
    registry.register("int")(int)

    assert 3 == registry.get("int")("3")


def test_instance_with_dependencies() -> None:
    """An instance is built from its registry's dependencies, which it doesn't need."""
    registry = Registry[Trainer, [Context]]("trainers")
    registry.register_instance("idle", idle := Idle())

    assert idle is registry.from_mapping({"name": "idle"}).build(Context())
