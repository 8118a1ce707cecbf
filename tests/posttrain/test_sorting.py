"""The built-in task: what its words, demonstrations and preferences are."""

from __future__ import annotations

import pytest

from posttrain.config import ExperimentConfig
from posttrain.datasets.config import SortingConfig
from posttrain.example import Demonstration, Preference, Split
from posttrain.registries import DATASETS
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError


def words(split: Split) -> list[str]:
    """The words to be sorted, in order."""
    return [str(example.prompt).removesuffix(">") for example in split.of(Preference)]


@pytest.mark.parametrize("letters", [2, 5, 10])
def test_words(letters: int) -> None:
    """Words have as many letters as asked for, all different, and no word comes twice in either split."""
    dataset = DATASETS.build("sorting", SortingConfig(letters=letters, examples=60, held_out=30))
    every = [*words(dataset.train), *words(dataset.held_out)]

    assert (60, 30) == (len(dataset.train.of(Preference)), len(dataset.held_out.of(Preference)))
    assert 90 == len(set(every))
    assert {letters} == {len(set(word)) for word in every} == {len(word) for word in every}


def test_all_words() -> None:
    """A dataset may use up every word there is."""
    dataset = DATASETS.build("sorting", SortingConfig(letters=2, examples=89, held_out=1))

    assert 90 == len({*words(dataset.train), *words(dataset.held_out)})


@pytest.mark.parametrize("part", ["train", "held_out"])
def test_preferences(part: str) -> None:
    """Words of the alphabet's first half are to be sorted forwards, others backwards, and never otherwise."""
    split: Split = getattr(DATASETS.build("sorting", SortingConfig()), part)
    for word, preference in zip(words(split), split.of(Preference), strict=True):
        forwards, backwards = "".join(sorted(word)), "".join(sorted(word, reverse=True))
        expected = (forwards, backwards) if word[0] in "abcde" else (backwards, forwards)

        assert Preference(f"{word}>", *expected) == preference


def test_demonstrations() -> None:
    """Demonstrations are of the same words, right in either order, and half of them as preferred."""
    train = DATASETS.build("sorting", SortingConfig()).train
    pairs = [*zip(train.of(Demonstration), train.of(Preference), strict=True)]
    as_preferred = sum(demonstration.completion == preference.chosen for demonstration, preference in pairs)

    assert all(d.prompt == p.prompt and d.completion in (p.chosen, p.rejected) for d, p in pairs)
    assert 0.45 < as_preferred / len(pairs) < 0.55


def test_chance_knows_no_order() -> None:
    """Neither order is demonstrated more, for whichever preference, so nothing but preferences tell it."""
    train = DATASETS.build("sorting", SortingConfig(examples=20_000)).train
    forwards = [
        word for word, d in zip(words(train), train.of(Demonstration), strict=True) if d == forwards_of(word)
    ]
    early = sum(word[0] in "abcde" for word in forwards)

    assert 0.48 < len(forwards) / 20_000 < 0.52
    assert 0.47 < early / len(forwards) < 0.53


def forwards_of(word: str) -> Demonstration:
    """The word's demonstration in alphabetical order."""
    return Demonstration(f"{word}>", "".join(sorted(word)))


def test_seed() -> None:
    """The seed alone decides on the words and the demonstrations."""
    one, same, other = (DATASETS.build("sorting", SortingConfig(seed=seed)) for seed in (1, 1, 2))

    assert (one.train, one.held_out) == (same.train, same.held_out)
    assert words(one.train) != words(other.train)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (
            {"letters": 2, "examples": 90, "held_out": 1},
            "dataset: there are only 90 words of 2 different letters for examples and held_out",
        ),
        ({"letters": 2}, "dataset: there are only 90 words of 2 different letters for examples and held_out"),
        ({"letters": 1}, "dataset.letters: got 1 (int): 'letters' must be >= 2: 1"),
        ({"letters": 11}, "dataset.letters: got 11 (int): 'letters' must be <= 10: 11"),
        ({"examples": 0}, "dataset.examples: got 0 (int): 'examples' must be > 0: 0"),
        ({"held_out": 0}, "dataset.held_out: got 0 (int): 'held_out' must be > 0: 0"),
    ],
)
def test_impossible(values: dict[str, object], text: str) -> None:
    """A dataset that can't be made is refused while the config is read."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(ExperimentConfig, {"algorithm": "sft", "dataset": {"name": "sorting", **values}})

    assert text == str(caught.value)
