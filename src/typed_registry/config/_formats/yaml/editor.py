"""A YAML text with a value set at a path: a splice where the value stands, or a new line or item."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry.config._document.faults import Path
from typed_registry.config._document.nested_values import nested
from typed_registry.config._document.text_lines import TextLines
from typed_registry.config._formats.yaml.nodes import Mark, Node, items, pairs
from typed_registry.config._formats.yaml.reader import compose, scalar

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_BLOCK = ("|", ">")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LINE_END = re.compile(r"\r?\n")


def patched(text: str, path: Path, value: object) -> str:
    r"""The text with this value at this path. What stands around it isn't touched.

    >>> print(patched("a: 1  # one\nb: {c: 2}\n", ("b", "d"), [True, "x y"]), end="")
    a: 1  # one
    b: {c: 2, d: [true, "x y"]}
    """
    node = compose(text, "")
    if node is None:
        end = line_end(text)
        return f"{text}{'' if not text or text.endswith(chr(10)) else end}{_pair(path, value)}{end}"
    return _Patch(text).at(node, path, value)


def line_end(text: str) -> str:
    """How the lines of a text end, by its first."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def flow(value: object) -> str:
    """A value on one line, as YAML writes it.

    >>> flow({"name": "adamw", "lr": 1e-05, "betas": [0.9, None], "path": "~/a b"})
    '{name: adamw, lr: 1e-05, betas: [0.9, null], path: "~/a b"}'
    """
    if is_mapping(value):
        return f"{{{', '.join(f'{flow(str(key))}: {flow(item)}' for key, item in value.items())}}}"
    if is_sequence(value):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, str):
        return value if _BARE.fullmatch(value) and scalar(value) is value else _quoted(value)
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else f"{'-' if value < 0 else ''}.inf"
    return json.dumps(value)


def _quoted(text: str) -> str:
    """A word in double quotes, with what no line can show by its number."""
    return f'"{"".join(map(_letter, text))}"'


def _letter(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    return letter if letter.isprintable() else f"\\U{ord(letter):08X}"


def _pair(path: Path, value: object) -> str:
    """A key with its value, in which the rest of the path is nested."""
    return f"{flow(str(path[0]))}: {flow(nested(path[1:], value))}"


class _Patch:
    """One change of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = TextLines(text).starts

    def at(self, node: Node, path: Path, value: object, empty: int = 0) -> str:
        """The text with the value at a path from this node; for one without a text, at `empty`."""
        if not path:
            return self._spliced(node, flow(value), empty)
        if node.id == "mapping":
            pair = next((pair for pair in pairs(node) if str(pair[0].value) == str(path[0])), None)
            if pair is None:
                return self._added(node, path, value)
            colon = self._text.find(":", self._index(pair[0].end_mark)) + 1
            return self.at(pair[1], path[1:], value, colon)
        if node.id == "sequence" and isinstance(path[0], int):
            held = items(node)[path[0]]
            return self.at(held, path[1:], value, self._text.rfind("-", 0, self._start(held)) + 1)
        name = scalar(str(node.value)) if node.style is None else str(node.value)
        opened = {} if name is None else {"name": str(node.value)}
        return self._spliced(node, flow({**opened, str(path[0]): nested(path[1:], value)}), empty)

    def _spliced(self, node: Node, new: str, empty: int) -> str:
        if node.id == "scalar" and node.style is None and not node.value:
            return f"{self._text[:empty]} {new}{self._text[empty:]}"
        return f"{self._text[: self._start(node)]}{new}{self._text[self._end(node) :]}"

    def _added(self, node: Node, path: Path, value: object) -> str:
        """A new pair at the end of a mapping."""
        pair = _pair(path, value)
        if self._text[self._start(node)] == "{":
            close = self._index(node.end_mark) - 1
            head = self._text[:close].rstrip()
            comma = "" if head.endswith(("{", ",")) else ","
            return f"{head}{comma}{'' if head.endswith('{') else ' '}{pair}{self._text[close:]}"
        indent = " " * node.start_mark.column
        found = _LINE_END.search(self._text, self._end(node))
        line = found.start() if found else len(self._text)
        return f"{self._text[:line]}{line_end(self._text)}{indent}{pair}{self._text[line:]}"

    def _start(self, node: Node) -> int:
        return self._index(node.start_mark)

    def _end(self, node: Node) -> int:
        """Where what a node holds ends; the parser ends a block only where the next thing begins."""
        end = self._index(node.end_mark)
        if node.id == "scalar":
            loose = node.style in _BLOCK or (node.style is None and not node.value)
            return len(self._text[:end].rstrip()) if loose else end
        held = _values(node)
        return end if self._text[self._start(node)] in "{[" or not held else self._end(held[-1])

    def _index(self, mark: Mark) -> int:
        return self._starts[mark.line] + mark.column


def _values(node: Node) -> Sequence[Node]:
    if node.id == "mapping":
        return [value for _, value in pairs(node)]
    return items(node) if node.id == "sequence" else ()
