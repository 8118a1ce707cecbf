"""A package's components, known by name before any of their modules is imported."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest

from tests.samples.zoo import COMPUTED, animals, imported, plant
from typed_registry import Place, Spec
from typed_registry._discovery.discover import UnreadableSourceWarning
from typed_registry.errors import (
    ConformanceError,
    DuplicateNameError,
    Elsewhere,
    MissingRegistrationError,
    UnknownNameError,
    UnknownPackageError,
)


def test_names(folder: Path) -> None:
    """Names are found however they are registered, in the order of modules and lines."""
    plant(folder)

    assert ["duck", "donald", "hen", "horse"] == animals().list()


def test_listing_imports_nothing(folder: Path) -> None:
    """Listing, counting and asking for a name import no module of the package."""
    plant(folder)
    registry = animals()

    assert 4 == len(registry)
    assert "hen" in registry
    assert "cow" not in registry
    assert ["duck", "donald", "hen", "horse"] == [*registry.components]
    assert [] == imported("zoo.animals")


def test_entry_imports_nothing(folder: Path) -> None:
    """An entry has the place of its registration, and looking at it imports nothing."""
    plant(folder)
    entry = animals().entries["horse"]
    file = str(folder / "zoo/animals/horse.py")

    assert not entry.is_imported
    assert ("horse", "zoo.animals.horse", Place(file, 5)) == (entry.name, entry.module, entry.place)
    assert "Entry(name='horse')" == repr(entry)
    assert entry.distribution is None
    assert [] == imported("zoo.animals")


def test_entry_of_a_component_from_elsewhere(folder: Path) -> None:
    """A component that another module defines is of the module that registers it, imported or not."""
    imports = "from tests.samples.ducks import Legs\nfrom zoo.registries import ANIMALS\n"
    plant(folder)
    plant(folder, {"zoo/animals/other.py": f"{imports}ANIMALS.register('other')(Legs)\n"})
    entry = animals().entries["other"]
    before = entry.module, entry.place, entry.distribution, entry == animals().entries["other"]

    assert ("zoo.animals.other", Place(str(folder / "zoo/animals/other.py"), 3), None, True) == before
    assert "tests.samples.ducks" == entry.component.__module__
    assert before == (entry.module, entry.place, entry.distribution, entry == animals().entries["other"])


def test_component_of_an_entry(folder: Path) -> None:
    """The component of an entry is imported when it is asked for, without other components."""
    plant(folder)
    registry = animals()

    assert registry.entries["duck"].component is registry.get("duck")
    assert ["zoo.animals.birds.duck"] == imported("zoo.animals")


CHOSEN = """
from attrs import frozen
from zoo.registries import ANIMALS

class Configs:
    @frozen
    class GoatConfig:
        horns: int = 2

@ANIMALS.register("goat", config=Configs.GoatConfig)
class Goat:
    def __init__(self, config: Configs.GoatConfig) -> None:
        self.config = config

    def legs(self) -> int:
        return 4
"""


@pytest.mark.parametrize(
    "source", [CHOSEN, CHOSEN.replace("class Configs:", "if True:").replace("Configs.", "")]
)
def test_config_in_the_module_of_its_component(folder: Path, source: str) -> None:
    """A config class that is defined beside its component is found, perhaps inside of another class."""
    plant(folder)
    plant(folder, {"zoo/animals/goat.py": source})

    assert "GoatConfig" == animals().entries["goat"].config.__name__
    assert "Spec('goat', horns=3)" == repr(animals().from_mapping({"name": "goat", "horns": 3}))
    assert ["zoo.animals.goat"] == imported("zoo.animals")


def test_config_inside_of_a_class_elsewhere(folder: Path) -> None:
    """A config class that is defined in a class of another module is found."""
    plant(folder)
    config, component = CHOSEN.partition("@ANIMALS")[::2]
    source = f"from zoo.animals.kinds import ANIMALS, Configs\n@ANIMALS{component}"
    plant(folder, {"zoo/animals/kinds.py": config, "zoo/animals/goat.py": source})

    assert "GoatConfig" == animals().entries["goat"].config.__name__


def test_choice_by_component(folder: Path) -> None:
    """The name of a component is found without importing others."""
    plant(folder)
    registry = animals()
    names = registry.list()
    duck: object = importlib.import_module("zoo.animals.birds.duck").Duck

    choose = cast("Callable[[object], Spec[object, []]]", registry.spec)

    assert "duck" == choose(duck).name
    assert names == registry.list()
    assert ["zoo.animals.birds.duck"] == imported("zoo.animals")


def test_known_name_beside_a_missing_package(folder: Path) -> None:
    """A name that is known is found, whatever is wrong with a package that wasn't read yet."""
    plant(folder)
    registry = animals()
    registry.list()
    registry.discover("nothing")

    assert "duck" in registry
    assert "Duck" == type(registry.get("duck")()).__name__
    with pytest.raises(UnknownPackageError):
        registry.get("cow")


