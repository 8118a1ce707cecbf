"""How a program ends: messages on the stream for errors, exit codes, and warnings on one line."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from typed_registry._messages.diagnostics import Diagnostic
from typed_registry._messages.render import ErrorFormat, render, render_diagnostics
from typed_registry._messages.visible import on_one_line, visible
from typed_registry._programs.exit_codes import INTERRUPTED
from typed_registry._programs.fault_report import fault_report
from typed_registry.config._document.deprecated_fields import OutdatedConfigWarning
from typed_registry.errors import ConfigError, RegistryError

TRACEBACK = "TYPED_REGISTRY_TRACEBACK"
"""The environment variable with which errors are shown with their tracebacks."""

_OF_TYPER = frozenset({"Exit", "Abort", "ClickException"})
"""The names of the classes of typer's own exceptions."""

ExitCode: TypeAlias = Callable[[Exception], "int | None"]
"""Returns the exit code for an error; None for one that nobody foresaw, which keeps its traceback."""


@frozen
class Endings:
    """The name of a program, and which errors and warnings it shows as messages of its own."""

    program: str
    exit_code: ExitCode
    warnings: tuple[type[Warning], ...] = (OutdatedConfigWarning,)
    """The categories of warnings that are shown without a place, as messages of the program."""


def endings_of(
    program: str,
    errors: Mapping[type[Exception], int] | None = None,
    categories: tuple[type[Warning], ...] = (),
) -> Endings:
    """Return the endings of a user's program, which names errors of its own, each with an exit code.

    The faults of a config end it with 2, and other errors of the library with 1.
    """
    own = dict(errors or {})

    def exit_code(error: Exception) -> int | None:
        code = next((code for kind, code in own.items() if isinstance(error, kind)), None)
        if code is not None or not isinstance(error, RegistryError):
            return code
        return 2 if isinstance(error, ConfigError) else 1

    return Endings(program, exit_code, (OutdatedConfigWarning, *categories))


@contextmanager
def foreseen_endings(
    endings: Endings, overrides: Sequence[str] = (), form: ErrorFormat = "text"
) -> Generator[None]:
    """End the program with a message for errors that were foreseen; others keep their tracebacks.

    Ctrl-C ends it with 130. What typer ends a program with isn't an error of the program, even if it is an
    instance of a class that the program foresees. Each warning is one line; one of the program's categories,
    or whose place is in this library or in typer, has no place.
    """
    with plain_warnings(endings):
        try:
            yield
        except KeyboardInterrupt:
            _write(f"{endings.program}: interrupted\n")
            raise SystemExit(INTERRUPTED) from None
        except Exception as error:
            if _is_of_typer(error):
                raise
            raise SystemExit(report(error, endings, overrides, form)) from None


def _is_of_typer(error: Exception) -> bool:
    """Return whether typer ends the program with this: for `--help`, a wrong argument, or `typer.Exit`.

    Typer contains its own copy of click or imports click, depending on its version.
    """
    return any(
        kind.__name__ in _OF_TYPER and kind.__module__.partition(".")[0] in {"typer", "click"}
        for kind in type(error).__mro__
    )


def report(
    error: Exception, endings: Endings, overrides: Sequence[str] = (), form: ErrorFormat = "text"
) -> int:
    """Print an error that was foreseen, and return the exit code.

    Raises the error itself if nobody foresaw it, or if its traceback is wanted.
    """
    code = endings.exit_code(error)
    if code is None or os.environ.get(TRACEBACK):
        raise error
    _write(_text(error, endings.program, overrides, form))
    return code


def _text(error: Exception, program: str, overrides: Sequence[str], form: ErrorFormat) -> str:
    """Return an error in a format. Faults begin with their place, and other messages with the program."""
    if form != "text":
        if isinstance(error, RegistryError):
            return render(error, form)
        return render_diagnostics([Diagnostic("error", "system", visible(_message(error)))], form)
    if isinstance(error, ConfigError):
        count = len(error.faults)
        return f"{fault_report(error, overrides)}{program}: {count} fault{'s' * (count != 1)}\n"
    return f"{program}: {_message(error)}\n"


def _message(error: Exception) -> str:
    """Return the message of an error; that of the operating system begins with the file if there is one."""
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return visible(f"{error.filename}: {error.strerror}")
    return str(error)


def _write(text: str) -> None:
    if sys.stdout is not None:
        sys.stdout.flush()
    if sys.stderr is not None:
        sys.stderr.write(text)


@contextmanager
def plain_warnings(endings: Endings) -> Generator[None]:
    """Show each warning on one line, without a place if that is in this library or in typer."""
    before = warnings.formatwarning
    library = _library_folders()

    def format_warning(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
    ) -> str:
        is_outdated = issubclass(category, OutdatedConfigWarning)  # which has a line for each deprecation
        lines = str(message).splitlines() if is_outdated else [on_one_line(str(message))]
        if issubclass(category, endings.warnings) or filename.startswith(library):
            return "".join(f"{endings.program}: warning: {visible(each)}\n" for each in lines)
        text = visible(on_one_line(str(message)))
        return before(text, category, filename, lineno, line or "")  # not its source

    warnings.formatwarning = format_warning
    try:
        yield
    finally:
        warnings.formatwarning = before


def _library_folders() -> tuple[str, ...]:
    """Return the folders of this library and of typer, whose lines say nothing to the user of a program."""
    typer: object = getattr(sys.modules.get("typer"), "__file__", None)
    folders = [Path(__file__).parents[1], *([Path(typer).parent] if isinstance(typer, str) else [])]
    return tuple(f"{folder}{os.sep}" for folder in folders)
