"""Names that several distributions register are an error for whoever uses them, and for nobody else."""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest

from tests.samples.distributions import EFFECT, effects, metadata, plugin, registering
from tests.samples.zoo import imported, plant
from typed_registry import Registry
from typed_registry.config import from_mapping
from typed_registry.errors import (
    ConfigError,
    ContestedNameError,
    DuplicateNameError,
    UnknownNameError,
    show_path,
)

COMPUTED = registering() + EFFECT.format("Any") + "for n in {0!r}: EFFECTS.register(n)(Any)\n"
"""The source of a module that computes names."""
Effects = Registry[object, []]
REVERB = plugin("audiofx-reverb", registering("reverb", "plate"))
HALL = plugin("audiofx-hall", registering("reverb", "hall"), "0.3")
LOUD = plugin("audiofx-loud", registering("gain", "loud"))
OBJECT = {
    "audiofx_object.py": EFFECT.format("Reverb"),
    **metadata("audiofx-object", "2.0", "[audiofx.effects]\nreverb = audiofx_object:Reverb\n"),
}


def by_get(registry: Effects, name: str) -> object:
    return registry.get(name)


def by_component(registry: Effects, name: str) -> object:
    return registry.components[name]


def by_mapping(registry: Effects, name: str) -> object:
    return registry.from_mapping({"name": name})


def by_entry(registry: Effects, name: str) -> object:
    return registry.entries[name].component


def by_config_class(registry: Effects, name: str) -> object:
    return registry.entries[name].config


USES = pytest.mark.parametrize("use", [by_get, by_component, by_mapping, by_entry, by_config_class])
Use = Callable[[Effects, str], object]


def claimed(registry: Effects, use: Use = by_get, name: str = "reverb") -> list[tuple[str, bool]]:
    """The distributions that an error names for a name, and whether they are plugins."""
    with pytest.raises(ContestedNameError) as caught:
        use(registry, name)
    assert (registry.name, name) == (caught.value.registry, caught.value.name)
    return [(str(each.distribution), each.is_plugin) for each in caught.value.claimants]


@USES
def test_two_plugins(folder: Path, use: Use) -> None:
    """The error names both distributions with their versions, each time that the name is used."""
    registry = effects(folder, REVERB, HALL)

    for _ in range(3):
        assert [("audiofx-hall 0.3", True), ("audiofx-reverb 1.2", True)] == claimed(registry, use)


@USES
def test_other_names(folder: Path, use: Use) -> None:
    """All other names of both plugins and of the host work, though both modules register this one."""
    registry = effects(folder, REVERB, HALL)
    for name in ("plate", "hall", "gain"):
        assert use(registry, name)

    assert ["gain", "hall", "plate", "reverb"] == sorted(registry.list())
    assert 2 == len(claimed(registry))


def test_listing(folder: Path) -> None:
    """A contested name is listed once, and its entry says who contests it, without an import."""
    registry = effects(folder, REVERB, HALL)

    assert ["gain", "reverb", "hall", "plate"] == registry.list()
    entry = registry.entries["reverb"]
    assert entry.place.file.endswith("audiofx_hall.py")
    assert entry.distribution is None
    assert [("audiofx-hall 0.3", "audiofx_hall"), ("audiofx-reverb 1.2", "audiofx_reverb")] == [
        (str(each.distribution), each.module) for each in entry.claimants
    ]
    assert () == registry.entries["hall"].claimants
    assert [] == imported("audiofx_hall") + imported("audiofx_reverb")


def test_places(folder: Path) -> None:
    """The error has the line of each registration."""
    registry = effects(folder, REVERB, HALL)
    with pytest.raises(ContestedNameError) as caught:
        registry.get("reverb")

    files = [Path(each.place.file).name for each in caught.value.claimants]
    assert ["audiofx_hall.py", "audiofx_reverb.py"] == files
    assert [2, 2] == [each.place.line for each in caught.value.claimants]


def test_travels(folder: Path) -> None:
    """The error can be sent to another process."""
    registry = effects(folder, REVERB, HALL)
    with pytest.raises(ContestedNameError) as caught:
        registry.get("reverb")

    assert str(caught.value) == str(pickle.loads(pickle.dumps(caught.value)))  # noqa: S301  # was pickled here


@pytest.mark.parametrize("first", ["discovered", "imported"])
@USES
def test_plugin_and_host(folder: Path, use: Use, first: str) -> None:
    """A plugin that registers a name of the host doesn't take it, whether the host is imported or not."""
    registry = effects(folder, LOUD)
    if first == "imported":
        importlib.import_module("audiofx.effects")

    for _ in range(2):
        assert [("None", False), ("audiofx-loud 1.2", True)] == claimed(registry, use, "gain")
    assert use(registry, "loud")
    assert [("None", False), ("audiofx-loud 1.2", True)] == claimed(registry, use, "gain")


def test_host_after_the_plugin(folder: Path) -> None:
    """It makes no difference that the program imports the plugin before the host's own component."""
    registry = effects(folder, LOUD)
    importlib.import_module("audiofx_loud")
    importlib.import_module("audiofx.effects")

    assert 2 == len(claimed(registry, name="gain"))


