"""Modules in which mypy fails by an error of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

import pytest
from mypy import build
from mypy.errors import report_internal_error
from mypy.modulefinder import BuildSource
from mypy.nodes import Var
from mypy.types import AnyType, get_proper_type

from tests.stubs import shapes
from typed_registry._stubs.mypy_run import run_mypy
from typed_registry.errors import StubError

if TYPE_CHECKING:
    from mypy.fscache import FileSystemCache
    from mypy.options import Options

SOURCE = BuildSource(None, "program", "import tests.stubs.shapes as _m\n_0 = _m.Animal")


class Building(Protocol):
    def __call__(
        self,
        sources: list[BuildSource],
        options: Options,
        *,
        alt_lib_path: str,
        fscache: FileSystemCache,
        stderr: TextIO,
    ) -> build.BuildResult: ...


def failing(file: str | None, line: int, *, is_given: bool = True) -> Building:
    """Return a function that fails at a place by mypy's own report, unless the module `shapes` is skipped.

    mypy reports most of its failures to the standard error, and few to the stream that it is given.
    """
    usual = build.build

    def fail(
        sources: list[BuildSource],
        options: Options,
        *,
        alt_lib_path: str,
        fscache: FileSystemCache,
        stderr: TextIO,
    ) -> build.BuildResult:
        if shapes.__name__ in options.per_module_options:
            return usual(sources, options, alt_lib_path=alt_lib_path, fscache=fscache, stderr=stderr)
        stream = stderr if is_given else None
        return report_internal_error(ValueError("bad"), file, line, None, options, stderr=stream)

    return fail


@pytest.mark.parametrize("is_given", [True, False])
@pytest.mark.parametrize("line", [0, 3])
def test_a_module_in_which_mypy_fails(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], line: int, *, is_given: bool
) -> None:
    """mypy is run again without the module, whose components are `Any` then. Nothing else is printed."""
    monkeypatch.setattr(build, "build", failing(shapes.__file__, line, is_given=is_given))

    run = run_mypy([SOURCE], "program")
    node = run.result.files["program"].names["_0"].node
    place = str(Path(str(shapes.__file__)).relative_to(Path.cwd()))

    assert run.skipped == {shapes.__name__: f"{place}:{line}" if line else place}
    assert isinstance(node, Var)
    assert isinstance(get_proper_type(node.type), AnyType)
    assert capfd.readouterr() == ("", "")


def test_a_package_with_two_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library may import a package by its name and, by mistake, as a module in it."""
    (tmp_path / "twice").mkdir()
    (tmp_path / "twice" / "__init__.py").write_text("SIZE = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    source = BuildSource(None, "program", "import twice\nimport twice.__init__\n_0 = twice.SIZE")

    run = run_mypy([source], "program")
    node = run.result.files["program"].names["_0"].node

    assert [*run.skipped] == ["twice.__init__"]
    assert isinstance(node, Var)
    assert str(node.type).endswith("int")


@pytest.mark.parametrize("is_given", [True, False])
@pytest.mark.parametrize(("file", "line"), [("nowhere.py", 3), ("nowhere.py", 0), (None, 0)])
def test_mypy_fails_elsewhere(
    file: str | None, line: int, monkeypatch: pytest.MonkeyPatch, *, is_given: bool
) -> None:
    """A failure in no module of the program is an error with mypy's message."""
    monkeypatch.setattr(build, "build", failing(file, line, is_given=is_given))
    with pytest.raises(StubError) as caught:
        run_mypy([SOURCE], "program")

    [problem] = caught.value.problems
    place = "" if file is None else f"{file}:{line}: " if line else f"{file}: "
    assert f"mypy fails: {place}error: INTERNAL ERROR" in problem.reason
