"""Classes, functions and aliases with type parameters are checked exactly in all six checkers.

The checkers need no interpreter that has them. The stub comes from a file, which is compared with what the
generator writes where there is such an interpreter.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.corpora.setting import configured
from tests.typing.checker import CHECKERS, Finding
from tests.typing.type_parameters import PROGRAM, STUB, VERSION, generated, interpreter, write_project


@pytest.fixture(scope="session")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the components, the registry, its stub and the program."""
    folder = tmp_path_factory.mktemp("boxes").resolve()
    write_project(folder)
    (folder / "boxes" / "registries.pyi").write_text(STUB.read_text())
    return folder


def said(findings: list[Finding]) -> str:
    """Return `error`, or the type that is revealed."""
    return "error" if any(each.rule for each in findings) else ", ".join(each.text for each in findings)


@pytest.mark.parametrize("checker", CHECKERS)
def test_type_parameters(checker: str, boxes: Path) -> None:
    """Each right call has its exact type, each wrong one is refused, and the stub is accepted."""
    package = boxes / "boxes"
    files = [boxes / "program.py", package / "parts.py", package / "registries.pyi"]
    lines: defaultdict[int, list[Finding]] = defaultdict(list)
    others: list[str] = []
    for finding in configured(boxes, VERSION)[checker].check(files):
        if finding.file.name == "program.py":
            lines[finding.line].append(finding)
        else:
            others.append(f"{finding.file.name}:{finding.line}: {finding}")
    expected = {number: line.partition("  # ") for number, line in enumerate(PROGRAM.splitlines(), 1)}

    assert [] == others
    assert {line: expects for line, (_, _, expects) in expected.items()} == {
        line: said(lines[line]) for line in expected
    }


def test_stub_is_current(tmp_path: Path) -> None:
    """The stub in the file is what the generator writes."""
    python = interpreter()
    if python is None:
        pytest.skip("no interpreter has type parameters and the packages that the generator needs")

    assert STUB.read_text() == generated(python, tmp_path)
