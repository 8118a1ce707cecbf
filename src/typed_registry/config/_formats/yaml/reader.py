"""Reading YAML 1.2: `1e-4` is a float, `no` is a string, and only the tags of the core schema count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from attrs import evolve

from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import Fault, Malformed
from typed_registry.config._document.locations import Location, TextLines
from typed_registry.config._formats.limits import (
    MAX_DEPTH,
    MAX_VALUES,
    number_problem,
    printable,
    text_problem,
)
from typed_registry.config._formats.parsing import Parsing
from typed_registry.config._formats.yaml.core_tags import (
    COLLECTIONS,
    is_scalar_tag,
    show_tag,
    tagged_scalar,
)
from typed_registry.config._formats.yaml.events import Event, parse_events, place_of, pyyaml
from typed_registry.config._formats.yaml.scalars import scalar
from typed_registry.errors import ConfigError

_BLOCK_STYLES = ("|", ">")
_DOCUMENT_START = re.compile(r"\s*(---)(?:\s|$)")
_MERGE_KEY = (
    "YAML 1.2 has no merge key; write the keys of the other mapping here, or the whole value as its alias, "
    "or '<<' in quotes if it is a key of its own"
)


def parse(text: str, source: str) -> Document:
    """Read a YAML document whose top is a mapping. Raises ConfigError with every fault of its form."""
    reader = _Reader(text, source)
    data = reader.document()
    expected = "a mapping, with lines such as key: value" if isinstance(data, str) else "a mapping"
    return reader.finished({} if data is None else data, expected)


def parse_scalar(text: str) -> object:
    """Return a value as it would be written after a key: `0.1`, `true`, `[1, 2]`, `{name: dpo}`.

    Raises ConfigError if the text isn't YAML.

    >>> parse_scalar("1e-4"), parse_scalar("no"), parse_scalar("[1, two]")
    (0.0001, 'no', [1, 'two'])
    """
    reader = _Reader(text, "")
    value = reader.document()
    if reader.faults:
        raise ConfigError(tuple(reader.faults))
    return value


def ignored_part(text: str) -> tuple[str, int] | None:
    """Return what `parse_scalar` would ignore, with its index; None if nothing.

    That is a comment, an anchor, the start of a document, or that of a block without lines.

    >>> ignored_part("a #b"), ignored_part("&a b"), ignored_part("a#b"), ignored_part("'a #b'")
    (('a comment', 2), ('an anchor', 0), None, None)
    >>> ignored_part("|"), ignored_part("--- a")
    (('a block', 0), ('a document', 0))
    """
    start = _DOCUMENT_START.match(text)
    if start is not None:
        return "a document", start.start(1)
    scalar = pyyaml().ScalarEvent
    events = [*parse_events(text, "")]
    found = [each for each in events if type(each) is scalar]
    blocks = (each.start_mark.index for each in found if each.style in _BLOCK_STYLES)
    block = next(blocks, None)
    if block is not None and "\n" not in text:
        return "a block", block
    if found and len(events) == 1 and found[0].anchor is not None:
        return "an anchor", text.index("&")
    spans = [(each.start_mark.index, each.end_mark.index) for each in found]
    hashes = (index for index, letter in enumerate(text) if letter == "#")
    comment = next((index for index in hashes if not _is_inside(index, spans)), None)
    return None if comment is None else ("a comment", comment)


def _is_inside(index: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether an index is in one of the spans, which are in their order."""
    before = bisect_right(spans, index, key=itemgetter(0))
    return before > 0 and index < spans[before - 1][1]


def locate_values(text: str) -> Location:
    """Return the location of what `parse_scalar` reads, with those of the values inside it.

    >>> locate_values("{name: gain, db: bad}").items["db"].column
    18
    """
    reader = _Reader(text, "")
    reader.document()
    return reader.location


def split_values(text: str, source: str) -> list[str]:
    """Return each of several values that are separated by commas, as it is written.

    Raises ConfigError where a value isn't YAML.

    >>> split_values("[0.9, 0.95],{a: 1, b: 2},x", "")
    ['[0.9, 0.95]', '{a: 1, b: 2}', 'x']
    """
    whole = f"[{text}]"
    reader = _Reader(whole, source)
    reader.document()
    index = TextLines(whole).index
    starts = [index(item.line, item.column) for item in reader.location.items.values()]
    ends = [*starts[1:], len(whole) - 1]
    return [whole[start:end].strip().rstrip(",").rstrip() for start, end in zip(starts, ends, strict=False)]


