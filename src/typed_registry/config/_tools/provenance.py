"""The origin of each value in a resolved config: a file, the environment, the command line or a default."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from attrs import NOTHING, frozen

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._class_libraries.field import Field
from typed_registry._class_libraries.library_of import has_fields
from typed_registry._default_spec import made_spec
from typed_registry._equality import equal
from typed_registry._messages.visible import visible
from typed_registry._place import Place
from typed_registry._registration.passing import takes_other_keys
from typed_registry._spec import is_spec
from typed_registry.config._document.document import Document, item_of, value_at
from typed_registry.config._document.faults import Origin
from typed_registry.config._document.faults import Path as Trail
from typed_registry.config._formats.formats import FORMATS
from typed_registry.config._sources.environment import read_variables
from typed_registry.config._types.config_classes import class_rule_of
from typed_registry.config._types.field_place import field_place
from typed_registry.config._types.field_rule import FieldRule, is_needless
from typed_registry.config._types.renewed_defaults import default_of
from typed_registry.config._unstructure.dump import PlainData

_WRITER: Final = PlainData(FORMATS["yaml"])


@frozen
class TracedValue:
    """A value of the tree with its origin."""

    path: Trail
    value: object
    """The value of a leaf, before the field's converter; for a choice, at its path, the component's name."""
    origin: Origin | Place
    """Where the value is written, or where its default is defined in the source of a class."""
    is_choice: bool = False
    is_readable: bool = True
    """Whether a file that has the value loads as an equal one. A default that isn't readable is left out."""


def trace(tree: object, whole: Document) -> Iterator[TracedValue]:
    """Yield each value of a tree that was made from this document, in the order of the classes' fields.

    The sources of the config classes are read for the places of defaults.
    """
    yield from _instance(tree, whole, (), None)


@frozen
class _Default:
    """The value that a field, or a part of it, has by default, which data may only complete."""

    value: object
    place: Place
    """The field that has it, perhaps as a part of its default."""

    def part(self, value: object) -> _Default:
        """Return a part of the same default."""
        return _Default(value, self.place)


def _instance(config: object, whole: Document, path: Trail, outer: _Default | None) -> Iterator[TracedValue]:
    """Yield the values of an instance; `outer` is the default of its class that data completes, if any."""
    for rule in class_rule_of(type(config), type(config)).fields:
        field = rule.field
        value = field.of(config)
        if value is NOTHING or is_needless(field, value):
            continue
        own = _Default(default_of(field), field_place(type(config), field))
        inherited = None if outer is None else outer.part(field.of(outer.value))
        default = own if inherited is None or equal(inherited.value, own.value) else inherited
        if rule.is_converted:
            known = NOTHING if outer is not None or field.is_validated else own.value
            made = _unwritten((*path, field.key), value, known, default.place)
            yield _as_written(field, whole, path) or made
        else:
            yield from _items(rule, value, whole, path, default)


def _items(
    rule: FieldRule, value: object, whole: Document, path: Trail, default: _Default
) -> Iterator[TracedValue]:
    """Yield the values of a field; one that takes other keys has a value for each of them."""
    field = rule.field
    items = value.items() if takes_other_keys(field) and is_mapping(value) else [(field.key, value)]
    for key, item in items:
        has_rule = item is value and not is_spec(item) and not has_fields(item)
        is_returned = not has_rule or rule.gives_back(value, _WRITER)
        yield from _value(item, whole, (*path, str(key)), default, is_returned=is_returned)


def _unwritten(path: Trail, value: object, given: object, place: Place) -> TracedValue:
    """Return the default of a field with a converter: what the converter is given, if that is known."""
    is_known = given is not NOTHING
    return TracedValue(path, given if is_known else value, place, is_readable=is_known)


def _as_written(field: Field, whole: Document, path: Trail) -> TracedValue | None:
    """Return what a file or an override gives for a field, before its converter; None if nothing is given."""
    here = (*path, field.key)
    location = whole.find(here)
    if location is None:
        return None
    data = value_at(whole.data, path)
    key = field.key if is_mapping(data) and field.key in data else location.name
    return TracedValue(here, read_variables(item_of(data, key), str), location.origin())


def _value(
    value: object, whole: Document, path: Trail, default: _Default, *, is_returned: bool
) -> Iterator[TracedValue]:
    """Yield a value, or the values inside it if they come from several places.

    Those inside are also yielded if a file can't give back the whole, of which converters have made a part.
    """
    location = whole.find(path)
    standing = default.value if location else value
    if is_spec(value):
        spec = made_spec(standing)
        outer = default.part(spec.config) if spec is not None and spec.name == value.name else None
        yield TracedValue(path, value.name, _of_name(whole, path) or default.place, is_choice=True)
        yield from _instance(value.config, whole, path, outer)
    elif has_fields(value) and not is_sequence(value_at(whole.data, path)):  # which has no keys
        outer = default.part(standing) if type(standing) is type(value) else None
        yield from _instance(value, whole, path, outer)
    else:
        place = location.origin() if location else default.place
        whole_value = TracedValue(path, value, place, is_readable=is_returned or location is not None)
        parts = _parts(value, value_at(whole.data, path)) if location else ()
        inner = default.part(NOTHING)
        rows = [
            row
            for key, part in parts
            for row in _value(part, whole, (*path, key), inner, is_returned=is_returned)
        ]
        is_split = len({show_source(row.origin) for row in (whole_value, *rows)}) > 1
        yield from rows if rows and (is_split or not is_returned) else [whole_value]


def _parts(value: object, data: object) -> Sequence[tuple[str | int, object]]:
    """Return the items of a value by the keys and indices of the data that it was made from."""
    if is_mapping(value) and is_mapping(data) and len(value) == len(data):
        return list(zip(map(str, data), value.values(), strict=True))  # as the file writes the keys
    if is_mapping(value) and is_mapping(data):  # the other keys are those of a default
        items = {str(key): item for key, item in value.items()}
        return list(items.items()) if items.keys() >= {*map(str, data)} else ()
    if is_sequence(value) and is_sequence(data) and len(value) >= len(data):  # a tuple may have defaults
        return list(enumerate(value))
    return ()


def _of_name(whole: Document, path: Trail) -> Origin | None:
    """Return where the name of a choice is written: under its key, or alone in place of the choice."""
    location = whole.find(path if isinstance(value_at(whole.data, path), str) else (*path, "name"))
    if location is None:
        _, location = whole.replaced_name(path) or ("", None)
    return None if location is None else location.origin()


def show_source(origin: Origin | Place) -> str:
    """Return an origin as `typed-registry resolve` prints it, such as `config.yaml:3` or `command line`.

    A line break in the name of a file would end the comment, so it is shown as an escape.
    """
    return visible(_source_text(origin))


def _source_text(origin: Origin | Place) -> str:
    if isinstance(origin, Place):
        return (
            f"default, {_shortened(origin.file)}:{origin.line}" if origin.line else f"default, {origin.file}"
        )
    where = f"{origin.source}:{origin.line}" if origin.line else origin.source
    return f"{where}, environment variable {origin.variable}" if origin.variable else where


def _shortened(file: str) -> str:
    """Return a file's path relative to the working directory, if it is inside."""
    here = Path.cwd()
    return str(Path(file).relative_to(here)) if Path(file).is_relative_to(here) else file
