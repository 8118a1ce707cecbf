"""Checkers that fail, are missing or come to no end, none of which is a success."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from attrs import evolve

from typed_registry._doctor.checkers import CHECKERS, Checker
from typed_registry._doctor.examine import CheckerReport, examine
from typed_registry._doctor.findings import ProbedComponent, ProbedRegistry
from typed_registry._doctor.probe_program import ProbeProgram
from typed_registry._doctor.stub_file import AccessForm
from typed_registry._doctor.trial_calls import TrialCall
from typed_registry._doctor.weak_settings import weak_settings

TRIALS = {AccessForm.BUILD: (TrialCall("", "no_such_keyword=a"),)}
PROGRAM = ProbeProgram([ProbedRegistry("shop", "THINGS", (ProbedComponent("bolt", TRIALS),))])
WRONG = [
    number
    for number, line in enumerate(PROGRAM.text.splitlines(), 1)
    if "no_such" in line or "no such" in line
]
"""The lines of the program that contain a mistake."""


def run(folder: Path, script: str, timeout: float = 60) -> CheckerReport:
    """Examine with a checker that is a shell script; `$1` is the program's file."""
    command = folder / "checker"
    command.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo 1.2.3 && exit 0\n{script}\n')
    command.chmod(0o755)
    return examine(evolve(CHECKERS[0], command=(str(command),)), [], PROGRAM, folder, timeout)


def errors(lines: list[int]) -> str:
    """Return a script that reports an error in each of these lines."""
    return "".join(f'echo "$1:{line}: error: Wrong  [misc]"\n' for line in lines)


def test_result(tmp_path: Path) -> None:
    """A checker that reports an error in every wrong line, and in no other, has a result."""
    report = run(tmp_path, f"{errors(WRONG)}exit 1")
    [seen] = report.visibilities

    assert ("", "1.2.3") == (report.problem, report.version)
    assert {"bolt"} == seen.checked


@pytest.mark.parametrize(
    ("script", "problem", "said"),
    [
        ("", "misses an error", ""),
        ("echo Success", "misses an error", "Success"),
        (f"{errors(WRONG)}echo 'fatal: out of stack'; exit 2", "exit code 2", "fatal: out of stack"),
        (f"{errors(WRONG)}kill -SEGV $$", "signal 11", ""),
        (errors(WRONG[:-1]), "misses an error", ""),
        (errors(WRONG[1:]), "misses an error", ""),
    ],
)
def test_no_result(tmp_path: Path, script: str, problem: str, said: str) -> None:
    """A checker that prints nothing, stops early or crashes has no result, whatever it has printed before."""
    report = run(tmp_path, script)

    assert problem in report.problem
    assert said in report.said
    assert ["checker"] == [file.name for file in tmp_path.iterdir()]


def test_no_end(tmp_path: Path) -> None:
    """A checker that takes too long is ended, with the processes that it has started."""
    began = time.monotonic()
    report = run(tmp_path, "sleep 60 & wait", timeout=0.5)

    assert "--timeout" in report.problem
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("name", ["FORCE_COLOR", "MYPY_FORCE_COLOR", "CLICOLOR_FORCE"])
def test_no_color(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Checkers print without colors, even where the environment asks for them."""
    monkeypatch.setenv(name, "1")
    report = run(tmp_path, f'[ -z "${name}" ] && {{\n{errors(WRONG)}}}\nexit 1')

    assert "" == report.problem


def test_not_installed(tmp_path: Path) -> None:
    """A checker that isn't installed has no result."""
    checker: Checker = evolve(CHECKERS[0], command=("no-such-checker",))
    report = examine(checker, [], PROGRAM, tmp_path, 60)

    assert "isn't installed" == report.problem


def test_not_executable(tmp_path: Path) -> None:
    """A checker that can't be started has no result."""
    report = run(tmp_path, "")
    (tmp_path / "checker").write_text("\0")
    again = examine(report.checker, [], PROGRAM, tmp_path, 60)

    assert again.problem.startswith("can't be started: ")


def test_ended_by_itself_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checker that can't be ended, since it has just ended or is another user's, has no result."""

    errors: list[OSError] = [ProcessLookupError(), PermissionError()]

    def refuse(number: int, signal: int) -> None:
        del number, signal
        raise errors.pop()

    monkeypatch.setattr(os, "killpg", refuse)
    while errors:
        assert "--timeout" in run(tmp_path, "sleep 1", timeout=0.1).problem


@pytest.mark.parametrize("text", [b"strict = true\n", b"[mypy]\nx = \xff\n"])
def test_settings_that_no_parser_reads(tmp_path: Path, text: bytes) -> None:
    """A setup.cfg without sections, or in another encoding, has no settings of a checker."""
    (tmp_path / "setup.cfg").write_bytes(text)

    assert CHECKERS[0].config(tmp_path) is None


def test_mypy_settings_in_another_encoding(tmp_path: Path) -> None:
    """A mypy.ini that can't be read has no settings that weaken mypy."""
    (tmp_path / "mypy.ini").write_bytes(b"[mypy]\nx = \xff\nignore_errors = True\n")

    [config] = CHECKERS[0].configs(tmp_path)
    assert () == weak_settings(CHECKERS[0], config)


@pytest.mark.parametrize("value", ["true", "True", "TRUE", "YES"])
def test_weak_values_in_any_spelling(tmp_path: Path, value: str) -> None:
    """A truth value is known in every spelling that mypy reads."""
    (tmp_path / "mypy.ini").write_text(f"[mypy]\nignore_errors = {value}\n")

    [config] = CHECKERS[0].configs(tmp_path)
    assert (f"ignore_errors = {value.lower()}",) == weak_settings(CHECKERS[0], config)
