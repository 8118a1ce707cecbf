"""The values of YAML's plain scalars, by the core schema of YAML 1.2."""

from __future__ import annotations

import re

from typed_registry.config._formats.limits import DECIMAL_FLOAT, DECIMAL_INTEGER, number_problem

_WORDS = {"null": None, "Null": None, "NULL": None, "~": None, "": None} | {
    word: truth for truth in (True, False) for word in (str(truth), str(truth).lower(), str(truth).upper())
}
_NUMBER_STARTS = frozenset("+-.0123456789")
_PREFIXED_INTEGER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_LONG = 1000
"""Digits for which the interpreter has to be asked whether it can write the number in decimal."""
_SPECIAL_FLOAT = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def scalar(text: str) -> object:
    """Return the value of a plain scalar.

    >>> scalar("1e-4"), scalar("no"), scalar("~"), scalar("0x1F")
    (0.0001, 'no', None, 31)
    """
    if text[:1] in _NUMBER_STARTS:
        return _number(text)
    return _WORDS.get(text, text)


def finite_scalar(text: str) -> object:
    """Return the value of a plain scalar; the text itself for a number that is too large to be read."""
    return text if number_problem(text) else scalar(text)


def _number(text: str) -> object:
    if DECIMAL_INTEGER.fullmatch(text):
        return _integer(text, 10)
    if DECIMAL_FLOAT.fullmatch(text):
        return float(text)
    if _PREFIXED_INTEGER.fullmatch(text):
        return _integer(text, 0)
    if _SPECIAL_FLOAT.fullmatch(text):
        return float(text.replace(".", "", 1))
    return text


def _integer(text: str, base: int) -> object:
    if len(text) > _LONG and number_problem(text):
        return text
    return int(text, base)
