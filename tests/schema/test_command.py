"""The command that writes a schema, or says that it is stale."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stubs.command import run

PROGRAM = """
from attrs import frozen
from typed_registry import Registry, Spec

SHAPES = Registry[object, []]("shapes")

@SHAPES.register("square")
class Square:
    def __init__(self, side: float = 1.0) -> None: ...

@frozen
class Job:
    count: int = 0
"""
STALE = """\
--- job.json (as it is)
+++ job.json (as it should be)
"""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """Create a project with a root config."""
    (tmp_path / "job.py").write_text(PROGRAM)
    (tmp_path / "pyproject.toml").write_text('[tool.typed-registry]\nroot = "job:Job"\n')
    return tmp_path


def test_print(folder: Path) -> None:
    """Without a file, only the schema is printed."""
    code, said = run("schema", cwd=folder)

    assert 0 == code
    assert "Job" == json.loads(said)["title"]


def test_output(folder: Path) -> None:
    """A file is written once, and not again while it is up to date."""
    first = run("schema", "--output", "schemas/job.json", cwd=folder)
    written = (folder / "schemas/job.json").stat().st_mtime_ns
    again = run("schema", "--output", "schemas/job.json", cwd=folder)

    assert (0, "schemas/job.json: written\n") == first
    assert (0, "schemas/job.json: up to date\n") == again
    assert written == (folder / "schemas/job.json").stat().st_mtime_ns
    assert ["job.json"] == [file.name for file in (folder / "schemas").iterdir()]


def test_check(folder: Path) -> None:
    """`--check` writes nothing. It shows a stale file as a diff and reports a missing one."""
    command = ("schema", "--output", "job.json", "--check")
    missing = run(*command, cwd=folder)
    assert not (folder / "job.json").exists()
    run("schema", "--output", "job.json", cwd=folder)
    fresh = run(*command, cwd=folder)
    old = (folder / "job.json").read_text().replace('"Job"', '"[Jobs]"')
    (folder / "job.json").write_text(old)
    code, said = run(*command, cwd=folder)

    assert (0, "") == fresh
    assert missing[0] == code == 1
    assert missing[1].endswith("\njob.json: missing; run: typed-registry schema --output job.json\n")
    assert said.startswith(STALE)
    assert '\n-  "title": "[Jobs]",\n+  "title": "Job",\n' in said
    assert said.endswith("\njob.json: stale; run: typed-registry schema --output job.json\n")
    assert old == (folder / "job.json").read_text()


def test_root(folder: Path) -> None:
    """`--root` takes precedence over the project's setting."""
    (folder / "other.py").write_text(PROGRAM.replace("Job", "Other"))
    code, said = run("schema", "--root", "other:Other", "--output", "o.json", "--check", cwd=folder)

    assert 1 == code
    assert said.endswith("run: typed-registry schema --root other:Other --output o.json\n")
    assert '+  "title": "Other",' in said


CHOOSING = f"from typing import Annotated\n{PROGRAM}    shape: Annotated[Spec[object, []], SHAPES] = None\n"


def names(folder: Path) -> list[str]:
    """Return the components that a file can choose by the schema of the project in a folder."""
    code, said = run("schema", cwd=folder, path=folder)
    assert 0 == code
    return [name for name in json.loads(said)["$defs"] if name in ("shapes.circle", "shapes.square")]


def test_imports(folder: Path) -> None:
    """The schema contains what the project's `imports` register."""
    (folder / "more.py").write_text(
        'from job import SHAPES\n@SHAPES.register("circle")\nclass Circle:\n    """Round."""\n'
    )
    (folder / "job.py").write_text(CHOOSING)
    assert ["shapes.square"] == names(folder)
    (folder / "pyproject.toml").write_text('[tool.typed-registry]\nroot = "job:Job"\nimports = ["more"]\n')

    assert ["shapes.circle", "shapes.square"] == names(folder)


def test_plugin(folder: Path) -> None:
    """The schema contains what an installed plugin registers."""
    (folder / "job.py").write_text(CHOOSING)
    (folder / "round.py").write_text('class Circle:\n    """Round."""\n')
    installed = folder / "round-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: round\nVersion: 1\n")
    assert ["shapes.square"] == names(folder)
    (installed / "entry_points.txt").write_text("[job.shapes]\ncircle = round:Circle\n")

    assert ["shapes.circle", "shapes.square"] == names(folder)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--check",), "Invalid value: --check needs --output, the file to check"),
        (("--root", "job:Jobs"), "module 'job' has no attribute 'Jobs'"),
        (("--root", "nowhere:Job"), "No module named 'nowhere'"),
        (("--root", "job"), "it must have the form module:Class"),
    ],
)
def test_refused(folder: Path, arguments: tuple[str, ...], expected: str) -> None:
    """Wrong options are refused with the reason."""
    code, said = run("schema", *arguments, cwd=folder)

    assert 0 != code
    assert expected in said
    assert "Traceback" not in said


def test_deterministic(folder: Path) -> None:
    """The schema is the same in every process, whatever was imported first."""
    code = (
        "import posttrain.optimizers.sgd, posttrain.algorithms.sft;"
        "from posttrain.config import ExperimentConfig; from typed_registry._schema import rendered;"
        "print(rendered(ExperimentConfig), end='')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder
    )
    shipped = Path(__file__).parents[2] / "configs/experiment.schema.json"

    assert shipped.read_text(encoding="utf-8") == done.stdout
