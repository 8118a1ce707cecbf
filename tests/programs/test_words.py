"""The words that shells are offered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from attrs import frozen

from tests.programs.program import words
from typed_registry._programs.config_node import config_node
from typed_registry._programs.override_words import override_words


def test_files(folder: Path) -> None:
    """Config files and folders are offered, hidden ones only if they are asked for."""
    for name in ("song.txt", "songs.toml", ".secret.json", "soft/one.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()

    assert ["soft/", "song.yaml", "songs.toml"] == words(folder, "run so")
    assert ["soft/one.yaml"] == words(folder, "run soft/")
    assert ["./soft/", "./song.yaml", "./songs.toml"] == words(folder, "run ./so")
    assert [".secret.json"] == words(folder, "run .s")


@pytest.mark.parametrize(
    ("incomplete", "expected"),
    [
        ("chain.0", ["chain.0=", "chain.0.name=", "chain.0.db="]),
        ("chain.1.chain.1.", [f"chain.1.chain.1.{key}=" for key in ("name", "delay", "times", "curve")]),
        ("si", ["sink=", "sink.name=", "sink.digits="]),
        ("text.", ["text.digits="]),
        ("fade", ["fade.seconds=", "fade.both_ends="]),
        ("ti", ["title="]),
        ("sink=", ["sink=text", "sink=count"]),
        ("sink.name=t", ["sink.name=text"]),
        ("chain.0=g", ["chain.0=gain"]),
        ("chain.1.chain.1.curve=", ["chain.1.chain.1.curve=linear", "chain.1.chain.1.curve=exponential"]),
        ("quality=", ["quality=draft", "quality=full"]),
        ("fade.both_ends=", ["fade.both_ends=true", "fade.both_ends=false"]),
        ("title=", ["title=null"]),
        ("folder=so", ["folder=song.yaml"]),
        ("chain.0.db=", []),
        ("nonsense", []),
        ("nonsense.a=", []),
    ],
)
def test_overrides(folder: Path, incomplete: str, expected: list[str]) -> None:
    """Paths are those that the file's components have, given or not; values are those that have names."""
    assert sorted(expected) == sorted(words(folder, f"run song.yaml {incomplete}"))


def test_former_overrides_count(folder: Path) -> None:
    """An override on the line changes what is offered behind it."""
    assert ["sink=", "sink.name="] == words(folder, "run song.yaml sink=count si")
    assert ["chain.1.db="] == words(folder, "run song.yaml chain.1=gain chain.1.d")
    assert ["sink=", "sink.name=", "sink.digits="] == words(folder, "run song.yaml sink={} si")


@pytest.mark.parametrize("text", ["chain: [gian]\nsink: cuont\n", "chain: [\n", ""])
def test_broken_files(folder: Path, text: str) -> None:
    """A file that can't be loaded, or not even be read, prevents nothing."""
    (folder / "song.yaml").write_text(text)

    assert ["quality=draft"] == words(folder, "run song.yaml quality=d")
    assert ["fade.seconds="] == words(folder, "run song.yaml fade.s")


def test_no_file(folder: Path) -> None:
    """A file that doesn't exist leaves the paths of the defaults."""
    assert ["sink.digits="] == words(folder, "run no.yaml sink.d")


def test_options_and_names(folder: Path) -> None:
    """Commands, options, and the names for help and for `show` are offered."""
    assert ["run"] == words(folder, "r")
    assert ["--print-config"] == words(folder, "run --p")
    assert ["echo"] == words(folder, "run --help-for ec")
    assert ["effects.gain"] == words(folder, "run --help-for effects.g")
    assert ["effects"] == words(folder, "list e")


@frozen
class Levels:
    by_name: Mapping[str, Literal["low", "high"]] = {}


def test_new_key() -> None:
    """The values of a key that a mapping doesn't have yet are those of its type."""
    found = [*override_words(config_node(Levels, None), "by_name.left=")]

    assert ["by_name.left=low", "by_name.left=high"] == found


@frozen
class Fork:
    """A class that contains itself in several places."""

    left: Fork | None = None
    right: Fork | None = None
    weights: Mapping[str, float] = {}


def test_a_class_in_itself() -> None:
    """It is followed once beyond the data that is there, since each further step doubles the words."""
    found = [*override_words(config_node(Fork, None, ["left.left={}"]), "left.left.left")]

    assert [f"left.left.left.{name}=" for name in ("left", "right", "weights")] == sorted(found)[:-1]
    assert len([*override_words(config_node(Fork, None), "")]) < 20


def test_a_key_with_a_dot() -> None:
    """It is offered in quotes, as an override takes it."""
    node = config_node(Fork, None, ["weights={a.b: 1}"])

    assert ['weights."a.b"='] == [*override_words(node, "weights.")]


class Span(NamedTuple):
    low: int = 0
    high: int = 9


EMPTY = Span()


@frozen
class Spans:
    span: Span = EMPTY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}\n", ["span.low=", "span.high="]),
        ("span: {low: 1}\n", ["span.low=", "span.high="]),
        ("span: [1, 2]\n", ["span.0=", "span.1="]),
    ],
)
def test_named_tuple(text: str, expected: list[str], tmp_path: Path) -> None:
    """A named tuple has the paths that overrides can give: indices where the file has a list."""
    file = tmp_path / "c.yaml"
    file.write_text(text)

    assert expected == [*override_words(config_node(Spans, file), "span.")]
