"""Public classes and functions of packages with and without types: their calls are checked as Python does.

From each signature come a right call and wrong ones: with a misspelt keyword, with one argument too few and
with one too many. Each is executed, and Python refuses the arguments of the wrong ones alone. So does every
checker, by name and by key.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypedDict

import pytest

from tests.corpora.exclusion import EXCLUSIONS, OTHER_ERRORS, STUB_ERRORS, Exclusion, excluded
from tests.corpora.project import copy_registries
from tests.corpora.setting import configured
from tests.corpora.signature_call import MOST, SOURCES, SignatureCall, signature_calls
from tests.stubs.command import ROOT
from tests.typing.checker import CHECKERS, Finding
from tests.typing.warm_cache import copy_cache


class Executed(TypedDict):
    """What the program that executes the calls prints."""

    counts: dict[str, int]
    wrong: list[str]


OTHER_RULES = {"", "deprecated", "reportDeprecated", "unused-coroutine", "reportUnusedCoroutine"}
"""The rules of findings that aren't about the arguments."""


@cache
def calls() -> Sequence[SignatureCall]:
    """Return all calls. To find them, everything that is registered is imported."""
    return [*signature_calls()]


def identify(call: SignatureCall) -> str:
    return f"{call.form}: {call.name}"


def program() -> Iterator[tuple[str, SignatureCall | None]]:
    """Yield the lines of a program, and the call that is in each. A function may never return."""
    yield from (("from typing import Any", None), (f"from registries import {', '.join(SOURCES)}", None))
    for index, call in enumerate(calls()):
        yield f"def call_{index}(x: Any) -> None:", None
        yield from ((f"    {call.source(lane)}", call) for lane in call.lanes)


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the registries, their stubs and the program."""
    folder = tmp_path_factory.mktemp("packages").resolve()
    copy_registries(folder, SOURCES, most=MOST)
    copy_cache(folder / "cache")
    (folder / "program.py").write_text("".join(f"{line}\n" for line, _ in program()))
    return folder


def refused(findings: Mapping[int, list[Finding]]) -> Iterator[tuple[SignatureCall, bool]]:
    """Yield each call in each lane, with whether the checker refuses it."""
    for number, (_, call) in enumerate(program(), 1):
        if call is not None:
            yield call, any(finding.rule not in OTHER_RULES for finding in findings[number])


def test_many() -> None:
    """There are more than a thousand components."""
    assert len({(call.module, call.registry, call.name) for call in calls()}) > 1_100


def test_executed() -> None:
    """Python accepts the arguments of each right call, and refuses those of each wrong one.

    A right call may fail in the component's own code, for the values that it is given.
    """
    sources = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    done = subprocess.run(
        [sys.executable, "-m", "tests.corpora.execute"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": sources},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    found: Executed = json.loads(done.stdout)
    counts = found["counts"]

    assert [] == found["wrong"]
    assert {each.reason for each in OTHER_ERRORS} <= {*counts}
    assert counts["right: returns"] > 800
    assert min(counts[f"{form}: arguments"] for form in ("misspelt", "missing", "too many")) > 600


@pytest.mark.parametrize("checker", CHECKERS)
def test_checked(checker: str, packages: Path) -> None:
    """A checker accepts the stubs and each right call, and refuses each wrong one, unless it is excluded."""
    stubs = [*packages.glob("registries/*.pyi")]
    found = configured(packages)[checker].check([packages / "program.py", *stubs])
    lines: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in found:
        if finding.file.name == "program.py":
            lines[finding.line].append(finding)
    shown: set[Exclusion] = set()
    wrong: list[str] = []
    for call, is_refused in refused(lines):
        reasons = set(excluded(checker, call))
        if is_refused == call.is_right:
            shown |= reasons
            wrong += [] if reasons else [f"{identify(call)}: {'refused' if is_refused else 'accepted'}"]

    of_stubs = [f"{f.file.name}:{f.line}: {f}" for f in found if f.file.suffix == ".pyi"]
    assert [] == [said for said in of_stubs if not any(each in said for each in STUB_ERRORS.get(checker, ()))]
    assert [] == list(dict.fromkeys(wrong))
    assert {each for each in EXCLUSIONS if checker in each.checkers} == shown
