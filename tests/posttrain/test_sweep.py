"""`posttrain sweep` in processes of this machine, however it goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.past_run import read_run
from posttrain.sweep.job import Job
from posttrain.sweep.job import Result as Outcome

from .program import Result, fresh_posttrain, interrupted, posttrain
from .small import EVERY_KIND, LEFT, REFERENCE, write
from .swept import (
    AXES,
    LONG,
    LONG_AXES,
    ONE,
    OTHER,
    SHORT,
    killed,
    long_sweep,
    metrics,
    processes,
    row_metrics,
    sweep,
    table,
    undisturbed,
    undisturbed_long,
)
from .test_plot import size


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sweep is started."""
    folder = tmp_path_factory.mktemp("sweep")
    write(folder)
    return folder


@pytest.fixture(scope="module")
def result(folder: Path) -> Result:
    """Return what the command says of a sweep of two points at the same time, each in a fresh process."""
    return fresh_posttrain("sweep", "small.yaml", *AXES, "--launcher", "local:{processes: 2}", folder=folder)


@pytest.fixture(scope="module")
def runs(folder: Path, result: Result) -> Path:
    """The sweep's folder."""
    assert (0, "") == (result.code, result.err)
    return folder / "runs/small-sweep"


def test_runs(runs: Path, tmp_path: Path) -> None:
    """Each point is a run like any other, beside its log, the table and the plot."""
    names = [f"{ONE}", f"{ONE}.log", f"{OTHER}", f"{OTHER}.log", "sweep.json", "sweep.png"]

    assert names == sorted(path.name for path in runs.iterdir())
    assert undisturbed(tmp_path, "dpo.beta=0.2") == metrics(runs / OTHER)


def test_json(runs: Path) -> None:
    """The table on disk has each point's values, its metrics, and how long it took."""
    rows = table(runs)

    assert [ONE, OTHER] == [*rows]
    assert [{"dpo.beta": 0.1}, {"dpo.beta": 0.2}] == [row["values"] for row in rows.values()]
    assert [read_run(runs / name).metrics for name in rows] == [row["metrics"] for row in rows.values()]
    assert [None, None] == [row["failure"] for row in rows.values()]
    assert all(isinstance(row["seconds"], float) and row["seconds"] > 0 for row in rows.values())


def test_printed(result: Result, runs: Path) -> None:
    """The command tells of each point as it ends, then the table, and where everything is."""
    lines = result.out.splitlines()
    shown = [line.split() for line in lines if line.startswith(" 0.")]
    accuracies = [f"{row_metrics(row)['eval/preference_accuracy']:.4f}" for row in table(runs).values()]

    assert {ONE, OTHER} == {line.partition(":")[0] for line in lines if ": done in " in line}
    assert "2/2" in result.out
    assert ["0.1", "0.2"] == [row[0] for row in shown]
    assert 1 == sum(line.split()[:1] == ["beta"] for line in lines)
    assert all(accuracy in row for accuracy, row in zip(accuracies, shown, strict=True))
    assert [
        "table    runs/small-sweep/sweep.json",
        "plot     runs/small-sweep/sweep.png",
        "runs     runs/small-sweep",
    ] == lines[-3:]


