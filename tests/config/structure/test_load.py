"""A config file, whole: to a tree, or to every fault at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.bag import fault
from tests.samples.experiment import (
    ALGORITHMS,
    BUILT,
    DPO,
    LOSSES,
    DPOConfig,
    Experiment,
    Sigmoid,
    SigmoidConfig,
    Stage,
    Steps,
)
from typed_registry.config import from_cli, from_mapping, load
from typed_registry.errors import ConfigError

Write = Callable[[str, str], Path]

YAML = """
algorithm:
  name: dpo
  beta: 0.2
  loss:
    name: sigmoid
    kind: hinge
steps:
  count: 7
  stage: warm-up
  marks: [1, 2]
rate: 1e-4
precision: 16
folder: out/a
"""
TOML = """
rate = 1e-4
precision = 16
folder = "out/a"
algorithm.name = "dpo"
algorithm.beta = 0.2
algorithm.loss = {name = "sigmoid", kind = "hinge"}
[steps]
count = 7
stage = "warm-up"
marks = [1, 2]
"""
JSON = """{"algorithm": {"name": "dpo", "beta": 0.2, "loss": {"name": "sigmoid", "kind": "hinge"}},
"steps": {"count": 7, "stage": "warm-up", "marks": [1, 2]}, "rate": 1e-4,
"precision": 16, "folder": "out/a"}"""

EXPECTED = Experiment(
    algorithm=ALGORITHMS.spec(DPO, DPOConfig(0.2, LOSSES.spec(Sigmoid, SigmoidConfig(0.1, "hinge")))),
    steps=Steps(7, Stage.WARM_UP, (1, 2)),
    rate=1e-4,
    precision=16,
    folder=Path("out/a"),
)

FAULTY = """
algorithm:
  name: dpo
  betta: 0.2
  beta: many
  loss: {name: sigmiod}
steps:
  count: 1.5
  stage: warmup
  marks: [1, x, y]
seed: no
precision: fp23
los: sigmoid
loss: {label_smoothing: 0.7}
"""


@pytest.mark.parametrize(("name", "text"), [("c.yaml", YAML), ("c.toml", TOML), ("c.json", JSON)])
def test_formats(name: str, text: str, write: Write) -> None:
    """The same config in each format is the same tree."""
    assert EXPECTED == load(Experiment, write(name, text))


def test_path_as_text(write: Write) -> None:
    """A file's path may be text."""
    assert EXPECTED == load(Experiment, str(write("c.yaml", YAML)))


def test_tree_builds(write: Write) -> None:
    """What is loaded builds what it names, all the way down."""
    made = load(Experiment, write("c.yaml", YAML)).algorithm.build()

    assert isinstance(made, DPO)
    assert pytest.approx(0.2 * 0.9) == made.run()


def test_loading_constructs_nothing(write: Write) -> None:
    """Reading a config constructs no component, whether it is valid or not."""
    BUILT.clear()
    spec = load(Experiment, write("c.yaml", YAML)).algorithm
    with pytest.raises(ConfigError):
        load(Experiment, write("f.yaml", FAULTY))

    assert [] == BUILT
    spec.build()
    assert ["DPO", "Sigmoid"] == BUILT


def test_all_faults(write: Write) -> None:
    """Every fault is told at once, in the order of the file, with its place, path and nearest valid word."""
    file = write("c.yaml", FAULTY)

    assert (
        "11 faults:\n"
        f"{file}:4:3: algorithm.betta: unknown key of dpo (algorithms); did you mean 'beta'? "
        "valid: 'beta', 'loss'\n"
        f"{file}:5:9: algorithm.beta: expected float, got 'many' (str)\n"
        f"{file}:6:16: algorithm.loss.name: losses has no 'sigmiod'; did you mean 'sigmoid'? "
        "valid: 'sigmoid', 'cross_entropy'\n"
        f"{file}:8:10: steps.count: expected int, got 1.5 (float)\n"
        f"{file}:9:10: steps.stage: got 'warmup'; did you mean 'warm-up'? valid: 'warm-up', 'full'\n"
        f"{file}:10:14: steps.marks.1: expected int, got 'x' (str)\n"
        f"{file}:10:17: steps.marks.2: expected int, got 'y' (str)\n"
        f"{file}:11:7: seed: expected int, got 'no' (str)\n"
        f"{file}:12:12: precision: got 'fp23'; did you mean 'fp32'? valid: 'fp32', 'bf16', or int\n"
        f"{file}:13:1: los: unknown key; did you mean 'loss'? "
        "valid: 'algorithm', 'loss', 'steps', 'seed', 'rate', 'precision', 'folder'\n"
        f"{file}:14:25: loss.label_smoothing: got 0.7 (float): 'label_smoothing' must be < 0.5: 0.7"
        == fault(lambda: load(Experiment, file))
    )


def test_missing(write: Write) -> None:
    """A key that must be there is told at the mapping that lacks it."""
    file = write("c.yaml", "seed: 1\nsteps:\n  count: 2\n")

    assert f"{file}:1:1: algorithm: missing; expected one of algorithms: 'dpo', 'sft'" == fault(
        lambda: load(Experiment, file)
    )


