"""The command `typed-registry check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from typed_registry._command_line.options import ConfigFiles, RootClass
from typed_registry._command_line.project import find_project


class ReportFormat(Enum):
    """A format in which faults are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    files: ConfigFiles,
    *,
    root: RootClass = None,
    form: Annotated[
        ReportFormat,
        typer.Option("--format", help="Text for people, JSON for programs, or GitHub annotations."),
    ] = ReportFormat.TEXT,
) -> None:
    """Check config files, and print every fault of each with its place. Nothing is built.

    Prints nothing if all files are valid. Exits with 1 if there is a fault. Deprecations are warnings.
    """
    if not _check_files(files, root, form.value):
        raise typer.Exit(1)


def _check_files(files: Sequence[Path], root: str | None, form: str) -> bool:
    """Print the faults and deprecations of every file; return whether there are no faults."""
    from typed_registry._command_line.config_files import load_document, print_deprecations
    from typed_registry.config._document.deprecated_fields import DeprecatedUse
    from typed_registry.config._document.faults import Fault
    from typed_registry.config._structure.load import document
    from typed_registry.config._tools.report import REPORTS
    from typed_registry.errors import ConfigError

    kind = find_project(Path.cwd()).root(root)
    faults: list[Fault] = []
    outdated: list[DeprecatedUse] = []
    for file in files:
        try:
            outdated.extend(load_document(kind, document(file)).outdated)
        except ConfigError as error:
            faults.extend(error.faults)
    if form == "text":
        sys.stdout.write(REPORTS[form](faults))
        print_deprecations(outdated)
    else:
        sys.stdout.write(REPORTS[form](faults, outdated))
    return not faults
