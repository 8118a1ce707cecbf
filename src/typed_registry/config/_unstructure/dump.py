"""Writing a config tree: as plain data, as text of a format, and to a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import NOTHING

from typed_registry._annotations.type_guards import is_table
from typed_registry._atomic_write import write_atomically
from typed_registry._class_libraries.library_of import has_fields
from typed_registry._messages.explain_fault import explain_problem
from typed_registry._spec import is_spec
from typed_registry.config._document.faults import Path as Trail
from typed_registry.config._formats.formats import FORMATS, format_name
from typed_registry.config._formats.limits import MAX_BYTES
from typed_registry.config._sources.environment import escape_references, substitute_variables
from typed_registry.config._sources.extends import EXTENDS
from typed_registry.config._types.differences import differences
from typed_registry.config._types.find_rule import class_rule, rule_of_value
from typed_registry.config._types.given_keys import Owner
from typed_registry.config._types.rule import Reading
from typed_registry.config._types.writer import Writer
from typed_registry.errors import ConfigError, UnwritableError


class PlainData(Writer):
    """Writes each value as the rule of its class does."""

    def value(self, value: object, path: Trail = ()) -> object:
        """Return a value as a file would hold it. Raises UnwritableError."""
        rule = rule_of_value(value)
        if rule is None:
            raise UnwritableError(path, f"no file can hold {value!r} ({type(value).__name__})")
        return rule.write(value, path, self)


def plain_data(value: object) -> object:
    """Return a config as mappings, lists and scalars, as a file would contain it.

    A `Spec` becomes a mapping with its name and the keys of its config. Raises ValueError, with the path, for
    a value that no file can hold.

    >>> from attrs import frozen
    >>> @frozen
    ... class Point:
    ...     x: float
    ...     tags: tuple[str, ...] = ()
    >>> plain_data(Point(1.0))
    {'x': 1.0, 'tags': []}
    """
    return PlainData(FORMATS["yaml"]).value(value)


def dump(config: object, form: str = "yaml") -> str:
    """Return a config as a text in a format, which loads as an equal tree.

    `form` is `yaml`, `toml` or `json`. Defaults are written as well, unless the format can't express them, as
    None in TOML.

    Raises ValueError, with the path, for a value that the format can't express, and for one that would be
    loaded as a different value.
    """
    if form not in FORMATS:
        raise ValueError(f"a config is dumped as {', '.join(FORMATS)}, not {form!r}")
    data = PlainData(FORMATS[form]).value(config)
    if not is_table(data):
        raise UnwritableError((), f"a config file contains a mapping, not {config!r}")
    if EXTENDS in data:
        raise UnwritableError((EXTENDS,), "in a file, this key names the files that the config extends")
    text = FORMATS[form].write({key: escape_references(value) for key, value in data.items()})
    _prove(config, text, form)
    return text


def save(config: object, file: Path | str) -> None:
    """Write a config to a file in the format of its suffix.

    The file is written whole or not at all. Raises ValueError as `dump` does, and OSError.
    """
    write_atomically(Path(file), dump(config, format_name(file)))


def _prove(config: object, text: str, form: str) -> None:
    """Raise UnwritableError unless the text loads as the config."""
    if len(text.encode()) > MAX_BYTES:
        raise UnwritableError(
            (), f"the file would have more than {MAX_BYTES} bytes, which is too large to be read"
        )
    data = _read(text, form)
    reading = Reading()
    if is_spec(config):
        owner, config = Owner(config.name, config.entries.name, "name"), config.config
        made = class_rule(type(config)).reader(owner)(data, (), reading, NOTHING)
    else:
        made = class_rule(type(config)).read(data, (), reading) if has_fields(config) else data
    for fault in reading.faults:
        raise UnwritableError(fault.path, f"wouldn't load: {explain_problem(fault.problem, '')}")
    for path, written, loaded in differences(config, made):
        raise UnwritableError(path, f"{written!r} would be loaded as {loaded!r}")


def _read(text: str, form: str) -> Mapping[str, object]:
    try:
        return substitute_variables(FORMATS[form].parse(text, form)).data
    except ConfigError as error:
        raise UnwritableError((), f"wouldn't load: {error}") from None
