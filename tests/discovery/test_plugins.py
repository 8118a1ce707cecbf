"""Components that an installed distribution offers through an entry point."""

# ruff: noqa: S301  # what is unpickled was pickled here

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.distributions import plugin_names
from tests.samples.zoo import imported, plant
from typed_registry import Registry
from typed_registry.errors import ConformanceError, UnknownNameError

PLUGIN: Mapping[str, str] = {
    "safari/__init__.py": "",
    "safari/lion.py": """
class Lion:
    def __init__(self, mane: bool = True) -> None:
        self.mane = mane
""",
    "safari-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: safari\nVersion: 1.2\n",
    "safari-1.2.dist-info/top_level.txt": "safari\n",
    "safari-1.2.dist-info/entry_points.txt": (
        "[cages.beasts]\nlion = safari.lion:Lion\nothers = safari.cats\n"
    ),
    "cages.py": "from typed_registry import Registry\nBEASTS = Registry[object, []]('beasts')\n",
    "safari/cats/__init__.py": "",
    "safari/cats/tiger.py": "from cages import BEASTS\n@BEASTS.register('tiger')\nclass Tiger: ...\n",
}


def beasts() -> Registry[object, []]:
    """The registry that the plugin's entry points name."""
    found: Registry[object, []] = importlib.import_module("cages").BEASTS
    return found


def test_names(folder: Path) -> None:
    """Plugins add what their entry points name and what their modules register; listing imports nothing."""
    plant(folder, PLUGIN)

    assert ["lion", "tiger"] == beasts().list()
    assert [] == imported("safari")


def test_get(folder: Path) -> None:
    """Getting the component imports its module alone, and checks and keeps what the entry point names."""
    plant(folder, PLUGIN)
    registry = beasts()
    lion = registry.get("lion")

    assert "Lion" == type(lion()).__name__
    assert lion is registry.get("lion")
    assert ["safari.lion"] == imported("safari")


def test_config(folder: Path) -> None:
    """A plugin's component is configured like any other."""
    plant(folder, PLUGIN)

    assert "Spec('lion', mane=False)" == repr(beasts().from_mapping({"name": "lion", "mane": False}))


def test_place(folder: Path) -> None:
    """The place of a plugin's component is its entry point."""
    plant(folder, PLUGIN)
    registry = beasts()
    registry.get("lion")

    assert "entry point lion = safari.lion:Lion" == str(registry.entries["lion"].place)


def test_module_that_registers(folder: Path) -> None:
    """A module that an entry point names is imported when a component is needed that it registers."""
    plant(folder, PLUGIN)

    assert "Tiger" == type(beasts().get("tiger")()).__name__
    assert ["safari.cats.tiger"] == imported("safari")


def test_entry_point_of_a_module(folder: Path) -> None:
    """An entry point that names a module adds no component of its own name, but may import others."""
    plant(folder, {**PLUGIN, "safari/cats/tiger.py": ""})
    registry = beasts()

    assert "others" not in registry
    assert ["lion"] == registry.list()
    assert "safari.cats" in sys.modules
    assert [] == imported("safari")


@pytest.mark.parametrize(
    "source",
    [
        "import safari_cats",
        "from safari import rooms",
        "from .. import rooms",
        "from importlib import import_module\nimport_module('safari_cats')",
        "exec('import safari_cats')",
    ],
)
def test_module_that_imports_others(folder: Path, source: str) -> None:
    """What a package without registrations of its own imports is added, and known when a name isn't found."""
    tiger = PLUGIN["safari/cats/tiger.py"]
    plant(folder, {**PLUGIN, "safari/cats/tiger.py": "", "safari/cats/__init__.py": source})
    plant(folder, {"safari/rooms.py": tiger, "safari_cats.py": tiger})
    registry = beasts()

    assert callable(registry.get("tiger"))
    assert {"lion", "tiger"} == set(registry.list())


def test_module_that_imports_others_and_fails(folder: Path) -> None:
    """A package without registrations of its own whose import fails is reported with its distribution."""
    plant(folder, {**PLUGIN, "safari/cats/tiger.py": "", "safari/cats/__init__.py": "import no_such_module"})
    with pytest.raises(UnknownNameError) as caught:
        beasts().get("tiger")

    [broken] = caught.value.broken
    assert ("safari.cats", "safari 1.2") == (broken.module, str(broken.distribution))
    assert "no_such_module" in broken.error


@pytest.mark.parametrize(
    "source",
    ["import safari.rooms", "from safari import rooms", "from .. import rooms", "import safari_cats"],
)
def test_module_that_registers_and_imports_others(folder: Path, source: str) -> None:
    """What a module of the same distribution registers that a plugin's module imports is known as well."""
    tiger, lynx = PLUGIN["safari/cats/tiger.py"], PLUGIN["safari/cats/tiger.py"].replace("tiger", "lynx")
    plant(folder, {**PLUGIN, "safari/cats/__init__.py": f"{source}\n{tiger}"})
    plant(folder, {"safari/rooms.py": lynx, "safari_cats.py": lynx, "safari/cats/tiger.py": ""})
    plant(folder, {"safari-1.2.dist-info/RECORD": "safari/rooms.py,,\nsafari_cats.py,,\n"})
    registry = beasts()

    assert ["lion", "lynx", "tiger"] == sorted(registry.list())
    assert [] == imported("safari")
    assert callable(registry.get("lynx"))


