"""The group of a registry, and the distributions of its components."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path

import pytest

from tests.samples.distributions import EFFECT, HOST, effects, metadata, plugin_names, registering
from tests.samples.zoo import plant
from typed_registry import Registry
from typed_registry.errors import ContestedNameError

DEFINES = "from typed_registry import Registry\nR = Registry[object, []]({0!r})\n"


@pytest.mark.parametrize(
    ("module", "name", "group"),
    [
        ("shop.parts.registries", "bolts", "shop.bolts"),
        ("shop.registries", "shop.bolts", "shop.bolts"),
        ("shop.registries", "shop", "shop"),
        ("shop.registries", "shopping", "shop.shopping"),
        ("loose", "bolts", "loose.bolts"),
        ("acme.tools.registries", "bolts", "acme.tools.bolts"),
        ("acme.tools.registries", "acme.tools.bolts", "acme.tools.bolts"),
        ("acme.tools.registries", "acme.bolts", "acme.tools.acme.bolts"),
    ],
)
def test_default(folder: Path, module: str, name: str, group: str) -> None:
    """It is the name in the namespace of the package, which is below a namespace of several distributions."""
    plant(folder, {"shop/__init__.py": "", "shop/parts/__init__.py": "", "acme/tools/__init__.py": ""})
    plant(folder, {f"{module.replace('.', '/')}.py": DEFINES.format(name)})
    registry: Registry[object, []] = importlib.import_module(module).R

    assert group == registry.group


@pytest.mark.parametrize(
    ("arguments", "group"),
    [
        (["train.py"], "train.bolts"),
        (["-m", "train"], "train.bolts"),
        (["-m", "shop"], "shop.bolts"),
        (["-m", "shop.train"], "shop.bolts"),
        (["shop/train.py"], "train.bolts"),
        (["-c", "exec(open('train.py').read())"], "__main__.bolts"),
    ],
)
def test_program(tmp_path: Path, arguments: list[str], group: str) -> None:
    """For a program, it is the program's package or the name of its file."""
    source = DEFINES.format("bolts") + "print(R.group)\n"
    plant(tmp_path, {"train.py": source, "shop/__init__.py": "", "shop/__main__.py": source})
    plant(tmp_path, {"shop/train.py": source})
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert group == done.stdout.strip()


@pytest.mark.parametrize("group", ["", "a b", "a..b", "a-b", ".a", "a.", 3, b"a"])
def test_not_a_group(group: str) -> None:
    """A group that packaging tools would refuse is refused."""
    with pytest.raises(TypeError, match="group takes words"):
        Registry[object, []]("x", group=group)


def test_stated(folder: Path) -> None:
    """A stated group is read, and the default one isn't."""
    points = "[audio.fx]\nx = fx:X\n[audiofx.effects]\ny = fx:Y\n"
    registries = HOST["audiofx/registries.py"].replace('("effects")', '("effects", group="audio.fx")')
    registry = effects(
        folder,
        {"audiofx/registries.py": registries, "fx.py": EFFECT.format("X"), **metadata("fx", "1", points)},
    )

    assert ["gain", "x"] == registry.list()


@pytest.mark.parametrize("group", ["effects", "audiofx", "audiofx.effects.more", "Audiofx.effects"])
def test_stranger(folder: Path, group: str) -> None:
    """Entry points in groups of similar names aren't read."""
    registry = effects(folder, metadata("fx", "1", f"[{group}]\nx = fx:X\n"))

    assert ["gain"] == registry.list()


def test_namespace(folder: Path) -> None:
    """A plugin may be in the same namespace as the host, which is a distribution of its own."""
    host = {
        "acme/audio/__init__.py": "",
        "acme/audio/registries.py": DEFINES.format("effects"),
        "acme/audio/gain.py": "from acme.audio.registries import R\nR.register('gain')(int)\n",
        "acme/reverb/__init__.py": "from acme.audio.registries import R\nR.register('reverb')(int)\n",
        **metadata("acme-reverb", "1", "[acme.audio.effects]\nany = acme.reverb\n"),
    }
    plant(folder, host)
    registry: Registry[object, []] = importlib.import_module("acme.audio.registries").R
    importlib.import_module("acme.audio.gain")
    assert int is registry.get("reverb")

    assert {"gain": "None", "reverb": "acme-reverb 1"} == {
        name: str(entry.distribution) for name, entry in registry.entries.items()
    }


