"""The command `typed-registry migrate`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typed_registry._command_line.options import ConfigFiles, RootClass
from typed_registry._command_line.project import find_project

if TYPE_CHECKING:
    from typed_registry.config._document.deprecated_fields import DeprecatedUse
    from typed_registry.config._tools.migrate import Migration

_LEFT = " (left: edit it by hand)"


def migrate(
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
    if not _migrate_files(files, root, check=check):
        raise typer.Exit(1)


def _migrate_files(files: Sequence[Path], root: str | None, *, check: bool) -> bool:
    """Rewrite each file; return whether nothing deprecated is left, or with `check`, whether nothing was.

    Raises ConfigError for an invalid file, before any file is written.
    """
    from typed_registry._command_line.config_files import load_document, print_deprecations
    from typed_registry.config._structure.load import document
    from typed_registry.config._tools.migrate import plan_migration

    kind = find_project(Path.cwd()).root(root)
    changes = [plan_migration(kind, file, load_document(kind, document(file))) for file in files]
    if check:
        outdated = [use for change in changes for use in (*change.done, *change.left)]
        print_deprecations(sorted(outdated, key=_place))
        return not outdated
    for change in changes:
        change.write()
    return _report_left(changes)


def _report_left(changes: Iterable[Migration]) -> bool:
    """Print every deprecated use, saying which are left; return whether none is."""
    from typed_registry._command_line.config_files import print_warnings
    from typed_registry.config._document.deprecated_fields import explain_deprecated_use

    outdated = [use for change in changes for use in (*change.done, *change.left)]
    replaced = {_place(use) for change in changes for use in change.done}
    left = {use: _place(use) not in replaced for use in sorted(outdated, key=_place)}
    print_warnings(f"{explain_deprecated_use(use)}{_LEFT if left[use] else ''}" for use in left)
    return not any(left.values())


def _place(use: DeprecatedUse) -> tuple[str, int, int]:
    """Return where a deprecated use is, by the resolved path of its file."""
    from typed_registry.config._document.faults import Origin

    origin = use.origin or Origin("", None, None, use.path)
    return str(Path(origin.source).resolve()), origin.line or 0, origin.column or 0
