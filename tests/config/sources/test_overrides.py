"""`path=value` from the command line, over whatever the file says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import frozen

from tests.samples.bag import fault
from tests.samples.experiment import (
    ALGORITHMS,
    DPO,
    LOSSES,
    DPOConfig,
    Experiment,
    Sigmoid,
    SigmoidConfig,
    Stage,
    Steps,
)
from typed_registry.config import from_mapping, load
from typed_registry.errors import ConfigError

Write = Callable[[str, str], Path]

INLINE = "algorithm: {name: dpo, beta: 0.5}\n"
SECTION = "algorithm: dpo\ndpo: {beta: 0.5}\n"
NEITHER = "algorithm: dpo\n"


@pytest.mark.parametrize("text", [INLINE, SECTION, NEITHER])
@pytest.mark.parametrize("path", ["algorithm.beta", "dpo.beta"])
def test_setting(text: str, path: str, write: Write) -> None:
    """Either path to a setting wins over either form of the file."""
    made = load(Experiment, write("c.yaml", text), [f"{path}=0.2"])

    assert ALGORITHMS.spec(DPO, DPOConfig(0.2)) == made.algorithm


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1e-4", 1e-4), ("2", 2.0), ("null", None), ("", None), ("  3  ", 3.0)],
)
def test_value(text: str, expected: float | None, write: Write) -> None:
    """A value is read as YAML reads it."""
    assert expected == load(Experiment, write("c.yaml", NEITHER), [f"rate={text}"]).rate


def test_last_wins(write: Write) -> None:
    """Of two overrides of one path, the later holds."""
    assert 3 == load(Experiment, write("c.yaml", NEITHER), ["seed=1", "seed=3"]).seed


def test_structure(write: Write) -> None:
    """A value may be a list or a mapping, and a path may go into a list."""
    overrides = ["steps={count: 3, marks: [1, 2, 3]}", "steps.marks.1=9", "steps.stage=warm-up"]

    assert Steps(3, Stage.WARM_UP, (1, 9, 3)) == load(Experiment, write("c.yaml", NEITHER), overrides).steps


def test_new_keys(write: Write) -> None:
    """What the file doesn't mention can be given."""
    made = load(Experiment, write("c.yaml", NEITHER), ["dpo.loss.kind=hinge", "steps.count=3"])
    expected = DPOConfig(0.1, LOSSES.spec(Sigmoid, SigmoidConfig(0.1, "hinge")))

    assert (ALGORITHMS.spec(DPO, expected), Steps(3)) == (made.algorithm, made.steps)


def test_another_choice(write: Write) -> None:
    """Another name on the command line leaves the file's section idle."""
    made = load(Experiment, write("c.yaml", SECTION), ["algorithm=sft", "sft.epochs=3"])

    assert ALGORITHMS.from_mapping({"name": "sft", "epochs": 3}) == made.algorithm


def test_idle(write: Write) -> None:
    """A setting of a component that nothing chooses would be lost, and is a fault; a file may have it."""
    file = write("c.yaml", "algorithm: dpo\nsft: {epochs: 3}\n")
    told = "would change nothing: no field chooses 'sft'; chosen: 'dpo', 'sigmoid'"

    assert 0 == load(Experiment, file).seed
    assert f"2 faults:\ncommand line: sft.epochs: {told}\ncommand line: sft.packed: {told}" == fault(
        lambda: load(Experiment, file, ["sft.epochs=4", "sft={epochs: 5, packed: true}"])
    )


def test_another_name(write: Write) -> None:
    """Another name within an inline choice meets the settings of the old one, and says so."""
    file = write("c.yaml", INLINE)

    assert f"{file}:1:24: algorithm.beta: unknown key; valid: 'epochs', 'packed'" == fault(
        lambda: load(Experiment, file, ["algorithm.name=sft"])
    )


