"""A plugin that fails affects its own names only, is tried once, and is reported with its distribution."""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.distributions import EFFECT, effects, metadata, plugin, registering
from tests.samples.zoo import plant
from typed_registry import Registry
from typed_registry.errors import (
    BrokenModuleError,
    ConfigError,
    ConformanceError,
    MissingRegistrationError,
    RegistryError,
    UnknownComponent,
    UnknownNameError,
    UnreadableSourceWarning,
)

Effects = Registry[object, []]
GOOD = plugin("audiofx-good", registering("good"))
COUNTING = "import sys\nsys.tries = getattr(sys, 'tries', 0) + 1\n"
"""The beginning of a module that counts how often it is imported."""
UNFIT = "class Unfit:\n    pass\n"
FAILURES = {
    "import no_such_module\n": "ModuleNotFoundError: No module named 'no_such_module'",
    "from audiofx import nothing\n": "ImportError: cannot import name 'nothing'",
    "raise ValueError('no')\n": "ValueError: no",
    "1 / 0\n": "ZeroDivisionError: division by zero",
    "sys.exit(3)\n": "SystemExit: 3",
    "import pytest\npytest.skip('no', allow_module_level=True)\n": "Skipped: no",
    "import asyncio\nraise asyncio.CancelledError\n": "CancelledError",
    "assert False, 'no'\n": "AssertionError: no",
    "class E(Exception):\n    def __str__(self): raise KeyError\nraise E\n": "E",
}


@pytest.fixture(autouse=True)
def _no_tries() -> None:
    if hasattr(sys, "tries"):
        delattr(sys, "tries")


def tries() -> int:
    """How often the counting module has been imported."""
    return int(vars(sys).get("tries", 0))


def bad(source: str, form: str = "module") -> Mapping[str, str]:
    """A distribution whose module counts and fails, named by an entry point as a module or with an object."""
    points = {"module": "any = audiofx_bad", "object": "bad = audiofx_bad:Bad"}[form]
    return {"audiofx_bad.py": source, **metadata("audiofx-bad", "9.1", f"[audiofx.effects]\n{points}\n")}


def assert_others_work(registry: Effects) -> None:
    """The host and another plugin aren't affected."""
    assert callable(registry.get("gain"))
    assert callable(registry.get("good"))


@pytest.mark.parametrize("form", ["module", "object"])
@pytest.mark.parametrize(("failure", "text"), FAILURES.items())
def test_failure(folder: Path, failure: str, text: str, form: str) -> None:
    """Each use of its names raises an error with distribution, module and line; it is imported once."""
    source = COUNTING + registering("bad", end=failure)
    registry = effects(folder, GOOD, bad(source, form))
    line = len((COUNTING + registering("bad")).splitlines()) + len(failure.splitlines())
    for _ in range(3):
        with pytest.raises(BrokenModuleError) as caught:
            registry.get("bad")
        assert ("audiofx_bad", "audiofx-bad 9.1") == (caught.value.module, str(caught.value.distribution))
        assert caught.value.error.startswith(f"{folder / 'audiofx_bad.py'}:{line}: {text}")
        assert caught.value.__cause__ is not None
        assert_others_work(registry)

    assert 1 == tries()
    assert ["gain", "bad", "good"] == registry.list()


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
@pytest.mark.parametrize("end", ["raise OSError('no')\n", "raise BaseException('no')\n", "def (\n"])
def test_computed_names(folder: Path, end: str) -> None:
    """A module that fails before its names are known is named by the error for any unknown name."""
    source = COUNTING + registering() + f"{EFFECT.format('B')}for n in 'xy': EFFECTS.register(n)(B)\n{end}"
    registry = effects(folder, GOOD, bad(source))
    for _ in range(50):
        with pytest.raises(UnknownNameError) as caught:
            registry.get("x")
        [broken] = caught.value.broken
        assert ("audiofx_bad", "audiofx-bad 9.1") == (broken.module, str(broken.distribution))
        assert ["gain", "good"] == registry.list()
        assert_others_work(registry)

    assert tries() == (end != "def (\n")


def test_listing_warns(folder: Path) -> None:
    """Listing warns that names may be missing, and names the distribution."""
    registry = effects(folder, GOOD, bad("def ("))
    with pytest.warns(UnreadableSourceWarning, match=r"audiofx-bad 9\.1: audiofx_bad .*SyntaxError"):
        registry.list()


