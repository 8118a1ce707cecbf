"""The command `typed-registry`."""

from __future__ import annotations

import sys
from importlib import import_module


def main() -> None:
    """Runs the command."""
    start("typed-registry", "typed_registry._command_line.app", "cli")


def start(command: str, module: str, extra: str) -> None:
    """Calls `run` of the module that holds a command; says what to install where something is missing."""
    try:
        app = import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == module.partition(".")[0]:
            raise  # a module of ours that isn't there is a mistake of ours
        sys.exit(f"{command}: the command needs {error.name}: pip install 'typed-registry[{extra}]'")
    except KeyboardInterrupt:
        sys.stderr.write(f"{command}: interrupted\n")
        sys.exit(130)  # by the shells' convention; most of a command's time goes into starting it
    app.run()
