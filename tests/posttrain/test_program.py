"""`posttrain train`, as a program: what it prints, leaves and exits with, however it ends."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
import torch

from posttrain.config import ExperimentConfig
from posttrain.errors import DivergedError, ExperimentError
from posttrain.protocols import Model
from posttrain.run import Run

from .program import Result, fresh_posttrain, interrupted, posttrain, python
from .small import EVERY_KIND, LEFT, REFERENCE, experiment, rows, saved, trained, write

HUGE = (
    "warm_start=null",
    "algorithm={name: sft, steps: 9, evaluate_every: 1, optimizer: {name: adamw, lr: 1e9}}",
)
DEMONSTRATIONS = "".join(f'{{"prompt": "{prompt}", "completion": "b"}}\n' for prompt in "acde")
STOPPED = "Stopped early; the model is saved as it was then. With --resume, the same command goes on.\n"
PLACES = """\
config   runs/small/config.yaml
metrics  runs/small/metrics.jsonl
curves   runs/small/curves.png
weights  runs/small/model
"""


def finite(model: Model) -> bool:
    """Whether every weight is a number."""
    return all(bool(weight.isfinite().all()) for weight in model.network.parameters())


def begun(run: Run) -> bool:
    """Whether the weights have been updated a few times."""
    return run.metrics.exists() and len(run.metrics.read_text().splitlines()) > 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program runs."""
    return tmp_path_factory.mktemp("program")


@pytest.fixture(scope="module")
def result(folder: Path) -> Result:
    """The program's run of the small experiment with an override, in a fresh process."""
    write(folder)
    return fresh_posttrain("train", "small.yaml", "dpo.beta=0.2", folder=folder)


def test_success(result: Result) -> None:
    """A run that ends well exits with 0 and has nothing to complain of."""
    assert (0, "") == (result.code, result.err)


def test_progress(result: Result, folder: Path) -> None:
    """Each look at the held-out split is printed as it is taken, with its metrics."""
    measured = [row for row in rows(Run(folder / "runs/small")) if row["kind"] == "eval"]
    metrics = [[name for name in row if name not in ("stage", "step", "kind")] for row in measured]
    shown = [
        "  ".join(f"{name} {row[name]:.4f}" for name in names)
        for row, names in zip(measured, metrics, strict=True)
    ]
    steps = ("before", "sft 3/6", "sft 6/6", "dpo 3/4", "dpo 4/4")
    expected = [f"{step}  held out: {metrics}" for step, metrics in zip(steps, shown, strict=True)]

    assert expected == [line for line in result.out.splitlines() if "held out:" in line]


def test_bars(result: Result) -> None:
    """Each stage ends with its bar full, and its last loss beside it."""
    bars = [line for line in result.out.splitlines() if "loss" in line and "━" in line]

    assert ["sft", "dpo"] == [bar.split()[0] for bar in bars]
    assert ["6/6", "4/4"] == [bar.split()[2] for bar in bars]


def test_table(result: Result, folder: Path) -> None:
    """The run ends with its metrics before and after, and where everything is."""
    table = result.out[result.out.index("held out  ") :].splitlines()
    last = rows(Run(folder / "runs/small"))[-1]
    cells = [[cell.strip() for cell in line.strip("┃│").replace("┃", "│").split("│")] for line in table]

    assert ["metric", "before", "after sft", "after dpo"] == cells[2]
    names = [*EVERY_KIND, *REFERENCE]
    assert [[name, f"{last[name]:.4f}"] for name in names] == [[r[0], r[3]] for r in cells[4:13]]
    assert result.out.endswith(PLACES)


def test_override(result: Result, folder: Path) -> None:
    """What was given on the command line is in the run's config, which is otherwise the file's."""
    run = Run(folder / "runs/small")
    expected = ExperimentConfig.load(folder / "small.yaml", ["algorithm.beta=0.2"])

    assert 0 == result.code
    assert expected == ExperimentConfig.load(run.config)


def test_as_in_process(result: Result, folder: Path, tmp_path: Path) -> None:
    """The program trains to the very numbers that the function does."""
    run = trained(experiment(tmp_path, "dpo.beta=0.2")).run

    assert 0 == result.code
    assert rows(run) == rows(Run(folder / "runs/small"))


def test_name(result: Result, folder: Path) -> None:
    """A run's folder has the name that is asked for, beside those of other runs."""
    named = posttrain("train", "small.yaml", "--name", "mine", "sft.steps=1", "dpo.steps=1", folder=folder)

    assert 0 == result.code == named.code
    assert named.out.endswith(PLACES.replace("runs/small", "runs/mine"))
    assert ["mine", "small"] == sorted(run.name for run in (folder / "runs").iterdir())


def test_empty_name(tmp_path: Path) -> None:
    """An empty name is no name."""
    write(tmp_path)
    told = "posttrain: the folder runs can't be made: a run's name is a single word, and no path\n"

    assert Result(1, "", told) == posttrain("train", "small.yaml", "--name", "", folder=tmp_path)


