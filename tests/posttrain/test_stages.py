"""Experiments of several stages, each with an algorithm and perhaps a dataset of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.config import ExperimentConfig
from posttrain.errors import MissingExamplesError
from posttrain.past_run import read_run
from posttrain.stages import stages_of
from posttrain.train import train
from typed_registry.errors import ConfigError

from .small import experiment, quiet, rows, stopped_run, trained

RATE = "optimizer: {name: adamw, lr: 1e-3}"
SFT = f"{{name: sft, steps: 6, batch_size: 8, evaluate_every: 3, {RATE}}}"
DPO = f"{{name: dpo, steps: 4, batch_size: 8, evaluate_every: 3, {RATE}}}"
OTHER = "{name: sorting, letters: 4, examples: 20, held_out: 5}"
TEXT = """\
model: {name: transformer, hidden_size: 16, layers: 1, heads: 2}
dataset: {name: sorting, letters: 3, examples: 40, held_out: 16}
threads: 1
stages:
"""
BAD = (
    ("- {title: a, algorithm: sft}\n- {title: a, algorithm: dpo}\n", "two stages have the title 'a'"),
    ("- {title: '', algorithm: sft}\n", "a title has at least one character"),
    (
        "- {title: before dpo, algorithm: sft}\n",
        "a title can't begin with 'before', as metrics between stages do",
    ),
    ("[]\n", "the experiment has no stage: set algorithm, or stages for several"),
    (
        "- algorithm: sft\nalgorithm: dpo\n",
        "algorithm and stages can't both be set; add it to the list of stages",
    ),
    (
        "- algorithm: sft\nwarm_start: sft\n",
        "warm_start and stages can't both be set; add it to the list of stages",
    ),
)


def staged(folder: Path, *stages: str, overrides: tuple[str, ...] = ()) -> ExperimentConfig:
    """Return an experiment with a list of stages."""
    folder.mkdir(exist_ok=True)
    file = folder / "staged.yaml"
    file.write_text(TEXT + "".join(f"- {stage}\n" for stage in stages))
    return ExperimentConfig.load(file, [f"output={folder / 'runs'}", *overrides])


def test_same_as_short_form(tmp_path: Path) -> None:
    """A list of two stages does what a warm start and an algorithm do, to the last digit."""
    short = trained(experiment(tmp_path / "short"))
    listed = trained(staged(tmp_path / "listed", f"{{algorithm: {SFT}}}", f"{{algorithm: {DPO}}}"))

    assert short.metrics == listed.metrics
    assert short.run.metrics.read_text() == listed.run.metrics.read_text()
    assert read_run(short.run.folder).metrics == read_run(listed.run.folder).metrics


def test_titles(tmp_path: Path) -> None:
    """A stage without a title has its algorithm's name, with a number if that is taken."""
    config = staged(
        tmp_path, *["algorithm: sft", "{title: sft 2, algorithm: dpo}"] * 1, *["algorithm: sft"] * 2
    )

    assert ["sft", "sft 2", "sft 3", "sft 4"] == [stage.title for stage in stages_of(config)]


def test_datasets(tmp_path: Path) -> None:
    """A stage with a dataset of its own learns from it, and is measured with it before and after."""
    outcome = trained(
        staged(
            tmp_path,
            f"{{algorithm: {SFT}}}",
            f"{{title: longer, dataset: {OTHER}, algorithm: {SFT}}}",
            f"{{title: again, dataset: {OTHER}, algorithm: {SFT}}}",
        )
    )
    measured = [(row["stage"], row["step"]) for row in rows(outcome.run) if row["kind"] == "eval"]
    expected = ["before", "after sft", "before longer", "after longer", "after again"]

    assert expected == [*outcome.metrics]
    assert [
        *[("before", 0), ("sft", 3), ("sft", 6), ("before longer", 0)],
        *[("longer", 3), ("longer", 6), ("again", 3), ("again", 6)],
    ] == measured
    assert outcome.metrics["after sft"] != outcome.metrics["before longer"]


def test_missing_examples(tmp_path: Path) -> None:
    """A stage whose dataset lacks what it learns from is an error before anything is trained."""
    data = tmp_path / "data.jsonl"
    data.write_text("".join(f'{{"prompt": "{prompt}", "completion": "b"}}\n' for prompt in "acde"))
    stage = f"{{dataset: {{name: files, path: {data}}}, algorithm: {DPO}}}"
    with pytest.raises(MissingExamplesError) as caught:
        trained(staged(tmp_path, f"{{algorithm: {SFT}}}", stage))

    assert "dpo learns from preferences, and the dataset has none; it has 3 demonstrations" == str(
        caught.value
    )
    assert [] == [*(tmp_path / "runs").iterdir()]


def test_unused_dataset(tmp_path: Path) -> None:
    """The experiment's dataset isn't read if every stage has one of its own."""
    stage = f"{{dataset: {OTHER}, algorithm: {SFT}}}"
    unused = ("dataset={name: files, path: nowhere.jsonl}",)

    assert ["before", "after sft"] == [*trained(staged(tmp_path, stage, overrides=unused)).metrics]


@pytest.mark.parametrize("stopped", ["sft", "longer"])
def test_resumed(tmp_path: Path, stopped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is stopped in any stage goes on with that stage's data, and comes to the same."""
    every = SFT.replace("{name: sft", "{name: sft, checkpoint_every: 1")
    stages = (f"{{algorithm: {every}}}", f"{{title: longer, dataset: {OTHER}, algorithm: {every}}}")
    whole = trained(staged(tmp_path / "whole", *stages))
    config = staged(tmp_path / "parts", *stages)
    assert stopped_run(config, stopped, 4, monkeypatch).is_stopped
    resumed = train(config, "small", quiet(), go_on=True)

    assert whole.metrics == resumed.metrics
    assert whole.run.metrics.read_text() == resumed.run.metrics.read_text()


def test_overrides(tmp_path: Path) -> None:
    """A setting of a stage is reached by its number."""
    overrides = ("stages.1.algorithm.beta=0.7", "stages.0.dataset=sorting")
    first, second = stages_of(staged(tmp_path, "algorithm: sft", "algorithm: dpo", overrides=overrides))

    assert 0.7 == getattr(second.algorithm.config, "beta", None)
    assert 5 == getattr(first.dataset.config, "letters", None)
    assert 3 == getattr(second.dataset.config, "letters", None)


@pytest.mark.parametrize(("stages", "reason"), BAD)
def test_refused(tmp_path: Path, stages: str, reason: str) -> None:
    """Each stage has a title of its own, and there is at least one stage."""
    file = tmp_path / "staged.yaml"
    file.write_text(TEXT + stages if stages[0] == "-" else TEXT.replace("stages:\n", f"stages: {stages}"))
    with pytest.raises(ConfigError) as caught:
        ExperimentConfig.load(file)

    assert reason in str(caught.value)
