"""The facts of an error for programs and GitHub: its kind, its message and its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from pathlib import Path

from attrs import frozen

from typed_registry._messages.explain import explain_stub_problem
from typed_registry._messages.explain_fault import explain_here
from typed_registry._messages.visible import shortened
from typed_registry._place import Place
from typed_registry.config._document.faults import COMMAND_LINE, Fault, Origin, show_path
from typed_registry.config._document.faults import Path as Trail
from typed_registry.errors import ConfigError, DuplicateNameError, RegistryError, StubError

_LONGEST_PATH = 2000
"""The most characters of a path in a diagnostic: more than any config needs that people write."""


@frozen
class Diagnostic:
    """One error or warning, and the place that is to blame."""

    severity: str
    """`error` or `warning`."""
    kind: str
    message: str
    file: str | None = None
    """None if no file is to blame, as for a value from the command line."""
    line: int | None = None
    column: int | None = None
    path: str = ""
    """The path of the value as the file writes it; empty for what isn't a value of a config.

    A path that is longer than any that people write is without its middle.
    """


@singledispatch
def diagnostics(error: RegistryError | Fault) -> Iterator[Diagnostic]:
    """Yield the diagnostics of an error, of which a ConfigError and a StubError may have several."""
    place: object = getattr(error, "place", None)
    yield _at(place if isinstance(place, Place) else None, error.kind, str(error))


@diagnostics.register
def _(error: DuplicateNameError) -> Iterator[Diagnostic]:
    yield _at(error.proposed, error.kind, str(error))


@diagnostics.register
def _(error: StubError) -> Iterator[Diagnostic]:
    for problem in error.problems:
        yield _at(problem.place, error.kind, f"{error.module}: {explain_stub_problem(problem)}")


@diagnostics.register
def _(error: ConfigError) -> Iterator[Diagnostic]:
    for fault in error.faults:
        yield from diagnostics(fault)


@diagnostics.register
def _(fault: Fault) -> Iterator[Diagnostic]:
    yield diagnostic_at(fault.origin, fault.path, "error", fault.kind, explain_here(fault))


def diagnostic_at(origin: Origin | None, path: Trail, severity: str, kind: str, message: str) -> Diagnostic:
    """Return the diagnostic for a value of a config. `path` is used for a value without an origin."""
    if origin is None:
        return Diagnostic(severity, kind, message, path=_path(path))
    file = None if origin.source == COMMAND_LINE else origin.source
    return Diagnostic(severity, kind, message, file, origin.line, origin.column, _path(origin.path))


def _path(path: Trail) -> str:
    return shortened(show_path(path), _LONGEST_PATH)


def _at(place: Place | None, kind: str, message: str) -> Diagnostic:
    if place is None or not (place.line or Path(place.file).exists()):  # as the place of an entry point
        return Diagnostic("error", kind, message)
    return Diagnostic("error", kind, message, place.file, place.line or None)
