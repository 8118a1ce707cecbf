"""The tree of a YAML text with the place of each part, for who changes the text or takes it apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from typed_registry.config._document.faults import unreadable
from typed_registry.config._formats.limits import MAX_DEPTH
from typed_registry.config._formats.yaml.events import Event, parse_events, pyyaml


@frozen
class Node:
    """A scalar, a mapping or a sequence as it is written. Indices and columns count from 0."""

    kind: Literal["scalar", "mapping", "sequence"]
    start: int
    end: int
    """Where it ends. A collection in block style ends only where the next thing begins."""
    column: int
    text: str = ""
    """The text that a scalar stands for."""
    style: str = ""
    """The quote or the sign of a scalar, or the bracket of a collection in flow style; empty for others."""
    keys: tuple[Node, ...] = ()
    items: tuple[Node, ...] = ()
    """The values of a mapping, or the items of a sequence."""


def compose(text: str, source: str = "") -> Node | None:
    """Return the tree of the document in a text; None if it is empty.

    Raises ConfigError where the text isn't YAML.
    """
    events = parse_events(text, source)
    node: Node | None = None
    for event in events:
        node = _node(event, events, 1)
    return node


def split_values(text: str, source: str = "") -> list[str]:
    """Return each of several values that are separated by commas, as it is written.

    Raises ConfigError where a value isn't YAML.

    >>> split_values("[0.9, 0.95],{a: 1, b: 2},x")
    ['[0.9, 0.95]', '{a: 1, b: 2}', 'x']
    """
    whole = f"[{text}]"
    node = compose(whole, source)
    return [whole[item.start : item.end] for item in node.items] if node else []


def _node(event: Event, events: Iterator[Event], depth: int) -> Node:
    yaml = pyyaml()
    start, column = event.start_mark.index, event.start_mark.column
    if type(event) is yaml.ScalarEvent:
        return Node("scalar", start, event.end_mark.index, column, event.value, event.style or "")
    if depth > MAX_DEPTH:
        raise unreadable("nested too deeply", "", event.start_mark.line + 1, column + 1)
    is_mapping = type(event) is yaml.MappingStartEvent
    bracket = ("{" if is_mapping else "[") if event.flow_style else ""
    parts: list[Node] = []
    while type(event := next(events)) not in {yaml.MappingEndEvent, yaml.SequenceEndEvent}:
        parts.append(_node(event, events, depth + 1))
    end = event.end_mark.index
    if is_mapping:
        return Node("mapping", start, end, column, "", bracket, tuple(parts[::2]), tuple(parts[1::2]))
    return Node("sequence", start, end, column, "", bracket, (), tuple(parts))
