"""A plugin takes a name that others have by `replace=True`, whether it is imported or not."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.samples.distributions import effects, metadata, plugin, registering
from tests.samples.zoo import imported, plant
from typed_registry import Entry, Registry
from typed_registry.errors import (
    BrokenModuleError,
    ContestedNameError,
    UnknownNameError,
    UnreadableSourceWarning,
)
from typed_registry.testing import each_component

Effects = Registry[object, []]
LOUD = plugin("audiofx-loud", registering("gain", "loud", keywords=", replace=True"))
FAST = plugin("audiofx-fast", registering("gain", "fast", keywords=", replace=True"))
PLAIN = plugin("audiofx-plain", registering("gain", "plain"))
OTHER = plugin("audiofx-other", registering("gain", "other"))


MODULES = ("audiofx_loud", "audiofx_fast", "audiofx_plain", "audiofx_other", "audiofx.effects")


class Mine:
    """A component of the program itself."""

    def level(self) -> float:
        return 3.0


class Fake:
    """Overrides a component that takes a value."""

    def __init__(self, db: float = 0.0) -> None:
        self.db = db

    def level(self) -> float:
        return self.db


class Configured:
    """Overrides a component that takes a config."""

    def __init__(self, config: object) -> None:
        self.config = config

    def level(self) -> float:
        return 1.0


def origin(registry: Effects, name: str = "gain") -> tuple[str, str]:
    """The module of a component, and that of its entry."""
    return registry.get(name).__module__, registry.entries[name].module


def claimed(registry: Effects) -> tuple[list[str], bool]:
    """The distributions that contest a name, and whether they all have `replace=True`."""
    with pytest.raises(ContestedNameError) as caught:
        registry.get("gain")
    return [str(each.distribution) for each in caught.value.claimants], caught.value.replaces


@pytest.mark.parametrize(
    "before", [[], ["audiofx.effects"], ["audiofx_loud"], ["audiofx_loud", "audiofx.effects"]]
)
def test_host(folder: Path, before: list[str]) -> None:
    """It takes the place of the host's component, in whatever order the two are imported."""
    registry = effects(folder, LOUD)
    for name in before:
        importlib.import_module(name)

    assert ("audiofx_loud", "audiofx_loud") == origin(registry)
    importlib.import_module("audiofx.effects")
    assert ("audiofx_loud", "audiofx_loud") == origin(registry)
    assert ["gain", "loud"] == registry.list()


def test_not_imported(folder: Path) -> None:
    """Listing imports neither. What is known of the component is known when the plugin is imported."""
    registry = effects(folder, LOUD, PLAIN)

    assert ["gain", "loud", "plain"] == registry.list()
    assert "audiofx-plain 1.2" == str(registry.entries["plain"].distribution)
    assert [] == imported("audiofx_loud")
    assert "audiofx-loud 1.2" == str(registry.entries["gain"].distribution)
    assert ["audiofx_loud"] == [name for name in MODULES if imported(name)]


def test_plugin(folder: Path) -> None:
    """It takes the place of another plugin's component, and of several that contest the name."""
    registry = effects(folder, LOUD, PLAIN, OTHER)

    assert ("audiofx_loud", "audiofx_loud") == origin(registry)
    for name in ("plain", "other"):
        assert callable(registry.get(name))
    assert ("audiofx_loud", "audiofx_loud") == origin(registry)


def test_two(folder: Path) -> None:
    """Two that replace the same name contest it; their other names work."""
    registry = effects(folder, LOUD, FAST, PLAIN)

    assert (["audiofx-fast 1.2", "audiofx-loud 1.2"], True) == claimed(registry)
    for name in ("fast", "loud", "plain"):
        assert callable(registry.get(name))
    assert (["audiofx-fast 1.2", "audiofx-loud 1.2"], True) == claimed(registry)