def test_get_imports_one_module(folder: Path) -> None:
    """Getting a component imports its module and no other component's."""
    plant(folder)
    made = animals().get("duck")()

    assert "Duck" == type(made).__name__
    assert ["zoo.animals.birds.duck"] == imported("zoo.animals")


def test_get_after_import(folder: Path) -> None:
    """A name that was found first and imported by the program later is no duplicate."""
    plant(folder)
    registry = animals()
    names = registry.list()
    duck: object = importlib.import_module("zoo.animals.birds.duck").Duck

    assert duck is registry.get("duck")
    assert names == registry.list()


def test_found_after_import(folder: Path) -> None:
    """A name that was imported first and found later is no duplicate."""
    plant(folder)
    registry = animals()
    importlib.import_module("zoo.animals.horse")

    assert ["horse", "duck", "donald", "hen"] == registry.list()


def test_config_imports_its_module_alone(folder: Path) -> None:
    """The config of a component that isn't imported comes from the config's own module."""
    plant(folder)
    config = animals().entries["horse"].config

    assert "HorseConfig" == config.__name__
    assert ["zoo.animals.config"] == imported("zoo.animals")


def test_choose_imports_config_alone(folder: Path) -> None:
    """Choosing a component validates its config and doesn't import the component."""
    plant(folder)
    spec = animals().from_mapping({"name": "horse", "shoes": 2})

    assert "Spec('horse', shoes=2)" == repr(spec)
    assert ["zoo.animals.config"] == imported("zoo.animals")
    assert "Horse" == type(spec.build()).__name__


def test_derived_config_imports_component(folder: Path) -> None:
    """A config that must be derived needs the component, and imports that."""
    plant(folder)

    assert "DuckConfig" == animals().entries["duck"].config.__name__
    assert ["zoo.animals.birds.duck"] == imported("zoo.animals")


def test_computed_names(folder: Path) -> None:
    """A module that computes the names it registers is imported to know them; others are not."""
    plant(folder)
    plant(folder, {"zoo/animals/fish.py": COMPUTED})

    assert ["donald", "duck", "fish-cod", "fish-eel", "hen", "horse"] == sorted(animals())
    assert ["zoo.animals.fish"] == imported("zoo.animals")


def test_lazy_component_is_checked(folder: Path) -> None:
    """A component that doesn't fit is refused when its module is imported."""
    plant(folder)
    source = 'from zoo.registries import ANIMALS\n@ANIMALS.register("snake")\nclass Snake:\n    pass\n'
    plant(folder, {"zoo/animals/snake.py": source})
    registry = animals()

    assert "snake" in registry
    with pytest.raises(ConformanceError) as caught:
        registry.get("snake")
    error = caught.value
    assert ("animals", "snake", "Snake") == (error.registry, error.name, error.component)
    assert (str(folder / "zoo/animals/snake.py"), 2) == error.place
    assert ["legs"] == [each.member for each in error.mismatches]


def test_line_that_registers_nothing(folder: Path) -> None:
    """A registration that the source shows and its import doesn't make is an error with the line."""
    plant(folder)
    source = 'from zoo.registries import ANIMALS\n\nANIMALS.register("yeti")\n'
    plant(folder, {"zoo/animals/yeti.py": source})
    with pytest.raises(MissingRegistrationError) as caught:
        animals().get("yeti")

    error = caught.value
    assert ("animals", "yeti", "zoo.animals.yeti") == (error.registry, error.name, error.module)
    assert (str(folder / "zoo/animals/yeti.py"), 3) == error.place


@pytest.mark.parametrize(("condition", "names"), [("ANIMALS is None", []), ("ANIMALS is not None", ["yeti"])])
def test_condition(folder: Path, condition: str, names: list[str]) -> None:
    """A registration below a condition is known from importing the module, which may skip it."""
    plant(folder)
    registering = 'ANIMALS.register("yeti")(type("Yeti", (), {"legs": lambda self: 2}))'
    source = f"from zoo.registries import ANIMALS\nif {condition}:\n    {registering}\n"
    plant(folder, {"zoo/animals/yeti.py": source})

    assert names == [name for name in animals() if name == "yeti"]
    assert ("yeti" in animals()) == bool(names)


