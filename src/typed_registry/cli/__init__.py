"""The command `typed-registry`."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command, or says what to install for it."""
    try:
        from typed_registry.cli.app import run
    except ImportError as error:
        if error.name not in ("typer", "rich"):
            raise
        sys.exit(f"typed-registry: the command needs {error.name}: pip install 'typed-registry[cli]'")
    run()
