"""A small project whose tests use the fixtures, the parametrization and the suite, with pytest and xdist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.package.interpreter import ROOT
from tests.samples.zoo import plant
from tests.testing.shop import MISFITS, PLUGINS, SHOP

TESTS: Mapping[str, str] = {
    "pytest.ini": "[pytest]\nfilterwarnings = error\npythonpath = .\n",
    "tests/conftest.py": 'pytest_plugins = ["typed_registry.testing.fixtures"]\n',
    "tests/test_losses.py": """
import sys

import pytest

from shop.registries import LOSSES
from typed_registry import Entry
from typed_registry.testing import each_component
from typed_registry.testing.fixtures import UntilTestEnds

IMPORTED = {*sys.modules}


class Fake:
    def loss(self, logit: float) -> float:
        return 7.0


def test_nothing_is_imported() -> None:
    assert not {"shop.losses.hinge", "shop.losses.zero"} & IMPORTED


@each_component(LOSSES)
def test_each(entry: Entry) -> None:
    assert LOSSES.from_mapping({"name": entry.name}).build().loss(0.0) >= 0.0


@each_component(LOSSES, argument="loss")
@pytest.mark.parametrize("logit", [0.0, 1.0])
def test_other_name(loss: Entry, logit: float) -> None:
    assert loss.component().loss(logit) <= 1.0


@pytest.mark.parametrize("number", range(4))
def test_override(until_test_ends: UntilTestEnds, number: int) -> None:
    assert LOSSES.get("hinge")().loss(0.0) == 1.0
    until_test_ends(LOSSES.override("hinge", Fake))
    assert LOSSES.get("hinge")().loss(0.0) == 7.0


@pytest.mark.parametrize("number", range(4))
def test_register(isolated_registries: None, number: int) -> None:
    LOSSES.register("fake")(Fake)
    LOSSES.unregister("zero")
    assert [*LOSSES] == ["hinge", "fake"]
""",
    "tests/test_conformance.py": """
from shop.registries import LOSSES
from typed_registry import Entry
from typed_registry.testing import ConformanceSuite


class TestShop(ConformanceSuite):
    registries = (LOSSES,)
    module = "shop"

    def test_of_our_own(self, entry: Entry) -> None:
        assert entry.name.islower()


class TestExtra(ConformanceSuite):
    registries = (LOSSES,)
    distribution = "extra-losses"


class TestNothing(ConformanceSuite):
    registries = (LOSSES,)
    distribution = "unknown"


class TestEverything(ConformanceSuite):
    registries = (LOSSES,)
    test_file = None
""",
}

NEEDY = SHOP["shop/losses/hinge.py"].replace(" = 1.0", "").replace("hinge", "needy")


def run(folder: Path, *arguments: str) -> str:
    """Return what pytest prints of the tests in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT / "src")))},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def outcomes(output: str) -> dict[str, str]:
    """Return the outcome of each test."""
    found = re.findall(r"(PASSED|FAILED|SKIPPED|ERROR)\S* (\S+)", output)
    return {
        test.rpartition("::")[2] if "losses.py" in test else test.partition("::")[2]: word
        for word, test in found
    }


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "xdist"])
def test_losses(tmp_path: Path, workers: list[str]) -> None:
    """All tests pass, in one process and in two workers, which collect the same tests."""
    plant(tmp_path, {**SHOP, **TESTS})
    output = run(tmp_path, "-rA", *workers, "tests/test_losses.py")
    found = outcomes(output)

    assert {"PASSED"} == {*found.values()}, output
    assert {"test_each[losses.hinge]", "test_each[losses.zero]", "test_other_name[0.0-losses.hinge]"} <= {
        *found
    }
    assert 1 + 2 + 4 + 4 + 4 == len(found)


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "xdist"])
def test_suite(tmp_path: Path, workers: list[str]) -> None:
    """Each check fails for just the components that don't pass it, and says why."""
    plant(tmp_path, {**SHOP, **MISFITS, **PLUGINS, **TESTS, "shop/losses/needy.py": NEEDY})
    output = run(tmp_path, "-rA", *workers, "tests/test_conformance.py")
    found = outcomes(output)

    def failed(suite: str) -> set[str]:
        return {
            test.rpartition("::")[2] for test, word in found.items() if word == "FAILED" and suite in test
        }

    assert {
        "test_import[losses.broken]",
        "test_conformance[losses.unfit]",
        "test_config[losses.closed]",
        "test_file[losses.growing]",
        "test_pickle[losses.local]",
    } == failed("TestShop"), output
    assert set() == failed("TestExtra")
    assert {"test_components_are_found"} == failed("TestNothing")
    assert failed("TestShop") - {"test_file[losses.growing]"} | {"test_plugins"} == failed("TestEverything")
    assert "PASSED" == found["TestShop::test_of_our_own[losses.closed]"]
    assert "losses 'growing' can't be written with its defaults: size: 2.0 would be loaded as 3.0" in output
    assert "idle registers no component" in output
    assert "'margin' must be given, so there is no choice to test" in output
    tested = {test.partition("::")[2] for test in found if "TestShop" in test and "[losses.needy]" in test}
    checks = "contest", "import", "conformance", "config", "of_our_own"
    assert {f"test_{check}[losses.needy]" for check in checks} == tested
    assert "Traceback" not in output


def test_each_component_in_code(tmp_path: Path) -> None:
    """The names of a registry are parameters of a test, in alphabetical order."""
    plant(tmp_path, {**SHOP, **TESTS})
    output = run(tmp_path, "--collect-only", "-q", "tests/test_losses.py", "-k", "test_each")

    assert [
        "tests/test_losses.py::test_each[losses.hinge]",
        "tests/test_losses.py::test_each[losses.zero]",
    ] == [line for line in output.splitlines() if "::" in line]
