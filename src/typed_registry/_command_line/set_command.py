"""The command `typed-registry set`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from typed_registry._command_line.options import ConfigFile, RootClass
from typed_registry._command_line.project import find_project


def set_values(
    file: ConfigFile,
    assignments: Annotated[list[str], typer.Argument(help="Values to write into it, as path=value.")],
    *,
    root: RootClass = None,
) -> None:
    """Set values in a config file without changing its comments, order or layout.

    A file that would become invalid is left unchanged.
    """
    from typed_registry._atomic_write import write_atomically
    from typed_registry._command_line.config_files import load_document
    from typed_registry.config._structure.load import document
    from typed_registry.config._tools.edit import place_faults, set_values
    from typed_registry.errors import ConfigError

    project = find_project(Path.cwd())
    text = set_values(file, assignments)
    if root or project.settings.root:
        kind = project.root(root)
        try:
            load_document(kind, document(file, text=text))
        except ConfigError as error:
            raise ConfigError(place_faults(error.faults, file, assignments, text)) from None
    mark = "\ufeff" if file.read_bytes().startswith(b"\xef\xbb\xbf") else ""
    write_atomically(file, mark + text)
