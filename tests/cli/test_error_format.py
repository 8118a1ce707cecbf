"""The formats of what the commands print on the stream for errors."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import pytest
import typer
from typer.testing import CliRunner

from tests.cli.small_program import PROGRAM, plant_program
from typed_registry._command_line.app import app
from typed_registry._command_line.endings import ENDINGS
from typed_registry._distribution import DISABLE_PLUGINS
from typed_registry._messages.render import ErrorFormat
from typed_registry._programs.endings import endings_of, foreseen_endings
from typed_registry._programs.error_stream import ErrorStream


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in a folder with a program and config files."""
    plant_program(tmp_path, "formatted")
    (tmp_path / "bad.yaml").write_text("cost: scaled\nlimit: x\n")
    (tmp_path / "old.yaml").write_text("cost: times\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv(DISABLE_PLUGINS, "")  # which the command `stubs` sets for the whole process
    yield tmp_path
    sys.modules.pop("formatted", None)


def run(*arguments: str) -> tuple[int, str, str]:
    """Return the exit code, the output and the errors of the command."""
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, done.stdout, done.stderr


def objects(text: str) -> list[dict[str, object]]:
    """Return the one list that a text is."""
    return cast("list[dict[str, object]]", json.loads(text))


FAILING: Sequence[tuple[Sequence[str], int, Sequence[str]]] = [
    (("list", "no_such_module"), 2, ["usage"]),
    (("list", "formatted", "cost"), 2, ["usage"]),
    (("show", "scald"), 2, ["usage"]),
    (("show",), 2, ["usage"]),
    (("lst",), 2, ["usage"]),
    (("check", "--bad", "c.yaml"), 2, ["usage"]),
    (("check", "--root", "formatted:Rot", "c.yaml"), 2, ["root"]),
    (("resolve", "bad.yaml", "cost.fator=1"), 1, ["wrong-type", "unknown-key"]),
    (("resolve", "none.yaml"), 1, ["malformed"]),
    (("set", "c.yaml", "limit=x"), 1, ["wrong-type"]),
    (("set", "c.yaml", "limit"), 2, ["malformed"]),
    (("migrate", "--check", "old.yaml"), 1, ["deprecated-name"]),
    (("migrate", "bad.yaml"), 1, ["wrong-type"]),
    (("schema", "--check"), 2, ["usage"]),
    (("schema", "--output", "."), 1, ["system"]),
    (("conform", "--distribution", "none"), 2, ["usage"]),
    (("doctor", "--checker", "none"), 2, ["usage"]),
    (("stubs", "no_such_module", "neither_this"), 2, ["broken-module", "broken-module"]),
]


@pytest.mark.parametrize(("arguments", "code", "kinds"), FAILING)
def test_failing(arguments: Sequence[str], code: int, kinds: Sequence[str]) -> None:
    """However a command fails, the stream for errors has one list of JSON, or a line for each error."""
    ended, _, errors = run("--error-format", "json", *arguments)
    assert (code, kinds) == (ended, [each["kind"] for each in objects(errors)])

    ended, _, errors = run("--error-format", "github", *arguments)
    assert code == ended
    assert [True] * len(kinds) == [each.startswith(("::error", "::warning")) for each in errors.splitlines()]

    ended, _, errors = run(*arguments)
    assert code == ended
    assert errors


@pytest.mark.parametrize("arguments", [("resolve", "old.yaml"), ("migrate", "old.yaml")])
def test_deprecated(arguments: Sequence[str]) -> None:
    """What is deprecated is a warning, also if the command succeeds."""
    code, _, errors = run("--error-format", "json", *arguments)

    assert (0, ["deprecated-name"]) == (code, [each["kind"] for each in objects(errors)])
    assert ["warning"] == [each["severity"] for each in objects(errors)]


def test_stale(folder: Path) -> None:
    """A generated file that isn't up to date is an error for programs; people see the difference alone."""
    (folder / "made.json").write_text("{}\n")
    arguments = ["schema", "--output", "made.json", "--check"]
    code, output, errors = run("--error-format", "json", *arguments)

    [found] = objects(errors)
    assert (1, "stale", "made.json") == (code, found["kind"], found["file"])
    assert (1, output, "") == run(*arguments)
    assert "-{}\n" in output


@pytest.mark.parametrize("command", ["check", "conform"])
def test_own_format(command: str, folder: Path) -> None:
    """The format of the output is that of an error which prevents the output."""
    (folder / "pyproject.toml").write_text('[tool.typed-registry]\nmodules = 1\nroot = "formatted:Root"\n')
    arguments = [command, *(["c.yaml"] if command == "check" else []), "--format", "json"]
    code, output, errors = run(*arguments)

    assert (1, "") == (code, output)
    [fault] = objects(errors)
    assert (str(folder / "pyproject.toml"), 2, "tool.typed-registry.modules") == (
        fault["file"],
        fault["line"],
        fault["path"],
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["--error-format", "json", "--bad", "list"],
        ["--bad", "--error-format=json", "list"],
        ["check", "--format", "json", "--bad", "x"],
        ["conform", "--bad", "--format=json"],
        ["check", "--format", "json"],
    ],
)
def test_wrong_options(arguments: Sequence[str]) -> None:
    """Options that are wrong are reported in the format that a right one names."""
    code, output, errors = run(*arguments)

    assert (2, "", ["usage"]) == (code, output, [each["kind"] for each in objects(errors)])


@pytest.mark.parametrize(
    "arguments", [["--error-format", "xml", "list"], ["check", "--format", "xml", "c.yaml"]]
)
def test_unknown_format(arguments: Sequence[str]) -> None:
    """A format that there isn't is refused in text."""
    code, _, errors = run(*arguments)

    assert 2 == code
    assert "'xml'" in errors


@pytest.mark.parametrize("form", ["json", "github"])
def test_exit_code(form: ErrorFormat) -> None:
    """The exit code of an error of typer's is its own in these formats, as it is in text."""
    wrong = typer.BadParameter("the disk is full")
    wrong.exit_code = 1  # as of other errors of typer's
    with pytest.raises(SystemExit) as caught, foreseen_endings(ENDINGS, ErrorStream(form)):
        raise wrong

    assert 1 == caught.value.code


@pytest.mark.parametrize(
    "arguments",
    [
        ("--error-format", "json", "show", "scald"),
        ("check", "--format", "json", "--root", "formatted:Rot", "c.yaml"),
    ],
)
def test_warnings(arguments: Sequence[str], folder: Path) -> None:
    """A warning is an object beside the error, with its place if that is in the program."""
    warned = "import warnings\nwarnings.warn('old', FutureWarning, stacklevel=1)\n"
    (folder / "formatted.py").write_text(warned + PROGRAM)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        _, _, errors = run(*arguments)
    [warning, error] = objects(errors)

    assert ("warning", "old", str(folder / "formatted.py"), 2) == tuple(
        warning[key] for key in ("severity", "message", "file", "line")
    )
    assert "error" == error["severity"]


def test_interrupted(capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C is an error as well."""
    with pytest.raises(SystemExit) as caught, foreseen_endings(endings_of("tool"), ErrorStream("json")):
        raise KeyboardInterrupt

    assert 130 == caught.value.code
    assert ["interrupted"] == [each["kind"] for each in objects(capsys.readouterr().err)]


def test_carets() -> None:
    """The override that is at fault is shown with a caret."""
    for command in ("resolve", "set"):
        _, _, errors = run(command, "c.yaml", "text=a", "limit=x")
        assert "  | limit=x\n  |       ^\n" in errors
