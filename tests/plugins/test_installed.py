"""Two plugin distributions, installed normally and editable: used, type-checked, contested and removed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.plugins.environments import DELAY, HOST, REVERB, ROOT, Installation
from tests.posttrain.program import Result

CHAIN = """\
chain:
- {name: gain, db: 20}
- {name: reverb, decay: 0.1, echoes: 1}
- {name: delay, samples: 2}
"""
NAMES = ["gain", "delay", "reverb", "plate"]
PROGRAM = """\
from audiofx.registries import EFFECTS

EFFECTS.build("gain", db=1.0)
EFFECTS.build("reverb", decay=0.5).apply([1.0])
EFFECTS.build("reverb", decya=0.5)
EFFECTS.build("delay", samples=2)
EFFECTS.components["plat"]
"""
SWITCH = "TYPED_REGISTRY_DISABLE_PLUGINS"
PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{0}"
version = "0.1"

[project.entry-points."audiofx.effects"]
{1}

[tool.hatch.build.targets.wheel]
only-include = ["{2}.py"]

[tool.hatch.build]
dev-mode-dirs = ["."]
"""
PLATE = '''\
class Plate:
    """A plate."""
    def apply(self, samples): return samples

class Spring(Plate):
    """A spring."""
'''


@pytest.fixture(scope="session", params=["normal", "editable"])
def kind(request: pytest.FixtureRequest) -> str:
    """How the distributions are installed."""
    return str(request.param)


