"""The components that can't be used as a registry promises are found, with their places."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.samples.distributions import metadata
from tests.samples.zoo import imported
from tests.testing.shop import MISFITS, PLUGINS, SHOP, losses
from typed_registry import Registry
from typed_registry._registration.name_warnings import without_name_warnings
from typed_registry.errors import UnreadableSourceWarning
from typed_registry.testing import ConformanceSuite, each_component, find_misfits
from typed_registry.testing._selection import selection


def test_nothing_to_find(folder: Path) -> None:
    """A package whose components can be used has no misfits."""
    assert [] == find_misfits(losses(folder))


def test_each_kind(folder: Path) -> None:
    """Each misfit has the check that it doesn't pass, a reason and a place; all others are checked."""
    found = {each.name: each for each in find_misfits(losses(folder, MISFITS))}

    assert {
        "broken": "import",
        "closed": "config",
        "growing": "file",
        "local": "pickle",
        "unfit": "conformance",
    } == {name: each.check for name, each in found.items()}
    assert "a_package_that_is_not_installed" in found["broken"].reason
    assert "no 'loss'; did you mean 'los'?" in found["unfit"].reason
    assert "'draw' is required" in found["closed"].reason
    assert "2.0 would be loaded as 3.0" in found["growing"].reason
    assert "LocalConfig" in found["local"].reason
    assert all(each.place.line for each in found.values())
    assert {str(folder / f"shop/losses/{name}.py") for name in found} == {
        each.place.file for each in found.values()
    }
    assert str(found["closed"]).startswith(f"{found['closed'].place}: losses 'closed' can't be configured: ")


def test_plugins(folder: Path) -> None:
    """Plugins that fail or bring nothing are found with their distributions."""
    found = find_misfits(losses(folder, PLUGINS))

    assert [(None, "plugin", "idle 0.1"), (None, "plugin", "raising 3.0")] == sorted(
        ((each.name, each.check, each.distribution) for each in found), key=str
    )
    assert {"idle registers no component", "ValueError: no"} == {
        each.reason.rpartition("py:1: ")[2] for each in found
    }, found
    assert (str(folder / "raising.py"), 1) in [each.place for each in found]


@pytest.mark.parametrize(
    ("distribution", "expected"), [("extra_losses", []), ("idle", ["plugin"]), ("Raising", ["plugin"])]
)
def test_one_distribution(folder: Path, distribution: str, expected: list[str]) -> None:
    """Of one distribution, only the components and entry points are checked, however it is spelt."""
    found = find_misfits(losses(folder, PLUGINS, MISFITS), distribution=distribution)

    assert expected == [each.check for each in found]
    assert [] == [name for name in imported("shop.losses") if name != "shop.losses.zero"]


VANISHING = """
from shop.registries import LOSSES
from shop.losses.zero import Zero

@LOSSES.register("{name}"{keywords})
class Vanishing(Zero): ...

LOSSES.unregister("{gone}")
"""


def test_name_that_its_module_unregisters(folder: Path) -> None:
    """A component that isn't there any more once its module is imported is a misfit, where it was."""
    source = VANISHING.format(name="gone", keywords="", gone="gone")
    registry = losses(folder, {"shop/losses/gone.py": source})
    [misfit] = find_misfits(registry)

    assert ("gone", "import") == (misfit.name, misfit.check)
    assert (str(folder / "shop/losses/gone.py"), 5) == misfit.place
    assert [] == find_misfits(registry)


def test_name_that_its_module_unregisters_in_tests(folder: Path) -> None:
    """The test of its import fails, also once another test has imported it, and others are skipped."""
    registry = losses(
        folder, {"shop/losses/gone.py": VANISHING.format(name="gone", keywords="", gone="gone")}
    )

    class Suite(ConformanceSuite):
        registries = (registry,)

    entry = registry.entries["gone"]
    Suite().test_contest(entry)
    for _ in range(2):
        with pytest.raises(pytest.fail.Exception, match="'gone'"):
            Suite().test_import(entry)
        with pytest.raises(pytest.skip.Exception):
            Suite().test_config(entry)


def test_name_that_another_module_unregisters(folder: Path) -> None:
    """A component isn't checked that a plugin unregisters, which is imported for another component."""
    source = VANISHING.format(name="hinge", keywords=", replace=True", gone="zero")
    more = {"audio.py": source, **metadata("audio", "1.0", "[shop.losses]\nany = audio\n")}
    registry = losses(folder, more)

    assert {"hinge", "zero"} == {*registry.list()}
    assert [] == find_misfits(registry)
    assert ["hinge"] == registry.list()


SEVERAL: Mapping[str, str] = {
    **PLUGINS,
    "many/__init__.py": "",
    "many/entry.py": "import many.hidden\n",
    "many/hidden.py": PLUGINS["extra_losses.py"].replace("extra", "hidden"),
    "many/shown.py": PLUGINS["extra_losses.py"].replace("extra", "shown"),
    "empty_module.py": "",
    **metadata(
        "many",
        "1.0",
        "[shop.losses]\nentry = many.entry\nshown = many.shown\nempty = empty_module\n"
        "object = many.shown:Extra\n",
    ),
}