def test_warning(tmp_path: Path) -> None:
    """Lines that are skipped are told in one line of the program's own."""
    write(tmp_path)
    (tmp_path / "a.jsonl").write_text(f"{DEMONSTRATIONS}[]\n")
    overrides = ("dataset={name: files, path: a.jsonl, malformed: skip}", "warm_start=null")
    result = posttrain("train", "small.yaml", *overrides, "algorithm=sft", "sft.steps=1", folder=tmp_path)

    assert (0, "posttrain: warning: skipped: a.jsonl:5: expected an object, got list\n") == (
        result.code,
        result.err,
    )


def test_other_warnings(tmp_path: Path) -> None:
    """Warnings of others are told as Python tells them."""
    code = "from posttrain.cli.app import app\nimport sys, warnings\nsys.argv = ['posttrain', '--help']\n"
    result = python(f"{code}try:\n    app()\nfinally:\n    warnings.warn('other')\n", tmp_path)

    assert "<string>:7: UserWarning: other\n" == result.err


def test_interrupted_at_start(tmp_path: Path) -> None:
    """Ctrl-C before anything has begun is told, and leaves nothing."""
    write(tmp_path)
    code = (
        "import signal, sys\nfrom posttrain.cli import app\n"
        "app.at_home = lambda config: signal.raise_signal(signal.SIGINT)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.argv = ['posttrain', 'train', 'small.yaml']\napp.app()\n"
    )

    assert Result(130, "", "posttrain: interrupted\n") == python(code, tmp_path)
    assert ["small.yaml"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(tmp_path: Path, by: signal.Signals) -> None:
    """Ctrl-C, or SIGTERM, ends the training early, with exit code 130; all is left as after a whole run."""
    run = Run(tmp_path / "runs/small")
    write(tmp_path)
    expected = ExperimentConfig.load(tmp_path / "small.yaml", ["sft.steps=100000"])
    result = interrupted(
        "train", "small.yaml", "sft.steps=100000", folder=tmp_path, presses=[lambda: begun(run)], by=by
    )

    assert (130, "") == (result.code, result.err)
    assert result.out.endswith(STOPPED + PLACES)
    assert "interrupted" in result.out
    assert expected == ExperimentConfig.load(run.config)
    assert {"before", "sft"} == {row["stage"] for row in rows(run)}
    assert finite(saved(run.model))
    assert b"\x89PNG" == run.curves.read_bytes()[:4]


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_twice(tmp_path: Path, by: signal.Signals) -> None:
    """Ctrl-C once more while the model is being saved doesn't break it, nor what the run could go on from."""
    run = Run(tmp_path / "runs/small")
    write(tmp_path)
    presses = [lambda: begun(run), lambda: any(run.folder.glob("model*"))]
    result = interrupted("train", "small.yaml", "sft.steps=100000", folder=tmp_path, presses=presses, by=by)

    assert result.code in (130, -by)  # the latter if all was saved when the second one came
    assert "" == result.err
    assert LEFT == sorted(path.name for path in run.folder.iterdir())
    assert finite(saved(run.model))


def test_diverged(tmp_path: Path) -> None:
    """A loss that is no number any more ends the run with the weights of before, which can be used."""
    write(tmp_path)
    result = posttrain("train", "small.yaml", *HUGE, folder=tmp_path)
    run = Run(tmp_path / "runs/small")

    assert 1 == result.code
    assert (
        "posttrain: sft: at step 2 the loss is 5.9506 and the norm of its gradient nan; the weights are kept "
        "as they were before it. A lower learning rate is the first thing to try.\n" == result.err
    )
    assert finite(saved(run.model))
    assert [0, 1, 1] == [row["step"] for row in rows(run)]


def test_diverged_in_process(tmp_path: Path) -> None:
    """The function raises the same as an error with facts, and leaves the folder whole, to go on from."""
    with pytest.raises(DivergedError) as caught:
        trained(experiment(tmp_path, *HUGE))
    error = caught.value

    assert ("sft", 2) == (error.stage, error.step)
    assert not torch.isfinite(torch.tensor(error.gradient))
    assert LEFT == sorted(path.name for path in (tmp_path / "runs/small").iterdir())


def test_unusable(tmp_path: Path) -> None:
    """Data that the algorithm can't learn from is told in one line, and the exit code is 1."""
    write(tmp_path)
    (tmp_path / "a.jsonl").write_text(DEMONSTRATIONS)
    overrides = ("dataset={name: files, path: a.jsonl}", "warm_start=null")
    result = posttrain("train", "small.yaml", *overrides, folder=tmp_path)

    told = "posttrain: dpo learns from preferences, and the dataset has none; it has 3 demonstrations\n"

    assert Result(1, "", told) == result


@pytest.mark.parametrize(
    ("override", "text"),
    [
        (
            "dataset={name: files, path: no.jsonl}",
            "no.jsonl: can't be read: No such file or directory",
        ),
        (
            "model={name: pretrained, path: ./none}",
            "the model './none' can't be loaded: there is no such folder",
        ),
    ],
)
def test_nothing_started(tmp_path: Path, override: str, text: str) -> None:
    """A model or a file that isn't there is told before a run's folder is made."""
    with pytest.raises(ExperimentError) as caught:
        trained(experiment(tmp_path, override))

    assert text == str(caught.value)
    assert not (tmp_path / "runs").exists()