def test_every_registry(folder: Path) -> None:
    """A module that registers with two registries, and fails, is imported once for both of them."""
    more = "from typed_registry import Registry\nMORE = Registry[object, []]('more')\n"
    names = "for n in 'xy':\n    EFFECTS.register(n)(int)\n    MORE.register(n)(int)\n"
    points = "[audiofx.effects]\na = audiofx_bad\n[audiofx.more]\na = audiofx_bad\n"
    plant(folder, {"audiofx/more.py": more, **metadata("audiofx-bad", "9.1", points)})
    source = (
        f"{COUNTING}from audiofx.registries import EFFECTS\nfrom audiofx.more import MORE\n{names}1 / 0\n"
    )
    registry = effects(folder, {"audiofx_bad.py": source})
    other: Effects = importlib.import_module("audiofx.more").MORE
    for each in (registry, other, registry, other):
        with pytest.raises(UnknownNameError, match="audiofx-bad"):
            each.get("x")

    assert 1 == tries()


@pytest.mark.parametrize("kind", [KeyboardInterrupt, GeneratorExit])
def test_interrupt(folder: Path, kind: type[BaseException]) -> None:
    """An interrupt is none of its faults: it passes, and the module is imported again."""
    registry = effects(folder, GOOD, bad(COUNTING + registering("bad", end=f"raise {kind.__name__}\n")))
    for number in (1, 2):
        with pytest.raises(kind):
            registry.get("bad")
        assert number == tries()


def test_program_that_imports_it(folder: Path) -> None:
    """A module that has failed and that the program then imports itself has its names back."""
    registry = effects(folder, bad(registering("bad", end="assert hasattr(sys, 'tries')\n") + "import sys\n"))
    with pytest.raises(BrokenModuleError):
        registry.get("bad")
    (folder / "audiofx_bad.py").write_text(registering("bad"))
    importlib.import_module("audiofx_bad")

    assert callable(registry.get("bad"))


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
@pytest.mark.parametrize("form", ["module", "object"])
def test_circular_import(folder: Path, form: str) -> None:
    """A module that fails because the program is still being imported is imported again."""
    source = registering("bad") if form == "module" else EFFECT.format("Bad")
    registry = effects(folder, GOOD, bad(f"from program import Thing\n{source}", form))
    program = """
from audiofx.registries import EFFECTS
from typed_registry.errors import BrokenModuleError
try:
    EFFECTS.get("bad")
except BrokenModuleError as error:
    caught = error
class Thing: ...
"""
    plant(folder, {"program.py": program})
    assert "circular import" in str(importlib.import_module("program").caught)

    assert callable(registry.get("bad"))


@pytest.mark.parametrize("value", ["audiofx_good:Bood", "audiofx_good:Good.inner"])
def test_missing_attribute(folder: Path, value: str) -> None:
    """An entry point that names an object which isn't there is an error when its name is used."""
    points = metadata("audiofx-bad", "9.1", f"[audiofx.effects]\nbad = {value}\n")
    registry = effects(folder, GOOD, points)
    for _ in range(2):
        with pytest.raises(MissingRegistrationError) as caught:
            registry.get("bad")
        error = caught.value
        assert ("audiofx-bad 9.1", f"entry point bad = {value}") == (
            str(error.distribution),
            str(error.place),
        )
        assert value.rpartition(":")[2].rpartition(".")[2] == error.attribute
        assert error.near == ("Good" if value.endswith("Bood") else None)
        assert_others_work(registry)


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
def test_object_of_a_missing_module(folder: Path) -> None:
    """The name of an object isn't listed if no package is installed that might contain its module."""
    points = metadata("audiofx-bad", "9.1", "[audiofx.effects]\nbad = no_such_package.effects:Bad\n")
    registry = effects(folder, GOOD, points)

    assert ["gain", "good"] == registry.list()
    with pytest.raises(UnknownNameError) as caught:
        registry.get("bad")
    [broken] = caught.value.broken
    assert ("no_such_package.effects", "audiofx-bad 9.1") == (broken.module, str(broken.distribution))
    assert "No module named 'no_such_package'" in broken.error
    assert_others_work(registry)


def test_attribute_that_fails(folder: Path) -> None:
    """A module may compute its attributes, and fail."""
    source = "def __getattr__(name):\n    raise OSError('no disk')\n"
    registry = effects(folder, GOOD, bad(source, "object"))
    with pytest.raises(BrokenModuleError, match=r"audiofx-bad 9\.1: .*audiofx_bad\.py:2: OSError: no disk"):
        registry.get("bad")

    assert_others_work(registry)


@pytest.mark.parametrize("value", ["None", "3", "'text'", "object()", "ValueError"])
def test_object_of_another_kind(folder: Path, value: str) -> None:
    """An entry point may name anything; what isn't a component is an error of conformance."""
    registry = effects(folder, GOOD, bad(f"Bad = {value}\n", "object"))
    with pytest.raises(ConformanceError) as caught:
        registry.get("bad")

    assert "audiofx-bad 9.1" == str(caught.value.distribution)
    assert ["register_instance takes this"] != [each.reason for each in caught.value.mismatches]
    assert_others_work(registry)


