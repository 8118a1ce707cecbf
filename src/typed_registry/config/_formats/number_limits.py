"""Numbers that a text writes and no value of ours can hold."""

from __future__ import annotations

import re
from math import isinf

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def excess(text: str) -> str | None:
    """Why a number is too large to be read; None when it isn't, or when the text is no decimal number.

    >>> excess("1e999")
    '1e999 is more than a float can hold'
    >>> excess("1e99") is excess(".inf") is None
    True
    """
    if _INTEGER.fullmatch(text):
        return None if _is_converted(text) else f"a number of {len(text.lstrip('+-'))} digits is too long"
    if _FLOAT.fullmatch(text) and isinf(float(text)):
        return f"{text} is more than a float can hold"
    return None


def _is_converted(digits: str) -> bool:
    """Whether the interpreter is willing to convert so many digits."""
    try:
        int(digits)
    except ValueError:
        return False
    return True
