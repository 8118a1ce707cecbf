"""An algorithm from another distribution: once installed, it is listed, checked and trained like any."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest
from attrs import fields

from posttrain.algorithms.config import TrainingConfig
from posttrain.models.config import TransformerConfig
from posttrain.registries import MODELS
from posttrain.run import Run
from tests.posttrain.direct import likelihood
from tests.posttrain.program import Result, posttrain, python
from tests.posttrain.small import rows, saved

from .test_orpo_loss import odds, plain

PAIRS = (("ab", "cd", "dc"), ("e", "fgh", "h"), ("i", "jk", "l"))
"""Prompt, chosen and rejected."""
TEXT = """\
algorithm:
  name: orpo

orpo:
  weight: 0.5
  steps: 20
  batch_size: 3
  optimizer: {name: adamw, lr: 2e-2}
  scheduler: {name: constant}

model: {name: transformer, hidden_size: 16, layers: 1, heads: 2}
dataset: {name: files, path: pairs.jsonl, held_out_path: pairs.jsonl}
threads: 1
"""
HEADING = """\
  orpo  Learns to answer and what is preferred at once (Hong, Lee and Thorne 2024).  (posttrain-orpo
  0.3.0)
"""
FIELD = """\
    weight = 0.1                    float               Of the odds ratio beside the imitation: the
                                                        paper's lambda. 0 is fine-tuning on what is
                                                        chosen.
"""
KNOWN = """
from posttrain.registries import ALGORITHMS
entry = ALGORITHMS.entries["orpo"]
print(entry.distribution, entry.place, sep="; ")
trainer = entry.component
print(entry.distribution, ALGORITHMS.entries["orpo"].place, sep="; ")
"""
LOADED = """
from posttrain.config import ExperimentConfig
config = ExperimentConfig.load("runs/mine/config.yaml")
print(type(config.algorithm.config).__module__, config == ExperimentConfig.load("mine.yaml"))
"""
COMMAND = """
from {command} import main
sys.argv = ["{command}", *{arguments!r}]
try:
    main()
finally:
    print([name for name in ("posttrain_orpo.config", "torch") if name in sys.modules], file=sys.stderr)
"""
QUICK = "['posttrain_orpo.config']\n"
"""What a command that needs no torch has imported of the two."""


def write(folder: Path, text: str = TEXT) -> None:
    """The experiment's file and its data."""
    lines = [f'{{"prompt": "{p}", "chosen": "{c}", "rejected": "{r}"}}\n' for p, c, r in PAIRS]
    (folder / "mine.yaml").write_text(text)
    (folder / "pairs.jsonl").write_text("".join(lines))


def with_plugin(site: Path, code: str, folder: Path) -> Result:
    """Runs a program of these lines with the plugin installed."""
    return python(f"import sys\nsys.path.append({str(site)!r})\n{code}", folder)


def trimmed(text: str) -> str:
    """The text without the spaces that fill its lines."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program runs."""
    return tmp_path_factory.mktemp("program")


@pytest.fixture(scope="module")
def result(folder: Path, site: Path) -> Result:
    """The program's run of the experiment."""
    write(folder)
    return posttrain("train", "mine.yaml", folder=folder, PYTHONPATH=str(site))


@pytest.fixture(scope="module")
def run(folder: Path, result: Result) -> Run:
    """What it has left."""
    assert (0, "") == (result.code, result.err)
    return Run(folder / "runs/mine")


def test_installed(site: Path) -> None:
    """The distribution brings its types along."""
    assert (site / "posttrain_orpo/py.typed").exists()


def test_entry(folder: Path, site: Path) -> None:
    """The registry knows which distribution the algorithm is from and which line registers it, unimported."""
    known = f"posttrain-orpo 0.3.0; {site / 'posttrain_orpo/trainer.py'}:23\n"

    assert Result(0, known * 2, "") == with_plugin(site, KNOWN, folder)


def test_listed(folder: Path, site: Path) -> None:
    """The algorithm is listed after those of posttrain, which are as they are without it."""
    command = COMMAND.format(command="posttrain.cli", arguments=["list", "algorithms"])
    listing = with_plugin(site, command, folder)
    without = posttrain("list", "algorithms", folder=folder).out.partition("\n")[2]
    added = trimmed(listing.out.partition("\n")[2].removeprefix(without))

    assert (0, QUICK) == (listing.code, listing.err)
    assert added.startswith(HEADING)
    assert " ".join(added.split()).endswith(" ".join(FIELD.split()))
    assert "orpo" not in without


def test_listed_by_the_library(folder: Path, site: Path) -> None:
    """The library's own command lists the same."""
    arguments = ["list", "posttrain.registries", "algorithms"]
    command = COMMAND.format(command="typed_registry._command_line", arguments=arguments)
    expected = posttrain("list", "algorithms", folder=folder, PYTHONPATH=str(site))

    assert Result(0, expected.out, QUICK) == with_plugin(site, command, folder)


