"""YAML 1.2 with places: `1e-4` is a float, `no` is a string, and no tag means anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from attrs import evolve

from typed_registry._annotations.type_guards import is_table
from typed_registry.config._document.document import MAX_DEPTH, MAX_VALUES, Document, finished
from typed_registry.config._document.faults import Fault, Malformed, Origin, WrittenTwice, WrongType
from typed_registry.config._document.locations import Location, Source
from typed_registry.config._document.text_lines import TextLines
from typed_registry.config._formats.number_limits import excess
from typed_registry.config._formats.text_limits import half, printable
from typed_registry.config._formats.yaml.nodes import items, pairs
from typed_registry.errors import ConfigError, MissingExtraError

if TYPE_CHECKING:
    from typed_registry.config._formats.yaml.nodes import Composer, Marked, Node

_TAG = "tag:yaml.org,2002:"
_KINDS = ("bool", "float", "int", "map", "merge", "null", "seq", "str", "timestamp", "value")
_RESOLVED = frozenset(f"{_TAG}{kind}" for kind in _KINDS)
"""The tags that a node may have without any being written."""
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS = {"null": None, "Null": None, "NULL": None, "~": None, "": None} | {
    word: truth for truth in (True, False) for word in (str(truth), str(truth).lower(), str(truth).upper())
}


def parse(text: str, source: str) -> Document:
    """Reads a YAML document whose top is a mapping. Raises ConfigError with every fault of its form."""
    location = Location(Source(source), 1, 1)  # that of a document with nothing but comments
    faults: list[Fault] = []
    node = compose(text, source)
    data: object = None if node is None else _Reader(faults).read(node, location, 1)
    data = {} if data is None else data
    if not is_table(data):
        faults.append(Fault((), WrongType("a mapping", data), Origin(source, 1, 1, ())))
    return finished(data if is_table(data) else {}, location, faults)


def parse_scalar(text: str) -> object:
    """A value as it would be written after a key: `0.1`, `true`, `[1, 2]`, `{name: dpo}`.

    >>> parse_scalar("1e-4"), parse_scalar("no"), parse_scalar("[1, two]")
    (0.0001, 'no', [1, 'two'])
    """
    node = compose(text, "")
    faults: list[Fault] = []
    value: object = None if node is None else _Reader(faults).read(node, Location(Source(""), 1, 1), 1)
    if faults:
        raise ConfigError(tuple(faults))
    return value


def compose(text: str, source: str) -> Node | None:
    """The document's tree of nodes; None when it is empty. Raises ConfigError where it isn't YAML."""
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError
    except ImportError:
        raise MissingExtraError("reading YAML", "ruamel.yaml", "typed-registry[config]") from None
    try:
        reader = cast("Composer", YAML(typ="safe", pure=True))  # "rt" marks the folds in the text
        reader.composer.warn_double_anchors = False  # the later one holds, as YAML says
        return reader.compose(text)
    except MarkedYAMLError as error:
        raise ConfigError((_malformed(cast("Marked", error), source),)) from None
    except (YAMLError, RecursionError) as error:
        raise ConfigError((_unreadable(error, text, source),)) from None


def _malformed(error: Marked, source: str) -> Fault:
    mark = error.problem_mark
    where = Origin(source, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, ())
    return Fault((), Malformed(f"not YAML: {error.problem}"), where)


def _unreadable(error: Exception, text: str, source: str) -> Fault:
    """A text that can't be looked at: for its depth, or for a character that YAML forbids."""
    found = re.search(r"#x([0-9a-f]+).* position ([0-9]+)", str(error), re.DOTALL)
    if found is None:
        reason = "nested too deeply" if isinstance(error, RecursionError) else " ".join(str(error).split())
        return Fault((), Malformed(f"not YAML: {reason}"), Origin(source, 1, 1, ()))
    reason = f"the character U+{int(found[1], 16):04X} isn't allowed"
    return Fault(
        (), Malformed(f"not YAML: {reason}"), Origin(source, *TextLines(text).place(int(found[2])), ())
    )


class _Reader:
    """Turns nodes into plain data; lives as long as one document's reading."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults
        self._count = 0

    def read(self, node: Node, location: Location, depth: int) -> object:
        """Return the node's value, and put its place and the locations inside it into its location."""
        location.line, location.column = node.start_mark.line + 1, node.start_mark.column + 1
        self._refuse(location, _tag_reason(node))
        self._count += 1
        if depth > MAX_DEPTH or self._count > MAX_VALUES:
            raise ConfigError((_malformed_value(location, "nested too deeply, or too many values"),))
        if node.id == "mapping":
            return self._mapping(node, location, depth)
        if node.id == "sequence":
            return self._sequence(node, location, depth)
        is_plain = node.style is None and node.ctag.handle is None
        text = str(node.value)
        value = scalar(text) if is_plain else text
        self._refuse(location, excess(text) if isinstance(value, float) else half(text))
        return value

    def _sequence(self, node: Node, location: Location, depth: int) -> list[object]:
        location.items = {
            index: Location(location.source, None, None, location, index) for index in range(len(items(node)))
        }
        return [self.read(item, location.items[index], depth + 1) for index, item in enumerate(items(node))]

    def _mapping(self, node: Node, location: Location, depth: int) -> dict[str, object]:
        location.items = {}
        data: dict[str, object] = {}
        first: dict[str, Location] = {}
        for key, value in pairs(node):
            name = printable(str(key.value)) if key.id == "scalar" else "?"
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
            at = Location(location.source, line, column, location, name)
            reason = _key_reason(key)
            if reason is not None:
                origin = evolve(at.origin(), path=location.path)
                self._faults.append(Fault(location.path, Malformed(reason), origin))
            elif name in first:
                self._faults.append(Fault(at.path, WrittenTwice(first[name].origin()), at.origin()))
            first.setdefault(name, at)
            location.items[name] = item = Location(location.source, line, column, location, name, at)
            data[name] = self.read(value, item, depth + 1)
            if value.start_mark == value.end_mark:  # an empty value, whose mark is where the next token is
                item.line, item.column = line, column
        return data

    def _refuse(self, location: Location, reason: str | None) -> None:
        """Add a fault of the value if there is a reason for one."""
        if reason is not None:
            self._faults.append(_malformed_value(location, reason))


def _malformed_value(location: Location, message: str) -> Fault:
    return Fault(location.path, Malformed(message), location.origin())


def _key_reason(key: Node) -> str | None:
    """Return why a node can't be a key; None if it can."""
    if key.id != "scalar":
        return "a key must be a plain word"
    return _tag_reason(key) or half(str(key.value))


def _tag_reason(node: Node) -> str | None:
    """No tag is obeyed, so none is let through, but `!!str`, which says what quotes would say."""
    tag = str(node.tag)
    written = node.ctag.handle is not None or tag not in _RESOLVED
    if not written or (tag, node.id) == (f"{_TAG}str", "scalar"):
        return None
    return f"the tag {tag.replace(_TAG, '!!', 1)!r} means nothing in a config"


def scalar(text: str) -> object:
    """A plain scalar by the core schema of YAML 1.2."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", "", 1))
    return text


def finite(text: str) -> object:
    """The same, where a number that is too large is told as the text that it is."""
    return text if excess(text) else scalar(text)


def _integer(text: str) -> object:
    try:
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    except ValueError:
        return text  # more digits than the interpreter is willing to convert
