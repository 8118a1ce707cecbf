"""The doctor's advice about checkers that don't check every call."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest
from attrs import evolve

from typed_registry._doctor.advice import ProjectFolders, advice
from typed_registry._doctor.call_advice import NameList
from typed_registry._doctor.checker_config import CheckerConfig
from typed_registry._doctor.checkers import CHECKERS, Checker
from typed_registry._doctor.examine import CheckerReport
from typed_registry._doctor.examined_module import ExaminedModule
from typed_registry._doctor.findings import (
    AcceptedCall,
    ProbedComponent,
    ProbedRegistry,
    RefusedCall,
    Visibility,
)
from typed_registry._doctor.stub_file import AccessForm, StubFile, StubRegistry
from typed_registry._doctor.trial_calls import TrialCall

BUILD, COMPONENTS = AccessForm.BUILD, AccessForm.COMPONENTS
CHECKER: Mapping[str, Checker] = {checker.name: checker for checker in CHECKERS}
CALLS = (TrialCall("size=a", "size=a, no_such_keyword=a"),)
TRIALS: Mapping[AccessForm, tuple[TrialCall, ...]] = {COMPONENTS: CALLS, BUILD: CALLS}
BOLT = ProbedComponent("bolt", TRIALS, module="shop.parts", packages=frozenset({"shop"}))
NUT = evolve(BOLT, name="nut")
UNTYPED = evolve(BOLT, untyped_package="tools")
UNPACKED = evolve(BOLT, has_unpacked_keywords=True)
THINGS = ProbedRegistry("shop", "THINGS", (BOLT, NUT))
SEEN = Visibility(THINGS, None, sees_stub=True, unknown_names=())
TYPES = {"bolt": "type[Bolt]", "nut": "_NutCall"}
STUB = StubFile(Path("shop.pyi"), {"THINGS": StubRegistry(TYPES)})
MODULE = ExaminedModule("shop", Path("shop.py"), (THINGS,), STUB, None)
FOLDERS = ProjectFolders(Path(), Path("typings"))


class Said(Protocol):
    """The advice about a checker, given its settings."""

    def __call__(
        self, report: CheckerReport, module: ExaminedModule = ..., settings: str = ...
    ) -> list[str]: ...


def accepted(*components: ProbedComponent, form: AccessForm = COMPONENTS) -> Visibility:
    """Return the findings of a checker that accepts wrong calls of these components."""
    return evolve(SEEN, accepted=tuple(AcceptedCall(each, form) for each in components))


def refused(*forms: AccessForm, name: str = "bolt") -> Visibility:
    """Return the findings of a checker that refuses the right calls of one component in these forms."""
    return evolve(SEEN, refused=tuple(RefusedCall(name, form, "No size") for form in forms))


@pytest.fixture(name="said")
def _said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Said:
    """Return a function that returns the advice about a checker with these settings in mypy.ini."""
    monkeypatch.chdir(tmp_path)

    def said(report: CheckerReport, module: ExaminedModule = MODULE, settings: str = "[mypy]") -> list[str]:
        Path("mypy.ini").write_text(settings, encoding="utf-8")
        return advice(report, module, FOLDERS, NameList(5))

    return said


def report(checker: str, seen: Visibility = SEEN) -> CheckerReport:
    """Return a report of a checker that is configured in mypy.ini."""
    return CheckerReport(CHECKER[checker], "1.0", (CheckerConfig(Path("mypy.ini"), ()),), (seen,))


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (
            refused(COMPONENTS),
            "THINGS: refuses right calls of 'bolt' through components: No size; through build they pass",
        ),
        (
            refused(BUILD),
            (
                "THINGS: refuses right calls of 'bolt' through build: No size; through components they pass; "
                "if the component has changed, run: typed-registry stubs shop"
            ),
        ),
        (
            refused(COMPONENTS, BUILD),
            (
                "THINGS: refuses right calls of 'bolt' through components and build: No size; that is how it "
                "reads the class itself, so register a function that calls the class"
            ),
        ),
        (
            refused(COMPONENTS, BUILD, name="nut"),
            (
                "THINGS: refuses right calls of 'nut' through components and build: No size; if the "
                "component has changed, run: typed-registry stubs shop; if not, register a function with "
                "simpler parameters that calls it"
            ),
        ),
        (
            accepted(BOLT),
            (
                "THINGS: accepts wrong calls of 'bolt' (type[Bolt]) through components: "
                "the stub has these types for them; if they are outdated, run: typed-registry stubs shop; "
                "if not, register functions with simpler parameters that call them"
            ),
        ),
        (
            accepted(UNTYPED),
            (
                "THINGS: accepts wrong calls of 'bolt' through components: "
                "tools has no py.typed, so it doesn't know the class's type; run: typed-registry stubs shop, "
                "or set follow_untyped_imports = true in mypy.ini"
            ),
        ),
        (
            accepted(BOLT, NUT, form=BUILD),
            (
                "THINGS: accepts wrong calls of 'bolt', 'nut' through build: it doesn't check calls "
                "through build"
            ),
        ),
        (evolve(SEEN, sees_stub=False, is_any=True), "takes THINGS for Any, so it checks nothing"),
        (
            evolve(SEEN, sees_stub=False, is_untyped=True),
            "shop has no py.typed, so it doesn't read its stubs; add the empty file shop/py.typed",
        ),
        (evolve(SEEN, unknown_names=("nut",)), "shop.pyi has 'nut', which it doesn't read"),
        (
            evolve(SEEN, sees_stub=False, unknown_names=("bolt", "nut")),
            "shop.pyi isn't read, but another copy of shop",
        ),
    ],
)
def test_calls(said: Said, seen: Visibility, expected: str) -> None:
    """A line names the registry, the components, the forms of the calls and the reason."""
    assert [expected] == said(report("mypy", seen))


@pytest.mark.parametrize(
    ("seen", "settings", "expected"),
    [
        (
            accepted(BOLT, form=BUILD),
            "disable_error_code = call-arg, call-overload",
            (
                "THINGS: accepts wrong calls of 'bolt' through build: disable_error_code = call-arg, "
                "call-overload in mypy.ini turns off errors"
            ),
        ),
        (
            accepted(BOLT),
            "follow_imports = skip",
            (
                "THINGS: accepts wrong calls of 'bolt' through components: follow_imports = skip in mypy.ini "
                "makes modules Any"
            ),
        ),
        (
            evolve(SEEN, sees_stub=False, is_any=True),
            "[mypy-shop.*]\nfollow_imports = skip",
            "takes THINGS for Any, so it checks nothing: follow_imports = skip in mypy.ini makes modules Any",
        ),
        (
            evolve(SEEN, sees_stub=False, unknown_names=("bolt", "nut")),
            "ignore_errors = True",
            "accepts names that don't exist: ignore_errors = true in mypy.ini turns off errors",
        ),
    ],
)
def test_settings(said: Said, seen: Visibility, settings: str, expected: str) -> None:
    """If a setting is the reason, the line names it and its file."""
    assert [expected] == said(report("mypy", seen), settings=f"[mypy]\n{settings}")


def test_missing_packages(said: Said) -> None:
    """Several packages that aren't found are in the plural."""
    [line] = said(report("mypy", evolve(SEEN, missing_packages=frozenset({"torch", "jax"}))))

    assert line.startswith("jax, torch aren't found; set python_executable = ")


