"""Run mypy within this process."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
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

_FAILURE = re.compile(r"^(?P<place>(?P<file>.*?)(:\d+)?): error: INTERNAL ERROR", re.MULTILINE)
"""The line by which mypy reports an error of its own."""
_SECOND_NAME = re.compile(r'found twice under different module names: "([\w.]+\.__init__)"')


@frozen
class MypyRun:
    """A run of mypy, which may have skipped some modules."""

    result: build.BuildResult
    skipped: Mapping[str, str]
    """The modules that mypy can't read because of an error of its own, each with the file and line."""


def run_mypy(sources: list[BuildSource], module: str) -> MypyRun:
    """Let mypy read the sources, for the stub of a module.

    It is run again without a module in which it fails, and without the second name of a package that a
    library imports as `fit.__init__`, too. Raises StubError if it can't read the sources.
    """
    skipped: dict[str, str] = {}
    while True:
        printed = StringIO()
        try:
            return MypyRun(_build(sources, skipped, printed), skipped)
        except CompileError as error:
            reason = "mypy says: " + "; ".join(error.messages)
            failing: Mapping[str, str] = dict.fromkeys(_SECOND_NAME.findall(reason), "")
        except SystemExit:  # it has printed the file and, if it knows it, the line
            text = printed.getvalue()
            failing = _failing(text)
            reason = f"mypy fails: {' '.join(text.split())}"
        if failing.keys() <= skipped.keys():
            raise StubError(module, (StubProblem(None, reason),))
        skipped |= failing


def _failing(printed: str) -> Mapping[str, str]:
    """Return the modules in which mypy fails by what it has printed, each with the place."""
    found = _FAILURE.search(printed)
    if found is None:
        return {}
    place = found["place"].removeprefix(f"{Path.cwd()}/")
    return {module.__name__: place for module in modules_of(found["file"])}


def _build(sources: list[BuildSource], skipped: Mapping[str, str], printed: StringIO) -> build.BuildResult:
    options, folder, files = _options(), str(Path.cwd()), FileStates()
    options.per_module_options = {each: {"follow_imports": "skip"} for each in skipped}
    with (
        redirect_stdout(printed),
        redirect_stderr(printed),
    ):  # some failures aren't printed to a stream of ours
        return build.build(sources, options, alt_lib_path=folder, fscache=files, stderr=printed)


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
