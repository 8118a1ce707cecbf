"""Bring the types that checkers print into one form: that of a source file, without modules."""

from __future__ import annotations

import re

_RULES = [
    (r"(?:\w+\.)+(?=\w)", ""),  # modules, and the class that a nested one stands in
    (r"tuple\[.*, fallback=(\w+)\]", r"\1"),  # mypy's named tuple
    (r"<class '(\w+)'>", r"type[\1]"),  # ty's class object
    (r"type\[(\w+) \| (\w+)\]", r"type[\1] | type[\2]"),  # ty and pyrefly put the union inside
    (r"[\[(]\*Any, \*\*Any[\])]|\(\.\.\.\)", "..."),  # a ParamSpec that takes anything
    (
        r", \((.*?)(?:, /)?\)(?=[,\]])",
        r", [\1]",
    ),  # pyright's and ty's parameters of a ParamSpec: (Context, /)
    (r"^(Spec\[.*), object\]$", r"\1]"),  # all but pyrefly show this default
    (r"^(Spec|Registry)\[(\w+), \.\.\.\]$", r"\1[\2]"),  # pyrefly leaves out what is the default
]


def normal(shown: str) -> str:
    """Return a printed type as a source file would write it."""
    for pattern, replacement in _RULES:
        shown = re.sub(pattern, replacement, shown)
    return shown