class _Reader(Parsing):
    """Turns the events of one document into plain data and locations."""

    def __init__(self, text: str, source: str) -> None:
        super().__init__(source)
        self._events: Iterator[Event] = parse_events(text, source)
        self._next = self._events.__next__
        self._yaml = pyyaml()
        self._count = 0

    def document(self) -> object:
        """Return the data of the whole document; None if it is empty."""
        data: object = None
        for event in self._events:
            self.location.line, self.location.column = place_of(event.start_mark)
            data = self._value(event, self.location, 1)
        return data

    def _value(self, event: Event, location: Location, depth: int) -> object:
        """Return the value that starts with the event, and add what is inside it to its location."""
        self._count += 1
        if depth > MAX_DEPTH or self._count > MAX_VALUES:
            raise ConfigError((location.fault(Malformed("nested too deeply, or too many values")),))
        if event.tag is not None:
            self.refuse(location, self._tag_problem(event))
        kind = type(event)
        if kind is self._yaml.ScalarEvent:
            return self._scalar(event, location)
        if kind is self._yaml.MappingStartEvent:
            return self._mapping(location, depth)
        return self._sequence(location, depth)

    def _scalar(self, event: Event, location: Location) -> object:
        text = event.value
        if event.tag is not None and is_scalar_tag(event.tag):
            return self._tagged(text, event.tag, location)
        if event.style or event.tag is not None:
            self.refuse(location, text_problem(text))
            return text
        value = scalar(text)
        if isinstance(value, float):
            self.refuse(location, number_problem(text))
        return value

    def _tagged(self, text: str, tag: str, location: Location) -> object:
        self.refuse(location, text_problem(text))
        try:
            return tagged_scalar(text, tag)
        except ValueError as error:
            self.refuse(location, str(error))
            return None

    def _sequence(self, location: Location, depth: int) -> list[object]:
        data: list[object] = []
        locations = location.items = {}
        end = self._yaml.SequenceEndEvent
        while type(event := self._next()) is not end:
            index = len(data)
            item = locations[index] = Location(self.source, *place_of(event.start_mark), location, index)
            data.append(self._value(event, item, depth + 1))
        return data

    def _mapping(self, location: Location, depth: int) -> dict[str, object]:
        data: dict[str, object] = {}
        first: dict[str, Location] = {}
        locations = location.items = {}
        end = self._yaml.MappingEndEvent
        while type(key := self._next()) is not end:
            item = self._key(key, location, depth)
            name = str(item.name)
            if name in data:
                self.refuse_repeated(first.setdefault(name, locations[name]), item)
            locations[name] = item
            event = self._next()
            if event.start_mark.index < event.end_mark.index or type(event) is not self._yaml.ScalarEvent:
                item.line, item.column = place_of(event.start_mark)  # else nothing is written but the key
            data[name] = self._value(event, item, depth + 1)
        return data

    def _key(self, event: Event, outer: Location, depth: int) -> Location:
        """Return the location of a value at the place of its key."""
        line, column = place_of(event.start_mark)
        is_word = type(event) is self._yaml.ScalarEvent
        item = Location(self.source, line, column, outer, event.value if is_word else "?")
        item.set_key(line, column)
        is_merge = is_word and event.value == "<<" and not event.style
        if is_word and not event.style and event.tag is None and not is_merge:
            return item
        problem: str | None = (
            "a key must be a plain word; a text that begins with a bracket is written in quotes"
        )
        if is_merge:
            problem = _MERGE_KEY
        elif is_word:
            item.name = printable(event.value)
            problem = self._tag_problem(event, is_key=True) or text_problem(event.value)
        else:
            self._value(event, item, depth + 1)
        if problem is not None:
            origin = evolve(item.key_origin(), path=outer.path)
            self.faults.append(Fault(outer.path, Malformed(problem), origin))
        return item

    def _tag_problem(self, event: Event, *, is_key: bool = False) -> str | None:
        """Return why a tag isn't allowed: all but those that say of which type the value is.

        A key is a text, so its tag can only be `!!str`.
        """
        tag = event.tag
        kinds = {self._yaml.MappingStartEvent: "mapping", self._yaml.SequenceStartEvent: "sequence"}
        kind = kinds.get(type(event))
        if tag is None or (COLLECTIONS.get(tag) == kind if kind else is_scalar_tag(tag, is_key=is_key)):
            return None
        return f"the tag {show_tag(tag)!r} means nothing in a config; write the value without it"