@pytest.mark.parametrize("value", ["audiofx.effects", "audiofx.effects:Gain", "audiofx.api:Gain"])
@pytest.mark.parametrize("before", ["", "audiofx.effects"])
@pytest.mark.parametrize("switched", ["", "*", "audiofx"])
def test_own_entry_points(
    folder: Path, value: str, before: str, switched: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host may offer its own components by entry points, which aren't plugins and can't be switched off."""
    monkeypatch.setenv("TYPED_REGISTRY_DISABLE_PLUGINS", switched)
    own = metadata("audiofx", "2.0", f"[audiofx.effects]\ngain = {value}\n")
    registries = {"audiofx/registries.py": HOST["audiofx/registries.py"].rpartition("EFFECTS.discover")[0]}
    registry = effects(folder, own, registries, {"audiofx/api.py": "from audiofx.effects import Gain\n"})
    if before:
        importlib.import_module(before)

    assert "Gain" == getattr(registry.get("gain"), "__name__", None)
    assert ["gain"] == registry.list()
    assert "audiofx 2.0" == str(registry.entries["gain"].distribution)
    assert frozenset() == plugin_names(registry)


def test_another_distribution_in_the_package_of_the_host(folder: Path) -> None:
    """Components in the package of the host are of the distributions that list their modules."""
    more = {"audiofx/more.py": registering("more"), "audiofx_more-1.dist-info/RECORD": "audiofx/more.py,,\n"}
    host = {"audiofx-2.0.dist-info/RECORD": "audiofx/__init__.py,,\naudiofx/effects.py,,\n"}
    points = metadata("audiofx-more", "1", "[audiofx.effects]\nany = audiofx.more\n")
    registry = effects(folder, metadata("audiofx", "2.0", ""), host, points, more)

    assert {"gain": "audiofx 2.0", "more": "audiofx-more 1"} == {
        name: str(entry.distribution) for name, entry in registry.entries.items()
    }


def test_editable_host(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The distribution of a host that is installed editable is found by the folder of its sources."""
    plant(folder, {f"sources/{name}": text for name, text in HOST.items()})
    for name, where in (("audiofx", folder / "sources"), ("all", folder)):
        url = {"url": where.as_uri(), "dir_info": {"editable": True}}
        plant(folder, {**metadata(name, "2.0", ""), f"{name}-2.0.dist-info/direct_url.json": json.dumps(url)})
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder / "sources")])
    registry: Registry[object, []] = importlib.import_module("audiofx.registries").EFFECTS

    assert "audiofx 2.0" == str(registry.entries["gain"].distribution)


@pytest.mark.parametrize(
    "text",
    [
        *("{", "[]", "[1]", "null", "3", '"text"', "{}", "[" * 100_000, "\ufffd"),
        *(
            '{"url": 3, "dir_info": {"editable": true}}',
            '{"url": "file://[", "dir_info": {"editable": true}}',
        ),
        *('{"url": "file:///", "dir_info": []}', '{"url": "file:///", "dir_info": {"editable": "true"}}'),
        *('{"dir_info": {"editable": true}}', '{"url": "", "dir_info": {"editable": true}}'),
    ],
    ids=range(15),
)
def test_malformed_origin(folder: Path, text: str) -> None:
    """A file of another distribution that doesn't say where it is installed from counts as none."""
    odd = {**metadata("odd", "1", ""), "odd-1.dist-info/direct_url.json": text}
    registry = effects(folder, odd, {"loose.py": registering("loose")})
    importlib.import_module("loose")

    assert registry.entries["loose"].distribution is None


