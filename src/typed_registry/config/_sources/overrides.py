"""`path=value` from the command line, laid over a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from typed_registry._annotations.type_guards import is_mapping, is_sequence, is_table
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import (
    COMMAND_LINE,
    COMMAND_LINE_RANK,
    Fault,
    Malformed,
    Origin,
    Path,
)
from typed_registry.config._formats.yaml.reader import parse_scalar
from typed_registry.errors import ConfigError


def override(document: Document, assignments: Iterable[str]) -> Document:
    """The document with each assignment's value in place of what it had; later ones win.

    A value is read as YAML: `dpo.beta=0.2`, `optimizer.betas=[0.9, 0.95]`. A component given by its name
    alone is opened to take a value: `loss.beta=1` after `loss: dpo`.

    Raises ConfigError for every assignment that isn't one, and TypeError for a text in place of several.
    """
    if isinstance(assignments, str):
        raise TypeError(f"overrides are given as a list: [{assignments!r}]")
    faults: list[Fault] = []
    for given in assignments:
        try:
            document = assigned(document, *assignment(given))
        except ConfigError as error:
            faults.extend(error.faults)
    if faults:
        raise ConfigError(tuple(faults))
    return document


def assignment(given: str) -> tuple[Path, object]:
    """The path and the value of `path=value`. Raises ConfigError when it isn't one."""
    name, equals, text = given.partition("=")
    path: Path = tuple(int(p) if p.isdecimal() else p for p in name.strip().split("."))
    here = _origin(path)
    if not equals or "" in path:
        message = f"got {given!r}; an override is written path=value, such as dpo.beta=0.2"
        raise ConfigError((Fault((), Malformed(message), _origin(())),))
    try:
        return path, parse_scalar(text)
    except ConfigError as error:
        faults = tuple(Fault(path, fault.problem, here) for fault in error.faults)
        raise ConfigError(faults) from None


def inside(data: object, path: Path) -> object:
    """What stands at the path; None when nothing does."""
    for part in path:
        if is_mapping(data):
            data = data.get(part)
        else:
            data = data[part] if is_sequence(data) and isinstance(part, int) and part < len(data) else None
    return data


def nested(path: Path, value: object) -> object:
    """The value inside of mappings, one for each part of the path.

    >>> nested(("a", "b"), 1)
    {'a': {'b': 1}}
    """
    for part in reversed(path):
        value = {str(part): value}
    return value


def _origin(path: Path) -> Origin:
    return Origin(COMMAND_LINE, None, None, path, COMMAND_LINE_RANK)


def assigned(document: Document, path: Path, value: object) -> Document:
    """The document with one value in place of what it had. Raises ConfigError where no value can stand."""
    keys = {p: o for p, o in document.keys.items() if p[: len(path)] != path}
    values = {p: o for p, o in document.values.items() if p[: len(path)] != path}
    for length in range(1, len(path) + 1):
        here = path[:length]
        keys.setdefault(here, _origin(here))
        values.setdefault(here, _origin(here))
        held = inside(document.data, here)
        if isinstance(held, str) and length < len(path):
            values[(*here, "name")] = values[here]  # a component by its name alone, opened
        if not is_mapping(held) and not is_sequence(held):
            values[here] = _origin(here)  # what is there gives way to what the assignment needs
    for part in _parts(value, path):
        keys[part] = values[part] = _origin(part)
    try:
        data = _inserted(document.data, path, value)
    except LookupError as error:
        fault = Fault(path, Malformed(str(error)), _origin(path))
        raise ConfigError((fault,)) from None
    return Document(data if is_table(data) else {}, keys, values, document.faults)


def _parts(value: object, path: Path) -> Iterator[Path]:
    """The paths of all that a value holds."""
    held = value.items() if is_mapping(value) else enumerate(value) if is_sequence(value) else ()
    for key, item in held:
        here = (*path, key if isinstance(key, int) else str(key))
        yield here
        yield from _parts(item, here)


def _inserted(data: object, path: Path, value: object) -> object:
    if not path:
        return value
    first, rest = path[0], path[1:]
    if is_sequence(data):
        if not isinstance(first, int) or first >= len(data):
            raise LookupError(f"a list of {len(data)} has no {first!r}; its places count from 0")
        return [*data[:first], _inserted(data[first], rest, value), *data[first + 1 :]]
    held: dict[str, object] = {}
    if is_mapping(data):
        held = {str(key): item for key, item in data.items()}
    elif isinstance(data, str):
        held = {"name": data}
    return {**held, str(first): _inserted(held.get(str(first)), rest, value)}
