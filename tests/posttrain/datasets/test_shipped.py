"""The datasets that come with posttrain: what is in them, and that it is right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations

import pytest

from posttrain.datasets.config import FilesConfig, ShippedConfig
from posttrain.datasets.files import found_files, read
from posttrain.datasets.shipped import FOLDER, ShippedData, commands, short_answers, sums
from posttrain.example import Completion, Conversation, Demonstration, Preference, Prompt, Split, Task
from posttrain.registries import DATASETS

COMMAND = re.compile(
    r"timer \d+ min|(alarm \d\d:\d\d)|remind \d\d:\d\d [a-zM-T ]+|light [a-z_]+ (on|off)|heat [a-z_]+ \d\d"
    r"|list add [a-z ]+|play [a-z ]+|weather [A-Z][a-z]+ (today|tomorrow|[A-Z][a-z]+day)"
)
WHOLE = ShippedConfig()


def built(name: str) -> ShippedData:
    """The dataset of this name, as an experiment builds it."""
    dataset = DATASETS.from_mapping({"name": name}).build()
    assert isinstance(dataset, ShippedData)
    return dataset


def asked(prompt: Prompt) -> str:
    """The text of a prompt's only message."""
    assert isinstance(prompt, Conversation)
    [message] = prompt.messages
    assert "user" == message.role
    return str(message.content)


def told(completion: Completion) -> str:
    """The text of a completion's only message."""
    assert not isinstance(completion, str)
    [message] = completion
    assert "assistant" == message.role
    return str(message.content)


def questions(split: Split, kind: type[Demonstration | Preference | Task]) -> list[str]:
    """The prompts of the examples of one kind."""
    return [asked(example.prompt) for example in split.of(kind)]


def distinct(*parts: Iterable[object]) -> bool:
    """Return whether nothing is twice in a part, or in two of them."""
    lists = [list(part) for part in parts]
    return all(len(part) == len({*part}) for part in lists) and not any(
        {*one} & {*other} for one, other in combinations(lists, 2)
    )


@pytest.mark.parametrize(
    ("name", "train", "held_out"),
    [
        ("commands", {Demonstration: 400}, {Demonstration: 100, Task: 100}),
        (
            "short_answers",
            {Preference: 350, Demonstration: 350},
            {Preference: 64, Demonstration: 64, Task: 64},
        ),
        ("sums", {Demonstration: 240, Task: 400}, {Task: 100}),
    ],
)
def test_kinds(name: str, train: dict[type, int], held_out: dict[type, int]) -> None:
    """Each dataset has several hundred examples, and others to measure with."""
    dataset = built(name)

    assert train == dataset.train.kinds
    assert held_out == dataset.held_out.kinds


def test_commands() -> None:
    """Every command has its form, no request is there twice, and the prompts' answers are the commands."""
    data = commands(WHOLE)
    shown = (*data.train.of(Demonstration), *data.held_out.of(Demonstration))

    assert [] == [told(each.completion) for each in shown if not COMMAND.fullmatch(told(each.completion))]
    assert distinct(questions(data.train, Demonstration), questions(data.held_out, Demonstration))
    assert [task.answer for task in data.held_out.of(Task)] == [
        told(each.completion) for each in data.held_out.of(Demonstration)
    ]


def test_numbers_of_commands() -> None:
    """The numbers of a request are those of its command."""
    data = commands(WHOLE)
    pairs = [(asked(each.prompt), told(each.completion)) for each in data.train.of(Demonstration)]
    counted = [(request, command) for request, command in pairs if command.startswith(("timer", "heat"))]

    assert len(counted) > 50
    assert [re.findall(r"\d+", request) for request, _ in counted] == [
        re.findall(r"\d+", command) for _, command in counted
    ]


def test_short_answers() -> None:
    """The preferred answer is short and the other long, and no question is there twice."""
    data = short_answers(WHOLE)
    pairs = (*data.train.of(Preference), *data.held_out.of(Preference))

    assert all(re.fullmatch(r"[\w, ]{1,22}\.", told(pair.chosen)) for pair in pairs)
    assert all(len(told(pair.rejected)) > 100 for pair in pairs)
    assert distinct(questions(data.train, Preference), questions(data.held_out, Preference))
    assert {told(pair.chosen) for pair in data.held_out.of(Preference)} == {
        task.answer for task in data.held_out.of(Task)
    }


def test_questions_agree() -> None:
    """Each fact is asked for in two ways, with the same answer."""
    data = short_answers(WHOLE)
    answers = {asked(pair.prompt): told(pair.chosen) for pair in data.train.of(Preference)}
    named = {question.removeprefix("Name the capital of ")[:-1] for question in answers if "Name" in question}

    assert len(named) > 40
    assert all(
        answers[f"Name the capital of {each}."] == answers[f"What is the capital of {each}?"]
        for each in named
    )


def test_sums() -> None:
    """Every sum is right, and no two numbers are added twice."""
    data = sums(WHOLE)
    forms = [(asked(e.prompt), told(e.completion)) for e in data.train.of(Demonstration)]
    demonstrations = [(text, answer.removeprefix("That makes ").rstrip(".")) for text, answer in forms]
    tasks, held_out = (
        [(asked(task.prompt), task.answer) for task in split.of(Task)]
        for split in (data.train, data.held_out)
    )
    added = [[numbers(text) for text, _ in part] for part in (demonstrations, tasks, held_out)]

    assert 0.5 == sum(answer.startswith("That") for _, answer in forms) / len(forms)
    for part, rows in zip(added, (demonstrations, tasks, held_out), strict=True):
        assert [str(sum(pair)) for pair in part] == [answer for _, answer in rows]
    assert distinct(*added)


def numbers(text: str) -> tuple[int, ...]:
    """The two numbers of a problem, the smaller one first."""
    found = sorted(int(digits) for digits in re.findall(r"\d+", text))
    assert len(found) == 2
    return tuple(found)


def test_fewer() -> None:
    """Both parts can be cut to the first examples."""
    few = sums(ShippedConfig(examples=3, held_out=2))

    assert {Demonstration: 3, Task: 3} == few.train.kinds
    assert sums(WHOLE).held_out.of(Task)[:2] == few.held_out.of(Task)


def test_files() -> None:
    """The files are read by the dataset `files`, too: each row is an example."""
    files = found_files(FOLDER)

    assert 7 == len(files)
    assert 1654 == sum(len(read([file], FilesConfig(file))) for file in files)
