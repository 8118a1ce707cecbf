"""An experiment from its config to its run folder."""

from __future__ import annotations

from math import cos, log, pi
from pathlib import Path

import pytest
import torch

from posttrain.batch import collate
from posttrain.config import ExperimentConfig
from posttrain.errors import ContextError, DeviceError
from posttrain.generators.config import TransformersGeneratorConfig
from posttrain.generators.network import TransformersGenerator
from posttrain.policy import predict
from posttrain.protocols import Model
from posttrain.registries import GENERATORS
from posttrain.run import save_model, start
from posttrain.run_errors import OutputError
from posttrain.threads import idle_cores
from posttrain.train import Outcome
from typed_registry.errors import ConfigError

from .evaluated import evaluate
from .small import EVERY_KIND, REFERENCE, experiment, rows, saved, trained

DPO_METRICS = (*EVERY_KIND[:-1], *REFERENCE, EVERY_KIND[-1])
"""The metrics of a stage that has a reference model."""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> ExperimentConfig:
    """The small experiment."""
    return experiment(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def outcome(config: ExperimentConfig) -> Outcome:
    """What the small experiment comes to."""
    return trained(config)


def test_folder(config: ExperimentConfig, outcome: Outcome) -> None:
    """A run leaves its config, metrics, curves, completions and model, and nothing else."""
    left = sorted(path.name for path in outcome.run.folder.iterdir())

    assert ["completions", "config.yaml", "curves.png", "metrics.jsonl", "model", "tensorboard"] == left
    assert config.output / "small" == outcome.run.folder
    assert not outcome.interrupted


def test_config(config: ExperimentConfig, outcome: Outcome) -> None:
    """The config in the run's folder loads back to the one that was run."""
    assert config == ExperimentConfig.load(outcome.run.config)


def test_rows(outcome: Outcome) -> None:
    """Every update has a row, and every look at the held-out split, the last update's included."""
    sft = [("sft", 1, "train"), ("sft", 2, "train"), ("sft", 3, "train"), ("sft", 3, "eval")]
    sft += [("sft", 4, "train"), ("sft", 5, "train"), ("sft", 6, "train"), ("sft", 6, "eval")]
    dpo = [("dpo", 1, "train"), ("dpo", 2, "train"), ("dpo", 3, "train"), ("dpo", 3, "eval")]
    dpo += [("dpo", 4, "train"), ("dpo", 4, "eval")]
    found = [(row["stage"], row["step"], row["kind"]) for row in rows(outcome.run)]

    assert [("before", 0, "eval"), *sft, *dpo] == found


def test_row_metrics(outcome: Outcome) -> None:
    """A row holds the metrics of its kind, and of its algorithm."""
    known = ("stage", "step", "kind")
    train = ("train/loss", "train/learning_rate", "train/grad_norm")
    kinds = {(row["stage"], tuple(row)[3:]) for row in rows(outcome.run) if row["step"] != 0}

    assert {known} == {tuple(row)[:3] for row in rows(outcome.run)}
    assert {
        ("sft", train),
        ("sft", EVERY_KIND),
        ("dpo", (*train, "train/reward_margin", "train/reward_accuracy")),
        ("dpo", DPO_METRICS),
    } == kinds


def test_metrics(outcome: Outcome) -> None:
    """The outcome's metrics are those of the held-out split before the first stage and after each."""
    measured = {(row["stage"], row["step"]): row for row in rows(outcome.run) if row["kind"] == "eval"}
    stages = {"before": ("before", 0), "after sft": ("sft", 6), "after dpo": ("dpo", 4)}

    assert {
        title: {metric: value for metric, value in measured[stage].items() if metric in DPO_METRICS}
        for title, stage in stages.items()
    } == outcome.metrics


def test_rates(outcome: Outcome) -> None:
    """Each update's rate is the schedule's: the warm-up of ten is longer than these stages."""
    used = [row["train/learning_rate"] for row in rows(outcome.run) if row["kind"] == "train"]

    assert [1e-3 * step / 11 for step in (1, 2, 3, 4, 5, 6, 1, 2, 3, 4)] == pytest.approx(used)


def test_schedule_length(tmp_path: Path) -> None:
    """A schedule is as long as its stage."""
    run = trained(experiment(tmp_path, "warm_start=null", "dpo.scheduler.warmup_steps=0")).run
    used = [row["train/learning_rate"] for row in rows(run) if row["kind"] == "train"]

    assert [1e-3 * (0.1 + 0.9 * (1 + cos(pi * s / 4)) / 2) for s in range(4)] == pytest.approx(used)


def test_first_preference_update(outcome: Outcome) -> None:
    """DPO's reference is the model as the stage before left it: the first update sees no difference."""
    first = next(row for row in rows(outcome.run) if row["stage"] == "dpo")

    assert log(2) == pytest.approx(first["train/loss"])
    assert 0.0 == first["train/reward_margin"]


def test_curves(outcome: Outcome) -> None:
    """The curves are a PNG of thirteen panels, four a row."""
    data = outcome.run.curves.read_bytes()
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])

    assert b"\x89PNG\r\n\x1a\n" == data[:8]
    assert (4 * 495, 4 * 352) == (width, height)


