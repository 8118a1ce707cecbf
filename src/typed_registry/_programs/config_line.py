"""A config from the words of a command line: a file, which may be optional, and overrides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from typed_registry._class_libraries.library_of import declared_fields
from typed_registry._messages.visible import visible
from typed_registry.config._document.document import EMPTY
from typed_registry.config._document.faults import Fault, Malformed, Origin
from typed_registry.config._sources.overrides import override
from typed_registry.config._structure.load import Made, document, make
from typed_registry.config._structure.rule_place import root_place
from typed_registry.errors import ConfigError


@frozen
class ConfigSource:
    """Where the config of a command comes from: the file and the overrides, as they were typed.

    A parameter of this type of a command of `ConfigApp` is given it.

    >>> ConfigSource(Path("songs/intro.yaml"), ("rate=8000",)).file
    PosixPath('songs/intro.yaml')
    """

    file: Path | None
    """None if only defaults and overrides make the config."""
    overrides: tuple[str, ...] = ()


def file_is_optional(root: type) -> bool:
    """Return whether a config needs no file, since all its fields have defaults."""
    return not any(field.required for field in declared_fields(root))


def override_hint(root: type, *options: str) -> str:
    """Return what to write in place of options that are paths of fields; an empty text if none is.

    A dash in the name of an option is also an underscore, as in options of other programs.

    >>> from attrs import frozen
    >>> @frozen
    ... class Song:
    ...     sample_rate: int = 8000
    >>> override_hint(Song, "--sample-rate=1")
    '; a field of the config is set by sample_rate=1, without dashes'
    """
    keys = {field.key.replace("-", "_"): field.key for field in declared_fields(root)}
    found = [given for each in options if (given := _as_override(each, keys)) is not None]
    subject = "a field of the config is" if len(found) == 1 else "fields of the config are"
    return f"; {subject} set by {' '.join(found)}, without dashes" if found else ""


def _as_override(option: str, keys: Mapping[str, str]) -> str | None:
    """Return the override that an option is meant as, if its name begins with one of these keys."""
    path, _, value = option.lstrip("-").partition("=")
    name, dot, rest = path.partition(".")
    key = keys.get(name.replace("-", "_"))
    return None if key is None else visible(f"{key}{dot}{rest}={value or '...'}")


def config_source(root: type, words: list[str]) -> ConfigSource:
    """Return the file and the overrides among the words of a command line.

    The first word is the file. Where the config needs none, a first word that has the form of an override,
    and isn't an existing file, is one.
    """
    if words and not (file_is_optional(root) and "=" in words[0] and not Path(words[0]).exists()):
        return ConfigSource(Path(words[0]), tuple(words[1:]))
    return ConfigSource(None, tuple(words))


def resolve(root: type, source: ConfigSource) -> Made:
    """Return the config that a command line makes. Raises ConfigError with every fault."""
    if source.file is None:
        return make(root, override(EMPTY, source.overrides, root_place(root)))
    if "=" in source.file.name and not source.file.exists():
        message = "there is no such file; the config file comes first, and overrides follow it"
        raise ConfigError((Fault((), Malformed(message), Origin(str(source.file), None, None, ())),))
    return make(root, document(source.file, source.overrides, root=root))