@pytest.mark.parametrize("form", ["module", "object"])
def test_use_in_its_own_module(folder: Path, form: str) -> None:
    """A module that uses its own name before it registers the component is told that this is circular."""
    source = (
        "from audiofx.registries import EFFECTS\ntry:\n    EFFECTS.get('bad')\nexcept LookupError as e:\n"
    )
    source += "    ERROR = e\n" + (registering("bad") if form == "module" else EFFECT.format("Bad"))
    registry = effects(folder, GOOD, bad(source, form))
    assert callable(registry.get("bad"))
    error = importlib.import_module("audiofx_bad").ERROR

    assert isinstance(error, MissingRegistrationError)
    assert error.is_circular


def test_attribute_of_an_attribute(folder: Path) -> None:
    """An entry point may name an object inside another."""
    source = (
        f"class Outer:\n{''.join(f'    {line}' + chr(10) for line in EFFECT.format('Inner').splitlines())}"
    )
    points = metadata("audiofx-deep", "1", "[audiofx.effects]\ndeep = audiofx_deep : Outer.Inner [extra]\n")
    registry = effects(folder, {"audiofx_deep.py": source, **points})

    assert "Outer.Inner" == getattr(registry.get("deep"), "__qualname__", None)


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
@pytest.mark.parametrize(
    "line",
    [
        *("x = a b c", "x =", "x", "= audiofx_good:Good", "x = :Good", "x = audiofx_good:"),
        *("x = ..", "x = .a", "x = a..b", "x = 1a", "x = audiofx_good:Good.", "x = audiofx_good:.Good"),
    ],
)
def test_malformed_entry_point(folder: Path, line: str) -> None:
    """A malformed entry point is no name, and is reported where a name isn't found."""
    registry = effects(folder, GOOD, metadata("audiofx-bad", "9.1", f"[audiofx.effects]\n{line}\n"))

    assert_others_work(registry)
    assert ["gain", "good"] == registry.list()
    with pytest.raises(UnknownNameError) as caught:
        registry.get("x")
    [broken] = caught.value.broken
    assert "audiofx-bad 9.1" == str(broken.distribution)
    assert broken.place.file.startswith("entry point ")


def test_several_malformed_entry_points(folder: Path) -> None:
    """The warning names all of them."""
    registry = effects(folder, metadata("audiofx-bad", "9.1", "[audiofx.effects]\nx = a b\ny = 1a\n"))
    with pytest.warns(UnreadableSourceWarning) as caught:
        registry.list()

    assert (
        "effects: names may be missing: audiofx-bad 9.1: entry point x = a b and audiofx-bad 9.1: entry "
        "point y = 1a names neither a module nor an object in one: `module` or `module:object`"
    ) == str(caught[0].message)


@pytest.mark.parametrize("form", ["module", "object"])
def test_misfit(folder: Path, form: str) -> None:
    """A component that doesn't conform is an error with its distribution, each time that it is used."""
    registering_it = '@EFFECTS.register("bad")\n' if form == "module" else ""
    source = f"{COUNTING}from audiofx.registries import EFFECTS\n{registering_it}class Bad: pass\n"
    registry = effects(folder, GOOD, bad(source, form))
    for _ in range(2):
        with pytest.raises(ConformanceError) as caught:
            registry.get("bad")
        assert ("bad", "Bad") == (caught.value.name, caught.value.component)
        assert "audiofx-bad 9.1" == str(caught.value.distribution)
        assert_others_work(registry)

    assert 1 == tries()


def test_other_name_of_a_misfit(folder: Path) -> None:
    """A plugin's module that ends in an error for one component has no other component either."""
    source = registering("fine") + '@EFFECTS.register("bad")\nclass Bad: pass\n'
    registry = effects(folder, GOOD, bad(source))
    with pytest.raises(BrokenModuleError, match="ConformanceError") as caught:
        registry.get("fine")

    assert isinstance(caught.value.__cause__, ConformanceError)
    assert_others_work(registry)


def test_config(folder: Path) -> None:
    """A config that chooses it has a fault that says all this, beside its other faults."""
    registry = effects(
        folder,
        GOOD,
        bad("import no_such_module\nfrom audiofx.registries import EFFECTS\nEFFECTS.register('bad')(int)\n"),
    )
    with pytest.raises(RegistryError, match=r"audiofx-bad 9\.1: audiofx_bad can't be imported: .*no_such"):
        registry.from_mapping({"name": "bad"})
    with pytest.raises(ConfigError) as caught:
        registry.from_mapping({"name": "nothing"})

    [fault] = caught.value.faults
    assert isinstance(fault.problem, UnknownComponent)
    assert ("gain", "bad", "good") == fault.problem.valid


def test_travels(folder: Path) -> None:
    """The error can be sent to another process."""
    registry = effects(folder, bad("import no_such_module\n" + registering("bad")))
    with pytest.raises(BrokenModuleError) as caught:
        registry.get("bad")

    assert str(caught.value) == str(pickle.loads(pickle.dumps(caught.value)))  # noqa: S301  # was pickled here
