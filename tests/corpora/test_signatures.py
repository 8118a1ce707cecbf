"""Public classes and functions of packages with and without types: their calls are checked as Python does.

From each signature come a right call and one with a misspelt keyword. Python raises a TypeError for the wrong
one, and every checker refuses it, by name and by key. The right one is accepted.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.corpora.exclusion import EXCLUSIONS, STUB_ERRORS, Exclusion, excluded
from tests.corpora.project import copy_registries
from tests.corpora.setting import configured
from tests.corpora.signature_call import LANES, SOURCES, SignatureCall, signature_calls
from tests.typing.checker import CHECKERS, Finding

CALLS = tuple(signature_calls())
OTHER_RULES = {"", "deprecated", "reportDeprecated", "unused-coroutine", "reportUnusedCoroutine"}
"""The rules of findings that aren't about the arguments."""


def identify(call: SignatureCall) -> str:
    return f"{call.name}{'-misspelt' if call.is_misspelt else ''}"


def program() -> Iterator[tuple[str, SignatureCall | None]]:
    """Yield the lines of a program, and the call that is in each. A function may never return."""
    yield from (("from typing import Any", None), (f"from registries import {', '.join(SOURCES)}", None))
    for index, call in enumerate(CALLS):
        yield f"def call_{index}(x: Any) -> None:", None
        yield from ((f"    {call.source(lane)}", call) for lane in LANES)


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the registries, their stubs and the program."""
    folder = tmp_path_factory.mktemp("packages").resolve()
    copy_registries(folder, SOURCES, most=100)
    (folder / "program.py").write_text("".join(f"{line}\n" for line, _ in program()))
    return folder


def refused(findings: Mapping[int, list[Finding]]) -> Iterator[tuple[SignatureCall, bool]]:
    """Yield each call in each lane, with whether the checker refuses it."""
    for number, (_, call) in enumerate(program(), 1):
        if call is not None:
            yield call, any(finding.rule not in OTHER_RULES for finding in findings[number])


def test_many() -> None:
    """There are several hundred components."""
    assert len({(call.module, call.registry, call.name) for call in CALLS}) > 600


def test_executed() -> None:
    """Python accepts the arguments of each right call, and raises a TypeError for each wrong one."""
    for call in CALLS:
        if call.is_misspelt:
            with pytest.raises(TypeError):
                call.execute()
        else:
            given = dict.fromkeys(call.keywords)
            inspect.signature(call.component).bind(*(None for _ in range(call.positional)), **given)


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
        if is_refused != call.is_misspelt:
            shown |= reasons
            wrong += [] if reasons else [f"{identify(call)}: {'refused' if is_refused else 'accepted'}"]

    of_stubs = [f"{f.file.name}:{f.line}: {f}" for f in found if f.file.suffix == ".pyi"]
    assert [] == [said for said in of_stubs if STUB_ERRORS.get(checker, "\n") not in said]
    assert [] == list(dict.fromkeys(wrong))
    assert {each for each in EXCLUSIONS if checker in each.checkers} == shown