def test_metaclass(said: Said) -> None:
    """The line for a class with a metaclass that is called in its place says so."""
    [line] = said(report("ty", accepted(evolve(BOLT, metaclass="Counting"))))

    assert line == (
        "THINGS: accepts wrong calls of 'bolt' through components: it checks them with the parameters of "
        "the metaclass's Counting.__call__; run: typed-registry stubs shop"
    )


def test_ty(said: Said) -> None:
    """The line for ty says which of its limits is the reason."""
    [line] = said(report("ty", accepted(UNPACKED)))

    assert line == (
        "THINGS: accepts wrong calls of 'bolt' through components: ty accepts any keyword for "
        "`**kwargs: Unpack[...]`"
    )


def test_pyrefly(said: Said) -> None:
    """The line for pyrefly says what to add if it has no settings."""
    unconfigured = evolve(report("pyrefly", accepted(BOLT)), configs=())

    assert said(unconfigured) == [
        (
            "THINGS: accepts wrong calls of 'bolt' through components: "
            "without settings it accepts mistakes; add a table [tool.pyrefly] to pyproject.toml"
        )
    ]


@pytest.mark.parametrize(
    ("problem", "why", "settings", "expected"),
    [
        ("isn't installed", "", "", "isn't installed"),
        (
            "has failed with exit code 2",
            "fatal: no stack",
            "",
            "has failed with exit code 2: fatal: no stack",
        ),
        (
            "misses an error",
            "Success",
            "ignore_errors = True",
            "misses an error: ignore_errors = true in mypy.ini turns off errors",
        ),
    ],
)
def test_problem(said: Said, problem: str, why: str, settings: str, expected: str) -> None:
    """A checker that comes to no result has one line, with a setting or its own words as the reason."""
    stopped = evolve(report("mypy", accepted(BOLT)), problem=problem, said=why)

    assert [expected] == said(stopped, settings=f"[mypy]\n{settings}")


def test_complaints(said: Said) -> None:
    """What a checker says of its settings is a line of its own, and so is a file that can't be read."""
    damaged = evolve(report("mypy"), damaged=("../pyproject.toml:1:6: expected ]",))
    complaining = evolve(report("mypy"), complaints=("Unrecognized option: strct",))

    assert ["complains about its settings: Unrecognized option: strct"] == said(complaining)
    assert ["may miss settings, since a file can't be read: ../pyproject.toml:1:6: expected ]"] == said(
        damaged
    )


def test_missing_package(said: Said) -> None:
    """A package that a checker doesn't find has a line with the setting, and its components have another."""
    setting, calls = said(report("mypy", evolve(accepted(BOLT), missing_packages=frozenset({"shop"}))))

    assert setting.startswith("shop isn't found; set python_executable = ")
    assert calls == (
        "THINGS: accepts wrong calls of 'bolt' through components: it doesn't find shop, and takes its "
        "classes for Any"
    )


def test_damaged_stub(said: Said) -> None:
    """A stub that can't be read is the only line."""
    damaged = evolve(MODULE, stub_beside=StubFile(Path("shop.pyi"), {}, "line 1: invalid syntax"))

    assert said(report("mypy", refused(BUILD)), damaged) == [
        "shop.pyi can't be read: line 1: invalid syntax; run: typed-registry stubs shop"
    ]
