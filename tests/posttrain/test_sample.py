"""`posttrain sample`: the model of a run, asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from posttrain.errors import ContextError
from posttrain.example import Conversation, Message
from posttrain.generation import SamplingParameters
from posttrain.sample import answers, open_model, seeds_of

from .program import Result, posttrain
from .rolled import rolled
from .small import experiment, saved, trained

PROMPTS = ("cab>", "bca>", "a much longer prompt>")
SAMPLED = SamplingParameters(4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that has learnt enough not to say the same of everything."""
    folder = tmp_path_factory.mktemp("sample")
    trained(experiment(folder, "sft.steps=60", "sft.optimizer={name: adamw, lr: 1e-2}"))
    return folder / "runs/small"


def asked(folder: Path, *arguments: str) -> Result:
    """What the command says."""
    return posttrain("sample", "small", *arguments, "--max-tokens", "4", folder=folder.parent)


def test_greedy(folder: Path) -> None:
    """An answer is the likeliest tokens of the saved model, and all that is printed."""
    [text] = rolled(saved(folder / "model"), PROMPTS[:1], 4).texts

    assert Result(0, f"{text}\n", "") == asked(folder, PROMPTS[0])


def test_several(folder: Path) -> None:
    """Each of several prompts is printed above its answer."""
    texts = rolled(saved(folder / "model"), PROMPTS[:2], 4).texts
    expected = "\n\n".join(f"{prompt}\n{text}" for prompt, text in zip(PROMPTS, texts, strict=False))

    assert Result(0, f"{expected}\n", "") == asked(folder, *PROMPTS[:2])


def test_count(folder: Path) -> None:
    """Several answers to one prompt are those of the seed, and others for another seed."""
    model = open_model(folder)
    [expected] = answers(model, PROMPTS[:1], SAMPLED, seed=7, count=3)
    [other] = answers(model, PROMPTS[:1], SAMPLED, seed=8, count=3)
    result = asked(folder, PROMPTS[0], "--count", "3", "--temperature", "1", "--seed", "7")

    assert "".join(f"{text}\n" for text in expected) == result.out
    assert 3 == len({*expected})
    assert expected != other


def test_chat(folder: Path) -> None:
    """A prompt can be asked as a user's turn, which a model without a chat template has as `user: ...`."""
    model = open_model(folder)
    turn = Conversation((Message("user", PROMPTS[0]),))
    [[text]] = answers(model, [turn], SAMPLED, seed=7)
    [[plain]] = answers(model, PROMPTS[:1], SAMPLED, seed=7)
    asked_for = f"user: {PROMPTS[0]}\nassistant: "

    assert Result(0, f"{text}\n", "") == asked(
        folder, PROMPTS[0], "--chat", "--temperature", "1", "--seed", "7"
    )
    assert (text,) == rolled(model, [asked_for], 4, seeds_of(turn, 7, 1)).texts
    assert plain != text


def test_system(folder: Path) -> None:
    """With --chat, a system message can come before the user's."""
    turns = Conversation((Message("system", "abc"), Message("user", PROMPTS[0])))
    [[text]] = answers(open_model(folder), [turns], SAMPLED, seed=7)

    assert Result(0, f"{text}\n", "") == asked(
        folder, PROMPTS[0], "--chat", "--system", "abc", "--temperature", "1", "--seed", "7"
    )


def test_beside_others(folder: Path) -> None:
    """What a prompt is answered doesn't depend on those beside it."""
    model = open_model(folder)
    [alone] = answers(model, PROMPTS[:1], SAMPLED, count=2)

    assert alone == answers(model, PROMPTS, SAMPLED, count=2)[0]


def test_longest(folder: Path) -> None:
    """An answer has at most as many tokens as are allowed; a token is a byte here."""
    [[text]] = answers(open_model(folder), PROMPTS[:1], SamplingParameters(2, temperature=0))

    assert len(text.encode()) <= 2


def test_context(folder: Path) -> None:
    """An answer ends where the model's context does, and a prompt that fills it is refused."""
    model = open_model(folder)
    model.network.config.max_position_embeddings = len(PROMPTS[0]) + 2
    [[text]] = answers(model, PROMPTS[:1], SamplingParameters(9, temperature=0))

    assert len(text.encode()) <= 2
    with pytest.raises(ContextError) as caught:
        answers(model, ["x" * 6], SamplingParameters(9))
    assert (
        "sample: the prompt with a token of its answer has 7 tokens, and the model's context 6; shorten it, "
        "or take a model with a longer context" == str(caught.value)
    )


def test_model_folder(folder: Path) -> None:
    """The folder of the model itself does as well."""
    assert asked(folder, PROMPTS[0]) == posttrain(
        "sample", "model", PROMPTS[0], "--max-tokens", "4", folder=folder
    )


def test_stopped(folder: Path, tmp_path: Path) -> None:
    """Of a run that hasn't come to its end, it is said that this is the model of before."""
    shutil.copytree(folder, tmp_path / "small")
    (tmp_path / "small/checkpoints").mkdir()
    told = "posttrain: the run stopped before its end; this is its model as it was then\n"

    assert Result(0, asked(folder, PROMPTS[0]).out, told) == asked(tmp_path / "small", PROMPTS[0])


def test_no_run(tmp_path: Path) -> None:
    """A folder that is no run is refused."""
    result = posttrain("sample", ".", "a", folder=tmp_path)

    assert Result(1, "", "posttrain: . is no run: it has no folder 'model'\n") == result


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["a", "--count", "2"], "at a temperature of 0 all answers are the same"),
        (["a", "--system", "b"], "only a conversation has a system message: add --chat"),
        (["a", ""], "a prompt has at least one character"),
        (["a", "--temperature", "-1"], "Invalid value for '--temperature'"),
    ],
)
def test_refused(tmp_path: Path, arguments: list[str], text: str) -> None:
    """What makes no sense is refused before a model is opened."""
    result = posttrain("sample", ".", *arguments, folder=tmp_path)

    assert 2 == result.code
    assert text in result.err
