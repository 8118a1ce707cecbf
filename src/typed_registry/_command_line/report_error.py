"""Print an error of the program as one message, and choose the exit code for it."""

from __future__ import annotations

import os
import sys

from typed_registry._messages.diagnostics import Diagnostic
from typed_registry._messages.render import ErrorFormat, render_diagnostics
from typed_registry._messages.visible import visible
from typed_registry._programs.endings import TRACEBACK
from typed_registry.errors import (
    COMMAND_LINE,
    BrokenModuleError,
    ConfigError,
    Fault,
    Malformed,
    NoModulesError,
    NoRegistryError,
    RegistryError,
    RootError,
    render,
)


def report_error(error: RegistryError | OSError, form: ErrorFormat = "text") -> int:
    """Print an error, and return the exit code: 2 for a wrong argument or setting, otherwise 1.

    Raises the error itself if its traceback is wanted.
    """
    if os.environ.get(TRACEBACK):
        raise error
    sys.stdout.flush()
    sys.stderr.write(_text(error, form))
    return 2 if _is_wrong_argument(error) else 1


def _text(error: RegistryError | OSError, form: ErrorFormat) -> str:
    """Return an error in a format. Faults begin with their place, and other messages with the command."""
    if isinstance(error, OSError):
        message = visible(_of_file(error))
        if form != "text":
            return render_diagnostics([Diagnostic("error", "system", message)], form)
    elif isinstance(error, ConfigError) or form != "text":
        return render(error, form)
    else:
        message = str(error)
    return f"typed-registry: {message}\n"


def _of_file(error: OSError) -> str:
    """Return the message of an error, which begins with the file if there is one."""
    file: object = error.filename
    return str(error) if file is None else f"{file}: {error.strerror}"


def _is_wrong_argument(error: Exception) -> bool:
    """Return whether an argument, or the setting that it would replace, is missing or names nothing."""
    if isinstance(error, BrokenModuleError):
        cause = error.__cause__
        return isinstance(cause, ModuleNotFoundError) and f"{error.module}.".startswith(f"{cause.name}.")
    if isinstance(error, ConfigError):
        return all(isinstance(each.problem, Malformed) and _is_typed(each) for each in error.faults)
    return isinstance(error, (NoModulesError, NoRegistryError, RootError))


def _is_typed(fault: Fault) -> bool:
    return fault.origin is not None and fault.origin.source == COMMAND_LINE
