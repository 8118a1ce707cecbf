"""The library's commands over the application's config files: `check` and `resolve`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = str(Path(sys.executable).with_name("typed-registry"))
GOOD = "algorithm: {name: dpo, beta: 0.2}\n"
TEXT = """\
algorithm:
  name: dpo
  betta: 1
sede: 1
"""
TOLD = """\
bad.yaml:3:3: algorithm.betta: unknown key of dpo (algorithms); did you mean 'beta'? valid: 'steps', \
'batch_size', \
'micro_batch_size', 'precision', 'dropout', 'gradient_checkpointing', 'max_length', 'max_grad_norm', \
'evaluate_every', 'checkpoint_every', 'keep_best', 'optimizer', 'scheduler', 'overlong', 'beta', \
'reference_free', 'length_normalized', 'loss'
  3 |   betta: 1
    |   ^
bad.yaml:4:1: sede: unknown key; did you mean 'seed'? valid: 'algorithm', 'warm_start', 'stages', 'model', \
'dataset', 'generator', 'evaluation', 'output', 'seed', 'threads', 'device'
  4 | sede: 1
    | ^
"""
SHOWN = """\
algorithm:
  name: sft                      # base.yaml:1
  steps: 7                       # mine.yaml:3
  batch_size: 5                  # mine.yaml:4, environment variable BATCH
  micro_batch_size: null         # default, {source}/algorithms/config.py
  precision: float32             # default, {source}/algorithms/config.py
  gradient_checkpointing: false  # default, {source}/algorithms/config.py
  max_length: 1024               # default, {source}/algorithms/config.py
  max_grad_norm: 1.0             # default, {source}/algorithms/config.py
  evaluate_every: 25             # default, {source}/algorithms/config.py
  checkpoint_every: 100          # default, {source}/algorithms/config.py
  keep_best: null                # default, {source}/algorithms/config.py
  optimizer:
    name: adamw                  # default, {source}/algorithms/config.py
    lr: 0.5                      # command line
    betas: [0.9, 0.999]          # default, {source}/optimizers/config.py
"""


def run(folder: Path, *arguments: str, **variables: str) -> tuple[int, str, str]:
    """The exit code, the output and the errors of the command."""
    environment = {"PATH": str(Path(sys.executable).parent), **variables}
    full = [COMMAND, *arguments, "--root", "posttrain.config:ExperimentConfig"]
    done = subprocess.run(full, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good file and one with two faults."""
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(TEXT)
    return tmp_path


def test_quiet_when_fine(folder: Path) -> None:
    """A good file, and every file that ships, is passed without a word."""
    shipped = [str(path) for path in (ROOT / "configs").rglob("*.yaml")]

    assert (0, "", "") == run(folder, "check", "good.yaml", *shipped)
    assert shipped


def test_every_fault(folder: Path) -> None:
    """Each fault stands with its line, and a mark under its place."""
    assert (1, TOLD, "") == run(folder, "check", "good.yaml", "bad.yaml")


def test_many_files(folder: Path) -> None:
    """Every file is checked, also after one that can't be read."""
    code, said, _ = run(folder, "check", "none.yaml", "bad.yaml", "a.txt")

    assert code == 1
    assert said == (
        "none.yaml: can't be read: No such file or directory\n"
        f"{TOLD}a.txt: the suffix must be one of .yaml, .yml, .toml, .json\n"
    )


def test_json(folder: Path) -> None:
    """For another program, the facts in a list; an empty one when there is nothing to say."""
    code, said, _ = run(folder, "check", "bad.yaml", "--format", "json")

    assert code == 1
    assert [
        {key: fault[key] for key in ("file", "line", "column", "path", "kind")} for fault in json.loads(said)
    ] == [
        {"file": "bad.yaml", "line": 3, "column": 3, "path": "algorithm.betta", "kind": "unknown-key"},
        {"file": "bad.yaml", "line": 4, "column": 1, "path": "sede", "kind": "unknown-key"},
    ]
    assert (0, "[]\n", "") == run(folder, "check", "good.yaml", "--format", "json")