def test_each_entry_point(folder: Path) -> None:
    """An entry point that brings nothing is found, even if others of its distribution bring components."""
    found = find_misfits(losses(folder, SEVERAL), distribution="many")

    assert ["empty_module registers no component"] == [each.reason for each in found]


AGAIN = {
    "again.py": PLUGINS["extra_losses.py"],
    **metadata("again", "2.0", "[shop.losses]\nagain = again\n"),
}


def test_contested_name(folder: Path) -> None:
    """A name that several distributions register is a misfit of each of them, and names all of them."""
    registry = losses(folder, PLUGINS, AGAIN)
    for distribution in ("again", "extra-losses"):
        [misfit] = find_misfits(registry, distribution=distribution)
        assert ("extra", "contest") == (misfit.name, misfit.check)
        assert misfit.place.file == str(folder / f"{distribution.replace('-', '_')}.py")
        assert distribution in str(misfit.distribution)
        assert all(each in misfit.reason for each in ("again 2.0", "extra-losses 1.2", "TYPED_REGISTRY"))
        assert str(misfit) == f"{misfit.place}: losses 'extra' is contested: {misfit.reason}"
    [misfit] = [each for each in find_misfits(registry) if each.name == "extra"]
    assert ("contest", "again 2.0") == (misfit.check, misfit.distribution)
    [misfit] = find_misfits(registry, module="extra_losses")
    assert ("contest", "extra-losses 1.2") == (misfit.check, misfit.distribution)


@pytest.mark.filterwarnings("ignore:losses. names may be missing")
def test_contested_name_in_tests(folder: Path) -> None:
    """A contested name is tested with the components of each distribution that contests it."""
    registry = losses(folder, PLUGINS, AGAIN)
    for distribution in ("again", "extra-losses"):
        mark = each_component(registry, distribution=distribution).mark
        assert ["losses.extra"] == [str(each.id) for each in mark.args[1]]

    class Suite(ConformanceSuite):
        registries = (registry,)
        distribution = "extra-losses"

    entry = registry.entries["extra"]
    with pytest.raises(pytest.fail.Exception, match=r"'extra' .*again 2\.0.*extra-losses 1\.2"):
        Suite().test_contest(entry)
    with pytest.raises(pytest.skip.Exception):
        Suite().test_import(entry)


def test_hidden_component(folder: Path) -> None:
    """What the module of an entry point's object registers besides is a misfit: it isn't there before."""
    more = {
        "objects.py": PLUGINS["extra_losses.py"] + "\nclass Other(Zero): ...\n",
        **metadata("objects", "1.0", "[shop.losses]\nother = objects:Other\n"),
    }
    registry = losses(folder, more)
    assert ["hinge", "other", "zero"] == sorted(registry.list())
    [misfit] = find_misfits(registry)

    assert ("extra", "hidden", "objects 1.0") == (misfit.name, misfit.check, misfit.distribution)
    assert (str(folder / "objects.py"), 5) == misfit.place
    assert "losses 'extra' is hidden: it is there only once objects is imported; " in str(misfit)


def test_one_module(folder: Path) -> None:
    """Of one module, only the components are checked."""
    found = find_misfits(losses(folder, MISFITS), module="shop.losses.growing")

    assert ["growing"] == [each.name for each in found]
    assert ["shop.losses.growing", "shop.losses.zero"] == imported("shop.losses")


def test_other_objects() -> None:
    """Only registries have components."""
    with pytest.raises(TypeError, match="only registries"):
        find_misfits("losses")  # type: ignore[arg-type]  # as a mistake  # pyright: ignore[reportArgumentType]


def test_registry_itself(folder: Path) -> None:
    """A suite takes several registries, in a tuple for instance."""

    class Suite(ConformanceSuite):
        registries = losses(folder)  # type: ignore[assignment]  # as a mistake  # pyright: ignore[reportAssignmentType]

    with pytest.raises(TypeError, match=r"several registries are expected.*got Registry\('losses'\) itself"):
        Suite.selected()


def test_nothing_to_check(folder: Path) -> None:
    """Where nothing is checked, nothing could fail: that is a misfit."""
    empty = Registry[object, []]("empty")

    assert [("empty", "empty", None)] == [
        (each.registry, each.check, each.name) for each in find_misfits(empty)
    ]
    found = find_misfits(
        losses(folder, PLUGINS), distribution=("no-such", "Extra_losses", "other", "raising")
    )
    reasons = [each.reason for each in found if each.check == "empty"]
    assert ["no-such", "other"] == [each.partition(" is registered")[0].split()[-1] for each in reasons]
    assert ["plugin"] == [each.check for each in found if each.check != "empty"]
    with pytest.raises(ValueError, match="distribution= names no distribution"):
        find_misfits(losses(folder), distribution=[])


