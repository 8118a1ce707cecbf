"""The text of the generated stubs."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from tests.stubs import refused
from tests.stubs.command import ROOT, run
from tests.typing.warm_cache import copy_cache
from typed_registry._stubs.collect import collect
from typed_registry._stubs.generate import generate
from typed_registry._stubs.layout import render
from typed_registry._stubs.mypy_probe import probe
from typed_registry._stubs.request import StubRequest
from typed_registry._stubs.stub_names import StubNames
from typed_registry.errors import StubError

NO_REGISTRY = '"self" parameter missing for a non-static method (or an invalid type for self)'
METHODS = "components|specs|build|spec|get|register|register_factory|override"
NARROWER = re.compile(rf'(Signature|Argument 1) of "({METHODS})" .*\[override\]$')
MODULES = ("posttrain.registries", "tests.stubs.zoo", "tests.stubs.rare", "tests.stubs.callables")
STUBS = ("src/posttrain/registries.pyi", "tests/stubs/zoo.pyi", "tests/stubs/rare.pyi")
MYPY_SETTINGS = """\
[mypy]
strict = True
enable_error_code = deprecated

[mypy-bare]
warn_unused_ignores = False
enable_error_code =
disable_error_code = deprecated
"""


def test_fresh() -> None:
    """The generator writes the same stubs for this repository now."""
    assert (0, "") == run("stubs", "--check", *MODULES)


@pytest.mark.parametrize("stub", STUBS)
def test_first_line_hides_nothing(stub: str, tmp_path: Path) -> None:
    """Without the line that silences mypy, mypy only reports two things, which are meant.

    No registry is None: so the overload that offers every name to completion matches no call. And
    what the stub says of each name is narrower than what `Registry` says of all.
    """
    silenced, text = (ROOT / stub).read_text().split("\n", 1)
    bare = tmp_path / "bare.pyi"
    bare.write_text(text)
    settings = tmp_path / "mypy.ini"
    settings.write_text(MYPY_SETTINGS)
    options = ("--config-file", str(settings), "--cache-dir", str(copy_cache(tmp_path / "cache")))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, str(bare)],
        cwd=ROOT,
        env={"MYPYPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert silenced == "# mypy: ignore-errors"
    lines = (line.partition(f"{bare}:")[2] for line in done.stdout.splitlines())
    said = [line for line in lines if ": error: " in line]
    offering = [
        text.count("\n", 0, found.start()) + 1 for found in re.finditer(r"def \w+\(\s*self: None", text)
    ]
    others = [line for line in said if not NARROWER.search(line)]
    assert others == [f"{number}: error: {NO_REGISTRY}  [misc]" for number in offering]
    assert offering


@pytest.mark.parametrize("stub", [*STUBS, "tests/typing/zoo/many.pyi", "typings/posttrain/registries.pyi"])
def test_rules_for_stubs(stub: str) -> None:
    """Of ruff's rules for stubs, a generated stub breaks two, which the documentation explains."""
    rules = ("--isolated", "--ignore-noqa", "--select", "PYI", "--ignore", "PYI021,PYI041")
    command = (sys.executable, "-m", "ruff", "check", "--quiet", *rules, stub)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert not done.stdout + done.stderr


@pytest.fixture
def refused_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], StubError]:
    """Return a function that writes a module and generates its stub, which is refused."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def generated(name: str) -> StubError:
        (tmp_path / f"refused_{name.lower()}.py").write_text(getattr(refused, name))
        with pytest.raises(StubError) as caught:
            generate(StubRequest(f"refused_{name.lower()}"))
        assert [f"refused_{name.lower()}.py"] == [path.name for path in tmp_path.iterdir()]
        return caught.value

    return generated


@pytest.mark.parametrize(
    ("source", "component", "reason"),
    [
        ("LOCAL", "local", "made.<locals>.Local, which other modules can't import"),
        ("UNNAMED", "unnamed", "refused_unnamed.Unnamed is something else or doesn't exist"),
        (
            "UNRESOLVED",
            "unresolved",
            "correct the annotation, or state it where the component is registered: types={'b'",
        ),
        ("ORPHAN", "orphan", "mypy can't resolve tests.stubs.refused.Parent, a base class"),
        ("METHOD", "method", "mypy can't resolve method.<locals>.hidden"),
        ("DISPATCHED", "dispatched", "neither Python nor mypy knows; register a function that calls it"),
        ("CONFIGURED", "configured", "mypy can't resolve its type"),
        ("CLASS", None, "it also defines Thing, which a stub beside it would hide"),
        ("CONSTANT", None, "it also defines HALF, LIMIT, which a stub beside it would hide"),
    ],
)
def test_refused(
    source: str, component: str | None, reason: str, refused_module: Callable[[str], StubError]
) -> None:
    """A component without an exact stub is refused with the reason."""
    [problem] = refused_module(source).problems

    assert component == problem.component
    assert reason in problem.reason


def test_every_problem_is_reported(refused_module: Callable[[str], StubError]) -> None:
    """A bad component doesn't hide the next, whichever stage finds them."""
    error = refused_module("SEVERAL")

    assert ["local", "unnamed", "unresolved", "orphan"] == [each.component for each in error.problems]


def test_what_no_module_has_is_unresolved() -> None:
    """A stub never imports a name that mypy doesn't know: checkers would take it for Any."""
    module = collect(StubRequest("tests.stubs.zoo"))
    answer = probe(module)
    known = {name: tree for name, tree in answer.modules.items() if name != "decimal"}
    body = render(module, evolve(answer, modules=known), 100)

    assert {"mypy can't resolve decimal.Decimal"} == {each.reason for each in body.problems}
    assert "Decimal" not in body.text


def test_names_never_run_out() -> None:
    """Each of many declarations gets another name, and none that is taken."""
    given = StubNames(["_Call", "_Call_3"])
    names = [given.fresh("_Call") for _ in range(20_000)]

    assert names[:3] == ["_Call_2", "_Call_4", "_Call_5"]
    assert len({*names}) == 20_000


def test_classes_named_as_builtins() -> None:
    """A builtin keeps its name, whether it or another class of that name is mentioned first."""
    given = StubNames(["max"])

    assert [given.imported("numpy", "bool"), given.imported("builtins", "bool")] == ["bool_2", "bool"]
    assert [given.imported("builtins", "int"), given.imported("sizes", "int")] == ["int", "int_2"]
    assert given.imported("builtins", "max") == "max_2"
    assert [*given.imports()] == [
        "from builtins import max as max_2",
        "from numpy import bool as bool_2",
        "from sizes import int as int_2",
    ]