def test_plot(runs: Path) -> None:
    """The plot is a PNG with a panel for each held-out metric."""
    panels = len(row_metrics(table(runs)[ONE]))

    assert (3 * 495, -(-panels // 3) * 352) == size(runs / "sweep.png")


def test_again(folder: Path, runs: Path) -> None:
    """Started again, a sweep skips what is done, and runs what has been added."""
    before = {name: metrics(runs / name) for name in (ONE, OTHER)}
    log = (runs / f"{ONE}.log").read_text()
    again = sweep(folder)
    more = sweep(folder, "--launcher", "local")

    assert (0, 0) == (again.code, more.code)
    assert "2 of 2 points are done already" in again.out
    assert before == {name: metrics(runs / name) for name in (ONE, OTHER)}
    assert log == (runs / f"{ONE}.log").read_text()
    assert all(row["seconds"] is not None for row in table(runs).values())


def test_other_grid(folder: Path, runs: Path) -> None:
    """Another grid under the same name leaves the rows of the points that it hasn't."""
    before = table(runs)
    result = posttrain("sweep", "small.yaml", "dpo.beta=0.2,0.3", folder=folder)
    after = table(runs)

    assert (0, "") == (result.code, result.err)
    assert [OTHER, "beta=0.3", ONE] == [*after]
    assert before == {name: after[name] for name in before}


def test_other_experiment(folder: Path, runs: Path) -> None:
    """A run of the same name that is of another experiment is taken for no point, and left alone."""
    before = metrics(runs / ONE)
    result = sweep(folder, "sft.steps=7")
    told = "the run has another config: warm_start.steps is 6 there and 7 here; give this one another --name"

    assert 2 == result.code
    assert [
        f"  runs/small-sweep/{name} is of another sweep: {told}" for name in (ONE, OTHER)
    ] == result.err.splitlines()[2::2]
    assert before == metrics(runs / ONE)


def test_failure(tmp_path: Path) -> None:
    """A point that fails doesn't stop the others, and is told at the end."""
    write(tmp_path)
    axis = "dpo.optimizer={name: adamw, lr: 1e9},{name: adamw, lr: 1e-3}"
    result = posttrain("sweep", "small.yaml", axis, folder=tmp_path)
    failed, done = table(tmp_path / "runs/small-sweep").values()

    assert 1 == result.code
    assert str(failed["failure"]).startswith("dpo: at step 2 the loss is ")
    assert f"posttrain: 1 of 2 points failed:\n{failed['name']}: {failed['failure']}\n" == result.err
    assert 1 == sum(line.rstrip().endswith("  failed") for line in result.out.splitlines())
    assert done["failure"] is None
    assert {*EVERY_KIND, *REFERENCE} <= row_metrics(done).keys()


def test_killed(tmp_path: Path) -> None:
    """A process that is killed is replaced by another, which goes on and comes to the same."""
    write(tmp_path)
    result = killed(tmp_path)
    runs = tmp_path / "runs/small-sweep"

    assert (0, "") == (result.code, result.err)
    assert [1, 2] == [len(processes(runs / f"{name}.log")) for name in (SHORT, LONG)]
    assert undisturbed_long() == metrics(runs / LONG)


def test_killed_too_often(tmp_path: Path) -> None:
    """When there are no tries left, that is told; the sweep, started again, goes on from the checkpoint."""
    write(tmp_path)
    result = killed(tmp_path, "--launcher", "local:{retries: 0}")
    runs = tmp_path / "runs/small-sweep"
    log = runs / f"{LONG}.log"
    stopped_at = metrics(runs / LONG)
    again = long_sweep(tmp_path)

    assert 1 == result.code
    told = f"{LONG}: its process died: SIGKILL; see {log}"
    assert f"posttrain: 1 of 2 points failed:\n{told}\n" == result.err
    assert (0, "") == (again.code, again.err)
    assert undisturbed_long() == metrics(runs / LONG) != stopped_at


def test_interrupted(tmp_path: Path) -> None:
    """Ctrl-C stops the runs, which save what they have; the sweep, started again, goes on with them."""
    write(tmp_path)
    runs = tmp_path / "runs/small-sweep"
    presses = [(runs / LONG / "checkpoints/progress.pt").exists]
    result = interrupted("sweep", "small.yaml", *LONG_AXES, folder=tmp_path, presses=presses)
    left = sorted(path.name for path in (runs / LONG).iterdir())
    again = long_sweep(tmp_path)

    assert (130, "posttrain: interrupted\n") == (result.code, result.err)
    assert result.out.endswith("Stopped early; the same command goes on with what is left.\n")
    assert LEFT == left
    assert (0, "") == (again.code, again.err)
    assert "1 of 2 points are done already" in again.out
    assert undisturbed_long() == metrics(runs / LONG)


def test_values() -> None:
    """Jobs and results are values that cross to another process as a line of text."""
    job = Job("a", "seed: 0\n", Path("/a"), Path("/a/b.log"), 2)
    outcome = Outcome("a", {"accuracy": 0.5}, 1.5, "why")

    assert job == Job.from_json(job.to_json())
    assert outcome == Outcome.from_json(outcome.to_json())
    assert "\n" not in job.to_json() + outcome.to_json()


def test_in_a_run(folder: Path, runs: Path) -> None:
    """The name of a run is no name for a sweep."""
    result = sweep(runs.parent.parent, "--name", ".")
    inside = sweep(folder, f"output={runs}", "--name", ONE)

    assert 2 == result.code
    assert 1 == inside.code
    told = "can't be made: a run has this name; give the sweep another by --name"
    assert f"posttrain: the folder {runs / ONE} {told}\n" == inside.err
