"""Sorting letters in the order that is preferred: a task that needs no download.

The preferred order is forwards for a word that begins in the first half of the alphabet, and backwards for
any other. The demonstrations have either order at random, unless they are to show the preferred one. So a
model learns to sort from the demonstrations, and learns the order from the preferences, or from a reward:
the answer to each task is in the preferred order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from posttrain.datasets.config import ALPHABET, Orders, SortingConfig
from posttrain.example import Demonstration, Preference, Split, Task
from posttrain.registries import DATASETS


@DATASETS.register("sorting", config=SortingConfig)
class Sorting:
    """Words whose letters differ from each other. No word is in both splits.

    >>> data = Sorting(SortingConfig(letters=3, examples=2, held_out=1))
    >>> data.train.of(Preference)[0]
    Preference(prompt='gja>', chosen='jga', rejected='agj')
    """

    def __init__(self, config: SortingConfig) -> None:
        random = Random(config.seed)
        words = list(islice(_words(random, config.letters), config.examples + config.held_out))
        self.train = _split(words[: config.examples], random, config.demonstrations)
        self.held_out = _split(words[config.examples :], random, config.demonstrations)


def _words(random: Random, length: int) -> Iterator[str]:
    seen: set[str] = set()
    while True:
        word = "".join(random.sample(ALPHABET, length))
        if word not in seen:
            seen.add(word)
            yield word


def _split(words: Sequence[str], random: Random, orders: Orders) -> Split:
    preferences = tuple(map(_preference, words))
    shown = ((p.chosen, p.rejected) if orders == "either" else (p.chosen,) for p in preferences)
    demonstrations = (
        Demonstration(p.prompt, random.choice(answers)) for p, answers in zip(preferences, shown, strict=True)
    )
    tasks = (Task(p.prompt, {"answer": p.chosen}) for p in preferences)
    return Split((*demonstrations, *preferences, *tasks))


def _preference(word: str) -> Preference:
    forwards = "".join(sorted(word))
    backwards = forwards[::-1]
    orders = (forwards, backwards) if word[0] < ALPHABET[len(ALPHABET) // 2] else (backwards, forwards)
    return Preference(f"{word}>", *orders)
