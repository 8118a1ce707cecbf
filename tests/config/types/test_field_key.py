"""Keys that are not identifiers, in a file and everywhere else that keys are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, cast

import pytest
from attrs import field, frozen

from tests.samples.bag import fault
from tests.schema.judge import judge
from typed_registry import Registry, Spec
from typed_registry._typing_forms import Component
from typed_registry.config import differences, dump, from_mapping, key, load, renamed, save

Write = Callable[[str, str], Path]


class Loss:
    """What the components are."""

    def __init__(self, lam: Annotated[float, key("lambda")] = 1.0) -> None:
        self.lam = lam


LOSSES = Registry[Loss, []]("losses with keys")
LOSSES.register("one")(Loss)


@frozen
class Training:
    """A config."""

    loss: Spec[Loss, []]
    scheduler: str = field(
        default="cosine", metadata={**key("lr-scheduler"), **renamed("schedule", since="0.3")}
    )
    kind: Annotated[str, key("class")] = ""


DATA = {"lr-scheduler": "linear", "class": "a", "loss": {"name": "one", "lambda": 0.5}}


def test_read() -> None:
    """A file gives a field by its key, and the program by its name."""
    made = from_mapping(Training, DATA)

    assert Training(LOSSES.from_mapping({"name": "one", "lambda": 0.5}), "linear", "a") == made
    assert 0.5 == made.loss.build().lam
    spec = cast("Component[object]", LOSSES.spec)  # without a stub
    assert made.loss == spec("one", lam=0.5)


@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
def test_written_back(form: str, tmp_path: Path) -> None:
    """A dump writes the keys."""
    made = from_mapping(Training, DATA)
    save(made, tmp_path / f"c.{form}")

    assert made == load(Training, tmp_path / f"c.{form}")
    assert "lambda" in dump(made, form)


def test_overrides(write: Write) -> None:
    """An override names a field by its key."""
    file = write("c.yaml", "loss: one")
    made = load(Training, file, ["lr-scheduler=linear", "loss.lambda=0.5", "class=a"])

    assert from_mapping(Training, DATA) == made


def test_differences() -> None:
    """The path of a difference has the key."""
    made = from_mapping(Training, DATA)

    assert [(("loss", "lambda"), 0.5, 0.25)] == [
        *differences(made, from_mapping(Training, {**DATA, "loss": {"name": "one", "lambda": 0.25}}))
    ]


def test_name_is_no_key() -> None:
    """The name is unknown in a file, with the key as the nearest match."""
    assert "loss.lam: unknown key of one (losses with keys); did you mean 'lambda'? valid: 'lambda'" == fault(
        lambda: from_mapping(Training, {**DATA, "loss": {"name": "one", "lam": 0.5}})
    )


@pytest.mark.parametrize(
    ("data", "is_valid"), [(DATA, True), ({**DATA, "schedule": "a"}, False), ({**DATA, "kind": "a"}, False)]
)
def test_schema(data: dict[str, object], is_valid: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """The schema has the keys."""
    assert is_valid == judge(Training).verdicts(data)[0]


def test_shared_key() -> None:
    """Two fields can't have the same key."""

    @frozen
    class Twice:
        one: int = 1
        other: int = field(default=2, metadata=key("one"))

    with pytest.raises(TypeError, match="'one' and 'other' have the same key 'one'"):
        from_mapping(Twice, {})
