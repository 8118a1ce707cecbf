"""What ruamel.yaml composes a text into, typed: its own classes don't say what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Sequence


class Mark(Protocol):
    """A place in the text; all of it counts from 0."""

    index: int
    line: int
    column: int


class Tag(Protocol):
    """What a node is tagged with, by the text or by the parser."""

    handle: str | None
    """The exclamation marks before it; None when the parser has found the tag by itself."""


class Node(Protocol):
    """A scalar, a sequence or a mapping, as it is written."""

    id: str
    """`scalar`, `sequence` or `mapping`."""
    tag: object
    ctag: Tag
    style: str | None
    """How a scalar is quoted; None for a plain one."""
    value: object
    """A scalar's text, a sequence's nodes, or a mapping's pairs of nodes."""
    start_mark: Mark
    end_mark: Mark


class Anchors(Protocol):
    """The part of ruamel that knows the anchors."""

    warn_double_anchors: bool


class Composer(Protocol):
    """The part of ruamel's `YAML` that reads."""

    @property
    def composer(self) -> Anchors:
        """What it makes nodes with."""
        ...

    def compose(self, stream: str) -> Node | None:
        """The tree of nodes; None for an empty text."""
        ...


class Marked(Protocol):
    """What ruamel's errors tell."""

    problem: str | None
    problem_mark: Mark | None


def items(sequence: Node) -> Sequence[Node]:
    """The nodes in a sequence."""
    return cast("Sequence[Node]", sequence.value)


def pairs(mapping: Node) -> Sequence[tuple[Node, Node]]:
    """The keys and values in a mapping."""
    return cast("Sequence[tuple[Node, Node]]", mapping.value)
