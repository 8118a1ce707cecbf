"""Examples that are too long: for `max_length`, and for the model's context, which is 64 tokens here."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from attrs import evolve
from rich.console import Console

from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.algorithms.sft.config import SFTConfig
from posttrain.context import Context
from posttrain.errors import ContextError, CutError, EmbeddingError
from posttrain.example import Conversation, Demonstration, Message, Preference, Split, Task
from posttrain.journal import Journal
from posttrain.registries import ALGORITHMS

from .evaluated import evaluate
from .given import TASKS, context
from .tiny import model

LONG = "x" * 60


def told(work: Context, config: SFTConfig | DPOConfig) -> str:
    """What building the trainer says."""
    out = io.StringIO()
    journal = Journal(work.journal.file, Console(file=out, width=200))
    name = "sft" if isinstance(config, SFTConfig) else "dpo"
    ALGORITHMS.from_mapping({"name": name, "max_length": config.max_length}).build(
        evolve(work, journal=journal)
    )
    return out.getvalue()


def test_fit(tmp_path: Path) -> None:
    """Nothing is said of examples that fit: `fgh` behind `e` has five tokens, its end included."""
    assert "" == told(context(tmp_path), SFTConfig(max_length=5))


def test_cut(tmp_path: Path) -> None:
    """Before a step is taken, it is said how many examples lose their end."""
    examples = (Demonstration("ab", "cd"), Demonstration("e", "fgh"), Demonstration("fghi", "j"))
    work = context(tmp_path, demonstrations=examples)

    assert (
        "stage: 1 of 3 completions are longer, with their prompts, than max_length, 5, and lose their end\n"
        == told(work, SFTConfig(max_length=5))
    )
    assert (
        "stage: 3 of 3 completions are longer, with their prompts, than max_length, 4, and lose their end, 1 "
        "of them all of it\n" == told(work, SFTConfig(max_length=4))
    )


def test_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said when the tokens of many completions are counted, which takes a while."""
    monkeypatch.setattr("posttrain.algorithms.length.MANY", 2)

    assert "stage: the tokens of 2 completions are counted\n" == told(context(tmp_path), SFTConfig())


def test_cut_pairs(tmp_path: Path) -> None:
    """Of a preference, each completion counts."""
    work = context(tmp_path, preferences=(Preference("ab", "c", "def"), Preference("a", "b", "c")))

    assert (
        "stage: 1 of 4 completions are longer, with their prompts, than max_length, 5, and lose their end\n"
        == told(work, DPOConfig(max_length=5))
    )


@pytest.mark.parametrize("name", ["sft", "grpo"])
def test_repeats(tmp_path: Path, name: str) -> None:
    """It is said if there are fewer examples than a batch has."""
    out = io.StringIO()
    work = context(tmp_path, tasks=TASKS[:2])
    journal = Journal(work.journal.file, Console(file=out, width=200))
    for size in (2, 3):
        settings = {"name": name, "batch_size": size, "steps": 1}
        ALGORITHMS.from_mapping({**settings, "max_tokens": 2} if name == "grpo" else settings).build(
            evolve(work, journal=journal)
        ).train()

    said = (
        "stage: batch_size, 3, is more than the 2 examples to learn from, so that a batch has some of them "
        "several times"
    )
    assert 1 == out.getvalue().count("several times")
    assert said in out.getvalue()


def test_epochs(tmp_path: Path) -> None:
    """It is said how often the steps of a stage go through its examples."""
    out = io.StringIO()
    work = context(tmp_path)
    journal = Journal(work.journal.file, Console(file=out, width=200))
    ALGORITHMS.from_mapping({"name": "sft", "batch_size": 1, "steps": 3}).build(
        evolve(work, journal=journal)
    ).train()

    assert "stage: 3 steps of 1 are 1.5 epochs of 2 examples\n" == out.getvalue().splitlines(keepends=True)[0]


@pytest.mark.parametrize("name", ["sft", "dpo"])
def test_nothing_left(tmp_path: Path, name: str) -> None:
    """A max_length that leaves no completion at all is refused."""
    with pytest.raises(CutError) as caught:
        ALGORITHMS.from_mapping({"name": name, "max_length": 1}).build(context(tmp_path))

    assert (
        "stage: nothing is left of any completion: max_length is 1, and the shortest prompt has 1 tokens"
        == str(caught.value)
    )


def test_context(tmp_path: Path) -> None:
    """Examples beyond the model's context are refused, unless max_length cuts them."""
    work = context(tmp_path, demonstrations=(Demonstration(LONG, "abcd"), Demonstration("a", "b")))
    with pytest.raises(ContextError) as caught:
        ALGORITHMS.build("sft", SFTConfig(), work)

    assert (
        "stage: the longest example has 65 tokens, and the model's context 64; lower max_length, or take a "
        "model with a longer context" == str(caught.value)
    )
    assert "1 of 2 completions" in told(work, SFTConfig(max_length=64))


def test_context_below_max_length(tmp_path: Path) -> None:
    """The length that is told is that of the example, also if max_length would have cut it."""
    with pytest.raises(ContextError) as caught:
        ALGORITHMS.build("sft", SFTConfig(max_length=70), context(tmp_path, (Demonstration(LONG, "y" * 40),)))

    assert (101, 64) == (caught.value.tokens, caught.value.context)


def test_rollouts(tmp_path: Path) -> None:
    """A prompt that leaves no room for max_tokens in the model's context is refused."""
    work = context(tmp_path, tasks=(Task("a"), Task(Conversation((Message("user", "y" * 40),)))))
    tokens = len("user: \nassistant: ") + 40

    for name in ("grpo", "ppo"):
        with pytest.raises(ContextError) as caught:
            ALGORITHMS.from_mapping({"name": name, "max_tokens": 65 - tokens}).build(work)
        assert (
            "stage: the longest prompt with max_tokens more has 65 tokens, and the model's context 64; lower "
            "max_tokens, or take a model with a longer context (2 of 4 prompts are too long)"
            == str(caught.value)
        )
        ALGORITHMS.from_mapping({"name": name, "max_tokens": 64 - tokens}).build(work)


@pytest.mark.parametrize(("name", "settings"), [("sft", {}), ("dpo", {}), ("grpo", {"max_tokens": 4})])
def test_unknown_token(tmp_path: Path, name: str, settings: dict[str, object]) -> None:
    """A token that was added to the tokenizer and not to the network is refused."""
    long = ("ab<new>", "c", "d")
    work = context(tmp_path, (Demonstration(*long[:2]),), (Preference(*long),), (Task(long[0]),))
    work.model.tokenizer.add_tokens(["<new>"])
    with pytest.raises(EmbeddingError) as caught:
        ALGORITHMS.from_mapping({"name": name, **settings}).build(work)

    assert (
        "stage: the tokenizer's '<new>' is token 384, and the network has 384 embeddings; add those that are "
        "missing to the model, by resize_token_embeddings(len(tokenizer)), and save it" == str(caught.value)
    )


def test_evaluation(tmp_path: Path) -> None:
    """What is beyond the model's context isn't measured."""
    del tmp_path
    made = model()
    cut, whole = (evaluate(made, Split([Demonstration("a", "b" * length)])) for length in (63, 100))

    assert cut == whole
