"""The pages of documentation, and their fenced blocks.

A comment on the line above a block says how it is tested:

- `<!-- file: NAME -->`: the block is written into the page's folder as a file of this name.
- `<!-- part of: NAME -->`: the lines of the block occur in this file of the page's folder, or else of the
  repository, next to each other.
- `<!-- raises: NAME -->`: the Python code raises an error of this name; the block after it shows its text.
- `<!-- not run: REASON -->`: the block is shown only.

A block of Python without a comment is executed, and so are the commands of a `console` block, whose output is
compared. In expected output, `...` stands for any text. Any other block needs a comment.
"""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = (README, ROOT / "src" / "posttrain" / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_BLOCK = re.compile(r"^(?:<!-- ([a-z ]+): ([^\n]+) -->\n)?```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@frozen
class Block:
    """A fenced block of a page."""

    directive: str
    """`file`, `part of`, `raises` or `not run`; empty if there is no comment."""
    argument: str
    language: str
    text: str
    line: int
    """The line of the page on which the block's text begins."""


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page in their order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(found[1] or "", found[2] or "", found[3], found[4], text.count("\n", 0, found.start(4)) + 1)
        for found in _BLOCK.finditer(text)
    ]
