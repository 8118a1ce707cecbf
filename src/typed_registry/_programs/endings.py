"""How a program ends: messages on the stream for errors, and exit codes."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from attrs import frozen

from typed_registry._messages.diagnostics import Diagnostic, diagnostics
from typed_registry._messages.visible import visible, visible_lines
from typed_registry._programs.error_stream import ErrorStream
from typed_registry._programs.exit_codes import INTERRUPTED
from typed_registry._programs.fault_report import fault_report
from typed_registry._programs.output import TRACEBACK, is_of_output
from typed_registry._programs.plain_warnings import plain_warnings
from typed_registry.config._document.deprecated_fields import OutdatedConfigWarning
from typed_registry.errors import ConfigError, RegistryError

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
def foreseen_endings(endings: Endings, stream: ErrorStream | None = None) -> Generator[None]:
    """End the program with a message for errors that were foreseen; others keep their tracebacks.

    Ctrl-C ends it with 130. What typer ends a program with isn't an error of the program, even if it is an
    instance of a class that the program foresees; typer prints it unless the stream has another format than
    text. Each warning is one line; one of the program's categories, or whose place is in this library or in
    typer, has no place.
    """
    stream = stream or ErrorStream()
    with plain_warnings(endings, stream):
        try:
            yield
        except KeyboardInterrupt:
            stream.write(
                f"{endings.program}: interrupted\n", [Diagnostic("error", "interrupted", "interrupted")]
            )
            raise SystemExit(INTERRUPTED) from None
        except Exception as error:
            if not _is_of_typer(error):
                raise SystemExit(report(error, endings, stream)) from None
            text = None if stream.is_text else _usage_error(error)
            if text is None:
                raise
            stream.write(text, [Diagnostic("error", "usage", visible(text))])
            code: object = getattr(error, "exit_code", 2)
            raise SystemExit(code) from None
        finally:
            stream.close()


def _is_of_typer(error: Exception) -> bool:
    """Return whether typer ends the program with this: for `--help`, a wrong argument, or `typer.Exit`.

    Typer contains its own copy of click or imports click, depending on its version.
    """
    return any(
        kind.__name__ in _OF_TYPER and kind.__module__.partition(".")[0] in {"typer", "click"}
        for kind in type(error).__mro__
    )


def _usage_error(error: Exception) -> str | None:
    """Return the message of an error of typer's for wrong arguments; None for its other exceptions."""
    message: object = getattr(error, "format_message", None)
    return str(message()) if callable(message) else None


def report(error: Exception, endings: Endings, stream: ErrorStream | None = None) -> int:
    """Print an error that was foreseen, and return the exit code.

    Raises the error itself if nobody foresaw it, or if its traceback is wanted.
    """
    code = None if is_of_output(error) else endings.exit_code(error)
    if code is None or os.environ.get(TRACEBACK):
        raise error
    stream = stream or ErrorStream()
    stream.write(_text(error, endings.program, stream.overrides), _diagnostics(error))
    return code


def _diagnostics(error: Exception) -> Iterable[Diagnostic]:
    if isinstance(error, RegistryError):
        return diagnostics(error)
    return [Diagnostic("error", "system", visible(_message(error)))]


def _text(error: Exception, program: str, overrides: Sequence[str]) -> str:
    """Return the text of an error. Faults begin with their place, and other messages with the program."""
    if isinstance(error, ConfigError):
        count = len(error.faults)
        return f"{fault_report(error, overrides)}{program}: {count} fault{'s' * (count != 1)}\n"
    return f"{program}: {_message(error)}\n"


def _message(error: Exception) -> str:
    """Return the message of an error, or the name of its class if it has none.

    A message of the operating system begins with the file if there is one. Characters that would act on the
    terminal are escaped, as in the library's own messages.
    """
    if isinstance(error, RegistryError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return visible(f"{error.filename}: {error.strerror}")
    is_quoted = type(error).__str__ is KeyError.__str__ and len(error.args) == 1
    text = str(error.args[0]) if is_quoted else str(error)
    return visible_lines(text.expandtabs()) or type(error).__name__
