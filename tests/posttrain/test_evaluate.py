"""`posttrain evaluate`: a model has the metrics that the training logged for it, to the last digit."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from rich.console import Console

from posttrain.completion_table import table_file
from posttrain.config import ExperimentConfig
from posttrain.datasets.config import SortingConfig
from posttrain.errors import ModelError, NothingMeasuredError
from posttrain.evaluate import Report, evaluate
from posttrain.example import Split, Task
from posttrain.journal import read_records
from posttrain.registries import DATASETS, MODELS
from posttrain.run import Run
from posttrain.run_errors import CheckpointError, MissingCheckpointError, RunError
from posttrain.subject import CheckpointName, Subject

from .program import Result, posttrain
from .small import REFERENCE, experiment, quiet, stopped_run, trained
from .tiny import SIZE

ALONE = "warm_start=null"
GRPO = (
    ALONE,
    "algorithm={name: grpo, steps: 3, batch_size: 4, samples: 2, max_tokens: 4, evaluate_every: 1}",
    "grpo.reward={name: length, longest: 0, margin: 4}",
    "grpo.optimizer={name: adamw, lr: 1e-2}",
    "evaluation.samples=2",
)


def subject(
    config: ExperimentConfig, path: Path, stage: str | None = None, checkpoint: CheckpointName | None = None
) -> Subject:
    """Return what is measured of a model with the experiment that it is from."""
    return Subject(path, config, config, stage, checkpoint)


def measured(
    config: ExperimentConfig, path: Path, stage: str | None = None, checkpoint: CheckpointName | None = None
) -> Report:
    """Return what is measured of it."""
    return evaluate(subject(config, path, stage, checkpoint), quiet())


def logged(run: Run, stage: str, step: int) -> Mapping[str, float]:
    """Return the held-out metrics that a run has logged."""
    records = read_records(run.metrics)
    [found] = [each for each in records if (each.stage, each.step, each.kind) == (stage, step, "eval")]
    return found.values


def texts(run: Run, stage: str, step: int) -> list[str]:
    """Return the completions that a run has kept of an evaluation."""
    lines = table_file(run.completions, stage, step).read_text().splitlines()
    return [json.loads(line)["completion"] for line in lines]


def based(folder: Path, **settings: object) -> str:
    """Return the override for a saved model, which the folder gets."""
    MODELS.build("transformer", SIZE).save(folder / "base")
    further = "".join(f", {name}: {value}" for name, value in settings.items())
    return f"{{name: pretrained, path: {folder / 'base'}{further}}}"


def test_done(tmp_path: Path) -> None:
    """The model of a run that is done has the metrics and the completions that were logged last."""
    config = experiment(tmp_path, *GRPO)
    run = trained(config).run
    report = measured(config, run.folder)

    assert ("after grpo", "grpo") == (report.title, report.stage)
    assert logged(run, "grpo", 3) == report.metrics
    assert texts(run, "grpo", 3) == [each.attempt.completion for each in report.completions]
    assert logged(run, "before", 0) != report.metrics


def test_before(tmp_path: Path) -> None:
    """The model of an experiment's file has the metrics that were logged before the first stage."""
    config = experiment(tmp_path)
    run = trained(config).run
    report = measured(config, tmp_path / "small.yaml")

    assert ("before", "sft") == (report.title, report.stage)
    assert logged(run, "before", 0) == report.metrics