def test_equals_in_value(write: Write) -> None:
    """Only the first equals sign divides."""
    assert Path("a=b") == load(Experiment, write("c.yaml", NEITHER), ["folder=a=b"]).folder


def test_faults(write: Write) -> None:
    """Faults of overrides come after the file's, with the command line as their place."""
    file = write("c.yaml", "algorithm: dpo\nseed: x\n")

    assert (
        "4 faults:\n"
        f"{file}:2:7: seed: expected int, got 'x' (str)\n"
        "command line: dpo.betta: unknown key; did you mean 'beta'? valid: 'beta', 'loss'\n"
        "command line: steps.coutn: unknown key; did you mean 'count'? valid: 'count', 'stage', 'marks'\n"
        "command line: rate: expected float | None, got 'fast' (str)"
        == fault(lambda: load(Experiment, file, ["dpo.betta=1", "rate=fast", "steps.coutn=1"]))
    )


def test_override_mends_fault(write: Write) -> None:
    """What is overridden in the file can't be a fault any more."""
    assert 3 == load(Experiment, write("c.yaml", "algorithm: dpo\nseed: x\n"), ["seed=3"]).seed


@pytest.mark.parametrize("text", ["seed", "=3", "a..b=3", ".seed=3", "--seed"])
def test_malformed(text: str, write: Write) -> None:
    """What is no assignment is refused with an example of one."""
    file = write("c.yaml", NEITHER)

    assert f"command line: got {text!r}; an override is written path=value, such as dpo.beta=0.2" == fault(
        lambda: load(Experiment, file, [text])
    )


def test_every_malformed_one(write: Write) -> None:
    """Every override that isn't one is told."""
    file = write("c.yaml", NEITHER)

    assert (
        "2 faults:\n"
        "command line: got 'seed'; an override is written path=value, such as dpo.beta=0.2\n"
        "command line: steps: not YAML: there is no anchor &one before its alias"
        == fault(lambda: load(Experiment, file, ["seed", "steps=*one"]))
    )


def test_tag(write: Write) -> None:
    """A value on the command line has no tag either."""
    file = write("c.yaml", NEITHER)

    assert "command line: folder: the tag '!env' means nothing in a config" == fault(
        lambda: load(Experiment, file, ["folder=!env HOME"])
    )


@pytest.mark.parametrize(("place", "shown"), [("1", "1"), ("x", "'x'"), ("-1", "'-1'")])
def test_no_such_place(place: str, shown: str, write: Write) -> None:
    """A path into a list must lead to a value that is there."""
    file = write("c.yaml", "algorithm: dpo\nsteps: {marks: [1]}\n")

    assert f"command line: steps.marks.{place}: a list of 1 has no {shown}; its places count from 0" == fault(
        lambda: load(Experiment, file, [f"steps.marks.{place}=3"])
    )


def test_over_mapping() -> None:
    """Overrides go over plain data, too, and leave the data itself alone."""
    data = {"algorithm": {"name": "dpo", "beta": 0.5}}

    assert ALGORITHMS.spec(DPO, DPOConfig(0.2)) == from_mapping(Experiment, data, ["dpo.beta=0.2"]).algorithm
    assert {"algorithm": {"name": "dpo", "beta": 0.5}} == data


def test_through_a_value(tmp_path: Path) -> None:
    """A path that leads through a plain value is the command line's fault, not the file's."""
    file = tmp_path / "c.yaml"
    file.write_text("seed: 3\n")

    @frozen
    class Seeded:
        seed: int

    with pytest.raises(ConfigError) as caught:
        load(Seeded, file, ["seed.x=1"])

    assert "command line: seed: expected int, got a mapping" == str(caught.value)


def test_large_number(write: Write) -> None:
    """A number that a float can't hold isn't made infinite."""
    file = write("c.yaml", NEITHER)

    assert "command line: rate: 1e400 is more than a float can hold" == fault(
        lambda: load(Experiment, file, ["rate=1e400"])
    )
