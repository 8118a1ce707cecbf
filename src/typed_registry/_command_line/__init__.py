"""The command `typed-registry`.

`app` puts the commands together, and prints errors and warnings. The commands are in `list_command`,
`stubs_command`, `doctor_command`, `schema_command`, `resolve_command` and, for those that check and change
config files, `config_commands`. `project` reads the settings in pyproject.toml and defines the arguments
that several commands take, `generated_file` writes and compares files, `endings` has the exit codes of
errors, and `quick_exit` ends the process.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module

from typed_registry._programs.exit_codes import INTERRUPTED

_COLLECTIONS = (200_000, 30, 30)
"""The thresholds of the garbage collector, as mypy sets them. Python's own cost a fifth more time."""


def main() -> None:
    """Run the command. Garbage is collected more rarely than by default, which saves time."""
    gc.set_threshold(*_COLLECTIONS)
    start("typed-registry", "typed_registry._command_line.app", "cli")


def start(command: str, module: str, extra: str) -> None:
    """Call `run()` of the module that implements a command.

    Exits with the name of the extra to install if a package is missing.
    """
    try:
        app = import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == module.partition(".")[0]:
            raise  # one of the program's own modules is missing, which no extra would install
        sys.exit(f"{command}: the command needs {error.name}: pip install 'typed-registry[{extra}]'")
    except KeyboardInterrupt:
        sys.stderr.write(f"{command}: interrupted\n")
        sys.exit(INTERRUPTED)  # a command spends most of its time on imports
    app.run()
