"""The nearest valid spelling of a word that isn't valid."""

from __future__ import annotations

from collections.abc import Iterable

SHOWN = 20
"""How many names a message lists at most."""


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """The valid word most like this one, by letters in order; None when none is close.

    Case, dashes and underscores don't count as differences.

    >>> nearest("Label-Smothing", ["beta", "label_smoothing"])
    'label_smoothing'
    >>> nearest("zebra", ["beta", "label_smoothing"]) is None
    True
    """
    from difflib import get_close_matches  # loaded on an error's way out only

    folded = {_fold(candidate): candidate for candidate in valid}
    close = get_close_matches(_fold(word), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def _fold(word: str) -> str:
    return word.lower().replace("-", "_")


def listed(names: Iterable[str]) -> str:
    """Names in quotes, the first twenty of them.

    >>> listed(["dpo", "sft"])
    "'dpo', 'sft'"
    """
    every = list(names)
    more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
    return ", ".join(map(repr, every[:SHOWN])) + more