def test_unknown(tmp_path: Path) -> None:
    """Without the plugin, the algorithm is no name at all."""
    write(tmp_path)
    text = "'orpo'; did you mean 'grpo'? valid: 'dpo', 'grpo', 'ppo', 'sft'"

    result = posttrain("train", "mine.yaml", folder=tmp_path)

    assert 2 == result.code
    assert f"mine.yaml:2:9: algorithm.name: algorithms has no {text}" == result.err.splitlines()[0]


def test_misspelt(tmp_path: Path, site: Path) -> None:
    """With it, the algorithm's name is what was perhaps meant."""
    write(tmp_path, TEXT.replace("name: orpo", "name: oropo"))
    text = "'oropo'; did you mean 'orpo'? valid: 'dpo', 'grpo', 'ppo', 'sft', 'orpo'"

    result = posttrain("train", "mine.yaml", folder=tmp_path, PYTHONPATH=str(site))

    assert 2 == result.code
    assert f"mine.yaml:2:9: algorithm.name: algorithms has no {text}" == result.err.splitlines()[0]


def test_refused(tmp_path: Path, site: Path) -> None:
    """A setting that isn't one, and one out of its range, are refused where they stand, and without torch."""
    write(tmp_path, TEXT.replace("weight: 0.5", "wieght: 0.5\n  weight: -1"))
    command = COMMAND.format(command="posttrain.cli", arguments=["train", "mine.yaml"])
    valid = ", ".join(repr(field.name) for field in fields(TrainingConfig))
    faults = (
        f"mine.yaml:5:3: orpo.wieght: unknown key of orpo (algorithms); did you mean 'weight'? "
        f"valid: {valid}, 'weight'\n"
        "  5 |   wieght: 0.5\n"
        "    |   ^\n"
        "mine.yaml:6:11: orpo.weight: got -1 (int): 'weight' must be >= 0: -1.0\n"
        "  6 |   weight: -1\n"
        "    |           ^\n"
        "posttrain: 2 faults\n"
    )

    assert faults + QUICK == with_plugin(site, command, tmp_path).err
    assert ["mine.yaml", "pairs.jsonl"] == sorted(path.name for path in tmp_path.iterdir())


def test_no_preferences(tmp_path: Path, site: Path) -> None:
    """The algorithm says what it needs in posttrain's words."""
    write(tmp_path)
    (tmp_path / "pairs.jsonl").write_text('{"prompt": "a", "completion": "b"}\n')
    result = posttrain("train", "mine.yaml", folder=tmp_path, PYTHONPATH=str(site))

    said = "posttrain: orpo learns from preferences, and the dataset has none; it has 1 demonstration\n"
    assert Result(1, "", said) == result


def test_run(run: Run) -> None:
    """A run leaves what every run does: config, curves, metrics of each step, and a model to open."""
    steps = [row["step"] for row in rows(run) if (row["stage"], row["kind"]) == ("orpo", "train")]

    assert [*range(1, 21)] == steps
    assert ["config.yaml", "curves.png", "metrics.jsonl", "model", "tensorboard"] == sorted(
        path.name for path in run.folder.iterdir()
    )
    assert saved(run.model).network.config.hidden_size == 16


def test_resolved(run: Run, folder: Path, site: Path) -> None:
    """The run's config loads back to an equal one, of the plugin's own class."""
    assert run.config.exists()
    assert Result(0, "posttrain_orpo.config True\n", "") == with_plugin(site, LOADED, folder)


def test_objective(run: Run) -> None:
    """The first step's loss is the paper's, and its metrics are those of the odds, of the model as it was."""
    made = MODELS.build("transformer", TransformerConfig(hidden_size=16, layers=1, heads=2))
    pairs = [[likelihood(made, x, y).item() / (len(y) + 1) for y in both] for x, *both in PAIRS]
    ratios = [odds(chosen) - odds(rejected) for chosen, rejected in pairs]
    first = next(row for row in rows(run) if row["kind"] == "train")
    expected = {
        "train/loss": mean(plain(chosen, rejected, 0.5) for chosen, rejected in pairs),
        "train/log_odds_ratio": mean(ratios),
        "train/odds_accuracy": mean(ratio > 0 for ratio in ratios),
    }

    assert expected == pytest.approx({metric: first[metric] for metric in expected}, rel=1e-4)


def test_learns(run: Run) -> None:
    """A few steps teach the chosen completions, and to prefer them where they are longer, too."""
    before, *_, after = (row for row in rows(run) if row["kind"] == "eval")
    chosen, preferred = "eval/chosen_token_accuracy", "eval/preference_accuracy"

    assert [0.0, pytest.approx(1 / 3)] == [before[chosen], before[preferred]]
    assert [1.0, 1.0] == [after[chosen], after[preferred]]
