"""How a program ends: messages on the stream for errors, and exit codes."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager

from typed_registry._programs.exit_codes import INTERRUPTED
from typed_registry._programs.fault_report import fault_report
from typed_registry.config._document.deprecated_fields import OutdatedConfigWarning
from typed_registry.errors import ConfigError, RegistryError

TRACEBACK = "TYPED_REGISTRY_TRACEBACK"
"""The environment variable with which errors are shown with their tracebacks."""


@contextmanager
def foreseen_endings(
    program: str,
    overrides: Sequence[str] = (),
    errors: Mapping[type[Exception], int] | None = None,
    categories: tuple[type[Warning], ...] = (),
) -> Generator[None]:
    """End the program with a message for errors that were foreseen; others keep their tracebacks.

    The faults of a config end it with 2, other errors of the library with 1, those in `errors` with their own
    codes, and Ctrl-C with 130. A warning of what is deprecated in a config, or of one of the categories, is
    one line.
    """
    with _plain_warnings(program, (OutdatedConfigWarning, *categories)):
        try:
            yield
        except KeyboardInterrupt:
            raise _ended(f"{program}: interrupted\n", INTERRUPTED) from None
        except Exception as error:
            ending = _ending(program, error, overrides, errors or {})
            if ending is None or os.environ.get(TRACEBACK):
                raise
            raise _ended(*ending) from None


def _ending(
    program: str, error: Exception, overrides: Sequence[str], errors: Mapping[type[Exception], int]
) -> tuple[str, int] | None:
    """Return the message and the exit code for an error; None for one that nobody foresaw."""
    code = next((code for kind, code in errors.items() if isinstance(error, kind)), None)
    if isinstance(error, ConfigError) and code is None:
        count = len(error.faults)
        return f"{fault_report(error, overrides)}{program}: {count} fault{'s' * (count != 1)}\n", 2
    if code is None and not isinstance(error, RegistryError):
        return None
    return f"{program}: {error}\n", 1 if code is None else code


def _ended(text: str, code: int) -> SystemExit:
    if sys.stdout is not None:
        sys.stdout.flush()
    if sys.stderr is not None:
        sys.stderr.write(text)
    return SystemExit(code)


@contextmanager
def _plain_warnings(program: str, categories: tuple[type[Warning], ...]) -> Generator[None]:
    """Show warnings of these categories as one line of the program."""
    before = warnings.formatwarning

    def format_warning(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
    ) -> str:
        if issubclass(category, categories):
            return f"{program}: warning: {message}\n"
        return before(message, category, filename, lineno, line)

    warnings.formatwarning = format_warning
    try:
        yield
    finally:
        warnings.formatwarning = before