def test_several_distributions(folder: Path) -> None:
    """The components of several distributions are checked, and no others."""
    registry = losses(folder, PLUGINS, MISFITS)
    found = find_misfits(registry, distribution=("extra_losses", "idle", "Raising"))

    assert ["plugin", "plugin"] == [each.check for each in found]
    with without_name_warnings():
        components = selection((registry,), ["extra-losses", "idle"]).components()
    assert ["extra"] == [name for _, name in components]


def test_replacement_that_is_not_there(folder: Path) -> None:
    """A deprecated name whose replacement isn't registered is a misfit, with the nearest name."""
    shop = {
        "shop/registries.py": SHOP["shop/registries.py"] + "LOSSES.deprecate('zeor', since='1', use='zreo')\n"
    }
    [misfit] = find_misfits(losses(folder, shop))

    assert ("zeor", "deprecation") == (misfit.name, misfit.check)
    assert "'zreo' isn't registered; did you mean 'zero'?" == misfit.reason
    line = len(shop["shop/registries.py"].splitlines())
    assert (str(folder / "shop/registries.py"), line) == misfit.place


def test_deprecation_in_an_archive(folder: Path) -> None:
    """The line is found in a zip archive as well, and is that of the registry which has the name."""
    lines = ["from typed_registry import Registry"]
    for variable in ("FIRST", "SECOND"):
        lines += [f"{variable} = Registry[object, []]('{variable.lower()}')"]
        lines += [f"{variable}.deprecate('old', since='1', use='gone')"]
    with ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr("archived.py", "\n".join(lines))
    sys.path.insert(0, str(folder / "archive.zip"))
    found = find_misfits(importlib.import_module("archived").SECOND)

    assert [("second", "old", 5)] == [
        (each.registry, each.name, each.place.line) for each in found if each.check == "deprecation"
    ]


def test_modules_that_import_others(folder: Path) -> None:
    """An entry point brings what its module imports of the same distribution, in another package as well."""
    more = {
        "outer.py": "import importlib\nimportlib.import_module('inner')\n",
        "inner.py": PLUGINS["extra_losses.py"].replace("extra", "inner"),
        "outer-1.0.dist-info/RECORD": "outer.py,,\ninner.py,,\n",
        **metadata("outer", "1.0", "[shop.losses]\nany = outer\n"),
    }

    assert [] == find_misfits(losses(folder, more))


def test_module_that_fails_in_the_middle(folder: Path) -> None:
    """A plugin's module that fails after its first line is one misfit, at the line where it fails."""
    source = (
        "from shop.registries import LOSSES\nfor n in 'x':\n    LOSSES.get(n)\n    LOSSES.register(n)(int)\n"
    )
    more = {"late.py": source, **metadata("late", "1.0", "[shop.losses]\nany = late\n")}
    [misfit] = find_misfits(losses(folder, more))

    assert (str(folder / "late.py"), 3) == misfit.place
    assert "late 1.0" == misfit.distribution


def test_broken_plugins_that_are_not_tested(folder: Path) -> None:
    """A plugin that fails is a warning only if its components, or those of all, are to be tested."""
    registry = losses(folder, PLUGINS)
    assert each_component(registry, distribution="extra-losses").args[1]
    message = r"losses: names may be missing: raising 3\.0"
    with pytest.warns(UnreadableSourceWarning, match=message):
        each_component(registry)
    with pytest.warns(UnreadableSourceWarning, match=message), pytest.raises(ValueError, match="raising"):
        each_component(registry, distribution="raising")


@pytest.mark.filterwarnings("ignore:losses. names may be missing")
def test_each_component_of_nothing(folder: Path) -> None:
    """Tests can't be made for a distribution that has no component, which pytest would only skip."""
    registry = losses(folder, PLUGINS)

    assert each_component(registry, distribution="extra-losses").args[1]
    with pytest.raises(ValueError, match=r"losses: no component comes from 'no-such' or 'typo'"):
        each_component(registry, distribution=("no-such", "extra-losses", "typo"))
    with pytest.raises(ValueError, match=r"comes from 'Extra_Loses'; did you mean 'extra-losses'\?"):
        each_component(registry, distribution="Extra_Loses")


@pytest.mark.parametrize("function", [each_component, find_misfits])
def test_no_registry(function: Callable[[], object]) -> None:
    """A test of no registry could not fail."""
    with pytest.raises(TypeError, match=f"{function.__name__} takes the registries .* got none"):
        function()


@pytest.mark.parametrize("names", [3, "", [3], [""], b"shop"])
@pytest.mark.parametrize("key", ["distribution", "module"])
def test_names_that_are_no_text(key: str, names: object) -> None:
    """Distributions and modules are given by their names."""
    options: Any = {key: names}  # type: ignore[explicit-any]  # wrong arguments
    with pytest.raises(TypeError, match=f"{key}= takes the name of a .*; got {re.escape(repr(names))}"):
        find_misfits(Registry[object, []]("losses"), **options)
