"""Which errors the command `typed-registry` foresees, its exit codes for them, and how they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typed_registry._messages.render import ErrorFormat
from typed_registry._module_names import is_inside
from typed_registry._programs.endings import Endings
from typed_registry._programs.error_stream import ErrorStream
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
)

if TYPE_CHECKING:
    import typer


def exit_code(error: Exception) -> int | None:
    """Return 2 for a wrong argument or setting, 1 for any other error of the library or of the system.

    None is for what nobody foresaw, and for a closed pipe, as of `| head`, which typer ends without a word.
    """
    if isinstance(error, BrokenPipeError) or not isinstance(error, (RegistryError, OSError)):
        return None
    return 2 if _is_wrong_argument(error) else 1


def _is_wrong_argument(error: Exception) -> bool:
    """Return whether an argument, or the setting that it would replace, is missing or names nothing."""
    if isinstance(error, BrokenModuleError):
        cause = error.__cause__
        return isinstance(cause, ModuleNotFoundError) and is_inside(error.module, str(cause.name))
    if isinstance(error, ConfigError):
        return all(isinstance(each.problem, Malformed) and _is_typed(each) for each in error.faults)
    return isinstance(error, (NoModulesError, NoRegistryError, RootError))


def _is_typed(fault: Fault) -> bool:
    return fault.origin is not None and fault.origin.source == COMMAND_LINE


ENDINGS: Final = Endings("typed-registry", exit_code)
"""The endings of all its commands."""


def error_stream(context: typer.Context, form: ErrorFormat = "text") -> ErrorStream:
    """Return the stream for the errors of a command, in the format of its own output unless that is text."""
    stream = context.find_object(ErrorStream) or ErrorStream()
    stream.form = stream.form if form == "text" else form
    return stream