def test_during(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every checkpoint of a stage that was stopped has the metrics that were logged then."""
    best = "dpo.keep_best={metric: eval/preference_margin, goal: min}"
    config = experiment(tmp_path, "dpo.evaluate_every=1", "dpo.checkpoint_every=1", best)
    run = stopped_run(config, "dpo", 4, monkeypatch)
    margins = {step: logged(run, "dpo", step)["eval/preference_margin"] for step in (1, 2, 3)}
    lowest = min(margins, key=margins.__getitem__)
    start, progress, kept = (
        measured(config, run.folder, checkpoint=name) for name in ("start", "progress", "best")
    )

    assert ("before dpo", "dpo 3", f"dpo {lowest}") == (start.title, progress.title, kept.title)
    assert logged(run, "sft", 6) == {n: v for n, v in start.metrics.items() if n not in REFERENCE}
    assert logged(run, "dpo", 3) == progress.metrics == measured(config, run.folder).metrics
    assert logged(run, "dpo", lowest) == kept.metrics
    assert {*REFERENCE} <= {*progress.metrics}
    assert logged(run, "sft", 6) == measured(config, run.folder, "sft", "start").metrics


def test_value_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint of PPO has a value function beside the policy, which isn't measured."""
    config = experiment(tmp_path, *(each.replace("grpo", "ppo") for each in GRPO), "ppo.checkpoint_every=1")
    run = stopped_run(config, "ppo", 3, monkeypatch)

    assert logged(run, "ppo", 2) == measured(config, run.folder).metrics


def test_interrupted_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a stage has a checkpoint, its start is the last model that there is."""
    config = experiment(tmp_path)
    run = stopped_run(config, "sft", 1, monkeypatch)
    report = measured(config, run.folder)

    assert "before" == report.title
    assert logged(run, "before", 0) == report.metrics


def test_best(tmp_path: Path) -> None:
    """The model of a run that keeps its best weights has the metrics of these."""
    best = "algorithm.keep_best={metric: eval/loss, goal: max}"
    config = experiment(tmp_path, ALONE, "algorithm={name: sft, steps: 4, evaluate_every: 1}", best)
    outcome = trained(config)

    assert logged(outcome.run, "sft", 1) == measured(config, outcome.run.folder).metrics


def test_reference(tmp_path: Path) -> None:
    """The reference model of the first stage is the one with which the run began."""
    config = experiment(tmp_path, ALONE)
    run = trained(config).run

    assert logged(run, "dpo", 4) == measured(config, run.folder).metrics


def test_no_reference(tmp_path: Path) -> None:
    """Of a later stage the reference is gone with the run's end; it is said what is left out."""
    config = experiment(tmp_path)
    run = trained(config).run
    out = io.StringIO()
    report = evaluate(subject(config, run.folder), Console(file=out))
    expected = {name: value for name, value in logged(run, "dpo", 4).items() if name not in REFERENCE}

    assert expected == report.metrics
    assert (
        "eval/reward_accuracy and eval/normalized_reward_accuracy are left out: the model at the start of "
        "dpo isn't there any more\n" in out.getvalue()
    )


@pytest.mark.parametrize("checkpoint", ["model", "progress"])
def test_adapters(tmp_path: Path, checkpoint: CheckpointName, monkeypatch: pytest.MonkeyPatch) -> None:
    """Adapters are measured as they were trained: apart from the model that they belong to."""
    lora = f"model={{name: lora, base: {based(tmp_path)}}}"
    config = experiment(tmp_path, ALONE, lora, "dpo.evaluate_every=1", "dpo.checkpoint_every=1")
    if checkpoint == "model":
        run, step = trained(config).run, 4
    else:
        run, step = stopped_run(config, "dpo", 4, monkeypatch), 3

    assert logged(run, "dpo", step) == measured(config, run.folder).metrics


def test_precision(tmp_path: Path) -> None:
    """Weights that were trained in bfloat16 are measured in bfloat16."""
    model = f"model={based(tmp_path, precision='bfloat16')}"
    config = experiment(tmp_path, ALONE, model, "dpo.optimizer={name: sgd, lr: 1.0}")
    run = trained(config).run

    assert logged(run, "dpo", 4) == measured(config, run.folder).metrics


def test_other_experiment(tmp_path: Path) -> None:
    """A folder of a model, and a run, can be measured by another experiment: its data and its settings."""
    config = experiment(tmp_path, ALONE)
    run = trained(config).run
    other = experiment(tmp_path, "dataset.letters=4", "evaluation.batch_size=3", "evaluation.examples=5")
    report = evaluate(Subject(run.folder, other, config, "sft"), quiet())
    folder = evaluate(Subject(run.model, other, other, "sft"), quiet())

    assert report.metrics == folder.metrics
    assert ("after dpo", "model", "sft") == (report.title, folder.title, folder.stage)
    assert 5 == len(report.completions)
    assert {*map(len, (str(each.attempt.prompt) for each in report.completions))} == {5}


def test_progress(tmp_path: Path) -> None:
    """The progress is shown over all examples and completions."""
    config = experiment(tmp_path, "evaluation.samples=2", "sft.micro_batch_size=7")
    out = io.StringIO()
    evaluate(subject(config, tmp_path / "small.yaml"), Console(file=out, width=100))

    assert "80/80" in out.getvalue()  # 16 of each kind, and of the tasks two further completions


class Held:
    """A dataset with these held-out examples."""

    def __init__(self, *examples: object) -> None:
        self.train = DATASETS.build("sorting", SortingConfig()).train
        self.held_out = Split(examples)


@pytest.mark.parametrize(
    ("examples", "text"),
    [
        ((), "the dataset holds out no examples to measure with"),
        ((Task("a"),), "the evaluation 'held_out' measures nothing of what is held out: 1 task"),
    ],
)
def test_nothing(tmp_path: Path, examples: tuple[object, ...], text: str) -> None:
    """A dataset that holds nothing out which the evaluation measures is an error."""
    with DATASETS.isolated():
        DATASETS.register_factory("mine")(lambda: Held(*examples))
        config = experiment(tmp_path, "dataset=mine")
        with pytest.raises(NothingMeasuredError) as caught:
            measured(config, tmp_path / "small.yaml")

    assert text == str(caught.value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an experiment, and with a run of it that is done."""
    folder = tmp_path_factory.mktemp("evaluate")
    trained(experiment(folder, ALONE, "dpo.steps=1"))
    return folder


def test_command(folder: Path, tmp_path: Path) -> None:
    """The command prints the metrics and completions, and writes both to a file if that is wanted."""
    result = posttrain("evaluate", "runs/small", "--output", str(tmp_path / "found.json"), folder=folder)
    found = json.loads((tmp_path / "found.json").read_text())
    run = Run(folder / "runs/small")
    lines = [line.split() for line in result.out.splitlines()]

    assert (0, "") == (result.code, result.err)
    assert ["runs/small", "after dpo", "dpo"] == [found[name] for name in ("model", "when", "stage")]
    assert logged(run, "dpo", 1) == found["metrics"]
    assert texts(run, "dpo", 1) == [each["completion"] for each in found["completions"]]
    for name, value in found["metrics"].items():
        assert ["│", name, "│", f"{value:.4f}", "│"] in lines
    assert ["completions"] in lines
    assert f"results  {tmp_path / 'found.json'}" == result.out.splitlines()[-1]


def test_command_overrides(folder: Path) -> None:
    """Overrides change what measures; without an output nothing is written."""
    before = sorted(folder.rglob("*"))
    result = posttrain("evaluate", "runs/small", "dataset.held_out=3", folder=folder)

    assert (0, "") == (result.code, result.err)
    assert " 9/9 " in result.out
    assert before == sorted(folder.rglob("*"))


def test_command_of_stopped(folder: Path, tmp_path: Path) -> None:
    """Of a run that hasn't come to its end, it is said which model this is, unless one is asked for."""
    shutil.copytree(folder / "runs/small", tmp_path / "small")
    (tmp_path / "small/checkpoints").mkdir()
    result, chosen = (
        posttrain("evaluate", "small", *given, folder=tmp_path) for given in ([], ["--checkpoint", "model"])
    )

    assert (0, 0, "") == (result.code, chosen.code, chosen.err)
    assert "posttrain: the run isn't done; this is the last model that it has kept\n" == result.err


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["nowhere"], "posttrain: nowhere is no run: there is no such folder\n"),
        (["runs"], "posttrain: runs is no run: it has no config.yaml, and no config.json of a model\n"),
        (
            ["runs/small", "--checkpoint", "start"],
            "has no checkpoint 'start': they are kept of a run that was",
        ),
    ],
)
def test_failed(folder: Path, arguments: Sequence[str], text: str) -> None:
    """What isn't there is told."""
    result = posttrain("evaluate", *arguments, folder=folder)

    assert 1 == result.code
    assert text in result.err


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["runs/small/model"], "a model's folder doesn't say what to measure it with; give the file of an"),
        (["small.yaml", "--config", "small.yaml"], "small.yaml is an experiment of its own"),
        (["small.yaml", "--stage", "stf"], "the experiment has no stage 'stf'; did you mean 'sft'?"),
        (["small.yaml", "--stage", "other"], "the experiment has no stage 'other'; valid: 'sft', 'dpo'"),
        (["small.yaml", "--checkpoint", "start"], "small.yaml is no run, which alone has them"),
        (["runs/small", "transformer.seed=4"], "the model is that of runs/small, and none else"),
        (["small.yaml", "--output", "no/a.json"], "there is no folder no"),
        (["small.yaml", "sede=1"], "sede: unknown key; did you mean 'seed'?"),
    ],
)
def test_refused(folder: Path, arguments: Sequence[str], text: str) -> None:
    """What makes no sense is refused before a model is opened."""
    result = posttrain("evaluate", *arguments, folder=folder, COLUMNS="200")

    assert 2 == result.code
    assert text in result.err


