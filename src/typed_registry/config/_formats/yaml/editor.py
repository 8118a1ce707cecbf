"""A YAML text with a value set at a path: replaced where it is written, or added as a new line or item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from typed_registry.config._document.document import expand_to_mapping, nest
from typed_registry.config._document.faults import Path
from typed_registry.config._formats.yaml.events import Event, parse_events, pyyaml
from typed_registry.config._formats.yaml.scalars import scalar
from typed_registry.config._formats.yaml.writer import write_flow

_LINE_END = re.compile(r"\r?\n")


@frozen
class _Node:
    """A scalar, a mapping or a sequence as it is written. Indices and columns count from 0."""

    kind: Literal["scalar", "mapping", "sequence"]
    start: int
    end: int
    """The index behind it. A collection in block style ends only where the next node begins."""
    column: int
    text: str = ""
    """The value of a scalar, as a text."""
    style: str = ""
    """The quote or the sign of a scalar, or the bracket of a collection in flow style; empty for others."""
    keys: tuple[_Node, ...] = ()
    items: tuple[_Node, ...] = ()
    """The values of a mapping, or the items of a sequence."""


def _compose(text: str) -> _Node | None:
    """Return the tree of the document in a text, which is known to be YAML; None if it is empty."""
    events = parse_events(text, "")
    node: _Node | None = None
    for event in events:
        node = _node(event, events)
    return node


def edit(text: str, path: Path, value: object) -> str:
    r"""Return the text with this value at this path; nothing around it is changed.

    >>> print(edit("a: 1  # one\nb: {c: 2}\n", ("b", "d"), [True, "x y"]), end="")
    a: 1  # one
    b: {c: 2, d: [true, "x y"]}
    """
    node = _compose(text)
    if node is None:
        end = _line_end(text)
        return f"{text}{'' if not text or text.endswith(chr(10)) else end}{_pair(path, value)}{end}"
    return _Edit(text, value).at(node, path, 0)


def _line_end(text: str) -> str:
    """Return how the lines of a text end, by its first."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def _pair(path: Path, value: object) -> str:
    """Return a key with its value, in which the rest of the path is nested."""
    return f"{write_flow(str(path[0]))}: {write_flow(nest(path[1:], value))}"


@frozen
class _Edit:
    """A change of one value in a text."""

    text: str
    value: object

    def at(self, node: _Node, path: Path, empty: int) -> str:
        """Return the text with the value at the path below a node.

        `empty` is the index for the value if nothing is written for the node: behind its colon or its dash.
        """
        if not path:
            return self._replaced(node, self.value, empty)
        if node.kind == "mapping":
            names = [key.text for key in node.keys]
            if str(path[0]) not in names:
                return self._added(node, path)
            index = names.index(str(path[0]))
            behind_colon = self.text.find(":", node.keys[index].end) + 1
            return self.at(node.items[index], path[1:], behind_colon)
        if node.kind == "sequence" and isinstance(path[0], int):
            item = node.items[path[0]]
            return self.at(item, path[1:], self.text.rfind("-", 0, item.start) + 1)
        mapping = expand_to_mapping(node.text if node.style else scalar(node.text))
        return self._replaced(node, {**mapping, str(path[0]): nest(path[1:], self.value)}, empty)

    def _replaced(self, node: _Node, value: object, empty: int) -> str:
        if node.start == node.end:
            return f"{self.text[:empty]} {write_flow(value)}{self.text[empty:]}"
        return f"{self.text[: node.start]}{write_flow(value)}{self.text[self._end(node) :]}"

    def _added(self, node: _Node, path: Path) -> str:
        """Return the text with a new pair at the end of a mapping."""
        pair = _pair(path, self.value)
        if node.style:
            close = node.end - 1
            head = self.text[:close].rstrip()
            comma = "" if head.endswith(("{", ",")) else ","
            return f"{head}{comma}{'' if head.endswith('{') else ' '}{pair}{self.text[close:]}"
        indent = " " * node.column
        found = _LINE_END.search(self.text, self._end(node))
        line = found.start() if found else len(self.text)
        return f"{self.text[:line]}{_line_end(self.text)}{indent}{pair}{self.text[line:]}"

    def _end(self, node: _Node) -> int:
        """Return where the last thing ends that a node contains."""
        if node.kind == "scalar":
            return len(self.text[: node.end].rstrip()) if node.style in {"|", ">"} else node.end
        return node.end if node.style or not node.items else self._end(node.items[-1])


def _node(event: Event, events: Iterator[Event]) -> _Node:
    yaml = pyyaml()
    start, column = event.start_mark.index, event.start_mark.column
    if type(event) is yaml.ScalarEvent:
        return _Node("scalar", start, event.end_mark.index, column, event.value, event.style or "")
    is_mapping = type(event) is yaml.MappingStartEvent
    bracket = ("{" if is_mapping else "[") if event.flow_style else ""
    parts: list[_Node] = []
    while type(event := next(events)) not in {yaml.MappingEndEvent, yaml.SequenceEndEvent}:
        parts.append(_node(event, events))
    end = event.end_mark.index
    if is_mapping:
        return _Node("mapping", start, end, column, "", bracket, tuple(parts[::2]), tuple(parts[1::2]))
    return _Node("sequence", start, end, column, "", bracket, (), tuple(parts))
