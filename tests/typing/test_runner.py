"""The runner notices every way in which a line can differ from its mark."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.typing.checker import CHECKERS, ROOT
from tests.typing.limit import ALL, LIMITS, Limit
from tests.typing.verdict import Verdict, hear

FAULTS = """\
from typing_extensions import reveal_type

def name(size: int) -> str:
    return str(size)

name(1)  # rejected: argument
name("1")
name("1")  # rejected: missing
reveal_type(name(1))  # reveals: int
reveal_type(name(1))
"""
RIGHT = """\
from typing_extensions import reveal_type

def name(size: int) -> str:
    return str(size)

name(1)
name("1")  # rejected: argument
reveal_type(name(1))  # reveals: str
reveal_type(name)  # reveals: (size: int) -> str; {}
"""
IN_ANOTHER_WAY = "; ".join(
    f"{checker}: def {name}(size: int) -> str"
    for checker, name in (("mypy", ""), ("ty", "name"), ("zuban", ""))
)
LIMITED = """\
from typing_extensions import reveal_type

def name(size: int) -> str:
    return str(size)

name(1)  # rejected: argument; limit: for the test
name("1")  # accepted; limit: for the test
reveal_type(name(1))  # reveals: int; limit: for the test

name("1")  # rejected: argument; limit: for the test
name(1)  # accepted; limit: for the test
reveal_type(name(1))  # reveals: str; limit: for the test
"""


def verdict(checker: str, source: str, folder: Path) -> Verdict:
    """Return the result of one case file."""
    file = folder / "case.py"
    file.write_text(
        f"{source}# {folder}\n"
    )  # mypy tells files by their text, and repeats what it said of another
    (found,) = hear(CHECKERS[checker], [file]).verdicts
    return found


def lines(found: Verdict) -> list[str]:
    """Return the places of the mismatches."""
    return [mismatch.split(": ")[0] for mismatch in found.mismatches]


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a limit that all checkers have."""
    monkeypatch.setitem(LIMITS, "for the test", Limit(ALL, "for the test", rule="arg-type"))


@pytest.mark.parametrize("checker", CHECKERS)
def test_right(checker: str, tmp_path: Path) -> None:
    """Lines that are as expected are counted and not reported."""
    found = verdict(checker, RIGHT.format(IN_ANOTHER_WAY), tmp_path)

    assert [] == found.mismatches
    assert (7, 7, 0) == (found.lines, found.expected, found.limited)


@pytest.mark.parametrize("checker", CHECKERS)
def test_faults(checker: str, tmp_path: Path) -> None:
    """The faults of every checker are reported, each in its line."""
    found = verdict(checker, FAULTS, tmp_path)

    assert ["case.py:6", "case.py:7", "case.py:8", "case.py:9", "case.py:10"] == lines(found)
    assert (8, 3) == (found.lines, found.expected)


def test_messages(tmp_path: Path) -> None:
    """A mismatch names the place, the checker, what was expected and what was said."""
    said = 'arg-type: Argument 1 to "name" has incompatible type "str"; expected "int"'

    assert [
        "case.py:6: zuban: expected rejected: argument, said nothing",
        f"case.py:7: zuban: expected accepted, said {said}",
        f"case.py:8: zuban: expected rejected: missing, said {said}",
        "case.py:9: zuban: expected reveals: int, said reveals: str",
        "case.py:10: zuban: expected accepted, said reveals: str",
    ] == verdict("zuban", FAULTS, tmp_path).mismatches


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize("checker", CHECKERS)
def test_limits(checker: str, tmp_path: Path) -> None:
    """A known limit is counted while it exists, and is a mismatch when it is gone."""
    found = verdict(checker, LIMITED, tmp_path)

    assert ["case.py:10", "case.py:11", "case.py:12"] == lines(found)
    assert (3, 3) == (found.expected, found.limited)
    assert {"for the test": 3} == found.limits


@pytest.mark.usefixtures("limit")
def test_limit_that_has_gone_away(tmp_path: Path) -> None:
    """The message names the limit."""
    assert (
        "case.py:11: ty: expected the known limit 'for the test' in place of accepted, said nothing"
    ) == verdict("ty", LIMITED, tmp_path).mismatches[1]


@pytest.mark.usefixtures("limit")
def test_limit_is_no_excuse(tmp_path: Path) -> None:
    """A limit doesn't excuse an error by another rule."""
    source = 'len("text", 3)  # rejected: argument; limit: for the test\n'

    assert ["case.py:1"] == lines(verdict("zuban", source, tmp_path))


@pytest.mark.usefixtures("limit")
def test_limit_of_a_file(tmp_path: Path) -> None:
    """Only errors by the rule of a whole file's limit are ignored, and there must be one."""
    whole = '# limit: for the test\nlen("1")\nlen(3)\nlen()\n'
    found = verdict("zuban", whole, tmp_path)

    assert ["case.py:4"] == lines(found)
    assert {"for the test": 1} == found.limits
    assert [
        "case.py:1: zuban: expected the known limit 'for the test' somewhere below, said nothing"
    ] == verdict("zuban", "# limit: for the test\nlen('1')\n", tmp_path).mismatches


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# rejectd: argument", "case.py:1: no mark: # rejectd: argument"),
        ("# rejected: argumnt", "case.py:1: unknown: argumnt"),
        ("# accepted; limit: nowhere", "case.py:1: unknown: nowhere"),
        ("# reveals: int; tee: str", "case.py:1: unknown: tee"),
    ],
)
def test_misspelt_marks(comment: str, message: str, tmp_path: Path) -> None:
    """A comment beside code must be a mark, and everything that it names must be known."""
    with pytest.raises(ValueError, match="case") as caught:
        verdict("ty", f"len('')  {comment}\n", tmp_path)

    assert message == str(caught.value)


def run(*arguments: str) -> tuple[int, str]:
    """Return the exit code of the command and what it prints."""
    command = [sys.executable, "-m", "tests.typing", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_command(tmp_path: Path) -> None:
    """The command prints the tables and every mismatch, and exits with 1 if there is one."""
    file = tmp_path / "faulty.py"
    file.write_text('len("text")\nlen(3)\n')
    code, printed = run("ty", "zuban", "configured", str(file))
    rows = [" ".join(line.split()) for line in printed.splitlines()]

    assert code == 1
    assert "case lines ty zuban" in rows
    assert "faulty 2 1, 1 wrong 1, 1 wrong" in rows
    assert "known limit lines what the checker does" in rows
    assert any(row.startswith("decorated generic ty 1 ") for row in rows)
    assert any(
        row.startswith("faulty.py:2: ty: expected accepted, said invalid-argument-type: ") for row in rows
    )
    assert any(row.startswith("faulty.py:2: zuban: expected accepted, said arg-type: ") for row in rows)
    assert 0 == run("ty", "configured")[0]


def test_command_of_nothing() -> None:
    """A name that is neither a checker nor a case is refused."""
    code, printed = run("ty", "no such case")

    assert code == 2
    assert printed.startswith("no case: no such case; cases: bound, callables, chosen, component, ")
