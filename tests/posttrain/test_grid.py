"""The grid of a sweep: its axes, its points, their names, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.run_errors import GridError
from posttrain.sweep.grid import Axis, read_axis, read_grid
from typed_registry.errors import ConfigError

from .program import Result, posttrain
from .small import write


def refusal(folder: Path, *axes: str) -> str:
    """What is wrong with a grid over the small experiment."""
    with pytest.raises((ConfigError, GridError)) as caught:
        read_grid(write(folder), axes, "it")
    return str(caught.value)


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ("seed=0", ("0",)),
        ("seed=0,1,2", ("0", "1", "2")),
        ("dpo.beta= 0.1 , 1e-1", ("0.1", "1e-1")),
        ("adamw.betas=[0.9, 0.95],[0.9, 0.99]", ("[0.9, 0.95]", "[0.9, 0.99]")),
        ("model={name: a, layers: 2},{name: b}", ("{name: a, layers: 2}", "{name: b}")),
        ("""dataset.path="a,b",'c,d',e f""", ('"a,b"', "'c,d'", "e f")),
        ("threads=null,2", ("null", "2")),
    ],
)
def test_axis(given: str, values: tuple[str, ...]) -> None:
    """The values are any of YAML's; a comma inside of brackets or quotes belongs to one."""
    assert Axis(given.partition("=")[0], values) == read_axis(given)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("seed", "got 'seed'; an axis is written path=value,value, such as dpo.beta=0.1,0.2"),
        ("seed=", "seed: no value is given; null is written null"),
        ("a..b=1", "got 'a..b=1'; an override is written path=value, such as optimizer.lr=0.1"),
    ],
)
def test_no_axis(given: str, text: str) -> None:
    """What is no axis is told as it was given, or with its path."""
    with pytest.raises(ConfigError) as caught:
        read_axis(given)

    assert f"command line: {text}" == str(caught.value)


@pytest.mark.parametrize("given", ["seed=0,,1", "seed=0,*one"])
def test_not_yaml(given: str) -> None:
    """An axis whose values aren't YAML is a fault of the command line, with the path of the axis."""
    with pytest.raises(ConfigError) as caught:
        read_axis(given)

    assert [("seed",)] == [each.origin and each.origin.path for each in caught.value.faults]


def test_points(tmp_path: Path) -> None:
    """The grid is the product of the axes, the last changing fastest; each point is a whole experiment."""
    axes = ("dpo.beta=0.1,0.2", "seed=0,1", "sft.steps=3")
    points = read_grid(write(tmp_path), axes, "mine")

    assert ["beta=0.1,seed=0", "beta=0.1,seed=1", "beta=0.2,seed=0", "beta=0.2,seed=1"] == [
        point.name for point in points
    ]
    assert {"dpo.beta": "0.2", "seed": "0"} == points[2].values
    assert [0, 1, 0, 1] == [point.config.seed for point in points]
    assert {Path("runs/mine")} == {point.config.output for point in points}
    assert {3} == {getattr(p.config.warm_start.config, "steps", 0) for p in points if p.config.warm_start}


@pytest.mark.parametrize(
    ("axes", "names"),
    [
        (["dpo.steps=1,2", "sft.steps=3,4"], ["dpo.steps=1,sft.steps=3", "dpo.steps=1,sft.steps=4"]),
        (["dataset.seed=0,1"], ["seed=0", "seed=1"]),
        (
            ["algorithm.optimizer={name: sgd, lr: 0.1},{name: sgd, lr: 0.2}"],
            ["optimizer=name-sgd-lr-0.1-73c223", "optimizer=name-sgd-lr-0.2-aec10d"],
        ),
        (["model={name: pretrained, path: ../../a},{name: pretrained, path: /a}"], None),
        (["seed=7"], ["point"]),
    ],
)
def test_names(tmp_path: Path, axes: list[str], names: list[str] | None) -> None:
    """A name tells the values by the shortest paths, in letters that are safe in a file's name."""
    found = [point.name for point in read_grid(write(tmp_path), axes, "it")]

    assert len(found) == len({*found})
    assert all(name == Path(name).name and len(name) <= 120 for name in found)
    assert names is None or names == found[:2]


