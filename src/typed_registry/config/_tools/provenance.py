"""Where each value of a resolved config is from: a file, the environment, the command line or a default."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import attrs
from attrs import frozen

from typed_registry._annotations.type_guards import is_instance, is_mapping, is_sequence
from typed_registry._place import Place
from typed_registry._spec import is_spec
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Origin
from typed_registry.config._document.faults import Path as Trail
from typed_registry.config._document.locations import Location, Source
from typed_registry.config._document.nested_values import inside
from typed_registry.config._types.fields import Field, fields


@frozen
class Traced:
    """A value of the tree, and where it is from."""

    path: Trail
    value: object
    """A leaf's value; for a choice its name, at the path of the choice."""
    origin: Origin | Place
    """A place in a text, or that of a default in the source of a class."""
    is_choice: bool = False


def trace(tree: attrs.AttrsInstance, whole: Document) -> Iterator[Traced]:
    """Each value of a tree that this document has made, in the order of the classes' fields.

    Reads the sources of the config classes for the places of defaults.
    """
    yield from _instance(tree, whole, (), None)


def _instance(
    config: attrs.AttrsInstance, whole: Document, path: Trail, giver: Place | None
) -> Iterator[Traced]:
    """`giver` is the field whose default has made the whole of this instance."""
    for field in fields(type(config)):
        value: object = getattr(config, field.name)
        here = (*path, field.key)
        own = giver if giver and value != field.default() else _place(type(config), field)
        yield from _value(value, whole, here, own)


def _value(value: object, whole: Document, path: Trail, default: Place) -> Iterator[Traced]:
    location = whole.find(path)
    given = location is not None
    if is_spec(value):
        yield Traced(path, value.name, _of_name(whole, path) or default, is_choice=True)
        yield from _instance(value.config, whole, path, None if given else default)
    elif is_instance(value):
        yield from _instance(value, whole, path, None if given else default)
    elif location and (parts := _parts(value, inside(whole.data, path), location)):
        for key, part in parts:
            yield from _value(part, whole, (*path, key), default)
    else:
        yield Traced(path, value, location.origin() if location else default)


def _parts(value: object, data: object, location: Location) -> Sequence[tuple[str | int, object]]:
    """The items of a value that several sources gave; nothing if a single source did."""
    if len(_sources(location)) == 1:
        return ()
    if is_mapping(value) and is_mapping(data) and len(value) == len(data):
        return list(zip(map(str, data), value.values(), strict=True))  # as the file writes the keys
    if is_sequence(value) and is_sequence(data) and len(value) == len(data):
        return list(enumerate(value))
    return ()


def _sources(location: Location) -> set[tuple[Source | None, str | None]]:
    """The sources of a value and of all inside it, with the environment variables among them."""
    found = {(location.source, location.variable)}
    return found.union(*map(_sources, location.items.values()))


def _of_name(whole: Document, path: Trail) -> Origin | None:
    """Where a choice's name is written: under its key, or in place of the choice."""
    location = whole.find(path if isinstance(inside(whole.data, path), str) else (*path, "name"))
    return None if location is None else location.origin()


def _place(config: type, field: Field) -> Place:
    """The line that defines a field; for a class that was derived, that of the component's module."""
    for base in config.__mro__:
        line = _lines(base).get(field.name)
        if line is not None:
            return Place(str(inspect.getsourcefile(base)), line)
    return Place(config.__module__, 0)


@cache
def _lines(config: type) -> dict[str, int]:
    """The line of each field in the source of a class; none for a class without a source."""
    try:
        text, file = inspect.findsource(config)[0], inspect.getsourcefile(config)
    except (OSError, TypeError):
        return {}
    tree = ast.parse("".join(text), file or "")
    found = next((node for node in ast.walk(tree) if _is(node, config)), None)
    body = found.body if isinstance(found, ast.ClassDef) else []
    return {
        node.target.id: node.lineno
        for node in body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def _is(node: ast.AST, config: type) -> bool:
    return isinstance(node, ast.ClassDef) and node.name == config.__name__


def show_source(origin: Origin | Place) -> str:
    """A place as a reader of the resolved config wants it: file and line, or who gave the value."""
    if isinstance(origin, Place):
        return f"default, {_near(origin.file)}:{origin.line}" if origin.line else f"default, {origin.file}"
    where = f"{origin.source}:{origin.line}" if origin.line else origin.source
    return f"{where}, environment variable {origin.variable}" if origin.variable else where


def _near(file: str) -> str:
    here = Path.cwd()
    return str(Path(file).relative_to(here)) if Path(file).is_relative_to(here) else file
