"""Errors as text with carets for a terminal, as JSON for programs, or as annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Literal, TypeAlias, cast, get_args

from attrs import asdict

from typed_registry._messages.diagnostics import Diagnostic, diagnostics
from typed_registry._messages.explain_fault import MOST_FAULTS, explain_fault, more_faults
from typed_registry._messages.quoted_line import quoted_source, source_lines
from typed_registry._messages.visible import visible
from typed_registry.config._document.faults import Fault
from typed_registry.errors import ConfigError, RegistryError

ErrorFormat: TypeAlias = Literal["text", "json", "github"]


def render(error: RegistryError | Fault | Iterable[RegistryError | Fault], form: ErrorFormat = "text") -> str:
    r"""Return an error, a fault, or several of them, as a text that ends with a newline.

    - `text` has the message of each error. Below the message of a fault are the line of its file, cut to a
      width of a hundred columns, and a caret. Of more than a thousand faults, the others are counted.
    - `json` is a list of objects with `severity`, `kind`, `message`, `file`, `line`, `column` and `path`,
      one for each fault.
    - `github` has a workflow command for each, which GitHub shows beside the line.

    Whatever a config or its name contains, it can't act on a terminal or forge a line: characters that
    aren't printed are shown as escapes.

    Raises ValueError for another format, and TypeError for anything else than such errors.

    >>> from typed_registry.errors import UnknownNameError
    >>> render(UnknownNameError("losses", "hing", ("hinge",)))
    "losses: no component is called 'hing'; did you mean 'hinge'? Registered: 'hinge'.\n"
    """
    errors = _errors(error)
    if form == "text":
        return "".join(text for _, text in texts(errors))
    return render_diagnostics((found for each in errors for found in diagnostics(each)), form)


def _errors(given: object) -> list[RegistryError | Fault]:
    """Return the errors that `render` was given. Raises TypeError."""
    if isinstance(given, (RegistryError, Fault)):
        return [given]
    several: Iterable[object] = cast("Iterable[object]", given) if isinstance(given, Iterable) else [given]
    found: list[RegistryError | Fault] = []
    for each in several:
        if not isinstance(each, (RegistryError, Fault)):
            raise TypeError(f"render takes errors of this library, or faults; got {each!r}")
        found.append(each)
    return found


def render_diagnostics(found: Iterable[Diagnostic], form: ErrorFormat) -> str:
    """Return diagnostics as JSON, or as commands for GitHub. Raises ValueError for another format."""
    if form == "json":
        return json.dumps([asdict(each) for each in found], indent=2) + "\n"
    if form == "github":
        return "".join(map(_command, found))
    raise ValueError(f"the format must be one of {', '.join(get_args(ErrorFormat))}; got {form!r}")


def texts(
    errors: Iterable[RegistryError | Fault],
) -> Iterator[tuple[RegistryError | Fault | None, str]]:
    """Yield each error that isn't a ConfigError, and each fault, with its text.

    Of more than a thousand, the others are counted in a last text, without an error. Each file is read once.
    """
    found = (error.faults if isinstance(error, ConfigError) else (error,) for error in errors)
    every: list[RegistryError | Fault] = [each for several in found for each in several]
    lines = cache(source_lines)
    for each in every[:MOST_FAULTS]:
        yield each, _text(each, lines)
    if len(every) > MOST_FAULTS:
        yield None, f"{more_faults(every)}\n"


def _text(error: RegistryError | Fault, lines: Callable[[str], list[str]]) -> str:
    if isinstance(error, RegistryError):
        return f"{error}\n"
    origin = error.origin
    quoted = "" if origin is None else quoted_source(origin.source, origin.line, origin.column, lines)
    return f"{explain_fault(error)}\n{quoted}"


def _command(found: Diagnostic) -> str:
    given = {"file": found.file, "line": found.line, "col": found.column}
    properties = ",".join(f"{key}={_property(value)}" for key, value in given.items() if value)
    message = f"{visible(found.path)}: {found.message}" if found.path else found.message
    return f"::{found.severity}{properties and f' {properties}'}::{_escaped(message)}\n"


def _escaped(text: str) -> str:
    """Return a text as the commands of GitHub have it, in which `%0A` is a new line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str | int) -> str:
    return _escaped(visible(str(value))).replace(":", "%3A").replace(",", "%2C")
