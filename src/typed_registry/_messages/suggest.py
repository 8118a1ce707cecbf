"""The valid word that was probably meant by a word that isn't valid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from typed_registry._messages.visible import shown_value

SHOWN = 20
"""The most names that a message lists."""

_CLOSE = 0.6
"""The least similarity that is worth a suggestion, as in `difflib.get_close_matches`."""

_CERTAIN = 0.8
"""The similarity of a few mistyped letters; no other order of the words is tried above it."""


class _Match(NamedTuple):
    """A candidate and how well it matches; the greater of two is the better."""

    similarity: float
    shared_start: int
    earliness: int
    """The negative position, so that the first of equals wins."""


def nearest(word: str, valid: Iterable[str], least: float = _CLOSE) -> str | None:
    """Return the valid word that is most similar to `word`, or None if the similarity of none is `least`.

    Case, dashes and underscores don't count as differences, and neither does the order of the words that
    they separate. Of equally similar words, the one with the longer common start wins, then the first.

    >>> nearest("Label-Smothing", ["beta", "label_smoothing"])
    'label_smoothing'
    >>> nearest("entropy_cross", ["beta", "cross_entropy"])
    'cross_entropy'
    >>> nearest("zebra", ["beta", "label_smoothing"]) is None
    True
    """
    names = list(valid)
    match = _best(_fold(word), [_fold(name) for name in names], least)
    words = _words(word)
    if len(words) > 1 and (match is None or match.similarity < _CERTAIN):
        reordered = _best("".join(sorted(words)), ["".join(sorted(_words(name))) for name in names], least)
        match = max(filter(None, (match, reordered)), default=None)
    return names[-match.earliness] if match else None


def joined(words: Iterable[str], conjunction: str = "and") -> str:
    """Return words as a text, with a conjunction before the last one; an empty text if there are none.

    >>> joined(["beta", "gamma", "delta"]), joined(["beta", "gamma"], "or"), joined(["beta"])
    ('beta, gamma and delta', 'beta or gamma', 'beta')
    """
    *before, last = [*words] or [""]
    return f"{', '.join(before)} {conjunction} {last}" if before else last


def valid_words(word: str, valid: Iterable[str]) -> str:
    """Return the words that are valid in place of another one, with the nearest before them.

    >>> valid_words("bta", ["beta", "gamma"])
    "did you mean 'beta'? valid: 'beta', 'gamma'"
    >>> valid_words("bta", [])
    'valid: none'
    """
    names = list(valid)
    near = nearest(word, names)
    meant = f"did you mean {near!r}? " if near else ""
    return f"{meant}valid: {listed(names) or 'none'}"


def did_you_mean(near: str | None) -> str:
    """Return the end of a message that suggests a word; an empty text if there is none to suggest.

    >>> did_you_mean("beta"), did_you_mean(None)
    ("; did you mean 'beta'?", '')
    """
    return f"; did you mean {near!r}?" if near else ""


def _words(text: str) -> list[str]:
    return text.lower().replace("-", "_").split("_")


def _fold(text: str) -> str:
    return text.lower().replace("-", "").replace("_", "")


def _best(word: str, candidates: Sequence[str], least: float) -> _Match | None:
    """Return the best match among the candidates, if the similarity of one is at least this.

    The similarity of two words is twice the length of their longest common subsequence, divided by the sum
    of their lengths. It is computed for the candidates whose letters allow the most, then for those whose
    letters allow less, until these can't be better than what was found.
    """
    found: _Match | None = None
    by_limit = _by_limit(word, candidates, least)
    common = _CommonSubsequence(word)
    for limit in sorted(by_limit, reverse=True):
        if found and limit <= found.similarity:
            break
        for position in by_limit[limit]:
            candidate = candidates[position]
            similarity = _ratio(common.length(candidate), word, candidate)
            if similarity >= (found.similarity if found else least):
                match = _Match(similarity, _shared_start(word, candidate), -position)
                found = max(found, match) if found else match
    return found


def _by_limit(word: str, candidates: Sequence[str], least: float) -> dict[float, list[int]]:
    """Group the positions of the candidates by the greatest similarity that their letters allow."""
    grouped: dict[float, list[int]] = {}
    size, missing = len(word), set(word).difference
    for position, candidate in enumerate(candidates):
        limit = 2 * (size - len(missing(candidate))) / (size + len(candidate) or 1)  # inline for speed
        if limit >= least:
            grouped.setdefault(limit, []).append(position)
    return grouped


def _ratio(common: int, word: str, candidate: str) -> float:
    return 2 * common / (len(word) + len(candidate) or 1)


class _CommonSubsequence:
    """The length of the longest common subsequence of a word and others.

    One integer holds a row of the dynamic program, a bit for each letter of the word (Hyyro, "Bit-parallel
    LCS-length computation revisited", 2004).
    """

    def __init__(self, word: str) -> None:
        self._size = len(word)
        self._places: dict[str, int] = {}
        for index, letter in enumerate(word):
            self._places[letter] = self._places.get(letter, 0) | 1 << index

    def length(self, other: str) -> int:
        """Return the length of the longest common subsequence of the word and `other`."""
        places = self._places
        every = row = (1 << self._size) - 1
        for letter in other:
            matches = row & places.get(letter, 0)
            row = ((row + matches) | (row - matches)) & every
        return self._size - row.bit_count()


def _shared_start(word: str, other: str) -> int:
    pairs = enumerate(zip(word, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(word), len(other)))


def listed(names: Iterable[object]) -> str:
    """Return the names in quotes, the first twenty of them.

    >>> listed(["dpo", "sft"])
    "'dpo', 'sft'"
    """
    every = list(names)
    more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
    return ", ".join(map(shown_value, every[:SHOWN])) + more