@pytest.mark.parametrize("is_read", [False, True])
def test_program(folder: Path, is_read: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """The program's own replacement comes before those of all plugins, and decides what they contest."""
    registry = effects(folder, LOUD, FAST)
    if is_read:
        claimed(registry)
    registry.register("gain", replace=True)(Mine)

    assert Mine is registry.get("gain")
    for name in ("fast", "loud"):
        assert callable(registry.get(name))
    assert Mine is registry.get("gain")


BROKEN = plugin("audiofx-broken", registering("gain", "own", keywords=", replace=True", end="1 / 0\n"))


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
@pytest.mark.parametrize("first", ["get", "list"])
def test_failure(folder: Path, first: str) -> None:
    """One that fails replaces nothing: the host's component is used, and the failure is reported."""
    registry = effects(folder, BROKEN)
    if first == "list":
        assert ["gain", "own"] == sorted(registry.list())
    with pytest.warns(UnreadableSourceWarning, match=r"'gain' isn't replaced: audiofx-broken 1\.2: .*py:\d+"):
        assert "audiofx.effects" == registry.get("gain").__module__

    assert "audiofx.effects" == registry.get("gain").__module__
    assert "audiofx.effects" == registry.entries["gain"].module
    with pytest.raises(BrokenModuleError, match=r"audiofx-broken 1\.2"):
        registry.get("own")
    with pytest.raises(UnknownNameError) as caught:
        registry.get("nothing")
    assert ["audiofx_broken"] == [each.module for each in caught.value.broken]


FACTS: Mapping[str, Callable[[Entry], object]] = {
    "place": lambda entry: Path(entry.place.file).name,
    "module": lambda entry: entry.module,
    "distribution": lambda entry: entry.distribution,
    "is_imported": lambda entry: entry.is_imported,
    "declared": lambda entry: entry.declared,
    "claimants": lambda entry: entry.claimants,
}
EXPECTED: Mapping[str, object] = {
    "place": "effects.py",
    "module": "audiofx.effects",
    "distribution": None,
    "is_imported": False,
    "declared": None,
    "claimants": (),
}
MISFIT = """
from audiofx.registries import EFFECTS

@EFFECTS.register("gain", replace=True)
class Misfit: ...
"""


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("source", [BROKEN["audiofx_broken.py"], MISFIT], ids=["raises", "misfit"])
def test_entry_of_a_component_that_is_not_replaced(folder: Path, source: str, fact: str) -> None:
    """Whatever is asked of the entry first, the answer is that of a host without the plugin."""
    registry = effects(folder, plugin("audiofx-broken", source))
    entry = registry.entries["gain"]
    assert EXPECTED[fact] == FACTS[fact](entry)

    registry.get("gain")
    after = {name: each(entry) for name, each in FACTS.items()}
    assert {**EXPECTED, "is_imported": True} == after
    assert after == {name: each(registry.entries["gain"]) for name, each in FACTS.items()}


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
@pytest.mark.parametrize("fact", sorted(FACTS.keys() - {"declared"}))
def test_entry_imports_nothing_of_the_host(folder: Path, fact: str) -> None:
    """The facts about the host's component, but its config class, are known without an import of it."""
    entry = effects(folder, BROKEN).entries["gain"]
    FACTS[fact](entry)

    assert [] == imported("audiofx.effects")


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
def test_components_of_the_host(folder: Path) -> None:
    """A component that a plugin fails to replace is tested with the others of its host."""
    registry = effects(folder, BROKEN, metadata("audiofx", "2.0", ""))
    record = {"audiofx-2.0.dist-info/RECORD": "audiofx/__init__.py,,\naudiofx/effects.py,,\n"}
    plant(folder, record)

    def tested(distribution: str) -> list[str]:
        mark = each_component(registry, distribution=distribution).mark
        return [str(each.id) for each in mark.args[1]]

    assert ["effects.gain"] == tested("audiofx")
    assert ["effects.own"] == tested("audiofx-broken")


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
def test_failure_of_one_of_two(folder: Path) -> None:
    """Where one of two that replace a name fails, the other has it."""
    registry = effects(folder, BROKEN, LOUD)

    assert ("audiofx_loud", "audiofx_loud") == origin(registry)


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
def test_failure_while_the_program_is_imported(folder: Path) -> None:
    """One that fails since it needs a module that is being imported replaces the component later."""
    needing = "from audiofx.program import VALUE\n" + registering("gain", keywords=", replace=True")
    program = "from audiofx.registries import EFFECTS\nFIRST = EFFECTS.get('gain')\nVALUE = 1\n"
    registry = effects(folder, plugin("audiofx-needing", needing), {"audiofx/program.py": program})

    assert "audiofx.effects" == importlib.import_module("audiofx.program").FIRST.__module__
    assert "audiofx_needing" == registry.get("gain").__module__


@pytest.mark.parametrize("is_listed", [False, True])
def test_computed_name(folder: Path, is_listed: bool) -> None:  # noqa: FBT001  # as above
    """One that computes the name replaces the component before names are listed as well."""
    source = registering("own") + "for n in ('gain',): EFFECTS.register(n, replace=True)(Own)\n"
    registry = effects(folder, plugin("audiofx-any", source))
    assert not is_listed or registry.list()

    assert ("audiofx_any", "audiofx_any") == origin(registry)


def test_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it replaces is back when it is switched off."""
    monkeypatch.setenv("TYPED_REGISTRY_DISABLE_PLUGINS", "audiofx-loud")

    assert ("audiofx.effects", "audiofx.effects") == origin(effects(folder, LOUD))


def test_computed_replacement(folder: Path) -> None:
    """A module whose `replace=` isn't a constant is imported to know."""
    source = "TRUE = True\n" + registering("x", keywords=", replace=TRUE")
    registry = effects(folder, plugin("audiofx-any", source))

    assert callable(registry.get("x"))


def test_override(folder: Path) -> None:
    """A contested name can be overridden in a test, and is contested again after it."""
    registry = effects(folder, PLAIN, OTHER)
    contest = ["None", "audiofx-other 1.2", "audiofx-plain 1.2"], False
    assert contest == claimed(registry)
    with registry.override("gain", Mine):
        assert Mine is registry.get("gain")

    assert contest == claimed(registry)


CONFIGURED = """
from attrs import frozen
from audiofx.registries import EFFECTS

@frozen
class LoudConfig:
    loud: int = 1

@EFFECTS.register("gain"{0}, replace=True)
class Loud:
    def __init__(self, {1}) -> None: ...
    def level(self) -> float: return 1.0
"""
DECLARED = CONFIGURED.format(", config=LoudConfig", "config: LoudConfig")
DERIVED = CONFIGURED.format("", "loud: int = 1")


@pytest.mark.parametrize("source", [DECLARED, DERIVED], ids=["declared", "derived"])
def test_override_of_a_replacement_that_fails(folder: Path, source: str) -> None:
    """The override is configured as the component that would be used, which the warning says."""
    registry = effects(folder, plugin("audiofx-broken", f"{source}1 / 0\n"))
    with registry.override("gain", Fake):
        assert Fake is registry.get("gain")
        assert [] == imported("audiofx_broken")
        with pytest.warns(UnreadableSourceWarning, match="'gain' isn't replaced"):
            built = registry.from_mapping({"name": "gain", "db": 2.0}).build()

    assert 2.0 == vars(built)["db"]
    assert "audiofx.effects" == registry.get("gain").__module__


def test_override_of_a_replacement(folder: Path) -> None:
    """An override takes the config of the plugin's component, which is imported for it then."""
    registry = effects(folder, plugin("audiofx-loud", DECLARED))
    with registry.override("gain", Configured):
        built = registry.from_mapping({"name": "gain", "loud": 3}).build()

    assert 3 == getattr(vars(built)["config"], "loud", None)


def test_override_without_settings(folder: Path) -> None:
    """An override needs no settings if the plugin's component declares no config."""
    registry = effects(folder, plugin("audiofx-loud", DERIVED))
    with registry.override("gain", Mine):
        assert isinstance(registry.from_mapping({"name": "gain"}).build(), Mine)


def test_isolated(folder: Path) -> None:
    """In an isolated block, a plugin's name is registered with `replace=True`, and nothing stays of it."""
    registry = effects(folder, PLAIN)
    with registry.isolated(), pytest.raises(ContestedNameError):
        registry.register("plain")(Mine)
    with registry.isolated():
        registry.register("plain", replace=True)(Mine)
        assert Mine is registry.get("plain")

    assert "audiofx_plain" == registry.get("plain").__module__
