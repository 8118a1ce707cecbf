"""The README's fenced blocks, each with the name that a comment above it gives."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

README = Path(__file__).parents[2] / "README.md"
_BLOCK = re.compile(r"(?:<!-- ([\w ]+) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)


@frozen
class Block:
    """A fenced block."""

    name: str
    """Empty when there is no comment above it."""
    language: str
    text: str


def blocks() -> list[Block]:
    """Every fenced block, in order."""
    return [Block(*found) for found in _BLOCK.findall(README.read_text(encoding="utf-8"))]


def block(name: str) -> str:
    """The text of the block with this name."""
    return next(block.text for block in blocks() if block.name == name)
