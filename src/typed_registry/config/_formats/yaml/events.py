"""The events that PyYAML parses a text into: its scalars, mappings and sequences with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from typed_registry.config._document.faults import unreadable
from typed_registry.config._document.locations import TextLines
from typed_registry.config._formats.yaml.syntax_errors import Mark, MarkedError, explain_syntax
from typed_registry.errors import ConfigError, MissingExtraError

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OLD_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""Characters that end a line in YAML 1.1, which PyYAML reads, and are like any other in YAML 1.2."""
_SURROGATE_ESCAPE = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]")
"""An escape that PyYAML's C parser refuses, and its Python parser leaves to the reader."""
_PRIVATE_USE = range(0xE000, 0xF900)


def place_of(mark: Mark) -> tuple[int, int]:
    """Return the line and the column of a mark; both count from 1."""
    return mark.line + 1, mark.column + 1


class Event(Protocol):
    """The start of a scalar, a mapping or a sequence; the end of a collection; or an alias."""

    anchor: str | None
    tag: str | None
    """None if no tag is written."""
    value: str
    """The text of a scalar."""
    style: str | None
    """How a scalar is quoted; empty or None for a plain one."""
    flow_style: bool | None
    """Whether a collection is written in brackets."""
    start_mark: Mark
    end_mark: Mark


class _Loader(Protocol):
    """The part of PyYAML's loaders that is used."""

    def __init__(self, stream: str) -> None: ...

    def get_event(self) -> Event | None:
        """Return the next event; None at the end."""
        ...


class PyYAML(Protocol):
    """The parts of PyYAML that are used; it comes without types."""

    SafeLoader: type[_Loader]
    YAMLError: type[Exception]
    MarkedYAMLError: type[Exception]
    ScalarEvent: type[Event]
    MappingStartEvent: type[Event]
    MappingEndEvent: type[Event]
    SequenceStartEvent: type[Event]
    SequenceEndEvent: type[Event]
    AliasEvent: type[Event]
    StreamStartEvent: type[Event]
    StreamEndEvent: type[Event]
    DocumentStartEvent: type[Event]
    DocumentEndEvent: type[Event]


@cache
def pyyaml() -> PyYAML:
    """Return PyYAML. Raises MissingExtraError if it isn't installed."""
    try:
        return cast("PyYAML", import_module("yaml"))
    except ImportError:
        raise MissingExtraError("reading YAML", "PyYAML", "typed-registry[config]") from None


def parse_events(text: str, source: str) -> Iterator[Event]:
    """Yield the events of the only document in a text; an alias has the events of its anchor.

    The events of an alias inside its own anchor never end; the caller has to limit the depth. Raises
    ConfigError where the text isn't YAML.
    """
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        message = f"not YAML: the character U+{ord(forbidden[0]):04X} isn't allowed"
        raise unreadable(message, source, *TextLines(text).place(forbidden.start()))
    hidden = _hidden_characters(text) if _OLD_LINE_ENDS.search(text) else {}
    events = _document_events(text.translate(hidden), source)
    if hidden:
        events = _shown(events, {new: chr(old) for old, new in hidden.items()})
    return _without_aliases(events, source) if "*" in text else events


def _document_events(text: str, source: str) -> Iterator[Event]:
    yaml = pyyaml()
    loader: type[_Loader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if _SURROGATE_ESCAPE.search(text):
        loader = yaml.SafeLoader
    outer = {yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent}
    documents = 0
    try:
        for event in iter(loader(text).get_event, None):
            if type(event) not in outer:
                yield event
            elif type(event) is yaml.DocumentStartEvent:
                documents += 1
                version = cast("tuple[int, int] | None", getattr(event, "version", None))
                if version is not None and version < (1, 2):
                    message = "the file says that it is YAML 1.1; a config is YAML 1.2, so remove this line"
                    raise unreadable(message, source, *place_of(event.start_mark))
                if documents > 1:
                    message = "not YAML: a second document starts here; a config is a single one"
                    raise unreadable(message, source, *place_of(event.start_mark))
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(cast("MarkedError", error), text, source) from None
    except ConfigError:
        raise
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # a number that isn't a character
        raise unreadable(f"not YAML: {' '.join(str(error).split())}", source, 1, 1) from None


def _hidden_characters(text: str) -> dict[int, int]:
    """Return a character to use in place of each that PyYAML would take for the end of a line.

    None of them is in the text, written out or as an escape.
    """
    lower = text.lower()
    unused = (code for code in _PRIVATE_USE if chr(code) not in text and f"{code:x}" not in lower)
    return {ord(letter): next(unused) for letter in sorted(set(_OLD_LINE_ENDS.findall(text)))}


def _shown(events: Iterator[Event], letters: Mapping[int, str]) -> Iterator[Event]:
    """Yield the events with the characters of the text in their scalars."""
    scalar = pyyaml().ScalarEvent
    for event in events:
        if type(event) is scalar:
            event.value = event.value.translate(letters)
        yield event


def _without_aliases(events: Iterator[Event], source: str) -> Iterator[Event]:
    """Yield the events with those of its anchor in place of each alias."""
    alias = pyyaml().AliasEvent
    recorded: list[Event] = []
    anchors: dict[str, int] = {}
    targets: dict[int, int] = {}
    """The index of the anchor of each alias, by the index of the alias."""
    for event in events:
        index = len(recorded)
        recorded.append(event)
        name: str | None = getattr(event, "anchor", None)
        if type(event) is not alias:
            if name is not None:
                anchors[name] = index
            yield event
        elif name in anchors:
            targets[index] = anchors[name]
            yield from _replayed(recorded, anchors[name], targets)
        else:
            message = f"not YAML: there is no anchor &{name} before its alias"
            raise unreadable(message, source, *place_of(event.start_mark))


def _replayed(recorded: Sequence[Event], index: int, targets: Mapping[int, int]) -> Iterator[Event]:
    """Yield the events of the value that starts at the index."""
    yaml = pyyaml()
    starts = {yaml.MappingStartEvent, yaml.SequenceStartEvent}
    ends = {yaml.MappingEndEvent, yaml.SequenceEndEvent}
    depth = 0
    while True:
        event = recorded[index]
        if index in targets:
            yield from _replayed(recorded, targets[index], targets)
        else:
            yield event
            depth += (type(event) in starts) - (type(event) in ends)
        if not depth:
            return
        index += 1


def _not_yaml(error: MarkedError, text: str, source: str) -> ConfigError:
    """Return the fault of a text that PyYAML can't parse."""
    reason, mark = explain_syntax(error, text)
    return unreadable(f"not YAML: {reason}", source, *(place_of(mark) if mark else (1, 1)))