def test_host_that_registers_later(folder: Path) -> None:
    """A name is contested from the moment at which the program registers it as well."""
    registry = effects(folder, REVERB)
    assert callable(registry.get("reverb"))
    registry.register("reverb")(registry.get("gain"))

    assert [("None", False), ("audiofx-reverb 1.2", True)] == claimed(registry)
    assert 2 == len(claimed(registry, by_mapping))


def test_object_and_module(folder: Path) -> None:
    """An entry point that names an object contests the name that another distribution's module registers."""
    registry = effects(folder, REVERB, OBJECT)

    assert [("audiofx-object 2.0", True), ("audiofx-reverb 1.2", True)] == claimed(registry)


def test_three(folder: Path) -> None:
    """Every distribution that registers the name is named."""
    assert 3 == len(claimed(effects(folder, REVERB, HALL, OBJECT)))


def test_config(folder: Path) -> None:
    """A config that names it has a fault at that place; its other faults are reported too."""
    effects(folder, REVERB, HALL)
    source = """
from typing import Annotated
from attrs import frozen
from audiofx.registries import EFFECTS, Effect
from typed_registry import Spec

@frozen
class Chain:
    first: Annotated[Spec[Effect, []], EFFECTS]
    second: Annotated[Spec[Effect, []], EFFECTS]
    times: int = 1
"""
    plant(folder, {"audiofx/config.py": source})
    chain = importlib.import_module("audiofx.config").Chain
    with pytest.raises(ConfigError) as caught:
        from_mapping(chain, {"first": {"name": "reverb"}, "second": {"name": "plate", "bd": 1}, "times": "x"})

    faults = {show_path(fault.path): str(fault.problem) for fault in caught.value.faults}
    assert ["first.name", "second.bd", "times"] == [*faults]
    assert "audiofx-hall 0.3" in faults["first.name"]
    assert "audiofx-reverb 1.2" in faults["first.name"]


def test_twice_in_one_plugin(folder: Path) -> None:
    """A name that two modules of one plugin register is an error where it is used, too."""
    source = {"audiofx_two/__init__.py": "", "audiofx_two/a.py": registering("a", "x")}
    points = metadata("audiofx-two", "1.0", "[audiofx.effects]\ntwo = audiofx_two\n")
    registry = effects(folder, {**source, "audiofx_two/b.py": registering("b", "x"), **points})

    assert [("audiofx-two 1.0", True)] * 2 == claimed(registry, name="x")
    assert callable(registry.get("a"))
    assert callable(registry.get("b"))


@pytest.mark.parametrize("second", ["one", "two"])
def test_two_objects_of_one_module(folder: Path, second: str) -> None:
    """Entry points of one name contest it though their objects are of the same module, but for one object."""
    plant(folder, {"shared.py": EFFECT.format("X") + EFFECT.format("Y")})
    points = ("[audiofx.effects]\na = shared:X\n", f"[audiofx.effects]\na = shared:{'XY'[second == 'two']}\n")
    registry = effects(folder, metadata("one", "1", points[0]), metadata("two", "1", points[1]))
    if second == "one":
        assert "X" == getattr(registry.get("a"), "__name__", None)
    else:
        assert [("one 1", True), ("two 1", True)] == claimed(registry, name="a")


def test_computed_names_of_two_plugins(folder: Path) -> None:
    """Names that sources don't show are contested as well."""
    source = registering() + f"{EFFECT.format('Any')}for n in range(2): EFFECTS.register(f'dyn{{n}}')(Any)\n"
    registry = effects(folder, plugin("audiofx-one", source), plugin("audiofx-two", source))

    assert [("audiofx-one 1.2", True), ("audiofx-two 1.2", True)] == claimed(registry, name="dyn0")
    assert ["dyn0", "dyn1", "gain"] == sorted(registry.list())


@pytest.mark.parametrize("first", ["gain", "x", ""])
def test_computed_name_that_is_taken(folder: Path, first: str) -> None:
    """A name that a plugin computes contests that of the host, before it is listed too; its others work."""
    registry = effects(folder, plugin("audiofx-one", COMPUTED.format(("gain", "x"))))
    if first == "x":
        assert callable(registry.get("x"))
    elif not first:
        assert ["gain", "x"] == sorted(registry.list())

    assert [("None", False), ("audiofx-one 1.2", True)] == claimed(registry, name="gain")
    assert callable(registry.get("x"))


def test_computed_name_of_the_program(folder: Path) -> None:
    """A name that the program has registered itself is contested by a plugin that computes it."""
    registry = effects(folder, plugin("audiofx-one", COMPUTED.format(("mine", "x"))))
    registry.register("mine")(Own)

    assert [("None", False), ("audiofx-one 1.2", True)] == claimed(registry, name="mine")
    assert callable(registry.get("x"))


