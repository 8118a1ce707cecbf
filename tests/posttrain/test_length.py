"""Examples that are too long: for `max_length`, and for the model's context, which is 64 tokens here."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from attrs import evolve, frozen
from rich.console import Console

from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.algorithms.sampling import Sampler
from posttrain.algorithms.sft.config import SFTConfig
from posttrain.context import Context
from posttrain.errors import ContextError, CutError, EmbeddingError, OverlongError
from posttrain.example import Conversation, Demonstration, Message, Preference, Split, Task
from posttrain.journal import Journal
from posttrain.registries import ALGORITHMS, REWARDS
from posttrain.rewards.config import FormatConfig

from .evaluated import evaluate
from .given import TASKS, context
from .tiny import model

LONG = "x" * 60


def told(work: Context, config: SFTConfig | DPOConfig) -> str:
    """What building the trainer says."""
    name = "sft" if isinstance(config, SFTConfig) else "dpo"
    return told_by(work, name=name, max_length=config.max_length)


def told_by(work: Context, **settings: object) -> str:
    """What the trainer of these settings says when it is built, and if it has steps, while it trains."""
    out = io.StringIO()
    journal = Journal(work.journal.file, Console(file=out, width=200))
    trainer = ALGORITHMS.from_mapping(settings).build(evolve(work, journal=journal))
    if "steps" in settings:
        trainer.train()
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
    long = Demonstration(LONG, "abcd", place="a.jsonl:1")
    work = context(tmp_path, demonstrations=(long, Demonstration("a", "b")))
    with pytest.raises(ContextError) as caught:
        ALGORITHMS.build("sft", SFTConfig(), work)

    assert (
        "stage: the longest example has 65 tokens, and the model's context 64; lower max_length, or take a "
        "model with a longer context. 1 of 2 examples is too long: a.jsonl:1; overlong: skip leaves them out"
        == str(caught.value)
    )
    assert "1 of 2 completions" in told(work, SFTConfig(max_length=64))


def test_context_below_max_length(tmp_path: Path) -> None:
    """The length that is told is that of the example, also if max_length would have cut it."""
    with pytest.raises(ContextError) as caught:
        ALGORITHMS.build("sft", SFTConfig(max_length=70), context(tmp_path, (Demonstration(LONG, "y" * 40),)))

    assert (101, 64) == (caught.value.tokens, caught.value.context)


def test_rollouts(tmp_path: Path) -> None:
    """A prompt that leaves no room for max_tokens in the model's context is refused."""
    long = Conversation((Message("user", "y" * 40),))
    work = context(tmp_path, tasks=(Task("a"), Task(long, place="a.jsonl:2"), Task(long)))
    tokens = len("user: \nassistant: ") + 40

    for name in ("grpo", "ppo"):
        with pytest.raises(ContextError) as caught:
            ALGORITHMS.from_mapping({"name": name, "max_tokens": 65 - tokens}).build(work)
        assert (
            "stage: the longest prompt with max_tokens more has 65 tokens, and the model's context 64; lower "
            f"max_tokens, or take a model with a longer context. 2 of 3 prompts are too long: a.jsonl:2, "
            f"'{'y' * 40}'; overlong_prompts: skip leaves them out" == str(caught.value)
        )
        ALGORITHMS.from_mapping({"name": name, "max_tokens": 64 - tokens}).build(work)


DEMONSTRATIONS = (
    Demonstration("ab", "cdef", place="a.jsonl:10"),
    Demonstration("a", "b"),
    Demonstration("ghi", "jkl", place="a.jsonl:4"),
    Demonstration("gh", "ijkl"),
    Demonstration("jk", "lmno"),
    Demonstration("c", "d"),
)
PAIRS = (
    Preference("ab", "c", "defg", place="b.jsonl:1"),
    Preference("a", "b", "c"),
    Preference("ab", "cdefg", "h"),
)
PROMPTS = (Task("abc", place="c.csv:2"), Task("a"), Task("bcd", place="c.csv:4"), Task("b"))


def test_skipped(tmp_path: Path) -> None:
    """Examples that are too long are left out, if that is wanted; it is said which they are."""
    settings = {"name": "sft", "max_length": 6, "overlong": "skip", "batch_size": 1, "steps": 1}
    lines = told_by(context(tmp_path, DEMONSTRATIONS), **settings).splitlines()

    assert (
        "stage: 4 of 6 examples are longer than max_length, 6 tokens, and are left out: a.jsonl:4, "
        "a.jsonl:10, 'gh' and 1 more" == lines[0]
    )
    assert "stage: 1 steps of 1 are 0.5 epochs of 2 examples" == lines[1]
    assert "" == told_by(context(tmp_path, DEMONSTRATIONS), name="sft", max_length=7, overlong="skip")


