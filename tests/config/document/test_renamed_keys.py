"""Fields with former keys: which value wins if files use different keys for one field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import field, frozen

from tests.samples.bag import facts
from tests.samples.experiment import (
    ALGORITHMS,
    DPO,
    LOSSES,
    Algorithm,
    DPOConfig,
    Loss,
    Sigmoid,
    SigmoidConfig,
)
from typed_registry import Spec
from typed_registry.config import from_mapping, load
from typed_registry.config._document.deprecated_fields import OutdatedConfigWarning, renamed
from typed_registry.config._document.document import Document
from typed_registry.config._structure.load import document, make

Write = Callable[[str, str], Path]


@frozen
class Sub:
    """A field with two former keys, and one with none."""

    rate: float = field(default=0.1, metadata=renamed("lr", "learning_rate", since="0.3"))
    steps: int = 0


@frozen
class Job:
    """A nested class, a choice and an optional choice, each with a former key."""

    algorithm: Spec[Algorithm, []] = field(
        factory=lambda: ALGORITHMS.from_mapping({"name": "sft"}), metadata=renamed("algo", since="0.2")
    )
    sub: Sub = field(default=Sub(), metadata=renamed("part", since="0.2"))
    loss: Spec[Loss, []] | None = field(default=None, metadata=renamed("aim", since="0.2"))


pytestmark = pytest.mark.filterwarnings(
    "ignore::typed_registry.config._document.deprecated_fields.OutdatedConfigWarning"
)
SIGMOID = LOSSES.spec(Sigmoid, SigmoidConfig(0.3, "ipo"))


@pytest.mark.parametrize(
    ("base", "text", "overrides", "expected"),
    [
        ("sub: {lr: 3}", "sub: {rate: 4}", [], Job(sub=Sub(4.0))),
        ("sub: {rate: 3}", "sub: {lr: 4}", [], Job(sub=Sub(4.0))),
        ("sub: {learning_rate: 3}", "sub: {lr: 4}", [], Job(sub=Sub(4.0))),
        ("sub: {learning_rate: 3}", "sub: {lr: 4}", ["sub.rate=5"], Job(sub=Sub(5.0))),
        ("sub: {rate: 3}", "", ["sub.lr=5"], Job(sub=Sub(5.0))),
        ("part: {lr: 3, steps: 2}", "sub: {rate: 4}", [], Job(sub=Sub(4.0, 2))),
        ("sub: {rate: 3, steps: 2}", "part: {lr: 4}", [], Job(sub=Sub(4.0, 2))),
        ("part: {lr: 3, steps: 2}", "", ["sub.rate=4"], Job(sub=Sub(4.0, 2))),
        ("aim: sigmoid", "loss: {label_smoothing: 0.3, kind: ipo}", [], Job(loss=SIGMOID)),
        ("loss: {name: sigmoid, kind: ipo}", "", ["aim.label_smoothing=0.3"], Job(loss=SIGMOID)),
        (
            "loss: {name: cross_entropy, weight: 2}",
            "aim: {name: sigmoid, label_smoothing: 0.3, kind: ipo}",
            [],
            Job(loss=SIGMOID),
        ),
        ("algo: dpo\ndpo: {beta: 0.3}", "", [], Job(ALGORITHMS.spec(DPO, DPOConfig(0.3)))),
        ("algo: sft", "algorithm: dpo\ndpo: {beta: 0.3}", [], Job(ALGORITHMS.spec(DPO, DPOConfig(0.3)))),
        ("algorithm: sft", "algo: dpo\ndpo: {beta: 0.3}", [], Job(ALGORITHMS.spec(DPO, DPOConfig(0.3)))),
        (
            "algo: dpo\ndpo: {beta: 0.1}",
            "",
            ["algorithm.beta=0.3"],
            Job(ALGORITHMS.spec(DPO, DPOConfig(0.3))),
        ),
    ],
)
def test_higher_rank_wins(base: str, text: str, overrides: list[str], expected: Job, write: Write) -> None:
    """A value under any key of a field wins over those in extended files, and mappings are joined."""
    write("base.yaml", base)

    assert expected == load(Job, write("c.yaml", f"extends: base.yaml\n{text}\n"), overrides)


def source(made: Document, key: str) -> str | None:
    """The source of a key of `sub`; None if the key has no location of its own."""
    location = made.find(("sub", key))
    return None if location is None else location.origin().source


def test_in_a_program() -> None:
    """An override under another key wins over the data of a program."""
    assert Job(sub=Sub(4.0, 1)) == from_mapping(Job, {"part": {"lr": 3, "steps": 1}}, ["sub.rate=4"])


def test_within_one_file(write: Write) -> None:
    """Two keys of one field in one file are a fault; other faults have the path that is written."""
    write("base.yaml", "part: {lr: 1, steps: x}\n")
    file = write("c.yaml", "extends: base.yaml\nsub: {rate: 3, learning_rate: 4}\n")

    assert ["c.yaml:2:31 sub.learning_rate TwoNames", "base.yaml:1:22 part.steps WrongType"] == facts(
        lambda: load(Job, file)
    )


def test_warning_for_each(write: Write) -> None:
    """Every former key is in the warning, and each value has the place of the one that wins."""
    base = write("base.yaml", "part: {lr: 3, steps: 2}\n")
    file = write("c.yaml", "extends: base.yaml\nsub: {rate: 4}\n")
    with pytest.warns(OutdatedConfigWarning) as caught:
        load(Job, file)
    made = make(Job, document(file)).document

    lines = str(caught[0].message).splitlines()
    assert [f"{base}:1:1: part", f"{base}:1:8: part.lr"] == [line.partition(": the key")[0] for line in lines]
    assert [str(file), str(base)] == [source(made, key) for key in ("rate", "steps")]


def test_places_of_old_names(write: Write) -> None:
    """A value under a former key inside a former key has its place under the current keys."""
    base = write("base.yaml", "sub: {rate: 3, steps: 2}\n")
    file = write("c.yaml", "extends: base.yaml\npart: {lr: 4}\n")
    made = make(Job, document(file)).document

    assert [str(file), str(base)] == [source(made, key) for key in ("rate", "steps")]