def test_github(folder: Path) -> None:
    """For GitHub, a workflow command for each fault."""
    (folder / "odd,name.yaml").write_text('algorithm: "a%b"\n')

    assert run(folder, "check", "odd,name.yaml", "--format", "github") == (
        1,
        (
            "::error file=odd%2Cname.yaml,line=1,col=12::"
            "algorithm: algorithms has no 'a%25b'; valid: 'dpo', 'grpo', 'ppo', 'sft'\n"
        ),
        "",
    )


def test_origins(folder: Path) -> None:
    """Each value stands with where it is from: a file, one below it, the environment, a class and so on."""
    (folder / "base.yaml").write_text("algorithm: {name: sft, steps: 3}\n")
    (folder / "mine.yaml").write_text("extends: base.yaml\nsft:\n  steps: 7\n  batch_size: ${env:BATCH}\n")
    code, said, _ = run(folder, "resolve", "mine.yaml", "sft.optimizer.lr=0.5", BATCH="5")

    assert code == 0
    assert re.sub(r"(config\.py):\d+", r"\1", said).startswith(
        SHOWN.format(source=ROOT / "src" / "posttrain")
    )
    for key, file, line in re.findall(r"^ +(\w+): .*# default, (\S+):(\d+)$", said, re.MULTILINE):
        declaration = Path(file).read_text().splitlines()[int(line) - 1]
        assert key == "name" or declaration.startswith(f"    {key}: ")


def test_what_is_shown_loads(folder: Path) -> None:
    """What is shown is a config of its own, and the same one."""
    code, said, _ = run(folder, "resolve", str(ROOT / "configs/experiments/exp001.yaml"))
    (folder / "again.yaml").write_text(said)
    again = run(folder, "resolve", "again.yaml")[1]

    assert code == 0
    assert [line.partition("#")[0] for line in said.splitlines()] == [
        line.partition("#")[0] for line in again.splitlines()
    ]


def test_faults_of_resolve(folder: Path) -> None:
    """A config that isn't valid isn't shown."""
    code, said, errors = run(folder, "resolve", "bad.yaml")

    assert (1, "") == (code, said)
    assert errors.startswith("bad.yaml:3:3: algorithm.betta: unknown key of dpo (algorithms); ")


def test_no_root(folder: Path) -> None:
    """Without a root the message says where it could be set; one that can't be had, why."""
    command = [COMMAND, "check", "good.yaml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (
        2,
        (
            "typed-registry: no root config is given; name one by --root, or set it in "
            f"{folder}/pyproject.toml:\n"
            '[tool.typed-registry]\nroot = "my_package.config:Experiment"\n'
        ),
    )


def test_set(tmp_path: Path) -> None:
    """The command writes a file whole, and only when it is valid then."""
    file = tmp_path / "c.yaml"
    file.write_text("algorithm: dpo  # mine\n")

    def run(*arguments: str) -> tuple[int, str]:
        full = [COMMAND, "set", "c.yaml", *arguments, "--root", "posttrain.config:ExperimentConfig"]
        done = subprocess.run(full, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert (0, "") == run("algorithm.beta=0.2", "seed=3")
    assert "algorithm: {name: dpo, beta: 0.2}  # mine\nseed: 3\n" == file.read_text()
    assert run("algorithm.beta=-1", "sede=1") == (
        1,
        (
            "command line: algorithm.beta: got -1 (int): 'beta' must be > 0: -1.0\n"
            "  | algorithm.beta=-1\n  |                ^\n"
            "command line: sede: unknown key; did you mean 'seed'? valid: 'algorithm', 'warm_start', "
            "'stages', 'model', 'dataset', 'generator', 'evaluation', 'output', 'seed', 'threads', 'device'\n"
            "  | sede=1\n  | ^\n"
            "typed-registry: 2 faults\n"
        ),
    )
    assert (
        2,
        (
            "command line: got 'seed'; an override is written path=value, such as optimizer.lr=0.1\n"
            "  | seed\n  | ^\n"
            "typed-registry: 1 fault\n"
        ),
    ) == run("seed")
    assert "algorithm: {name: dpo, beta: 0.2}  # mine\nseed: 3\n" == file.read_text()
    assert ["c.yaml"] == [path.name for path in tmp_path.iterdir()]