def test_long_names(tmp_path: Path) -> None:
    """Long values are cut, and told apart by what stands for the rest of them."""
    values = [f"runs/{'x' * 300}{number}" for number in range(2)]
    axes = [f"dataset={{name: files, path: {v}}},{{name: files, path: {v}b}}" for v in values[:1]]
    one, other = [point.name for point in read_grid(write(tmp_path), axes, "it")]

    assert one != other
    assert max(len(one), len(other)) <= 40


def test_faults(tmp_path: Path) -> None:
    """Every fault of every point is told with the point that it belongs to."""
    axes = ("dpo.beta=-1,0.1", "seed=0,-2")

    assert (
        "3 of 4 points can't be run, and none is started:\n"
        "beta=-1,seed=0:\n"
        "  command line: dpo.beta: got -1 (int): 'beta' must be > 0: -1.0\n"
        "beta=-1,seed=-2:\n"
        "  command line: dpo.beta: got -1 (int): 'beta' must be > 0: -1.0\n"
        "  command line: seed: got -2 (int): 'seed' must be >= 0: -2\n"
        "beta=0.1,seed=-2:\n"
        "  command line: seed: got -2 (int): 'seed' must be >= 0: -2" == refusal(tmp_path, *axes)
    )


def test_common_fault(tmp_path: Path) -> None:
    """What is wrong with the file itself is told once."""
    write(tmp_path, "algorithm: dpo\nsede: 1\n")
    with pytest.raises(ConfigError) as caught:
        read_grid(tmp_path / "small.yaml", ["seed=0,1"], "it")

    assert f"{tmp_path}/small.yaml:2:1: sede: unknown key; did you mean 'seed'?" in str(caught.value)


@pytest.mark.parametrize(
    ("axes", "text"),
    [
        (
            ["seed=0,0"],
            "1 of 2 points can't be run, and none is started:\nseed=0:\n  given twice",
        ),
        (["seed=0,1", "seed=2"], "command line: seed: written twice; first at command line (seed)"),
        (["output=a,b"], "command line: output: the points of a sweep have one output"),
        (
            ["seed=0,1,0x1"],
            "1 of 3 points can't be run, and none is started:\nseed=0x1:\n  the same experiment as seed=1",
        ),
    ],
)
def test_refused(tmp_path: Path, axes: list[str], text: str) -> None:
    """Axes that contradict each other are refused, and so is one experiment twice."""
    assert text == refusal(tmp_path, *axes)


def test_command(tmp_path: Path) -> None:
    """The command tells the faults, exits with 2, and has started nothing."""
    file = write(tmp_path)
    result = posttrain("sweep", "small.yaml", "seed=0,x", folder=tmp_path)

    assert (
        Result(
            2,
            "",
            "posttrain: 1 of 2 points can't be run, and none is started:\n"
            "seed=x:\n"
            "  command line: seed: expected int, got 'x' (str)\n",
        )
        == result
    )
    assert [file] == [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("options", "code", "text"),
    [
        (["--launcher", "rya"], 2, "launchers: no component is called 'rya'; did you mean 'ray'?"),
        (["--launcher", "ray:{cpu: 2}"], 2, "cpu: unknown key of ray (launchers); did you mean 'cpus'?"),
        (["--launcher", "local:{processes: 0}"], 2, "processes: got 0 (int): 'processes' must be > 0: 0"),
        (["--launcher", "local:2"], 2, "settings are written as in 'ray:{cpus: 2}'"),
        (["--name", ""], 2, "a sweep's name is a single word, and no path: ''"),
        (["--name", "a/b"], 2, "a sweep's name is a single word, and no path: 'a/b'"),
    ],
)
def test_options(tmp_path: Path, options: list[str], code: int, text: str) -> None:
    """A launcher or a name that can't be is told before anything is started."""
    file = write(tmp_path)
    result = posttrain("sweep", "small.yaml", "seed=0,1", *options, folder=tmp_path)

    assert code == result.code
    assert text in result.err
    assert [file] == [*tmp_path.iterdir()]
