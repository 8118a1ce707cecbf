"""The output of a program, which may have none, or one that can't be written, as on a full disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import Final, NoReturn

TRACEBACK: Final = "TYPED_REGISTRY_TRACEBACK"
"""The environment variable with which errors are shown with their tracebacks."""

_PRINTERS: Final = frozenset({"typer", "click", "rich"})
"""The packages that print help."""


class OutputError(OSError):
    """A text can't be written to the standard output."""


def write_output(text: str) -> None:
    """Write a text to the standard output, or nowhere if that is closed, as by `>&-` in a shell.

    Raises OutputError if it can't be written, and BrokenPipeError if nobody reads it.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.errno, error.strerror) from error


def escape_unencodable() -> None:
    """Write what the standard output can't encode as escapes: the name of a file need not be valid text."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # pyright: ignore[reportUnknownMemberType]  # of any buffer


@contextmanager
def complete_output(program: str) -> Generator[None]:
    """Write the output to its end, and end the program with a message and exit code 1 if that fails.

    Another exit code than 0 is kept, and so are errors of the program itself.
    """
    try:
        yield
    except SystemExit as end:
        problem = _flush()
        if problem is not None and end.code in (None, 0):
            _end(program, problem)
        raise
    except OSError as error:
        problem = _flush()
        problem = error if is_of_output(error) else problem
        if problem is not None and not isinstance(error, BrokenPipeError):
            _end(program, problem)
        raise
    else:
        problem = _flush()
        if problem is not None:
            _end(program, problem)


def is_of_output(error: Exception) -> bool:
    """Return whether this library, or a package that prints help, couldn't write to the standard output."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = "" if trace is None else str(trace.tb_frame.f_globals.get("__name__", ""))
    is_of_printer = module.partition(".")[0] in _PRINTERS
    return isinstance(error, OutputError) or (
        isinstance(error, OSError) and error.filename is None and is_of_printer
    )


def _flush() -> OSError | None:
    """Write the buffer; return the error if that fails, unless nobody reads the output."""
    try:
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard()
    except OSError as error:
        _discard()
        return error
    return None


def _discard() -> None:
    """Discard the buffer, so that the interpreter doesn't try to write it again."""
    with suppress(OSError, ValueError):  # for a stream without a file
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _end(program: str, problem: OSError) -> NoReturn:
    if os.environ.get(TRACEBACK):
        raise problem
    if sys.stderr is not None:
        sys.stderr.write(f"{program}: the output can't be written: {problem.strerror or problem}\n")
    raise SystemExit(1) from None