def test_weights(config: ExperimentConfig, outcome: Outcome) -> None:
    """The saved model, opened by transformers alone, measures as the trained one did, to the last digit."""
    measured = evaluate(saved(outcome.run.model), config.dataset.build().held_out)

    assert {name: outcome.metrics["after dpo"][name] for name in EVERY_KIND} == measured


def test_logits(config: ExperimentConfig) -> None:
    """A model that is saved and opened gives the logits that it gave before."""
    run, made = start(config, "saved"), config.model.build()
    save_model(run, made)
    batch = collate(made.tokenizer, [("cab>", "abc")], 64)
    expected, actual = (predict(m.network, batch).logits for m in (made, saved(run.model)))

    assert expected.equal(actual)


def test_learnt(config: ExperimentConfig, outcome: Outcome) -> None:
    """The saved weights aren't those that training began with."""
    before = config.model.build().network.get_input_embeddings().weight
    after = saved(outcome.run.model).network.get_input_embeddings().weight

    assert not torch.equal(torch.as_tensor(before), torch.as_tensor(after))


def test_same_seed(config: ExperimentConfig, outcome: Outcome) -> None:
    """The same config gives the same numbers, in a folder of its own that leaves the first as it was."""
    before = outcome.run.metrics.read_bytes()
    again = trained(config).run

    assert config.output / "small-2" == again.folder
    assert before == again.metrics.read_bytes() == outcome.run.metrics.read_bytes()


@pytest.mark.parametrize("override", ["seed=1", "model.seed=1", "dataset.seed=1"])
def test_other_seed(tmp_path: Path, outcome: Outcome, override: str) -> None:
    """Each seed matters: of the order of examples, of the weights, of the words."""
    other = trained(experiment(tmp_path, override)).run

    assert outcome.run.metrics.read_bytes() != other.metrics.read_bytes()


def test_one_stage(tmp_path: Path) -> None:
    """Without a warm start there is one stage, of whichever algorithm."""
    outcome = trained(experiment(tmp_path, "warm_start=null", "algorithm={name: sft, steps: 1, loss: focal}"))

    assert ["before", "after sft"] == [*outcome.metrics]


def test_folders(config: ExperimentConfig) -> None:
    """Runs of one name are numbered, and a new one's config is there at once."""
    folders = [start(config, "same").folder.name for _ in range(3)]

    assert ["same", "same-2", "same-3"] == folders
    assert config == ExperimentConfig.load(config.output / "same-3" / "config.yaml")


def test_idle_cores() -> None:
    """There is always a core to work with."""
    assert 1 <= idle_cores()


