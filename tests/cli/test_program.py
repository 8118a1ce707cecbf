"""The library's commands for configs, run on a small program."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.small_program import plant_program, run
from typed_registry.config._document.deprecated_fields import (
    DeprecatedPart,
    DeprecatedUse,
    explain_replacement,
)

TIMES = explain_replacement(DeprecatedUse((), DeprecatedPart.NAME, "times", "scaled", "0.2"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the program, its settings and a config."""
    plant_program(tmp_path)
    return tmp_path


def without_messages(text: str) -> str:
    """Return the printed faults without their messages: their places, paths and carets."""
    return re.sub(r"^(\S+(?: line)?(?:: [\w.]+(?=:))?): .*$", r"\1", text, flags=re.MULTILINE)


def test_resolve(folder: Path) -> None:
    """A default that no file can contain is shown as a comment."""
    expected = (
        "cost:\n"
        "  name: scaled   # c.yaml:1\n"
        "  factor: 2.0    # default, program\n"
        "  # inner: same  # default, program\n"
        "limit: 1.0       # default, program.py:42\n"
        "parts: []        # default, program.py:43\n"
        "numbers: []      # default, program.py:44\n"
        'text: ""         # default, program.py:45\n'
    )

    assert (0, expected, "") == run(folder, "resolve", "c.yaml")


def test_garbage(folder: Path) -> None:
    """A command lets Python look for garbage as rarely as mypy does, as nearly all that is imported stays."""
    (folder / "noting.py").write_text(
        "import gc\nfrom typed_registry import Registry\nTHINGS = Registry[object, []]('things')\n"
        "print(gc.get_threshold()[0])"
    )

    assert run(folder, "list", "noting")[1].startswith("200000\n")


def test_the_output_loads(folder: Path) -> None:
    """The output is valid YAML and loads as the same config."""
    (folder / "c.yaml").write_text(
        "cost: {name: scaled, factor: .inf}\n"
        "parts: [{size: 3, words: {'a b': '1', n: 'null'}}]\n"
        "numbers: [.inf, -1]\n"
        'text: "$${env:HOME}\\n"\n'
    )
    _, shown, _ = run(folder, "resolve", "c.yaml")
    (folder / "again.yaml").write_text(shown)
    _, again, _ = run(folder, "resolve", "again.yaml")

    assert [line.partition("  #")[0].rstrip() for line in shown.splitlines()] == [
        line.partition("  #")[0].rstrip() for line in again.splitlines()
    ]
    assert [
        "cost:",
        "  name: scaled",
        "  factor: .inf",
        "  # inner: same",
        "limit: 1.0",
        'parts: [{size: 3, words: {"a b": "1", n: "null"}}]',
        "numbers: [.inf, -1.0]",
        'text: "$${env:HOME}\\n"',
    ] == [line.partition("  # c.yaml")[0].partition("  # default")[0].rstrip() for line in shown.splitlines()]