def test_skipped_pairs(tmp_path: Path) -> None:
    """A preference is left out if either of its completions is too long."""
    settings = {"name": "dpo", "max_length": 6, "overlong": "skip", "batch_size": 1, "steps": 1}
    lines = told_by(context(tmp_path, preferences=PAIRS), **settings).splitlines()

    assert (
        "stage: 2 of 3 examples are longer than max_length, 6 tokens, and are left out: b.jsonl:1, 'ab'"
        == lines[0]
    )
    assert "stage: 1 steps of 1 are 1 epochs of 1 examples" == lines[1]


def test_skipped_beyond_context(tmp_path: Path) -> None:
    """What is longer than the model's context is left out, too, whatever max_length says."""
    work = context(tmp_path, (Demonstration(LONG, "abcd"), Demonstration("a", "b")))

    assert (
        "stage: 1 of 2 examples are longer than the model's context, 64 tokens, and are left out: "
        f"'{'x' * 40}...'\n" == told_by(work, name="sft", overlong="skip")
    )


def test_refused(tmp_path: Path) -> None:
    """Examples that are too long are an error, if that is wanted."""
    with pytest.raises(OverlongError) as caught:
        told_by(context(tmp_path, DEMONSTRATIONS), name="sft", max_length=6, overlong="refuse")

    assert (
        "stage: 4 of 6 examples are longer than max_length, 6 tokens, the longest of 7: a.jsonl:4, "
        "a.jsonl:10, 'gh' and 1 more; overlong: skip leaves them out, and overlong: cut shortens them"
        == str(caught.value)
    )
    assert "" == told_by(context(tmp_path, DEMONSTRATIONS), name="sft", max_length=7, overlong="refuse")


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (
            {"name": "sft", "max_length": 2, "overlong": "skip"},
            "6 examples are longer than max_length, 2 tokens",
        ),
        (
            {"name": "grpo", "max_prompt_length": 2, "max_tokens": 4, "overlong_prompts": "skip"},
            "2 prompts are longer than max_prompt_length, 2 tokens",
        ),
    ],
)
def test_all_skipped(tmp_path: Path, settings: dict[str, object], text: str) -> None:
    """To leave out all is an error."""
    with pytest.raises(OverlongError) as caught:
        told_by(context(tmp_path, DEMONSTRATIONS, tasks=PROMPTS[::2]), **settings)

    assert f"stage: all {text}, so that nothing is left; the shortest has 3" == str(caught.value)


@pytest.mark.parametrize("name", ["grpo", "ppo"])
def test_skipped_prompts(tmp_path: Path, name: str) -> None:
    """Prompts that are longer than max_prompt_length are left out, if that is wanted."""
    settings = {"name": name, "max_prompt_length": 2, "max_tokens": 2, "batch_size": 2, "steps": 1}
    work = context(tmp_path, tasks=PROMPTS)
    rewarded = {**settings, "reward": {"name": "format", "pattern": "a"}}
    lines = told_by(work, overlong_prompts="skip", **rewarded).splitlines()

    assert (
        "stage: 2 of 4 prompts are longer than max_prompt_length, 2 tokens, and are left out: c.csv:2, "
        "c.csv:4" == lines[0]
    )
    assert "stage: 1 steps of 2 are 1 epochs of 2 examples" == lines[1]
    with pytest.raises(OverlongError) as caught:
        told_by(work, **settings)
    assert (
        "stage: 2 of 4 prompts are longer than max_prompt_length, 2 tokens, the longest of 3: c.csv:2, "
        "c.csv:4; overlong_prompts: skip leaves them out" == str(caught.value)
    )


def test_sampled_prompts(tmp_path: Path) -> None:
    """A prompt that is left out isn't completed."""
    reward = REWARDS.spec("format", FormatConfig("a"))
    size = GRPOConfig(batch_size=4, samples=2, max_tokens=2, reward=reward)
    config = evolve(size, max_prompt_length=2, overlong_prompts="skip")
    batch = Sampler(config, context(tmp_path, tasks=PROMPTS)).sample(1).batch

    assert [1] * 8 == (batch.attention - batch.completion).sum(dim=1).tolist()


def test_skipped_without_room(tmp_path: Path) -> None:
    """Nor do prompts count that leave no room in the model's context, however long prompts may be."""
    for further in ({}, {"max_prompt_length": 9}):
        said = told_by(
            context(tmp_path, tasks=PROMPTS), name="grpo", max_tokens=62, overlong_prompts="skip", **further
        )

        assert (
            "stage: 2 of 4 prompts are longer than the 2 tokens that max_tokens leaves of the model's "
            "context, and are left out: c.csv:2, c.csv:4\n" == said
        )
    with pytest.raises(ContextError):
        told_by(context(tmp_path, tasks=PROMPTS), name="grpo", max_tokens=64, overlong_prompts="skip")


def test_held_out_prompts(tmp_path: Path) -> None:
    """A stage doesn't complete prompts that are held out, and so doesn't ask how long they are."""
    work = context(tmp_path, tasks=PROMPTS)
    data = Apart(work.dataset.train, Split([Task("x" * 64)]))

    assert "" == told_by(evolve(work, dataset=data), name="grpo", max_tokens=4)


@frozen
class Apart:
    """A dataset of two splits."""

    train: Split
    held_out: Split


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
