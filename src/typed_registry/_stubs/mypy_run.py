"""Run mypy within this process."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen
from mypy import build
from mypy.errors import CompileError
from mypy.options import Options

from typed_registry._installed_files import is_installed
from typed_registry._stubs.file_states import FileStates
from typed_registry._stubs.freshness import CACHE
from typed_registry._stubs.module_files import modules_of
from typed_registry.errors import StubError, StubProblem

if TYPE_CHECKING:
    from mypy.modulefinder import BuildSource


@frozen
class MypyRun:
    """A run of mypy, which may have skipped some modules."""

    result: build.BuildResult
    skipped: Mapping[str, str]
    """The modules that mypy can't read because of an error of its own, each with the file and line."""


def run_mypy(sources: list[BuildSource], module: str) -> MypyRun:
    """Let mypy read the sources, for the stub of a module.

    It is run again without a module in which it fails. Raises StubError if it can't read the sources.
    """
    skipped: dict[str, str] = {}
    while True:
        printed = StringIO()
        try:
            return MypyRun(_build(sources, skipped, printed), skipped)
        except CompileError as error:
            reason = "mypy says: " + "; ".join(error.messages)
        except SystemExit:  # it has printed the file and the line
            place = printed.getvalue().partition(": error:")[0]
            found = {each.__name__ for each in modules_of(place.rpartition(":")[0])} - skipped.keys()
            skipped |= dict.fromkeys(found, place.removeprefix(f"{Path.cwd()}/"))
            if found:
                continue
            reason = f"mypy fails: {' '.join(printed.getvalue().split())}"
        raise StubError(module, (StubProblem(None, reason),))


def _build(sources: list[BuildSource], skipped: Mapping[str, str], printed: StringIO) -> build.BuildResult:
    options = _options()
    options.per_module_options = {each: {"follow_imports": "skip"} for each in skipped}
    return build.build(sources, options, alt_lib_path=str(Path.cwd()), fscache=FileStates(), stderr=printed)


def _options() -> Options:
    options = Options()
    options.python_version = (sys.version_info[0], sys.version_info[1])
    options.python_executable = sys.executable
    options.incremental = True
    options.cache_dir = str(CACHE)
    options.ignore_errors = True
    options.follow_untyped_imports = True
    options.namespace_packages = True
    options.explicit_package_bases = True
    # It finds what is installed by itself.
    options.mypy_path = [path for path in sys.path if Path(path).is_dir() and not is_installed(path)]
    return options
