"""Find the overloads of a function."""

from __future__ import annotations

import linecache
import re
import typing
from collections.abc import Sequence
from types import FunctionType

from typing_extensions import get_overloads

_FORGETS = not hasattr(typing, "get_overloads")
"""True if `typing.overload` keeps no record of the functions that it decorates, as on Python 3.10."""
_DEFINITION = re.compile(r"\s*(?:async\s+def|def|class)\s+(\w+)")
_OVERLOAD = re.compile(r"\s*@[\w.]*overload\b")
_MOST = 3
"""As many decorators of an overload are read."""


def overloads_of(function: FunctionType) -> Sequence[FunctionType]:
    """Return the overloads of a function, those of a class or static method without that decorator.

    There are none on Python 3.10, where `typing.overload` keeps no record of them.
    """
    written: list[object] = [getattr(each, "__func__", each) for each in get_overloads(function)]
    return [each for each in written if isinstance(each, FunctionType)]


def is_overloaded(function: FunctionType) -> bool:
    """Return whether a function has overloads, by its source if there is no record of them.

    >>> is_overloaded(is_overloaded)
    False
    """
    return bool(overloads_of(function)) or (_FORGETS and is_below_overload(function))


def is_below_overload(function: FunctionType) -> bool:
    """Return whether the definition right above a function is an overload of its name."""
    code = function.__code__
    above = linecache.getlines(code.co_filename, function.__globals__)[: code.co_firstlineno - 1]
    found = next((number for number in reversed(range(len(above))) if _DEFINITION.match(above[number])), 0)
    defined = _DEFINITION.match(above[found]) if above else None
    decorators = [line for line in above[max(found - _MOST, 0) : found] if line.lstrip().startswith("@")]
    return defined is not None and defined[1] == code.co_name and any(map(_OVERLOAD.match, decorators))
