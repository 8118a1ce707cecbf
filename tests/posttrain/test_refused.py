"""Wrong configs, as `posttrain train` reports them: every fault, the exit code 2, and nothing on disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .program import Result, posttrain

MANY = """\
algorithm: {name: dpo}
dpo:
  btea: 0.1
  steps: many
  loss: {name: dpo, kind: sigmoyd, label_smoothing: 0.7}
  optimizer: {name: adamm, lr: 1e-3}
warm_strat: sft
model: {name: transformer, layers: 0}
"""
MANY_FAULTS = """\
it.yaml:3:3: dpo.btea: unknown key of dpo (algorithms); did you mean 'beta'? valid: 'steps', 'batch_size', \
'micro_batch_size', 'precision', 'dropout', 'gradient_checkpointing', 'max_length', 'max_grad_norm', \
'evaluate_every', 'checkpoint_every', 'keep_best', 'optimizer', 'scheduler', 'overlong', 'beta', \
'reference_free', 'length_normalized', 'loss'
it.yaml:4:10: dpo.steps: expected int, got 'many' (str)
it.yaml:5:27: dpo.loss.kind: got 'sigmoyd'; did you mean 'sigmoid'? valid: 'sigmoid', 'hinge', 'ipo'
it.yaml:5:53: dpo.loss.label_smoothing: got 0.7 (float): 'label_smoothing' must be <= 0.5: 0.7
it.yaml:6:21: dpo.optimizer.name: optimizers has no 'adamm'; did you mean 'adamw'? \
valid: 'adamw', 'adafactor', 'sgd'
it.yaml:7:1: warm_strat: unknown key; did you mean 'warm_start'? valid: 'algorithm', 'warm_start', 'stages', \
'model', 'dataset', 'generator', 'evaluation', 'output', 'seed', 'threads', 'device'
it.yaml:8:36: model.layers: got 0 (int): 'layers' must be > 0: 0"""
TAG = "!!python/object/apply:os.system"
UNFIT = (
    "'dpo' is not a TokenLoss (__call__: parameter 'logits' is called 'chosen'; parameter 'labels' is called "
    "'rejected'; parameter 'mask' is called 'beta'; parameter 'beta' takes float, must take Tensor); "
    "valid: 'cross_entropy', 'focal'"
)


def messages(result: Result) -> list[str]:
    """Return the faults that the program prints, without the lines that it quotes; it must end with 2."""
    *lines, last = result.err.splitlines()
    found = [line for line in lines if not re.match(r" +\d* *\| ", line)]
    assert (2, "", f"posttrain: {len(found)} fault{'s' * (len(found) > 1)}") == (
        result.code,
        result.out,
        last,
    )
    return found


def refused(folder: Path, text: str, *overrides: str) -> list[str]:
    """Return the faults of a file with this text; the program must leave the folder as it was."""
    (folder / "it.yaml").write_text(text)
    result = posttrain("train", "it.yaml", *overrides, folder=folder)
    assert [folder / "it.yaml"] == [*folder.iterdir()]
    return messages(result)


def test_many(tmp_path: Path) -> None:
    """All faults are reported at once, in the order in which they are written."""
    assert MANY_FAULTS.splitlines() == refused(tmp_path, MANY)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "model: transformer\n",
            "it.yaml:1:1: the experiment has no stage: set algorithm, or stages for several",
        ),
        (
            "algorithm: os.system\n",
            "it.yaml:1:12: algorithm: algorithms has no 'os.system'; valid: 'dpo', 'grpo', 'ppo', 'sft'",
        ),
        (
            "algorithm: dpo\nfocal: {gamma: 2}\n",
            (
                "it.yaml:2:1: focal: unknown key; 'focal' is one of losses, whose settings belong inside the "
                "field that chooses it"
            ),
        ),
        (
            "algorithm: {nme: dpo}\n",
            "it.yaml:1:13: algorithm.nme: unknown key; did you mean 'name'? valid: 'name'",
        ),
        ("algorithm: {name: sft, loss: dpo}\n", f"it.yaml:1:30: algorithm.loss: {UNFIT}"),
        (
            "algorithm: !!python/object/apply:os.system [touch ran]\n",
            f"it.yaml:1:12: algorithm: the tag {TAG!r} means nothing in a config; write the value without it",
        ),
    ],
    ids=["missing", "unknown", "section", "misspelt", "unfit", "tag"],
)
def test_file(tmp_path: Path, text: str, fault: str) -> None:
    """A fault has its line and column, and what would be valid."""
    assert [fault] == refused(tmp_path, text)


@pytest.mark.parametrize(
    ("overrides", "fault"),
    [
        (["seed"], "command line: got 'seed'; an override is written path=value, such as optimizer.lr=0.1"),
        (
            ["dpo.beta=-1"],
            "command line: dpo.beta: got -1 (int): 'beta' must be > 0: -1.0",
        ),
        (
            ["grpo.steps=3"],
            (
                "command line: grpo.steps: would change nothing: no field chooses 'grpo'; chosen: 'dpo', "
                "'transformer', 'sorting', 'transformers', 'held_out'"
            ),
        ),
        (
            ["warm_start=sft", "sft.loss=dpo"],
            f"command line: sft.loss: {UNFIT}",
        ),
    ],
    ids=["malformed", "value", "idle", "unfit"],
)
def test_override(tmp_path: Path, overrides: list[str], fault: str) -> None:
    """A fault of an override is one of the command line."""
    assert [fault] == refused(tmp_path, "algorithm: dpo\n", *overrides)


def test_no_file(tmp_path: Path) -> None:
    """A file that isn't there, or whose format isn't known, is a fault of the config as well."""
    (tmp_path / "it.txt").write_text("algorithm: dpo\n")

    missing, other = (posttrain("train", name, folder=tmp_path) for name in ("no.yaml", "it.txt"))

    assert ["no.yaml: can't be read: No such file or directory"] == messages(missing)
    assert ["it.txt: the suffix must be one of .yaml, .yml, .toml, .json"] == messages(other)
    assert [tmp_path / "it.txt"] == [*tmp_path.iterdir()]
