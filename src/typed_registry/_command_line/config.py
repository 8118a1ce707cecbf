"""What `typed-registry check`, `set` and `migrate` do with config files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from typed_registry._atomic_write import replace
from typed_registry._command_line.project import project
from typed_registry.config._document.deprecated_fields import Outdated, explain_outdated
from typed_registry.config._document.faults import Fault, Origin
from typed_registry.config._structure.load import Made, document, make
from typed_registry.config._tools.edit import edited, placed
from typed_registry.config._tools.migrate import migration
from typed_registry.config._tools.report import REPORTS
from typed_registry.errors import ConfigError, RootError

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from typed_registry.config._document.document import Document

_LEFT = " (left: edit it by hand)"


def check_files(files: Sequence[Path], root: str | None, form: str) -> bool:
    """Reports the faults of every file in this form, and what is outdated; whether there are no faults."""
    kind = project(Path.cwd()).root(root)
    faults: list[Fault] = []
    outdated: list[Outdated] = []
    for file in files:
        try:
            outdated.extend(made(kind, document(file)).outdated)
        except ConfigError as error:
            faults.extend(error.faults)
    if form == "text":
        sys.stdout.write(REPORTS[form](faults))
        warn(outdated)
    else:
        sys.stdout.write(REPORTS[form](faults, outdated))
    return not faults


def made(kind: type[AttrsInstance], given: Document) -> Made:
    """What the document makes. Raises RootError for a class that no file can be read into."""
    try:
        return make(kind, given)
    except TypeError as error:
        name = f"{kind.__module__}:{kind.__qualname__}"
        raise RootError(name, f"{error} (is the module imported that defines it?)", Path()) from None


def warn(outdated: Iterable[Outdated]) -> None:
    """Tells of each use of something deprecated."""
    _tell(map(explain_outdated, outdated))


def _tell(lines: Iterable[str]) -> None:
    for line in dict.fromkeys(lines):
        sys.stderr.write(f"{line}\n")


def set_values(file: Path, assignments: Sequence[str], root: str | None) -> None:
    """Writes values into a file, whole and only if it is then valid.

    Raises ConfigError for a file that isn't valid with them, and leaves it as it was.
    """
    own = project(Path.cwd())
    text = edited(file, assignments)
    if root or own.settings.root:
        kind = own.root(root)
        try:
            made(kind, document(file, text=text))
        except ConfigError as error:
            raise ConfigError(placed(error.faults, file, assignments, text)) from None
    mark = "\ufeff" if file.read_bytes().startswith(b"\xef\xbb\xbf") else ""
    replace(file, mark + text)


def migrate_files(files: Sequence[Path], root: str | None, *, check: bool) -> bool:
    """Rewrites what is outdated in each file, and tells of it; whether nothing was or is left to be.

    Raises ConfigError for a file that isn't valid, before any is touched.
    """
    kind = project(Path.cwd()).root(root)
    changes = [migration(kind, file, made(kind, document(file))) for file in files]
    outdated = [use for change in changes for use in (*change.done, *change.left)]
    if check:
        warn(sorted(outdated, key=_place))
        return not outdated
    for change in changes:
        change.write()
    gone = {_place(use) for change in changes for use in change.done}
    left = {use: _place(use) not in gone for use in sorted(outdated, key=_place)}
    _tell(f"{explain_outdated(use)}{_LEFT if left[use] else ''}" for use in left)
    return not any(left.values())


def _place(use: Outdated) -> tuple[str, int, int]:
    """Where it stands, however the file is called there."""
    origin = use.origin or Origin("", None, None, use.path)
    return str(Path(origin.source).resolve()), origin.line or 0, origin.column or 0