class EditableFinder:
    """Finds packages as an editable install of setuptools does: by a finder, in no folder of the path."""

    def __init__(self, packages: Mapping[str, Path]) -> None:
        self._packages = packages

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name not in self._packages:
            return None
        folder = self._packages[name]
        file = folder / "__init__.py"
        return spec_from_file_location(name, file, submodule_search_locations=[str(folder)])


@pytest.mark.parametrize("value", ["audiofx_reverb", "audiofx_reverb.rooms", "audiofx_reverb.rooms:Reverb"])
def test_editable_by_a_finder(folder: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin that only a finder knows is read, and its components know their distribution."""
    plant(
        folder, {"src/audiofx_reverb/__init__.py": "", "src/audiofx_reverb/rooms.py": registering("reverb")}
    )
    finder = EditableFinder({"audiofx_reverb": folder / "src/audiofx_reverb"})
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, finder])
    registry = effects(folder, metadata("audiofx-reverb", "1", f"[audiofx.effects]\nreverb = {value}\n"))

    assert ["gain", "reverb"] == registry.list()
    assert "audiofx_reverb" not in sys.modules
    assert callable(registry.get("reverb"))
    assert "audiofx-reverb 1" == str(registry.entries["reverb"].distribution)


def test_two_modules_of_one_folder(folder: Path) -> None:
    """Each module is of the distribution that lists its file."""
    registry = effects(
        folder,
        {"a.py": registering("a"), **metadata("one", "1", ""), "one-1.dist-info/RECORD": "a.py,sha256=x,1\n"},
        {"b.py": registering("b"), **metadata("two", "2", ""), "two-2.dist-info/RECORD": "ab.py,,\nb.py,,\n"},
    )
    for name in ("a", "b"):
        importlib.import_module(name)

    assert ["one 1", "two 2"] == [str(registry.entries[name].distribution) for name in ("a", "b")]


SHARED = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"


def shared(number: str, *names: str) -> Mapping[str, str]:
    """A distribution with a module in the package that it shares with others, which an entry point names."""
    points = f"[audiofx.effects]\nany = company.{number}\n"
    record = f"company/__init__.py,,\ncompany/{number}.py,,\ncompany/more_{number}.py,,\n"
    return {
        "company/__init__.py": SHARED,
        f"company/{number}.py": "".join(map(registering, names)) + f"import company.more_{number}\n",
        f"company/more_{number}.py": registering(f"more_{number}"),
        **metadata(f"company-{number}", "1", points),
        f"company_{number}-1.dist-info/RECORD": record,
    }


def test_two_plugins_in_one_package(folder: Path) -> None:
    """Each component of a package that two plugins share is of the plugin whose module registers it."""
    registry = effects(folder, shared("one", "a"), shared("two", "b"))
    expected = {"a": "company-one 1", "b": "company-two 1"}
    assert expected == {name: str(registry.entries[name].distribution) for name in expected}
    assert [*map(callable, map(registry.get, expected))]

    expected |= {"more_one": "company-one 1", "more_two": "company-two 1"}
    assert expected == {name: str(registry.entries[name].distribution) for name in expected}


def test_contested_in_one_package(folder: Path) -> None:
    """A name that two plugins of one package register is contested by both, and affects no other name."""
    registry = effects(folder, shared("one", "room", "a"), shared("two", "room", "b"))
    for name in ("b", "a"):
        assert callable(registry.get(name))
    with pytest.raises(ContestedNameError) as caught:
        registry.get("room")

    assert ["company-one 1", "company-two 1"] == [str(each.distribution) for each in caught.value.claimants]


def test_module_that_an_entry_point_imports(folder: Path) -> None:
    """A module outside the package of a plugin is of the plugin that lists its file."""
    plugin = metadata("audiofx-more", "1", "[audiofx.effects]\nany = audiofx_more\n")
    files = {"audiofx_more.py": "import more_impl\n", "more_impl.py": registering("more")}
    record = {"audiofx_more-1.dist-info/RECORD": "audiofx_more.py,,\nmore_impl.py,,\n"}
    registry = effects(folder, plugin, files, record)

    assert "audiofx-more 1" == str(registry.entries["more"].distribution)
    assert frozenset({"more"}) == plugin_names(registry)
