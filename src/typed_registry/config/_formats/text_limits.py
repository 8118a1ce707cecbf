"""Halves of characters, which an escape can write and no file can hold."""

from __future__ import annotations

import re

_HALF = re.compile("[\ud800-\udfff]")


def half(text: str) -> str | None:
    r"""Why the text can't be read; None when it can.

    >>> half("\ud83d")
    "'\\ud83d' has half of a character, a surrogate"
    """
    return f"{text!r} has half of a character, a surrogate" if _HALF.search(text) else None


def printable(text: str) -> str:
    """The text with its halves as escapes."""
    return text.encode(errors="backslashreplace").decode()
