"""Datasets that come with posttrain: small and readable, for experiments with a real model."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from posttrain.datasets.config import FilesConfig, ShippedConfig
from posttrain.datasets.files import read, with_demonstrations
from posttrain.datasets.layouts import Example
from posttrain.example import Completion, Preference, Split, Task
from posttrain.registries import DATASETS

FOLDER = Path(__file__).parent / "data"
"""The folder of their files, which the dataset `files` reads as well."""


@frozen
class ShippedData:
    """The examples of files that come with posttrain."""

    train: Split
    held_out: Split


@DATASETS.register_factory("commands", config=ShippedConfig)
def commands(config: ShippedConfig) -> ShippedData:
    """Turn a request in everyday words into the command of a device: 400 demonstrations, 100 held out.

    The held-out requests are prompts as well, whose answer is the command.

    >>> from posttrain.example import Demonstration
    >>> commands(ShippedConfig(examples=1)).train.of(Demonstration)[0].completion[0].content
    'weather Perth tomorrow'
    """
    held_out = _rows("commands_held_out", config.held_out)
    return ShippedData(Split(_rows("commands", config.examples)), Split((*held_out, *_asked(held_out))))


@DATASETS.register_factory("short_answers", config=ShippedConfig)
def short_answers(config: ShippedConfig) -> ShippedData:
    """Answer a question in a word or two rather than at length: 350 preferences, 64 held out.

    Each preferred answer is a demonstration as well, and the held-out questions are prompts. No fact is in
    both parts.

    >>> short_answers(ShippedConfig(examples=1)).train.of(Preference)[0].chosen[0].content
    'A key.'
    """
    train = _rows("short_answers", config.examples)
    held_out = _rows("short_answers_held_out", config.held_out)
    return ShippedData(
        with_demonstrations(train), Split((*with_demonstrations(held_out).examples, *_asked(held_out)))
    )


@DATASETS.register_factory("sums", config=ShippedConfig)
def sums(config: ShippedConfig) -> ShippedData:
    """Add two numbers below 50 that a sentence or two mention: 240 demonstrations, 400 prompts, 100 held out.

    A third of the demonstrations answer with the number alone, as the prompts want it, and the others in a
    sentence. No pair of numbers is in two of the three parts.

    >>> sums(ShippedConfig(examples=1)).train.of(Task)[0].answer
    '35'
    """
    shown, asked = (_rows(name, config.examples) for name in ("sums_demonstrations", "sums"))
    return ShippedData(Split((*shown, *asked)), Split(_rows("sums_held_out", config.held_out)))


def _rows(name: str, limit: int | None) -> list[Example]:
    file = FOLDER / f"{name}.jsonl"
    return read([file], FilesConfig(file), limit)


def _asked(examples: Iterable[Example]) -> list[Task]:
    """Return the prompts of examples, each with the good completion as its answer."""
    return [
        Task(example.prompt, {"answer": _text(completion)}, place=example.place)
        for example in examples
        for completion in _good(example)
    ]


def _good(example: Example) -> list[Completion]:
    if isinstance(example, Task):
        return []
    return [example.chosen if isinstance(example, Preference) else example.completion]


def _text(completion: Completion) -> str:
    if isinstance(completion, str):
        return completion
    [turn] = completion
    return str(turn.content)
