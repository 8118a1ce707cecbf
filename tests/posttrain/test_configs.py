"""The configs that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.config import ExperimentConfig
from posttrain.stages import stages_of
from typed_registry.config import dump, save

from .evaluated import evaluate
from .small import experiment, rows, saved, trained

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path for path in (ROOT / "configs/experiments").rglob("*") if path.is_file())
REAL = [ROOT / f"configs/experiments/{name}.yaml" for name in ("commands", "short_answers", "sums")]
"""The experiments of the real model, which test_real_experiments trains."""
EACH = pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))


def test_there() -> None:
    """The experiment that the commands begin with is among them."""
    assert ROOT / "configs/experiments/exp001.yaml" in SHIPPED


@EACH
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_round_trip(file: Path, form: str, tmp_path: Path) -> None:
    """Each loads, and what is saved of it loads back to an equal one, in either format."""
    config = ExperimentConfig.load(file)
    save(config, tmp_path / f"config.{form}")

    assert config == ExperimentConfig.load(tmp_path / f"config.{form}")
    assert dump(config, form) == (tmp_path / f"config.{form}").read_text(encoding="utf-8")


@EACH
def test_hash(file: Path) -> None:
    """A config is a value: loaded twice it is equal and hashes alike, and with another setting it isn't."""
    one, same, other = (
        ExperimentConfig.load(file),
        ExperimentConfig.load(file),
        ExperimentConfig.load(file, ["seed=9"]),
    )

    assert one == same
    assert hash(one) == hash(same)
    assert one != other


@pytest.mark.parametrize("file", [file for file in SHIPPED if file not in REAL], ids=lambda file: file.name)
def test_trains(file: Path, tmp_path: Path) -> None:
    """Each of the built-in task trains two steps of each stage, and leaves a model that can be opened."""
    config = ExperimentConfig.load(file)
    stages = [stage.title for stage in stages_of(config)]
    short = [f"{name}.{setting}" for name in stages for setting in ("steps=2", "batch_size=4")]
    size = ["sorting.examples=16", "sorting.held_out=4"]
    outcome = trained(ExperimentConfig.load(file, [f"output={tmp_path}", *short, *size]))

    assert ["before", *(f"after {name}" for name in stages)] == [*outcome.metrics]
    assert [(name, step) for name in stages for step in (1, 2)] == [
        (row["stage"], row["step"]) for row in rows(outcome.run) if row["kind"] == "train"
    ]
    assert evaluate(saved(outcome.run.model), config.dataset.build().held_out)


def test_exp001() -> None:
    """The experiment's settings reach the components, from sections and inline alike."""
    config = ExperimentConfig.load(ROOT / "configs/experiments/exp001.yaml", ["dpo.beta=0.2", "sft.steps=7"])

    first, second = (stage.algorithm for stage in stages_of(config))
    assert ("sft", 7, 64) == (first.name, *values(first.config, "steps", "batch_size"))
    assert ("dpo", 0.2, 150) == (second.name, *values(second.config, "beta", "steps"))
    assert (96, 3, 4) == values(config.model.config, "hidden_size", "layers", "heads")
    assert (5, 2000, 256) == values(config.dataset.config, "letters", "examples", "held_out")


def values(config: object, *names: str) -> tuple[object, ...]:
    """The values of these fields."""
    return tuple(getattr(config, name) for name in names)


def test_from_cli(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of one's own reads the same from its arguments, given or taken from `sys.argv`."""
    file = str(SHIPPED[0])
    expected = ExperimentConfig.load(file, ["seed=3", "output=elsewhere"])
    monkeypatch.setattr("sys.argv", ["program", file, "seed=3", "output=elsewhere"])

    assert expected == ExperimentConfig.from_cli()
    assert expected == ExperimentConfig.from_cli([file, "seed=3", "output=elsewhere"])


def test_from_cli_without_file() -> None:
    """Without a file, such a program ends as with any wrong argument."""
    with pytest.raises(SystemExit) as caught:
        ExperimentConfig.from_cli([])

    assert 2 == caught.value.code


def test_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Paths may begin at the user's home: of the runs, of a dataset, and of a model."""
    monkeypatch.setenv("HOME", str(tmp_path))
    rows = [f'{{"prompt": "{letter}", "completion": "b"}}\n' for letter in "cdef"]
    (tmp_path / "data.jsonl").write_text("".join(rows))
    first = trained(experiment(tmp_path, "output=~/runs"))
    again = trained(
        experiment(
            tmp_path,
            "algorithm={name: sft, steps: 1, batch_size: 2}",
            "warm_start=null",
            "dataset={name: files, path: ~/data.jsonl}",
            "model={name: pretrained, path: ~/runs/small/model}",
        ),
        "again",
    )

    assert tmp_path / "runs/small" == first.run.folder
    assert tmp_path / "runs/again" == again.run.folder
