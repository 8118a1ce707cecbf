"""Modules in which mypy fails by an error of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

import pytest
from mypy import build
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


def failing(place: str) -> Building:
    """Return a function that fails at a place as mypy does, unless the module `shapes` is skipped."""
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
        stderr.write(f"{place}: error: INTERNAL ERROR -- Please try using mypy master on GitHub:\n...\n")
        raise SystemExit(2)

    return fail


def test_a_module_in_which_mypy_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """mypy is run again without the module, whose components are `Any` then."""
    monkeypatch.setattr(build, "build", failing(f"{shapes.__file__}:3"))

    run = run_mypy([SOURCE], "program")
    node = run.result.files["program"].names["_0"].node

    assert run.skipped == {shapes.__name__: f"{Path(str(shapes.__file__)).relative_to(Path.cwd())}:3"}
    assert isinstance(node, Var)
    assert isinstance(get_proper_type(node.type), AnyType)


@pytest.mark.parametrize("place", ["nowhere.py:3", "nowhere.py", ""])
def test_mypy_fails_elsewhere(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure in no module of the program is an error with mypy's message."""
    monkeypatch.setattr(build, "build", failing(place))
    with pytest.raises(StubError) as caught:
        run_mypy([SOURCE], "program")

    [problem] = caught.value.problems
    assert problem.reason.startswith(f"mypy fails: {place}: error: INTERNAL ERROR")
