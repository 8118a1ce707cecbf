"""The command that imports every component and lists the misfits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.samples.zoo import plant
from tests.stubs.command import run
from tests.testing.shop import MISFITS, PLUGINS, SHOP


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with misfits and plugins."""
    plant(tmp_path, {**SHOP, **MISFITS, **PLUGINS})
    return tmp_path


def conform(folder: Path, *arguments: str) -> tuple[int, str]:
    """Return the exit code and the output of the command in a folder."""
    return run("conform", *arguments, cwd=folder, path=folder)


def test_no_misfit(tmp_path: Path) -> None:
    """Components that can be used are counted, those of the modules in the settings by default."""
    plant(tmp_path, {**SHOP, "pyproject.toml": '[tool.typed-registry]\nmodules = ["shop.registries"]\n'})

    assert (0, "2 components checked, no misfit\n") == conform(tmp_path)


def test_every_misfit(project: Path) -> None:
    """Every misfit is on a line of its own, with its place and distribution."""
    code, output = conform(project, "shop.registries")

    assert 1 == code
    assert "8 components checked, 7 misfits" == output.splitlines()[-1]
    hidden = project / "shop/losses/closed.py"
    assert "type[complex], which no file can hold" in output
    assert f"{hidden}:5: losses 'closed' can't be configured: 'draw' is required" in output
    assert "entry point idle = idle: losses lacks a plugin: idle registers no component (idle 0.1)" in output
    assert "Traceback" not in output


def test_distribution(project: Path) -> None:
    """The components of one distribution are checked, which has to bring something."""
    assert (0, "1 component checked, no misfit\n") == conform(
        project, "shop.registries", "--distribution", "extra-losses"
    )
    code, output = conform(project, "shop.registries", "--distribution", "raising")
    assert (1, "0 components checked, 1 misfit") == (code, output.splitlines()[-1])
    code, output = conform(project, "shop.registries", "--distribution", "unknown")
    assert 2 == code
    assert "no component comes from 'unknown'" in output
    code, output = conform(project, "shop.registries", "--distribution", "extra-loses")
    assert (2, True) == (code, "did you mean 'extra-losses'?" in " ".join(output.split()))
    both = ("--distribution", "extra-losses", "--distribution", "unknown")
    code, output = conform(project, "shop.registries", *both)
    assert (1, "1 component checked, 1 misfit") == (code, output.splitlines()[-1])
    assert "no component of unknown is registered" in output


def test_json(project: Path) -> None:
    """Programs get the facts of each misfit."""
    code, output = conform(project, "shop.registries", "--format", "json", "--distribution", "idle")

    assert 1 == code
    assert [
        {
            "severity": "error",
            "kind": "misfit-plugin",
            "message": "losses lacks a plugin: idle registers no component (idle 0.1)",
            "file": None,
            "line": None,
            "column": None,
            "path": "",
            "registry": "losses",
            "name": None,
            "distribution": "idle 0.1",
        }
    ] == json.loads(output)


def test_several_distributions(project: Path) -> None:
    """Several distributions can be checked."""
    code, output = conform(
        project, "shop.registries", "--distribution", "extra-losses", "--distribution", "raising"
    )

    assert (1, "1 component checked, 1 misfit") == (code, output.splitlines()[-1])


def test_nothing_to_check(tmp_path: Path) -> None:
    """A registry without components is a misfit: nothing could fail."""
    plant(
        tmp_path,
        {"things.py": "from typed_registry import Registry\nTHINGS = Registry[object, []]('things')\n"},
    )
    code, output = conform(tmp_path, "things")

    assert 1 == code
    assert f"{tmp_path}/things.py: things has no component: no component is registered" in output


def test_empty_registry_beside_others(tmp_path: Path) -> None:
    """A registry that is empty on purpose is reported, and no misfit."""
    registries = SHOP["shop/registries.py"] + 'LATER = Registry[Loss, []]("later")\n'
    plant(tmp_path, {**SHOP, "shop/registries.py": registries})

    assert (0, "later: 0 components\n2 components checked, no misfit\n") == conform(
        tmp_path, "shop.registries"
    )
    assert (0, "[]\n") == conform(tmp_path, "shop.registries", "--format", "json")


def test_github(project: Path) -> None:
    """GitHub shows a misfit beside its line."""
    code, output = conform(project, "shop.registries", "--format", "github")
    line = next(line for line in output.splitlines() if "'growing'" in line)

    assert 1 == code
    assert line.startswith(
        f"::error file={project}/shop/losses/growing.py,line=10::losses 'growing' can't be"
    )


def test_wrong_arguments(tmp_path: Path) -> None:
    """A module without registries, and no module at all, are mistakes in the arguments."""
    plant(tmp_path, {**SHOP})

    assert 2 == conform(tmp_path)[0]
    assert (2, "typed-registry: shop.kinds defines no registry\n") == conform(tmp_path, "shop.kinds")