def test_origins_within(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list or a mapping that was merged from several sources shows the origin of each part."""
    monkeypatch.setenv("SOME_NUMBER", "2")
    (folder / "base.yaml").write_text("limit: 3\nparts: [{size: 3, words: {a: b}}]\n")
    (folder / "c.yaml").write_text("extends: base.yaml\ncost: scaled\nnumbers: [1, '${env:SOME_NUMBER}']\n")
    expected = (
        "cost:\n"
        "  name: scaled   # c.yaml:2\n"
        "  factor: 3.0    # command line\n"
        "  # inner: same  # default, program\n"
        "limit: 3.0       # base.yaml:1\n"
        "parts:\n"
        "  -\n"
        "    size: 3      # base.yaml:2\n"
        "    words:\n"
        "      a: b       # base.yaml:2\n"
        "      c: d       # command line\n"
        "numbers:\n"
        "  - 1.0          # c.yaml:3\n"
        "  - 2.0          # c.yaml:3, environment variable SOME_NUMBER\n"
        'text: ""         # default, program.py:45\n'
    )

    assert (0, expected, "") == run(folder, "resolve", "c.yaml", "parts.0.words.c=d", "cost.factor=3")


def test_origins_of_an_override(folder: Path) -> None:
    """Everything in a value from the command line has that origin."""
    expected = (
        "cost:\n"
        "  name: scaled      # command line\n"
        "  factor: 3.0       # command line\n"
        "  # inner: same     # default, program\n"
        "limit: 1.0          # default, program.py:42\n"
        "parts: []           # default, program.py:43\n"
        "numbers: [1.0]      # command line\n"
        "text: $${env:HOME}  # command line\n"
    )
    given = ("cost={name: scaled, factor: 3}", "numbers=[1]", "text=${env:HOME}")

    assert (0, expected, "") == run(folder, "resolve", "c.yaml", *given)


def test_faults_of_two_files(folder: Path) -> None:
    """The faults of a file are printed before those of the files that it extends."""
    (folder / "base.yaml").write_text("limt: 2\n")
    (folder / "mine.yaml").write_text("extends: base.yaml\n\ncost: scaled\nlimit: much\n")
    expected = (
        "mine.yaml:4:8: limit\n"
        "  4 | limit: much\n"
        "    |        ^\n"
        "base.yaml:1:1: limt\n"
        "  1 | limt: 2\n"
        "    | ^\n"
    )

    code, output, errors = run(folder, "check", "mine.yaml")

    assert (1, expected, "") == (code, without_messages(output), errors)


@pytest.mark.parametrize(
    ("text", "given", "place"),
    [
        ("cost: scaled\n", "limt=3", "command line: limt\n  | limt=3\n  | ^"),
        ("cost: scaled\n", "limit=much", "command line: limit\n  | limit=much\n  |       ^"),
        (
            "cost: scaled\nlimit: much\n",
            "cost.factor=3",
            "c.yaml:2:8: limit\n  2 | limit: much\n    |        ^",
        ),
        (
            "scaled: {factor: 2}\ncost: scaled\n",
            "cost.factor=3",
            "c.yaml:1:10: scaled.factor\n  1 | scaled: {factor: 2}\n    |          ^",
        ),
    ],
)
def test_faults_of_set(folder: Path, text: str, given: str, place: str) -> None:
    """Faults that prevent an edit are reported at their current place, or on the command line."""
    (folder / "c.yaml").write_text(text)

    code, output, errors = run(folder, "set", "c.yaml", given)

    assert (1, "", f"{place}\ntyped-registry\n") == (code, output, without_messages(errors))
    assert text == (folder / "c.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("set", "c.yaml", "extends=a.toml"), "a.toml"),
        (("set", "c.yaml", "limit"), "'limit'"),
        (("resolve", "c.yaml", "limit"), "'limit'"),
        (("check",), "'FILE'"),
        (("check", "c.yaml", "--root", "program:Rot"), "'Rot'"),
        (("check", "c.yaml", "--root", "progrm:Root"), "'progrm'"),
        (("check", "c.yaml", "--root", ":Root"), "':Root'"),
        (("list", "progrm"), "'program'?"),
        (("list", "cots"), "'costs'?"),
        (("list", "math"), ": math defines no registry"),
        (("list", "program", "cots"), "'costs'?"),
        (("list", "costs", "cots"), "'costs'?"),
        (("stubs", "--import", "src/program.py"), "; write program"),
        (("doctor", "--import", "src/program.py"), "; write program"),
        (("list", "program", "nonsense"), "'nonsense'"),
        (("show", "costs.scald"), "'costs.scaled'?"),
        (("show", "*x"), "'*x'"),
        (("show", "c.yaml"), "`typed-registry resolve c.yaml`"),
        (("show", "scaled", "-m", "progrm"), "'progrm'"),
    ],
)
def test_wrong_arguments(folder: Path, arguments: tuple[str, ...], named: str) -> None:
    """A wrong argument is refused with the exit code 2, and named or the one that was meant."""
    code, printed, errors = run(folder, *arguments)

    assert (2, "") == (code, printed)
    assert named in errors
    assert "│" not in errors


@pytest.mark.parametrize("key", ["modules", "imports"])
def test_paths_in_settings(folder: Path, key: str) -> None:
    """A path in place of a module is a fault of pyproject.toml, with its place and the module."""
    (folder / "pyproject.toml").write_text(f'[tool.typed-registry]\n{key} = ["src/program.py"]\n')
    code, printed, errors = run(folder, "list")

    assert (1, "") == (code, printed)
    assert f"pyproject.toml:2:{len(key) + 4}: tool.typed-registry.{key}: " in errors
    assert "; write program\n" in errors


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_name_that_is_no_text(folder: Path, form: str) -> None:
    """The bytes of a file name that isn't text are printed as escapes."""
    (folder / os.fsdecode(b"\xff.yaml")).write_text("cost: scaled\nlimt: 1\n")
    code, said, errors = run(folder, "check", os.fsdecode(b"\xff.yaml"), "--format", form)

    assert (1, "") == (code, errors)
    assert "\\udcff.yaml" in said


@pytest.mark.parametrize(
    ("form", "output", "errors"),
    [
        (
            "text",
            "a.yaml:2:8: limit: expected float, got 'x' (str)\n  2 | limit: x\n    |        ^\n",
            f"c.yaml:1:7: cost: {TIMES}\n",
        ),
        (
            "github",
            (
                "::error file=a.yaml,line=2,col=8::limit: expected float, got 'x' (str)\n"
                f"::warning file=c.yaml,line=1,col=7::cost: {TIMES}\n"
            ),
            "",
        ),
    ],
)
def test_deprecated(folder: Path, form: str, output: str, errors: str) -> None:
    """Deprecations are warnings, also as GitHub annotations."""
    (folder / "c.yaml").write_text("cost: times\n")
    (folder / "a.yaml").write_text("cost: scaled\nlimit: x\n")

    assert (1, output, errors) == run(folder, "check", "a.yaml", "c.yaml", "--format", form)


def test_deprecated_for_a_program(folder: Path) -> None:
    """JSON contains the severity."""
    (folder / "c.yaml").write_text("cost: times\n")
    code, said, errors = run(folder, "check", "c.yaml", "--format", "json")
    expected = {
        "severity": "warning",
        "kind": "deprecated-name",
        "message": TIMES,
        "file": "c.yaml",
        "line": 1,
        "column": 7,
        "path": "cost",
    }

    assert (0, "", [expected]) == (code, errors, json.loads(said))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser can read every file")
def test_unreadable(folder: Path) -> None:
    """A file that can't be read is a fault, and the next file is checked as well."""
    (folder / "a.yaml").touch(0o000)
    code, said, _ = run(folder, "check", "a.yaml", "c.yaml")

    assert (1, "a.yaml: can't be read: Permission denied\n") == (code, said)


def test_lines_as_editors_count(folder: Path) -> None:
    """Lines are counted as editors count them."""
    (folder / "c.yaml").write_text('text: "a\u2028b"  # c\nlimit: much\ncost: scaled\n', encoding="utf-8")
    code, said, _ = run(folder, "check", "c.yaml")

    assert code == 1
    assert "  2 | limit: much\n" in said


def test_from_below(folder: Path) -> None:
    """The commands work in folders below the project's."""
    (folder / "configs").mkdir()
    (folder / "configs" / "d.yaml").write_text("cost: scald\n")
    code, output, errors = run(folder / "configs", "check", "d.yaml")

    assert (1, "") == (code, errors)
    assert "d.yaml:1:7: cost\n  1 | cost: scald\n    |       ^\n" == without_messages(output)


def test_a_reader_that_ends(folder: Path) -> None:
    """A program that reads the output may end first, as `head` does; nothing is said of it."""
    (folder / "c.json").write_text(json.dumps({f"key{number}": 1 for number in range(2000)}))
    command = f"{Path(sys.executable).with_name('typed-registry')} check c.json --format json | head -c 1"
    done = subprocess.run(
        ["/bin/bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )

    assert ("[", "") == (done.stdout, done.stderr)
