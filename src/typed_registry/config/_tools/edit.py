"""Setting values in a config file; comments, order, quotes and layout stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path as File

from attrs import evolve, frozen

from typed_registry._annotations.type_guards import is_sequence
from typed_registry._messages.explain_fault import show_origin
from typed_registry.config._document.document import Document, value_at
from typed_registry.config._document.faults import (
    Fault,
    Malformed,
    Origin,
    Path,
    WrittenTwice,
    show_path,
)
from typed_registry.config._formats.formats import FORMATS, Format, format_name
from typed_registry.config._formats.read import parse, read_text
from typed_registry.config._sources.environment import escape_references
from typed_registry.config._sources.extends import EXTENDS, read_extended
from typed_registry.config._sources.overrides import assign, command_line_fault, override, parse_assignment
from typed_registry.config._types.differences import differences
from typed_registry.config._unstructure.dump import PlainData
from typed_registry.errors import ConfigError, EditError, UnwritableError


def set_values(file: File, assignments: Sequence[str]) -> str:
    """Return the text of a file with each `path=value` written into it.

    Raises ConfigError for a file or an assignment that can't be read and for a value that no file of this
    format can contain, and EditError for a value that can't be written without changing others.
    """
    text = read_text(file)
    wanted = _wanted(text, file, assignments)
    changes = _changes(assignments)
    form = FORMATS[format_name(file)]
    _require_writable(changes, form)
    for path, value in changes:
        text = form.edit(text, path, value)
    if any(differences(parse(text, file).data, wanted.data)):
        raise EditError(file, tuple(assignments))
    return text


def _changes(assignments: Iterable[str]) -> list[tuple[Path, object]]:
    """Return the paths and values to write; on the command line, a reference to a variable is a text."""
    return [(path, escape_references(value)) for path, value in map(parse_assignment, assignments)]


def _require_writable(changes: Iterable[tuple[Path, object]], form: Format) -> None:
    faults: list[Fault] = []
    for path, value in changes:
        try:
            PlainData(form).value(value, path)
        except UnwritableError as error:
            faults.append(command_line_fault(error.path, Malformed(error.reason)))
    if faults:
        raise ConfigError(tuple(faults))


def place_faults(
    faults: Iterable[Fault], file: File, assignments: Sequence[str], text: str
) -> tuple[Fault, ...]:
    """Return the faults of a text that isn't written yet, with places in the file or on the command line."""
    places = _Places(_wanted(read_text(file), file, assignments), parse(text, file), str(file))
    return tuple(map(places.fault, faults))


def _wanted(text: str, file: File, assignments: Sequence[str]) -> Document:
    """Return what a file with this text is to contain, with the places that its values have now."""
    document = parse(text, file)
    faults = document.faults or override(document, assignments).faults
    if faults:
        raise ConfigError(faults)
    whole = _with_extended(document, file, text)
    for path, value in _changes(assignments):
        _require_own_list(path, document, whole)
        document = assign(document, path, value)
    return document


def _with_extended(document: Document, file: File, text: str) -> Document:
    """Return the document with the files that it extends; without them if they can't be read."""
    try:
        return read_extended(file, text) if EXTENDS in document.data else document
    except ConfigError:
        return document


def _require_own_list(path: Path, document: Document, whole: Document) -> None:
    """Raise ConfigError for an item of a list that only an extended file has."""
    for length in range(len(path)):
        outer = path[:length]
        found = whole.find(outer) if document.find(outer) is None else None
        if found is not None and is_sequence(value_at(whole.data, outer)):
            message = (
                f"the list is written at {show_origin(found.origin())}; set the item in that file, "
                f"or write the whole list in this one: {show_path(outer)}=[...]"
            )
            raise ConfigError((command_line_fault(path, Malformed(message)),))


@frozen
class _Places:
    """The places of values before and after a file is written."""

    before: Document
    after: Document
    source: str

    def fault(self, fault: Fault) -> Fault:
        """Return a fault with its places before the file is written."""
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