def test_same_algorithm_twice(tmp_path: Path) -> None:
    """Two stages of one algorithm are told apart in the table, the metrics and the curves."""
    outcome = trained(experiment(tmp_path, "algorithm={name: sft, steps: 2, batch_size: 8}"))
    steps = [(row["stage"], row["step"]) for row in rows(outcome.run) if row["kind"] == "train"]

    assert ["before", "after sft", "after sft 2"] == [*outcome.metrics]
    assert [*(("sft", step) for step in range(1, 7)), ("sft 2", 1), ("sft 2", 2)] == steps


@pytest.mark.parametrize("name", ["a/b", "../x", ".."])
def test_name_is_a_word(tmp_path: Path, name: str) -> None:
    """A run's name leads out of no folder."""
    with pytest.raises(OutputError) as caught:
        start(experiment(tmp_path), name)

    assert str(caught.value) == (
        f"the folder {tmp_path / 'runs' / name} can't be made: a run's name is a single word, and no path"
    )


def test_output_in_the_way(tmp_path: Path) -> None:
    """An output folder that can't be made is told with the reason."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError) as caught:
        start(experiment(tmp_path, f"output={tmp_path}/file/runs"), "small")

    assert str(caught.value) == f"the folder {tmp_path}/file/runs/small can't be made: Not a directory"


def test_failing_evaluation(tmp_path: Path) -> None:
    """An evaluation that can't be built leaves no folder."""
    with pytest.raises(ContextError):
        trained(experiment(tmp_path, "evaluation.max_tokens=100000"))

    assert not (tmp_path / "runs").exists()


class FailingGenerator(TransformersGenerator):
    """A generator that can't be built."""

    def __init__(self, config: TransformersGeneratorConfig, model: Model) -> None:
        super().__init__(config, model)
        raise ZeroDivisionError


def test_failing_generator(tmp_path: Path) -> None:
    """Nor does a generator."""
    with GENERATORS.override("transformers", FailingGenerator), pytest.raises(ZeroDivisionError):
        trained(experiment(tmp_path))

    assert not (tmp_path / "runs").exists()


def test_max_length(tmp_path: Path) -> None:
    """The table and the journal agree where `max_length` cuts held-out examples."""
    run = experiment(tmp_path, "sft.max_length=5", "dpo.max_length=6")
    outcome = trained(run)
    measured = {row["stage"]: row for row in rows(outcome.run) if row["kind"] == "eval"}
    expected = {
        title: {name: measured[stage][name] for name in metrics}
        for (title, metrics), stage in zip(outcome.metrics.items(), ("before", "sft", "dpo"), strict=True)
    }

    assert expected == outcome.metrics
    assert outcome.metrics["before"] == evaluate(run.model.build(), run.dataset.build().held_out, 5)
    assert outcome.metrics["before"] != evaluate(run.model.build(), run.dataset.build().held_out)


def test_best_in_table(tmp_path: Path) -> None:
    """The table has the metrics of the weights that were kept."""
    best = "keep_best: {metric: eval/loss, goal: min}"
    optimizer = "optimizer: {name: sgd, lr: 50.0}"
    stage = f"algorithm={{name: sft, steps: 4, evaluate_every: 1, {optimizer}, {best}}}"
    config = experiment(tmp_path, stage, "warm_start=null")
    outcome = trained(config)
    told = outcome.metrics["after sft"]

    assert told == evaluate(saved(outcome.run.model), config.dataset.build().held_out)
    looks = [row for row in rows(outcome.run) if row["stage"] == "sft" and row["kind"] == "eval"]
    assert min(float(str(row["eval/loss"])) for row in looks) == told["eval/loss"]


def test_device(tmp_path: Path) -> None:
    """A device that isn't there is an error before anything is made; the CPU always is."""
    with pytest.raises(DeviceError):
        trained(experiment(tmp_path, "device=tpu"))
    with pytest.raises(ConfigError, match="device"):
        experiment(tmp_path, "device=two words")

    assert not (tmp_path / "runs").exists()
    assert trained(experiment(tmp_path, "device=cpu", "warm_start=null", "dpo.steps=1")).metrics
