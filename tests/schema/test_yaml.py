"""The schema in yaml-language-server: the names, the keys and the faults that an editor shows."""

from __future__ import annotations

import attrs
import pytest

from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.algorithms.sft.config import SFTConfig

from .editor import Editor

NAMES = ["dpo", "grpo", "ppo", "sft"]
VALID = '"dpo" | "grpo" | "ppo" | "sft"'
DPO, SFT = (sorted(field.name for field in attrs.fields(config)) for config in (DPOConfig, SFTConfig))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("algorithm: {name: |}\n", NAMES),
        ("algorithm: {name: d|}\n", ["dpo"]),
        ("algorithm: |\n", sorted(["Default value", "null", *NAMES])),
        ("algorithm:\n  name: dpo\n  |\n", DPO),
        ("algorithm:\n  name: sft\n  |\n", SFT),
        ("algorithm: dpo\ndpo:\n  |\n", DPO),
        ("algorithm: dpo\ndpo: {loss: {name: |}}\n", ["dpo"]),
        ("algorithm: sft\nsft: {loss: {name: |}}\n", ["cross_entropy", "focal"]),
        ("algorithm: dpo\ndpo: {loss: {name: dpo, kind: |}}\n", ["hinge", "ipo", "sigmoid"]),
        (
            "algorithm: dpo\nmodel:\n  name: pretrained\n  |\n",
            ["chat_template", "path", "precision", "revision"],
        ),
        (
            "algorithm: dpo\nmodel:\n  layers: 2\n  h|\n",
            ["context_length", "heads", "hidden_size", "name", "seed"],
        ),
    ],
)
def test_completion(yaml: Editor, marked: str, expected: list[str]) -> None:
    """The components that fit and the keys of the chosen one are offered."""
    with yaml.page(marked) as page:
        assert expected == page.completions()


def test_keys(yaml: Editor) -> None:
    """At the top, the fields, the sections of the components and `extends` are offered."""
    fields = ["algorithm", "dataset", "model", "output", "seed", "stages", "threads", "warm_start"]
    sections = ["dpo", "files", "pretrained", "sft", "sorting", "transformer"]
    with yaml.page("|\n") as page:
        assert {"extends", *fields, *sections} <= {*page.completions()}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("algorithm: dpo\nse|ed: 1\n", "Of the order of examples; models and datasets have their own."),
        (
            "algorithm: {name: dpo, be|ta: 1}\n",
            "How strongly the policy is held to the reference model: the weight of the KL penalty.",
        ),
        (
            "algorithm: {name: d|po}\n",
            "Direct preference optimization: make chosen completions likelier than rejected ones.",
        ),
        ("algorithm: sft\ns|ft: {}\n", "Supervised fine-tuning: imitate the demonstrations."),
        ("algorithm: dpo\ndpo: {loss: {name: dpo, ki|nd: ipo}}\n", "sigmoid (DPO), hinge (SLiC) or ipo."),
        (
            "algorithm: dpo\ndpo: {optimizer: {be|tas: [0, 0]}}\n",
            "The decay of the running means of the gradient",
        ),
    ],
)
def test_hover(yaml: Editor, marked: str, expected: str) -> None:
    """The hover of a key shows its doc, and that of a component its summary."""
    with yaml.page(marked) as page:
        assert expected in page.hover()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("algorithm: dpo\n", []),
        ("algorithm: dpo\ndpo:\nsft: {steps: 1}\n", []),
        ("algorithm: ${env:ALGORITHM,dpo}\nseed: ${env:SEED}\n", []),
        ("algorithm: {name: '${env:ALGORITHM}', beta: 1}\n", []),
        ("extends: base.yaml\nalgorithm: {beta: 1}\ndataset: files\n", []),
        ("stages: [{title: a}]\n", ['1:10: Missing property "algorithm".']),
        ("algorithm: dpoo\n", [f"1:12: Value must be {VALID}."]),
        ("algorithm: {name: dpoo}\n", [f"1:19: Value must be {VALID}."]),
        ("algorithm: {beta: 1}\n", ['1:1: Missing property "name".']),
        ("algorithm: dpo\nsede: 1\n", ["2:1: Property sede is not allowed."]),
        ("algorithm: dpo\nseed: x\n", ["2:7: Expected integer, or ${env:NAME}."]),
        ("algorithm: dpo\nseed: -1\n", ["2:7: Value is below the minimum of 0."]),
        (
            "algorithm: {name: dpo, beta: -1, gamma: 2}\n",
            ["1:30: Value is below the exclusive minimum of 0.", "1:34: Property gamma is not allowed."],
        ),
        ("algorithm: sft\nsft: {beta: 1}\n", ["2:7: Property beta is not allowed."]),
        ("algorithm: dpo\ndpo: {loss: {name: focal}}\n", ['2:20: Value must be "dpo".']),
        (
            "algorithm: dpo\ndpo: {loss: {kind: dull}}\n",
            ['2:20: Value is not accepted. Valid values: "sigmoid", "hinge", "ipo".'],
        ),
        ("algorithm: dpo\ndpo: {optimizer: {lr: x}}\n", ["2:23: Expected number, or ${env:NAME}."]),
        (
            "algorithm: dpo\ndpo: {optimizer: {name: sgd, betas: [0, 0]}}\n",
            ["2:30: Property betas is not allowed."],
        ),
        (
            "algorithm: dpo\ndpo: {optimizer: {betas: [0]}}\n",
            ["2:26: Array has too few items. Expected 2 or more."],
        ),
        (
            "algorithm: dpo\ndataset: files\n",
            ["2:10: files needs 'path', here or in a section 'files'."],
        ),
        ("algorithm: dpo\nfiles: {}\n", ['2:1: Missing property "path".']),
        ("extends: base.yaml\nalgorithm: {beta: x}\n", ["2:19: Expected number, or ${env:NAME}."]),
    ],
)
def test_problems(yaml: Editor, text: str, expected: list[str]) -> None:
    """A fault is underlined at its place, and apart from it only the key that is always wrong."""
    last = f"{text.count(chr(10)) + 1}:1: Property last is not allowed."
    with yaml.page(f"{text}last: 1\n") as page:
        assert [*expected, last] == page.problems([*expected, last])
