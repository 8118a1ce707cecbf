"""What users may import: each public name has one home, and the private modules say so by their names."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from tests.package.interpreter import ROOT
from typed_registry.errors import RegistryError

SOURCE = ROOT / "src" / "typed_registry"
PUBLIC = (
    "typed_registry",
    "typed_registry.cli",
    "typed_registry.config",
    "typed_registry.errors",
    "typed_registry.testing",
    "typed_registry.testing.fixtures",
)
MODULES = {name: importlib.import_module(name) for name in PUBLIC}


def exported(module: str) -> list[str]:
    """The names that a public module states."""
    names: list[str] = MODULES[module].__all__
    return names


def test_public_modules() -> None:
    """All modules but these have an underscored name, or are in an underscored package."""
    files = (file.relative_to(SOURCE.parent).with_suffix("") for file in SOURCE.rglob("*.py"))
    names = {".".join(file.parts).removesuffix(".__init__") for file in files}

    assert {*PUBLIC} == {name for name in names if not any(part[0] == "_" for part in name.split("."))}


def test_names() -> None:
    """The package itself exports the few names that every program needs."""
    assert ["Deprecation", "Distribution", "Entry", "Place", "Registry", "Spec", "__version__"] == exported(
        "typed_registry"
    )


def test_one_home() -> None:
    """No two public modules export the same name, or the same object."""
    names = [name for module in PUBLIC for name in exported(module)]
    values = [getattr(MODULES[module], name) for module in PUBLIC for name in exported(module)]

    assert len(names) == len({*names})
    assert len(values) == len({id(value) for value in values})


@pytest.mark.parametrize("module", PUBLIC)
def test_exports(module: str) -> None:
    """Every exported name exists, and a misspelt one doesn't."""
    for name in exported(module):
        assert hasattr(MODULES[module], name)
    with pytest.raises(AttributeError, match=f"module '{module}' has no attribute 'Regisry'"):
        _ = MODULES[module].Regisry


@pytest.mark.parametrize("module", PUBLIC)
def test_documented(module: str) -> None:
    """The page of public names lists just those that the module exports."""
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    section = page.partition(f"## `{module}`\n")[2].partition("\n## ")[0]

    assert sorted(exported(module)) == sorted(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_errors() -> None:
    """Every error that is raised on purpose, and every warning, is exported by the module of errors."""
    everything: list[type[BaseException]] = [RegistryError, Warning]
    for kind in everything:
        everything.extend(each for each in kind.__subclasses__() if each not in everything)
    own = {each.__name__ for each in everything if each.__module__.partition(".")[0] == "typed_registry"}

    assert {"ConfigError", "OutdatedConfigWarning"} <= own <= {*exported("typed_registry.errors")}


def test_statically_as_at_run_time() -> None:
    """A module that loads names late states the same names for type checkers."""
    for module in (name for name in PUBLIC if hasattr(MODULES[name], "_HOMES")):
        tree = ast.parse(Path(str(MODULES[module].__file__)).read_text())
        imported = {
            name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names
        }
        homes: dict[str, str] = vars(MODULES[module])["_HOMES"]
        late = {name for names in homes.values() for name in names.split()}

        assert late <= imported & {*exported(module)}


def test_private_imports_have_a_reason() -> None:
    """posttrain uses the public API; where that isn't enough yet, the line says why."""
    lines = [
        f"{file.name}:{number}: {line.strip()}"
        for file in sorted((ROOT / "src" / "posttrain").rglob("*.py"))
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if "from typed_registry" in line and "._" in line and "# private: " not in line
    ]

    assert [] == lines