def test_name_missing(write: Write) -> None:
    """A choice without a name is told what it chooses from."""
    file = write("c.yaml", "algorithm: {beta: 0.1}\n")

    assert f"{file}:1:12: algorithm.name: missing; expected one of algorithms: 'dpo', 'sft'" == fault(
        lambda: load(Experiment, file)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "3",
            (
                "1:12: algorithm: expected a component of algorithms: its name, or a mapping with its name, "
                "got 3 (int)"
            ),
        ),
        (
            "[dpo]",
            (
                "1:12: algorithm: expected a component of algorithms: its name, or a mapping with its name, "
                "got a list of 1; write dpo"
            ),
        ),
        ("{name: 3}", "1:19: algorithm.name: expected a name, got 3 (int)"),
        ("dop", "1:12: algorithm: algorithms has no 'dop'; did you mean 'dpo'? valid: 'dpo', 'sft'"),
        ("zzz", "1:12: algorithm: algorithms has no 'zzz'; valid: 'dpo', 'sft'"),
    ],
)
def test_choice_refused(text: str, expected: str, write: Write) -> None:
    """A choice is a name or a mapping with one."""
    file = write("c.yaml", f"algorithm: {text}\n")

    assert f"{file}:{expected}" == fault(lambda: load(Experiment, file))


@pytest.mark.parametrize("text", ["algorithm: sft", "algorithm: {name: sft}", "algorithm:\n  name: sft\n"])
def test_name_alone(text: str, write: Write) -> None:
    """A choice without settings may be its name."""
    assert Experiment(ALGORITHMS.from_mapping({"name": "sft"})) == load(Experiment, write("c.yaml", text))


def test_default_choice_kept(write: Write) -> None:
    """Settings without a name change the default choice, and keep what they don't mention."""
    file = write("c.yaml", "algorithm: sft\nloss: {label_smoothing: 0.3}\n")

    assert LOSSES.spec(Sigmoid, SigmoidConfig(0.3, "ipo")) == load(Experiment, file).loss


def test_default_choice_named(write: Write) -> None:
    """The same name as the default's keeps the default's other settings."""
    file = write("c.yaml", "algorithm: sft\nloss: {name: sigmoid, label_smoothing: 0.3}\n")

    assert LOSSES.spec(Sigmoid, SigmoidConfig(0.3, "ipo")) == load(Experiment, file).loss


def test_default_choice_replaced(write: Write) -> None:
    """Another name has its own defaults."""
    file = write("c.yaml", "algorithm: sft\nloss: cross_entropy\n")

    assert LOSSES.from_mapping({"name": "cross_entropy"}) == load(Experiment, file).loss


def test_nested_default_kept(write: Write) -> None:
    """What a file leaves out of a nested config is as in the field's own default."""
    file = write("c.yaml", "algorithm: sft\nsteps: {marks: [3]}\n")

    assert Steps(500, Stage.FULL, (3,)) == load(Experiment, file).steps


@pytest.mark.parametrize(
    "name",
    [
        "os.system",
        "posixpath:join",
        "colorsys.rgb_to_hsv",
        "colorsys:rgb_to_hsv",
        "typed_registry.Registry",
        "__import__",
        "",
    ],
)
def test_dotted_paths(name: str, write: Write) -> None:
    """A name that nothing registered is unknown, whatever it looks like, and imports nothing."""
    sys.modules.pop("colorsys", None)
    file = write("c.json", f'{{"algorithm": {{"name": "{name}", "_target_": "colorsys.rgb_to_hsv"}}}}')

    assert f"{file}:1:24: algorithm.name: algorithms has no {name!r}; valid: 'dpo', 'sft'" == fault(
        lambda: load(Experiment, file)
    )
    assert "colorsys" not in sys.modules


def test_from_mapping() -> None:
    """Plain data in place of a file has the same faults, without places."""
    assert (
        "2 faults:\n"
        "algorithm.epochs: expected int, got 'x' (str)\n"
        "seed: expected int, got '1' (str); write 1"
        == fault(lambda: from_mapping(Experiment, {"algorithm": {"name": "sft", "epochs": "x"}, "seed": "1"}))
    )


def test_from_mapping_of_values() -> None:
    """Plain data may hold tuples where a file has lists."""
    made = from_mapping(Experiment, {"algorithm": "sft", "steps": {"marks": (1, 2)}})

    assert (1, 2) == made.steps.marks


def test_from_cli(write: Write) -> None:
    """A program's arguments are a file and overrides."""
    file = write("c.yaml", YAML)

    assert EXPECTED == from_cli(Experiment, [str(file)])
    assert 3 == from_cli(Experiment, [str(file), "seed=3"]).seed


def test_from_cli_takes_the_programs_arguments(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without arguments given, the program's own are read."""
    monkeypatch.setattr(sys, "argv", ["train", str(write("c.yaml", YAML)), "seed=3"])

    assert 3 == from_cli(Experiment).seed


def test_from_cli_without_file() -> None:
    """A config with required fields needs a file."""
    with pytest.raises(SystemExit) as caught:
        from_cli(Experiment, [])

    assert 2 == caught.value.code