@pytest.fixture(scope="session")
def installed(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An environment with the host and both plugins, which no test changes."""
    return environment(tmp_path_factory.mktemp(kind), kind)


@pytest.fixture
def own(installed: Installation, tmp_path: Path) -> Installation:
    """The same, for the test alone."""
    return installed.copy(tmp_path / "own")


def environment(folder: Path, kind: str) -> Installation:
    made = Installation.create(folder)
    made.install(HOST, REVERB, DELAY, editable=kind == "editable")
    (folder / "chain.yaml").write_text(CHAIN)
    return made


def add(where: Installation, name: str, points: str, source: str, kind: str) -> None:
    """Install a distribution of one module into an environment."""
    module = name.replace("-", "_")
    folder = where.folder / name
    folder.mkdir()
    (folder / "pyproject.toml").write_text(PROJECT.format(name, points, module))
    (folder / f"{module}.py").write_text(source)
    where.install(name, editable=kind == "editable")


def test_listed(installed: Installation) -> None:
    """Listing knows every name and imports no plugin."""
    lines = (
        "import sys",
        "print(EFFECTS.list())",
        "print([name for name in sys.modules if name.startswith(('audiofx_', 'audiofx.gain'))])",
    )

    assert f"{NAMES}\n[]\n" == installed.code(*lines)


@pytest.mark.parametrize("before", ["", "[EFFECTS.get(name) for name in EFFECTS]"])
def test_distributions(installed: Installation, before: str) -> None:
    """Each component knows its distribution and version, imported or not, the host's own as well."""
    known = "gain audiofx 2.0\ndelay audiofx-delay 0.3\nreverb audiofx-reverb 1.2\nplate audiofx-reverb 1.2\n"
    shown = "for name, entry in EFFECTS.entries.items(): print(name, entry.distribution)"

    assert known == installed.code(before, shown)


def test_used(installed: Installation) -> None:
    """A config file uses them like any component."""
    assert Result(0, "0.000 0.000 10.000 1.000\n", "") == installed.run("-m", "audiofx.chain", "chain.yaml")


def test_checked(installed: Installation) -> None:
    """Their settings are checked like any component's."""
    (installed.folder / "wrong.yaml").write_text(CHAIN.replace("decay: 0.1", "decya: 0.1"))
    result = installed.run("-m", "audiofx.chain", "wrong.yaml")
    text = "unknown key of reverb (effects); did you mean 'decay'? valid: 'decay', 'echoes'"

    assert Result(2, "", f"wrong.yaml:3:18: chain.1.decya: {text}\n") == result


def test_program_as_main(installed: Installation) -> None:
    """A registry that a script defines has the name of the script's file in its group."""
    (installed.folder / "fx.py").write_text(
        "from typed_registry import Registry\nR = Registry[object, []]('all')\nprint(R.group)\n"
    )

    assert "fx.all\n" == installed.run("fx.py").out
    assert "fx.all\n" == installed.run("-m", "fx").out
    assert "fx.all\n" == installed.run("-c", "import fx").out


@pytest.mark.parametrize("switched", ["audiofx-reverb", "Audiofx_Reverb,audiofx.delay", "*"])
def test_switched_off(installed: Installation, switched: str) -> None:
    """What a user switches off isn't there, and the error says so."""
    result = installed.run("-m", "audiofx.chain", "chain.yaml", **{SWITCH: switched})

    assert 2 == result.code
    assert "chain.1.name: effects has no 'reverb'" in result.err
    assert f"it may be registered by audiofx-reverb 1.2, which is switched off by {SWITCH}" in result.err


def lines(said: str) -> set[int]:
    """The lines of the program in which a checker finds an error."""
    found = [line.partition("program.py:")[2] for line in said.splitlines() if "error" in line]
    return {int(line.partition(":")[0]) for line in found if line}


def mypy(where: Installation) -> set[int]:
    paths = ", ".join(("typings", str(ROOT / "src"), *where.paths))
    (where.folder / "mypy.ini").write_text(f"[mypy]\nmypy_path = {paths}\n")
    command = [sys.executable, "-m", "mypy", "--strict", "program.py"]
    done = subprocess.run(command, cwd=where.folder, capture_output=True, text=True, check=False)
    return lines(done.stdout)


def pyright(where: Installation) -> set[int]:
    settings = {"extraPaths": [str(ROOT / "src"), *where.paths], "include": ["program.py"]}
    (where.folder / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [str(Path(sys.executable).with_name("pyright")), "--pythonpath", sys.executable]
    done = subprocess.run(command, cwd=where.folder, capture_output=True, text=True, check=False)
    return lines(done.stdout)


def test_type_checked(own: Installation) -> None:
    """With the stub of this environment, checkers know the names and settings of both plugins."""
    (own.folder / "program.py").write_text(PROGRAM)
    result = own.command("stubs", "--typings", "typings", "audiofx.registries")

    assert (0, "") == (result.code, result.err)
    assert {5, 7} == mypy(own) == pyright(own)
    fewer = own.command("stubs", "--typings", "typings", "audiofx.registries", **{SWITCH: "audiofx-reverb"})
    assert (0, "") == (fewer.code, fewer.err)
    assert 'Literal["gain", "delay"]' in (own.folder / "typings/audiofx/registries.pyi").read_text()


def test_stub_of_the_host(own: Installation, kind: str) -> None:
    """The stub that the host ships has its own names, though plugins are installed that contest them."""
    add(own, "audiofx-loud", 'gain = "audiofx_loud:Plate"', PLATE, kind)
    result = own.command("stubs", "audiofx.registries")
    folder = own.folder / "audiofx/src" if kind == "editable" else own.site
    stub = (folder / "audiofx/registries.pyi").read_text()

    assert (0, "") == (result.code, result.err)
    assert 'Literal["gain"]' in stub
    assert "audiofx.gain" in stub
    assert "audiofx_" not in stub


@pytest.fixture(scope="session")
def contested(installed: Installation, kind: str, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An environment with a third plugin, which has a name of the second one and another."""
    made = installed.copy(tmp_path_factory.mktemp(f"{kind}-contested") / "own")
    points = 'plate = "audiofx_plate:Plate"\nspring = "audiofx_plate:Spring"'
    add(made, "audiofx-plate", points, PLATE, kind)
    return made


def test_contested(contested: Installation) -> None:
    """Who uses the name learns of both distributions and what to do; other faults are reported too."""
    (contested.folder / "plate.yaml").write_text("chain: [plate, gian, spring]\nvolume: loud\n")
    result = contested.run("-m", "audiofx.chain", "plate.yaml")

    assert 2 == result.code
    assert result.err.startswith("3 faults:\n")
    assert "'plate' is contested: audiofx-plate 0.1 (" in result.err
    for text in (
        "audiofx-plate 0.1 (entry point plate = audiofx_plate:Plate)",
        "audiofx-reverb 1.2 (",
        SWITCH,
    ):
        assert text in result.err
    assert "'gian'; did you mean 'gain'?" in result.err
    assert "volume: expected float" in result.err


def test_other_names(contested: Installation) -> None:
    """Everything else works, and listing has the name once."""
    assert 0 == contested.run("-m", "audiofx.chain", "chain.yaml").code
    assert "['delay', 'gain', 'plate', 'reverb', 'spring']\n" == contested.code(
        "print(sorted(EFFECTS.list()))"
    )
    assert "Spring\n" == contested.code("print(EFFECTS.get('spring').__name__)")


def test_contested_in_commands(contested: Installation) -> None:
    """The listing marks the name and exits with 1; the schema and the stub leave it out or refuse it."""
    listed = contested.command("list", "audiofx.registries")
    assert 1 == listed.code
    assert "plate  effects: 'plate' is contested: audiofx-plate 0.1 (" in listed.out
    assert "spring  A spring." in listed.out

    schema = contested.command("schema", "--root", "audiofx.chain:Chain")
    definitions: Mapping[str, object] = json.loads(schema.out)["$defs"]
    assert 0 == schema.code
    assert "effects.plate is left out of the schema" in schema.err
    assert {"effects.gain", "effects.spring"} <= definitions.keys()
    assert "effects.plate" not in definitions

    stubs = ("stubs", "--typings", "typings", "audiofx.registries")
    refused = contested.command(*stubs)
    assert 1 == refused.code
    assert "EFFECTS 'plate': effects: 'plate' is contested: audiofx-plate 0.1" in refused.err
    assert 0 == contested.command(*stubs, "--unresolved", "omit").code
    stub = (contested.folder / "typings/audiofx/registries.pyi").read_text()
    assert 'Literal["gain", "delay", "spring", "reverb"]' in stub


def test_resolved_by_switch(contested: Installation) -> None:
    """Switching one of the two off, the user has the other one's component."""
    shown = "print(EFFECTS.get('plate').__module__)"

    assert "audiofx_reverb.rooms\n" == contested.code(shown, **{SWITCH: "audiofx-plate"})
    assert "audiofx_plate\n" == contested.code(shown, **{SWITCH: "audiofx-reverb"})


def test_removed(contested: Installation, tmp_path: Path) -> None:
    """What is uninstalled is gone, and what it contested works."""
    own = contested.copy(tmp_path / "own")
    own.uninstall("audiofx-plate")
    assert "audiofx_reverb.rooms\n" == own.code("print(EFFECTS.get('plate').__module__)")
    own.uninstall("audiofx-reverb", "audiofx-delay")

    assert "['gain']\n" == own.code("print(EFFECTS.list())")
    result = own.run("-m", "audiofx.chain", "chain.yaml")
    assert "chain.1.name: effects has no 'reverb'; valid: 'gain'\n" in result.err


def test_broken(own: Installation, kind: str) -> None:
    """A plugin that fails is named with its file by the command, which exits with 1; the others work."""
    source = "from audiofx.registries import EFFECTS\nimport no_such_module\n" + PLATE
    add(own, "audiofx-broken", 'spring = "audiofx_broken:Spring"\nother = "audiofx_broken.no"', source, kind)
    listed = own.command("list", "audiofx.registries")

    assert 1 == listed.code
    assert "audiofx-broken 0.1: audiofx_broken can't be imported:" in listed.out
    assert "audiofx_broken.py:2: ModuleNotFoundError: No module named 'no_such_module'" in listed.out
    assert "audiofx-broken 0.1: audiofx_broken.no (entry point other = audiofx_broken.no)" in listed.err
    assert 0 == own.run("-m", "audiofx.chain", "chain.yaml").code


def test_stranger(own: Installation, kind: str) -> None:
    """Entry points in a group that only has the registry's name are none of its plugins."""
    add(own, "stranger", 'x = "stranger:Plate"', PLATE, kind)
    [file] = own.site.glob("stranger-*.dist-info/entry_points.txt")
    file.write_text("[effects]\nstrange = stranger:Plate\n")

    assert f"{NAMES}\n" == own.code("print(EFFECTS.list())")
