"""The commands that check and change config files: `check`, `set` and `migrate`."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve

from typed_registry._atomic_write import locked, write_atomically
from typed_registry._command_line.endings import error_stream
from typed_registry._command_line.project import ConfigFile, ConfigFiles, Project, RootClass, find_project
from typed_registry._messages.diagnostics import diagnostics
from typed_registry._messages.render import ErrorFormat, render_diagnostics
from typed_registry._programs.error_stream import ErrorStream
from typed_registry._programs.output import write_output
from typed_registry.config._document.deprecated_fields import (
    DeprecatedUse,
    deprecation_diagnostic,
    explain_deprecated_use,
)
from typed_registry.config._document.faults import Fault, Origin
from typed_registry.config._structure.load import Made, document, make
from typed_registry.config._tools.edit import place_faults
from typed_registry.config._tools.edit import set_values as with_values
from typed_registry.config._tools.lost_defaults import require_whole_mappings
from typed_registry.config._tools.migrate import plan_migration
from typed_registry.errors import ConfigError, RootError, render


def check(
    context: typer.Context,
    files: ConfigFiles,
    *,
    root: RootClass = None,
    form: Annotated[
        ErrorFormat,
        typer.Option("--format", help="Text for people, JSON for programs, or GitHub annotations."),
    ] = "text",
) -> None:
    """Check config files, and print every fault of each with its place. Nothing is built.

    Prints nothing if all files are valid. Exits with 1 if there is a fault. Deprecations are warnings.
    """
    stream = error_stream(context, form)
    kind = find_project().root(root)
    faults: list[Fault] = []
    outdated: list[DeprecatedUse] = []
    for file in files:
        try:
            outdated.extend(load_file(kind, file).outdated)
        except ConfigError as error:
            faults.extend(error.faults)
    if form == "text":
        write_output(render(faults))
        print_deprecations(stream, outdated)
    else:
        found = [each for fault in faults for each in diagnostics(fault)]
        warnings = map(deprecation_diagnostic, dict.fromkeys(outdated))
        write_output(render_diagnostics([*found, *warnings], form))
    if faults:
        raise typer.Exit(1)


def set_values(
    context: typer.Context,
    file: ConfigFile,
    assignments: Annotated[
        list[str], typer.Argument(metavar="VALUES", help="Values to write into it, as path=value.")
    ],
    *,
    root: RootClass = None,
) -> None:
    """Set values in a config file without changing its comments, order or layout.

    A file that would become invalid is left unchanged.
    """
    error_stream(context).overrides = assignments
    with locked(file):
        text = _valid_text(find_project(), root, file, assignments)
        mark = "\ufeff" if file.read_bytes().startswith(b"\xef\xbb\xbf") else ""
        write_atomically(file, mark + text)


def _valid_text(project: Project, root: RootClass, file: Path, assignments: list[str]) -> str:
    """Return the text of a file with values set. Raises ConfigError if it isn't one of the root class."""
    text = with_values(file, assignments)
    if not root and not project.settings.root:
        return text
    kind = project.root(root)
    try:
        made = load_file(kind, file, text=text)
    except ConfigError as error:
        raise ConfigError(place_faults(error.faults, file, assignments, text)) from None
    require_whole_mappings(kind, file, assignments, made)
    return text


def migrate(
    context: typer.Context,
    files: ConfigFiles,
    *,
    root: RootClass = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing. Print what is deprecated, and exit with 1.")
    ] = False,
) -> None:
    """Replace deprecated names, keys and values in config files by the current ones.

    A file whose meaning would change is left unchanged. Exits with 1 if something deprecated is left: it has
    no replacement, can't be replaced where it is, or is in a file that one of these extends.
    """
    kind = find_project().root(root)
    with locked(*files):
        changes = [plan_migration(kind, file, load_file(kind, file)) for file in files]
        for change in () if check else changes:
            change.write()
    uses = sorted((use for change in changes for use in (*change.done, *change.left)), key=_place)
    replaced = {_place(use) for change in changes for use in change.done if not check}
    left = {use for use in uses if _place(use) not in replaced}
    print_deprecations(error_stream(context), uses, () if check else left)
    if left:
        raise typer.Exit(1)


def load_file(root: type, file: Path, overrides: Iterable[str] = (), text: str | None = None) -> Made:
    """Return what a file loads as. Raises ConfigError, and RootError for a class that can't be loaded.

    With `text`, the file is read as if it contained that.
    """
    try:
        return make(root, document(file, overrides, text, root=root))
    except TypeError as error:
        name = f"{root.__module__}:{root.__qualname__}"
        raise RootError(name, f"{error} (is the module imported that defines it?)", Path()) from None


def print_deprecations(
    stream: ErrorStream, uses: Iterable[DeprecatedUse], left: Container[DeprecatedUse] = ()
) -> None:
    """Print each deprecated use once, with a note on those that are left to be edited."""
    for use in dict.fromkeys(uses):
        note = " (left: edit it by hand)" if use in left else ""
        found = deprecation_diagnostic(use)
        stream.write(
            f"{explain_deprecated_use(use)}{note}\n", [evolve(found, message=f"{found.message}{note}")]
        )


def _place(use: DeprecatedUse) -> tuple[str, int, int]:
    """Return where a deprecated use is, by the resolved path of its file."""
    origin = use.origin or Origin("", None, None, use.path)
    return str(Path(origin.source).resolve()), origin.line or 0, origin.column or 0
