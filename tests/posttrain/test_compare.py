"""`posttrain compare`: runs side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.compare import differing, read_runs
from posttrain.past_run import read_run
from posttrain.run_errors import RunError

from .program import Result, posttrain
from .small import EVERY_KIND, experiment, rows, trained
from .test_plot import size

OTHER = ("dpo.beta=0.3", "dpo.loss={name: dpo, kind: ipo}", "dpo.steps=2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where two runs are that differ in three settings."""
    folder = tmp_path_factory.mktemp("compare")
    trained(experiment(folder), "one")
    trained(experiment(folder, *OTHER), "other")
    return folder


@pytest.fixture(scope="module")
def result(folder: Path) -> Result:
    """What the command makes of them."""
    return posttrain("compare", "runs/one", "runs/other", folder=folder)


def cells(text: str) -> list[list[str]]:
    """The rows of the tables in a text."""
    lines = [line for line in text.splitlines() if line[:1] in ("│", "┃")]
    return [[cell.strip() for cell in line.strip("┃│").replace("┃", "│").split("│")] for line in lines]


def test_configs(result: Result) -> None:
    """The values that differ are shown by path, and no others."""
    assert (0, "") == (result.code, result.err)
    assert [
        ["value", "one", "other"],
        ["algorithm.beta", "0.1", "0.3"],
        ["algorithm.loss.kind", "sigmoid", "ipo"],
        ["algorithm.steps", "4", "2"],
    ] == cells(result.out)[:4]


def test_metrics(result: Result, folder: Path) -> None:
    """The last held-out metrics of each run are shown beside each other."""
    shown = {row[0]: row[1:] for row in cells(result.out)[4:]}
    last = [rows(read_run(folder / "runs" / name).run)[-1] for name in ("one", "other")]

    assert ["one", "other"] == shown["metric"]
    for metric in EVERY_KIND:
        assert [f"{row[metric]:.4f}" for row in last] == shown[metric]


def test_plot(result: Result, folder: Path) -> None:
    """The plot is a PNG with a panel for each held-out metric, and its place is told."""
    panels = len(cells(result.out)) - 5

    assert result.out.endswith("plot     compare.png\n")
    assert (3 * 495, -(-panels // 3) * 352) == size(folder / "compare.png")


def test_output(folder: Path) -> None:
    """The plot goes where it is wanted."""
    result = posttrain("compare", "runs/one", "runs/other", "--output", "it.png", folder=folder)

    assert 0 == result.code
    assert (folder / "compare.png").read_bytes()[:8] == (folder / "it.png").read_bytes()[:8]


def test_unwritable(folder: Path) -> None:
    """A plot that can't be written is told with the reason."""
    result = posttrain("compare", "runs/one", "runs/other", "--output", "no/it.png", folder=folder)

    assert 1 == result.code
    assert "posttrain: no/it.png can't be written: No such file or directory\n" == result.err


def test_components(tmp_path: Path) -> None:
    """Other components are told by name; a setting that one doesn't have is left empty."""
    one = experiment(tmp_path)
    other = experiment(tmp_path, "dpo.beta=0.3")
    third = experiment(tmp_path, "algorithm=sft", "warm_start=null")

    assert {
        "algorithm": ("dpo", "dpo", "sft"),
        "algorithm.beta": ("0.1", "0.3", ""),
        "warm_start": ("sft", "sft", "none"),
    } == differing([one, other, third])


def test_labels(folder: Path) -> None:
    """Runs of one name are told apart by their folders, and a run given twice is one run."""
    one, other = folder / "runs/one", folder / "runs/other"

    assert ["one", "other"] == [*read_runs([one, other, one])]
    assert [str(one), str(folder / "runs/other/../one")] == [*read_runs([one, folder / "runs/other/../one"])]


@pytest.mark.parametrize(
    ("best", "step"), [("null", 4), ("{metric: eval/preference_margin, goal: min}", 1), ("{metric: none}", 4)]
)
def test_best(tmp_path: Path, best: str, step: int) -> None:
    """The metrics are those of the weights that the run kept; the last, where it kept none."""
    file = tmp_path / "config.yaml"
    margins = (0.5, 0.1, 0.3, 0.4, 0.2)
    looks = [
        f'{{"stage": "{"dpo" if number else "before"}", "step": {number}, "kind": "eval", '
        f'"eval/preference_margin": {margin}}}\n'
        for number, margin in enumerate(margins)
    ]
    file.write_text(f"algorithm: {{name: dpo, steps: 4, keep_best: {best}}}\n")
    (tmp_path / "metrics.jsonl").write_text("".join(looks))

    assert {"eval/preference_margin": margins[step]} == read_run(tmp_path).metrics


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "it has no config.yaml"),
        (
            {"config.yaml": "algorithm: dpo\n", "metrics.jsonl": "[]\n"},
            "its metrics.jsonl can't be read: line 1 isn't a record: an object is expected",
        ),
    ],
    ids=["empty", "broken"],
)
def test_no_run(tmp_path: Path, files: dict[str, str], reason: str) -> None:
    """A folder that is no run, or a broken one, is refused with the reason."""
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(RunError) as caught:
        read_run(tmp_path)

    assert f"{tmp_path} is no run: {reason}" == str(caught.value)


def test_one_run(folder: Path) -> None:
    """One run is none too many: it takes two to differ."""
    result = posttrain("compare", "runs/one", folder=folder)

    assert 2 == result.code
    assert "give the folders of two runs or more" in result.err