def test_package_around_another(folder: Path) -> None:
    """A package isn't imported if another entry point names the part of it that registers."""
    points = "[cages.beasts]\nall = safari\nothers = safari.cats\n"
    plant(folder, {**PLUGIN, "safari-1.2.dist-info/entry_points.txt": points})

    assert ["tiger"] == beasts().list()
    assert [] == imported("safari")


def test_computed_names(folder: Path) -> None:
    """A plugin's module whose source doesn't show its names is imported when names are needed."""
    source = "from cages import BEASTS\nfor n in range(2):\n    BEASTS.register(f'cat-{n}')(int)\n"
    plant(folder, {**PLUGIN, "safari/cats/tiger.py": source})
    registry = beasts()

    assert ["cat-0", "cat-1", "lion"] == sorted(registry.list())
    assert {"cat-0", "cat-1", "lion"} == plugin_names(registry)
    assert ["safari.cats.tiger"] == imported("safari")


def test_names_of_plugins(folder: Path) -> None:
    """Which names come from plugins is known before the plugins are imported and after."""
    plant(folder, PLUGIN)
    registry = beasts()
    registry.register("own")(int)

    assert {"lion", "tiger"} == plugin_names(registry)
    assert [] == imported("safari")
    assert [*map(registry.get, ["lion", "tiger"])]
    assert {"lion", "tiger"} == plugin_names(registry)


@pytest.mark.parametrize("raised", ["SystemExit", "BaseException"])
@pytest.mark.parametrize("others", ["safari.nothing", "nothing.at_all", "safari.broken.cats"])
def test_module_that_is_not_there(folder: Path, others: str, raised: str) -> None:
    """An entry point whose module can't be imported hides no other plugin's names."""
    entry_points = f"[cages.beasts]\nlion = safari.lion:Lion\nothers = {others}\n"
    plant(folder, {**PLUGIN, "safari-1.2.dist-info/entry_points.txt": entry_points})
    plant(folder, {"safari/broken/__init__.py": f"raise {raised}"})
    registry = beasts()

    assert "Lion" == type(registry.get("lion")()).__name__
    with pytest.raises(UnknownNameError) as caught:
        registry.get("others")
    assert [(others, (f"entry point others = {others}", 0))] == [
        (each.module, each.place) for each in caught.value.broken
    ]


def test_unknown_name(folder: Path) -> None:
    """Names from plugins count among the valid ones."""
    plant(folder, PLUGIN)
    with pytest.raises(UnknownNameError) as caught:
        beasts().get("loin")

    error = pickle.loads(pickle.dumps(caught.value))
    assert ("beasts", "loin", ("lion", "tiger")) == (error.registry, error.name, error.names)


def test_registrations_with_another_registry(folder: Path) -> None:
    """A module that an entry point names adds what it registers with this registry, and nothing else."""
    source = "from cages import BEASTS, PLANTS\nPLANTS.register('fern')(int)\nBEASTS.register('tiger')(int)\n"
    cages = f"{PLUGIN['cages.py']}PLANTS = Registry[object, []]('plants')\n"
    plant(folder, {**PLUGIN, "safari/cats/tiger.py": source, "cages.py": cages})

    assert ["lion", "tiger"] == beasts().list()
    assert [] == imported("safari")


def test_plugin_that_does_not_conform(folder: Path) -> None:
    """What an entry point names is checked when it is imported."""
    cages = "from typed_registry import Registry\nBEASTS = Registry[int, []]('beasts')\n"
    plant(folder, {**PLUGIN, "cages.py": cages})
    with pytest.raises(ConformanceError) as caught:
        beasts().get("lion")

    assert ("beasts", "lion", "Lion") == (caught.value.registry, caught.value.name, caught.value.component)


def test_other_groups(folder: Path) -> None:
    """Entry points of another group are another registry's."""
    plant(folder, PLUGIN)

    assert [] == Registry[object, []]("plants").list()


def test_distribution(folder: Path) -> None:
    """A plugin's component knows its distribution, before it is imported and after."""
    plant(folder, PLUGIN)
    script = (
        "from typed_registry import Registry\n"
        "beasts = Registry('beasts', group='cages.beasts')\n"
        "print(beasts.entries['lion'].distribution)\n"
        "beasts.get('lion')\n"
        "print(beasts.entries['lion'].distribution)\n"
    )
    paths = [str(folder), *sys.path]
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {paths!r}\n{script}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert "safari 1.2\nsafari 1.2\n" == done.stdout


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
def test_module_of_a_plugin_that_fails(folder: Path) -> None:
    """Nothing is left of a plugin's module that registers a component and then fails in the program."""
    source = (
        "from cages import BEASTS\nfor n in ['tiger']:\n    BEASTS.register(n)(int)\nraise RuntimeError\n"
    )
    plant(folder, {**PLUGIN, "safari/cats/tiger.py": source})
    registry = beasts()
    assert ["lion"] == registry.list()
    with pytest.raises(RuntimeError):
        importlib.import_module("safari.cats.tiger")

    assert "tiger" not in registry
