"""A config file with some of its values set, and all else as it was: comments, order, quotes and layout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path as File

from attrs import evolve, frozen

from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import (
    COMMAND_LINE,
    COMMAND_LINE_RANK,
    Fault,
    Malformed,
    Origin,
    Path,
    WrittenTwice,
)
from typed_registry.config._formats.format import Format
from typed_registry.config._formats.formats import FORMATS, format_name
from typed_registry.config._formats.read import parse, read
from typed_registry.config._sources.environment import escaped
from typed_registry.config._sources.overrides import assigned, assignment, override
from typed_registry.config._unstructure.differences import differences
from typed_registry.config._unstructure.plain_data import Plain, UnwritableError
from typed_registry.errors import ConfigError, EditError


def edited(file: File, assignments: Sequence[str]) -> str:
    """The text of a file with each `path=value` written into it.

    Raises ConfigError for a file or an assignment that can't be read and for a value that no file of this
    format can hold, and EditError for one that can't be written in its place without touching others.
    """
    wanted = _wanted(file, assignments)
    changes = _changes(assignments)
    form = FORMATS[format_name(file)]
    _require_writable(changes, form)
    text = file.read_bytes().decode("utf-8-sig")
    for path, value in changes:
        text = form.edit(text, path, value)
    if any(differences(parse(text, file).data, wanted.data)):
        raise EditError(file, tuple(assignments))
    return text


def _changes(assignments: Iterable[str]) -> list[tuple[Path, object]]:
    """What is to be written where: a command line's text that looks like a variable is text."""
    return [(path, escaped(value)) for path, value in map(assignment, assignments)]


def _require_writable(changes: Iterable[tuple[Path, object]], form: Format) -> None:
    faults: list[Fault] = []
    for path, value in changes:
        try:
            Plain(form).value(value, path)
        except UnwritableError as error:
            origin = Origin(COMMAND_LINE, None, None, error.path, COMMAND_LINE_RANK)
            faults.append(Fault(error.path, Malformed(error.reason), origin))
    if faults:
        raise ConfigError(tuple(faults))


def placed(faults: Iterable[Fault], file: File, assignments: Sequence[str], text: str) -> tuple[Fault, ...]:
    """Faults of what a file would hold, each where it stands now: in the file, or on the command line."""
    places = _Places(_wanted(file, assignments), parse(text, file), str(file))
    return tuple(map(places.fault, faults))


def _wanted(file: File, assignments: Sequence[str]) -> Document:
    """What the file is to hold, with the places that its parts have before."""
    document = read(file)
    if document.faults:
        raise ConfigError(document.faults)
    override(document, assignments)  # for the faults of all of them
    for path, value in _changes(assignments):
        document = assigned(document, path, value)
    return document


@frozen
class _Places:
    """Where the parts of a file stand that isn't written yet."""

    before: Document
    after: Document
    source: str

    def fault(self, fault: Fault) -> Fault:
        """The fault with the places before."""
        problem = fault.problem
        if isinstance(problem, WrittenTwice):
            problem = evolve(problem, first=self._origin(problem.first))
        return evolve(fault, problem=problem, origin=fault.origin and self._origin(fault.origin))

    def _origin(self, origin: Origin) -> Origin:
        if origin.source != self.source or origin.line is None:
            return origin
        key = self.after.origin(origin.path, of_key=True)
        of_key = key is not None and (key.line, key.column) == (origin.line, origin.column)
        known = self.before.origin(origin.path, of_key=of_key) or origin
        return evolve(known, variable=origin.variable)