def test_other_registries(folder: Path) -> None:
    """A registration with another registry adds no component to this one."""
    plant(folder)
    source = (
        "import atexit\nfrom typed_registry import Registry\n"
        'ANIMALS = Registry("mine")\nANIMALS.register("cow")(int)\natexit.register(print)\n'
    )
    plant(folder, {"zoo/animals/other.py": source})

    assert "cow" not in animals()
    assert [] == imported("zoo.animals")


def test_broken_module(folder: Path) -> None:
    """A module that isn't Python is warned of, and hides no other module's names."""
    plant(folder)
    plant(folder, {"zoo/animals/broken.py": "from zoo.registries import ANIMALS\nANIMALS.register('x'(\n"})
    broken = folder / "zoo" / "animals" / "broken.py"
    with pytest.warns(UnreadableSourceWarning, match=rf"zoo\.animals\.broken .*{re.escape(str(broken))}:2: "):
        names = animals().list()

    assert ["duck", "donald", "hen", "horse"] == names


def test_two_modules_with_one_name(folder: Path) -> None:
    """Two modules that register one name are an error before either is imported, however often one asks."""
    plant(folder)
    source = "from zoo.registries import ANIMALS\nANIMALS.register('hen')(int)\n"
    plant(folder, {"zoo/animals/twin.py": source})
    registry = animals()
    with pytest.raises(DuplicateNameError):
        registry.list()
    with pytest.raises(DuplicateNameError) as caught:
        registry.list()

    error = caught.value
    assert ("animals", "hen") == (error.registry, error.name)
    assert (str(folder / "zoo/animals/birds/hen.py"), 4) == error.existing
    assert (str(folder / "zoo/animals/twin.py"), 2) == error.proposed


@pytest.mark.parametrize(
    ("package", "reason", "near"),
    [
        ("zoo.animal", "No module named 'zoo.animal'", "zoo.animals"),
        ("zoo.cages.birds", "No module named 'zoo.cages'", "zoo.animals.birds"),
        ("nope", "No module named 'nope'", None),
        ("__main__", "__main__.__spec__ is None", None),
        (
            ".animals",
            "no package specified for '.animals' (required for relative module names)",
            "zoo.animals",
        ),
    ],
)
def test_no_such_package(
    folder: Path, monkeypatch: pytest.MonkeyPatch, package: str, reason: str, near: str | None
) -> None:
    """A package that isn't there is an import error each time that names are asked for."""
    plant(folder)
    registry = animals()
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    line = sys._getframe().f_lineno + 1  # pyright: ignore[reportPrivateUsage]  # this line's
    registry.discover(package)
    with pytest.raises(UnknownPackageError):
        registry.list()
    with pytest.raises(ModuleNotFoundError) as caught:
        registry.list()

    error = caught.value
    assert isinstance(error, UnknownPackageError)
    assert ("animals", package, reason, near) == (error.registry, error.package, error.reason, error.near)
    assert (__file__, line) == error.place


def test_package_without_a_name(folder: Path) -> None:
    """`discover` refuses at once what can't be the name of a package."""
    plant(folder)
    registry = animals()
    for package in ("", None):
        with pytest.raises(TypeError):
            registry.discover(package)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # the fault


def test_module_instead_of_its_name(folder: Path) -> None:
    """A module is refused, with what to write instead."""
    plant(folder)
    module: str = importlib.import_module("zoo.animals")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]  # on purpose
    with pytest.raises(TypeError, match=r'as in discover\("zoo.animals"\); got <module'):
        animals().discover(module)


def test_edited_source(folder: Path) -> None:
    """Sources are read again when they have changed."""
    plant(folder)
    animals().list()
    registry = animals()
    plant(
        folder, {"zoo/animals/cow.py": "from zoo.registries import ANIMALS\nANIMALS.register('cow')(int)\n"}
    )
    registry.discover("zoo.animals")

    assert ["duck", "donald", "hen", "horse", "cow"] == registry.list()


def test_unknown_name_elsewhere(folder: Path) -> None:
    """The error for a name that only a module which was never imported registers says where that is."""
    plant(folder)
    registry = importlib.import_module("zoo.registries").ANIMALS
    with pytest.raises(UnknownNameError) as caught:
        registry.get("hen")

    assert ("animals", "hen", ()) == (caught.value.registry, caught.value.name, caught.value.names)
    assert Elsewhere("zoo.animals.birds.hen", Place(str(folder / "zoo/animals/birds/hen.py"), 4)) == (
        caught.value.elsewhere
    )
    assert [] == imported("zoo.animals")


def test_threads(folder: Path) -> None:
    """Threads that ask at once for a name that is yet to be read all find it."""
    plant(folder)
    registry = animals()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(registry.__contains__, ["horse"] * 8))

    assert [True] * 8 == found
