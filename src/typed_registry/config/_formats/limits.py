"""Limits of config files, and texts and numbers that can't be read whatever the format."""

from __future__ import annotations

import re
from math import isinf

MAX_BYTES = 1 << 20
MAX_DEPTH = 50
MAX_VALUES = 100_000
"""A file with more values than this, each use of an alias counted, is an accident or an attack."""

DECIMAL_INTEGER = re.compile(r"[-+]?[0-9]+")
DECIMAL_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
PREFIXED_INTEGER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|0b[01]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def number_problem(text: str) -> str | None:
    """Return why a number is too large to be read; None if it isn't, or isn't finite.

    >>> number_problem("1e999")
    '1e999 is more than a float can hold'
    >>> number_problem("1e99") is number_problem(".inf") is None
    True
    """
    if DECIMAL_INTEGER.fullmatch(text):
        digits = len(text.lstrip("+-"))
        return None if _is_converted(text, 10) else f"a number of {digits} digits is too long"
    if PREFIXED_INTEGER.fullmatch(text):
        return None if _is_converted(text, 0) else f"a number of {len(text) - 2} digits is too long"
    if DECIMAL_FLOAT.fullmatch(text) and isinf(float(text)):
        return f"{text} is more than a float can hold"
    return None


def text_problem(text: str) -> str | None:
    r"""Return why a text can't be read; None if it can.

    An escape can write half of a character, which no file can contain.

    >>> text_problem("\ud83d")
    "'\\ud83d' has half of a character, a surrogate"
    """
    return f"{text!r} has half of a character, a surrogate" if _SURROGATE.search(text) else None


def printable(text: str) -> str:
    """Return the text with escapes for halves of characters."""
    return text.encode(errors="backslashreplace").decode()


def _is_converted(digits: str, base: int) -> bool:
    """Return whether the interpreter is willing to convert so many digits, and to write them in decimal."""
    try:
        str(int(digits, base))
    except ValueError:
        return False
    return True