def test_computed_name_of_another_plugin(folder: Path) -> None:
    """A name that another plugin's source shows is contested at its first use, and no other name is lost."""
    registry = effects(folder, plugin("audiofx-one", COMPUTED.format(("reverb", "x"))), REVERB)

    assert [("audiofx-one 1.2", True), ("audiofx-reverb 1.2", True)] == claimed(registry)
    for name in ("x", "plate", "gain"):
        assert callable(registry.get(name))


def test_imports_of_a_clear_plugin(folder: Path) -> None:
    """A plugin whose source shows its names isn't imported by the use of a name of another."""
    registry = effects(folder, plugin("audiofx-one", COMPUTED.format(("x",))), REVERB)
    assert callable(registry.get("gain"))

    assert "audiofx_one" in sys.modules
    assert "audiofx_reverb" not in sys.modules


def test_computed_name_of_the_host(folder: Path) -> None:
    """A name that a module of the host computes contests that of a plugin, whatever is asked for first."""
    host = {"audiofx/effects.py": COMPUTED.format(("gain", "reverb"))}
    registry = effects(folder, host, REVERB)

    assert [("None", False), ("audiofx-reverb 1.2", True)] == claimed(registry)
    assert callable(registry.get("gain"))


def test_computed_names_of_a_plugin_that_fails(folder: Path) -> None:
    """A plugin that registers names and then fails contests none of them."""
    failing = plugin("audiofx-one", COMPUTED.format(("gain", "reverb", "x")) + "1 / 0\n")
    registry = effects(folder, failing, REVERB)

    for name in ("gain", "reverb", "plate"):
        assert callable(registry.get(name))
    assert "x" not in registry


def test_twice_in_one_module(folder: Path) -> None:
    """A name that one module of a plugin registers twice is contested; its other names work."""
    registry = effects(folder, plugin("audiofx-two", registering("x", "y") + registering("x")))

    assert [("audiofx-two 1.2", True)] * 2 == claimed(registry, name="x")
    assert callable(registry.get("y"))
    assert [("audiofx-two 1.2", True)] * 2 == claimed(registry, name="x")


def test_first_import_in_a_frozen_registry(folder: Path) -> None:
    """The modules of those that contest a name can still be imported after the registry was frozen."""
    registry = effects(folder, REVERB, HALL)
    registry.freeze()
    for name in ("plate", "hall"):
        assert callable(registry.get(name))

    assert 2 == len(claimed(registry))


def test_first_import_in_an_isolated_block(folder: Path) -> None:
    """What contests a name stays when it is imported within an isolated block."""
    registry = effects(folder, REVERB, plugin("audiofx-one", COMPUTED.format(("reverb", "x"))))
    with registry.isolated():
        assert 2 == len(claimed(registry))

    assert [("audiofx-one 1.2", True), ("audiofx-reverb 1.2", True)] == claimed(registry)
    assert callable(registry.get("x"))


def test_program_that_registers_twice(folder: Path) -> None:
    """Where no plugin takes part, the second registration itself is the error."""
    registry = effects(folder, REVERB)
    assert registry.list()
    with pytest.raises(DuplicateNameError) as caught:
        registry.register("gain")(registry.get("plate"))

    assert type(caught.value) is DuplicateNameError


@pytest.mark.parametrize("is_computed", [False, True])
def test_threads(folder: Path, *, is_computed: bool) -> None:
    """Threads that look for plugins at the same time find the same."""
    computing = plugin("audiofx-loud", COMPUTED.format(("gain", "loud", "reverb")))
    registry = effects(folder, REVERB, HALL, computing if is_computed else LOUD)
    start, found = Barrier(8), list[object]()

    def ask() -> None:
        start.wait()
        contested = tuple(claimed(registry)), tuple(claimed(registry, name="gain"))
        found.append((tuple(registry.list()), registry.get("loud"), *contested))

    threads = [Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert 8 == len(found)
    assert 1 == len(set(found))


def test_unregistered(folder: Path) -> None:
    """A contested name that is unregistered is free; within an isolated block, it is contested after that."""
    registry = effects(folder, REVERB, HALL)
    with registry.isolated():
        registry.unregister("reverb")
        registry.register("reverb")(Own)
        assert registry.get("reverb") is Own
    with pytest.raises(ContestedNameError):
        registry.get("reverb")
    with registry.override(reverb=Own):
        assert registry.get("reverb") is Own
    registry.unregister("reverb")
    with pytest.raises(UnknownNameError):
        registry.get("reverb")


class Own:
    def level(self) -> float:
        return 5.0


@pytest.mark.parametrize("lists", [True, False])
def test_imports_after_it_was_unregistered(folder: Path, *, lists: bool) -> None:
    """A contested name that was unregistered doesn't come back by the first import of its modules."""
    registry = effects(folder, REVERB, HALL)
    registry.unregister("reverb")
    for module in ("audiofx_reverb", "audiofx_hall"):
        importlib.import_module(module)
        assert not lists or "reverb" not in registry.list()
    assert "reverb" not in registry
    assert ["gain", "hall", "plate"] == sorted(registry)
    importlib.reload(importlib.import_module("audiofx_reverb"))
    assert registry.get("reverb") is importlib.import_module("audiofx_reverb").Reverb
