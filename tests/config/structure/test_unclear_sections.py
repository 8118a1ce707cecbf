"""A section whose name two fields have chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from tests.samples.bag import fault
from tests.samples.experiment import LOSSES, Loss, Sigmoid, SigmoidConfig
from typed_registry import Spec
from typed_registry.config import load

Write = Callable[[str, str], Path]


@frozen
class Pair:
    """A config that chooses from one registry twice."""

    first: Spec[Loss, []]
    second: Spec[Loss, []]


def test_unclear(write: Write) -> None:
    """A section that two fields could mean is refused."""
    file = write("c.yaml", "first: sigmoid\nsecond: sigmoid\nsigmoid: {kind: ipo}\n")

    assert (
        f"{file}:3:1: sigmoid: a section of both first and second; write it inside the one that is meant"
        == fault(lambda: load(Pair, file))
    )


def test_clear(write: Write) -> None:
    """A section that one of them has chosen is that one's."""
    file = write("c.yaml", "first: cross_entropy\nsecond: sigmoid\nsigmoid: {kind: ipo}\n")
    expected = Pair(
        LOSSES.from_mapping({"name": "cross_entropy"}), LOSSES.spec(Sigmoid, SigmoidConfig(kind="ipo"))
    )

    assert expected == load(Pair, file)
