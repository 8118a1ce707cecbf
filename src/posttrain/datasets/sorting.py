"""A task that needs no download: sorting letters, in the order that is preferred.

Both orders are right, and the demonstrations use either, as if drawn by lot (unless they are to show the
preferred one). The preferences are consistent:
a word that begins in the first half of the alphabet is to be sorted forwards, any other backwards. So
fine-tuning on the demonstrations teaches to sort and leaves the order to chance, and only the preferences
tell which it is; or a reward, as the answer to each task is the preferred order.
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
    """Words of different letters. No word of one split is in the other.

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