def test_unwritable(folder: Path) -> None:
    """An output that can't be written is an error."""
    result = posttrain("evaluate", "small.yaml", "--output", "runs", folder=folder)

    assert (1, "posttrain: runs can't be written: Is a directory\n") == (result.code, result.err)


def test_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged checkpoint, and one that isn't there, are errors that name them."""
    config = experiment(tmp_path, "dpo.checkpoint_every=1")
    run = stopped_run(config, "dpo", 2, monkeypatch)
    with pytest.raises(
        MissingCheckpointError, match="dpo has kept no best weights, as the setting keep_best"
    ):
        measured(config, run.folder, checkpoint="best")
    file = run.checkpoints / "progress.pt"
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(CheckpointError) as caught:
        measured(config, run.folder)
    assert str(file) == caught.value.file
    file.unlink()
    with pytest.raises(MissingCheckpointError, match="its stage dpo was stopped before its first one"):
        measured(config, run.folder, checkpoint="progress")


def test_damaged_model(folder: Path, tmp_path: Path) -> None:
    """A run whose model is damaged, lacks its tokenizer or is gone can't be measured."""
    run, config = Run(tmp_path / "small"), experiment(folder, ALONE)
    shutil.copytree(folder / "runs/small", run.folder)
    for file in run.model.glob("tokenizer*"):
        file.unlink()
    with pytest.raises(ModelError, match="tokenizer"):
        measured(config, run.folder)
    (run.model / "model.safetensors").write_bytes(b"x")
    with pytest.raises(ModelError):
        measured(config, run.folder)
    shutil.rmtree(run.model)
    with pytest.raises(RunError, match="it has no folder 'model'"):
        measured(config, run.folder)


def test_other_adapters(tmp_path: Path) -> None:
    """Adapters that aren't those of the run's config are an error."""
    base = based(tmp_path)
    config = experiment(tmp_path, ALONE, f"model={{name: lora, base: {base}}}", "dpo.steps=1")
    run = trained(config).run
    wider = experiment(tmp_path, ALONE, f"model={{name: lora, rank: 3, base: {base}}}")
    fewer = experiment(tmp_path, ALONE, f"model={{name: lora, targets: [q_proj], base: {base}}}")

    for other in (wider, fewer):
        with pytest.raises(ModelError):
            evaluate(Subject(run.folder, config, other), quiet())


def test_quiet(folder: Path) -> None:
    """Of several processes, only the first prints and writes."""
    result = posttrain(
        "evaluate", "runs/small", "--output", "x.json", folder=folder, RANK="1", WORLD_SIZE="1"
    )

    assert Result(0, "", "") == result
    assert not (folder / "x.json").exists()
