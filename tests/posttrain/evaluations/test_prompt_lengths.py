"""Prompts that are too long for an evaluation."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.context import EvaluationContext
from posttrain.errors import ContextError, DataWarning, OverlongError
from posttrain.evaluations.config import HeldOutConfig
from posttrain.example import Split, Task
from posttrain.generation import SamplingParameters
from posttrain.models.causal import CausalModel
from posttrain.past_run import read_run
from posttrain.prompt_limit import PromptLimit
from posttrain.registries import EVALUATIONS
from tests.posttrain.evaluations.engine import Engine, measured
from tests.posttrain.given import TASKS
from tests.posttrain.small import experiment, trained


@pytest.mark.parametrize(
    ("config", "sampling", "answer"),
    [
        (HeldOutConfig(max_tokens=64), None, "x"),
        (HeldOutConfig(), SamplingParameters(64), "x"),
        (HeldOutConfig(), None, "x" * 63),
    ],
    ids=["given", "training", "answer"],
)
def test_no_room(
    made: CausalModel, config: HeldOutConfig, sampling: SamplingParameters | None, answer: str
) -> None:
    """A token limit that leaves no room in the model's context is refused when the evaluation is built."""
    split = Split([Task("abc", {"answer": answer})])
    there = EvaluationContext(made, split, Engine(), sampling=sampling)
    with pytest.raises(
        ContextError, match="evaluation: the longest prompt with max_tokens more has 67 tokens"
    ):
        EVALUATIONS.build("held_out", config, there)


PLACED = (*TASKS, Task("abcd", {"answer": "e"}, place="a.jsonl:4"))


@pytest.mark.parametrize(
    ("config", "limit"),
    [
        (HeldOutConfig(max_prompt_length=3, overlong_prompts="skip"), PromptLimit()),
        (HeldOutConfig(), PromptLimit(3, "skip")),
        (HeldOutConfig(max_prompt_length=3), PromptLimit(2, "skip")),
        (HeldOutConfig(overlong_prompts="skip"), PromptLimit(3)),
    ],
)
def test_overlong(made: CausalModel, config: HeldOutConfig, limit: PromptLimit) -> None:
    """Prompts that are too long are left out, if that is wanted or done in training; a warning says which."""
    there = EvaluationContext(made, Split(PLACED), Engine(), prompt_limit=limit)
    with pytest.warns(DataWarning) as caught:
        found = measured(config, there)

    assert {"exact_match": pytest.approx(2 / 3)} == found.metrics
    assert [
        "evaluation: 1 of 4 prompts are longer than max_prompt_length, 3 tokens, and are left out: a.jsonl:4"
    ] == [str(each.message) for each in caught]


@pytest.mark.parametrize("config", [HeldOutConfig(max_prompt_length=3), HeldOutConfig(max_tokens=61)])
def test_overlong_refused(made: CausalModel, config: HeldOutConfig) -> None:
    """Otherwise they are an error."""
    with pytest.raises((OverlongError, ContextError), match=r"1 of 4 prompts (are|is) .*a\.jsonl:4"):
        measured(config, EvaluationContext(made, Split(PLACED), Engine()))


def test_overlong_as_in_training(tmp_path: Path) -> None:
    """What training does with prompts that are too long holds for those that are held out."""
    data = tmp_path / "data.jsonl"
    data.write_text(
        "".join(f'{{"prompt": "{prompt}", "answer": "a"}}\n' for prompt in ("a", "b", "long", "c"))
    )
    config = experiment(
        tmp_path,
        "warm_start=null",
        f"dataset={{name: files, path: {data}, held_out_path: {data}}}",
        "algorithm={name: grpo, steps: 1, batch_size: 2, samples: 2, max_tokens: 2}",
        "grpo.max_prompt_length=2",
        "grpo.overlong_prompts=skip",
    )
    with pytest.warns(DataWarning, match=rf"evaluation: 1 of 4 prompts .*: {data}:3"):
        outcome = trained(config)

    assert 3 == len(read_run(outcome.run.folder).answers)
