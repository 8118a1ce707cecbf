"""Text to padded tensors, and examples to batches."""

from __future__ import annotations

import pytest

from posttrain.batch import Shuffled, chunks, collate

from .direct import ids
from .tiny import model

TOKENIZER = model().tokenizer


def test_rows() -> None:
    """A row is the prompt, the completion and the end, padded on the right."""
    batch = collate(TOKENIZER, [("ab", "c"), ("d", "efg")], 64)

    assert [[*ids("abc"), 1, 0], [*ids("defg"), 1]] == batch.ids.tolist()


def test_masks() -> None:
    """The masks tell padding from tokens, and the completion with its end from the prompt."""
    batch = collate(TOKENIZER, [("ab", "c"), ("d", "efg")], 64)

    assert [[1, 1, 1, 1, 0], [1, 1, 1, 1, 1]] == batch.attention.tolist()
    assert [[0, 0, 1, 1, 0], [0, 1, 1, 1, 1]] == batch.completion.tolist()


@pytest.mark.parametrize(
    ("length", "row", "completion"),
    [
        (5, [*ids("abcd"), 1], [0, 0, 1, 1, 1]),
        (4, ids("abcd"), [0, 0, 1, 1]),
        (3, ids("abc"), [0, 0, 1]),
        (1, ids("a"), [0]),
    ],
)
def test_truncation(length: int, row: list[int], completion: list[int]) -> None:
    """What is beyond the longest length is cut off, the end of text first."""
    batch = collate(TOKENIZER, [("ab", "cd")], length)

    assert [row] == batch.ids.tolist()
    assert [completion] == batch.completion.tolist()


def test_empty_texts() -> None:
    """An empty prompt has no tokens, and an empty completion only its end."""
    batch = collate(TOKENIZER, [("", "a"), ("b", "")], 64)

    assert [[*ids("a"), 1], [*ids("b"), 1]] == batch.ids.tolist()
    assert [[1, 1], [0, 1]] == batch.completion.tolist()


def test_without_special_tokens() -> None:
    """A tokenizer that knows no padding and no end gets neither from elsewhere."""
    bare = model().tokenizer
    bare.pad_token = bare.eos_token = None
    batch = collate(bare, [("a", "bc"), ("d", "")], 64)

    assert [ids("abc"), [*ids("d"), 0, 0]] == batch.ids.tolist()
    assert [[1, 1, 1], [1, 0, 0]] == batch.attention.tolist()


def test_padding_token_beyond_embeddings() -> None:
    """Rows aren't filled up with the tokenizer's padding, a token that the network may not know."""
    grown = model().tokenizer
    grown.add_special_tokens({"pad_token": "<padding>"})

    assert 384 == grown.pad_token_id
    assert [ids("abc"), [*ids("d"), 1, 0]] == collate(grown, [("a", "bc"), ("d", "")], 3).ids.tolist()


@pytest.mark.parametrize(("count", "size"), [(10, 4), (10, 10), (3, 8), (1, 1)])
def test_shuffled_epochs(count: int, size: int) -> None:
    """Every example comes once before any comes again, in batches that are all full."""
    drawn = Shuffled(range(count), size, 0)
    batches = [drawn.batch(number) for number in range(1, 3 * count + 1)]
    items = [example for batch in batches for example in batch]
    epochs = [sorted(items[start : start + count]) for start in range(0, 3 * size * count, count)]

    assert {size} == {len(batch) for batch in batches}
    assert [[*range(count)]] * (3 * size) == epochs


def test_shuffled_seed() -> None:
    """The order depends on the seed alone, and each epoch has its own."""
    first, again, other = (Shuffled(range(50), 50, seed) for seed in (1, 1, 2))

    assert first.batch(1) == again.batch(1)
    assert first.batch(1) != other.batch(1)
    assert first.batch(1) != first.batch(2)


def test_shuffled_anywhere() -> None:
    """A batch is the same whichever batches were asked for before it."""
    order, anywhere = (Shuffled(range(10), 4, 3) for _ in range(2))
    numbers = (7, 1, 3, 3)

    assert [order.batch(number) for number in range(1, 8)][6] == anywhere.batch(7)
    assert [order.batch(number) for number in numbers] == [anywhere.batch(number) for number in numbers]


def test_chunks() -> None:
    """For measuring, the examples come in order and the last batch may be short."""
    assert ["abc", "de"] == [*chunks("abcde", 3)]
    assert ["abcde"] == [*chunks("abcde", None)]
    assert [] == [*chunks("", 3)]
