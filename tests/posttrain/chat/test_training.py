"""From data files of conversations to updates of a model that has a chat template."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from attrs import evolve
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.algorithms.sampling import Sampler
from posttrain.algorithms.sft.config import SFTConfig
from posttrain.batch import collate, collate_pairs
from posttrain.chat.tokens import encode, prompt_ids
from posttrain.context import Context
from posttrain.errors import ChatTemplateError, ColumnError, EmptyPromptError
from posttrain.example import (
    Completion,
    Conversation,
    Demonstration,
    Message,
    Preference,
    Prompt,
    Split,
    Task,
)
from posttrain.generation import SamplingParameters
from posttrain.models.causal import CausalModel
from posttrain.packing import collate_packed
from posttrain.policy import predict
from posttrain.registries import ALGORITHMS, DATASETS
from posttrain.sample import answers
from tests.posttrain.given import Given, context

from .families import tokenizer
from .test_families import ANSWER, MORE, SIX, USER, WRONG, learnt

GREEDY = SamplingParameters(2, temperature=0)


def small(made: PreTrainedTokenizerFast) -> CausalModel:
    """Return a small network for a tokenizer."""
    size = LlamaConfig(
        vocab_size=len(made),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=128,
    )
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return CausalModel(LlamaForCausalLM(size), made)


def work(folder: Path, *rows: object) -> Context:
    """Return a small ChatML model with the examples of a file of these rows."""
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    data = DATASETS.from_mapping({"name": "files", "path": str(file), "held_out_path": str(file)}).build()
    return evolve(context(folder), model=small(tokenizer("chatml")), dataset=data)


def test_sft(tmp_path: Path) -> None:
    """Fine-tuning minimises the mean over the tokens of all the assistant's turns, packed or not."""
    rows = ({"messages": [USER, ANSWER, MORE, SIX]}, {"messages": [MORE, SIX]})
    there = work(tmp_path, *rows)
    examples = there.dataset.train.of(Demonstration)
    found = [encode(there.model.tokenizer, each.prompt, each.completion) for each in examples]
    plain, packed = (
        ALGORITHMS.build("sft", SFTConfig(packing=packing), there).objective(examples)
        for packing in (False, True)
    )

    assert sum(sum(each.learnt) for each in found) == plain.weight == packed.weight
    torch.testing.assert_close(plain.loss, packed.loss)


def test_packed_turns() -> None:
    """A row that has several sequences learns the same tokens of each."""
    made = tokenizer("chatml")
    asked = Conversation((Message("user", "2+2?"),))
    turns = (Message("assistant", "4"), Message("user", "3+3?"), Message("assistant", "6"))
    pairs: list[tuple[Prompt, Completion]] = [(asked, turns), (asked, "4")]
    padded, packed = collate(made, pairs, 64), collate_packed(made, pairs, 128)

    assert padded.completion.sum().item() == packed.completion.sum().item()
    assert padded.ids[padded.completion == 1].tolist() == packed.ids[packed.completion == 1].tolist()


def test_dpo(tmp_path: Path) -> None:
    """The log-probability of a completion is that of the assistant's turn with its end."""
    there = work(tmp_path, {"prompt": USER["content"], "chosen": [USER, ANSWER], "rejected": [USER, WRONG]})
    [pair] = there.dataset.train.of(Preference)
    batch = collate_pairs(there.model.tokenizer, [pair], 128)
    alone = collate(there.model.tokenizer, [(pair.prompt, pair.rejected)], 128)
    made = there.model.tokenizer
    assert isinstance(made, PreTrainedTokenizerFast)

    assert "I think that it is blue.\n<|im_end|>\n" == learnt(made, encode(made, pair.prompt, pair.rejected))
    torch.testing.assert_close(
        predict(there.model.network, batch).log_probs()[1:], predict(there.model.network, alone).log_probs()
    )


@pytest.mark.parametrize("row", [{"prompt": [USER], "answer": "4"}, {"messages": [USER], "answer": "4"}])
def test_rollouts(tmp_path: Path, row: object) -> None:
    """Rollouts of conversational prompts begin with the template's opening of the assistant's turn."""
    there = work(tmp_path, row)
    [task] = there.dataset.train.of(Task)
    sampled = Sampler(GRPOConfig(batch_size=1, samples=2, max_tokens=3), there).sample(1)
    prompt = prompt_ids(there.model.tokenizer, task.prompt)

    assert str(there.model.tokenizer.decode(prompt)).endswith("<|im_end|>\n<|im_start|>assistant\n")
    assert [prompt] * 2 == [ids[: len(prompt)].tolist() for ids in sampled.batch.ids]
    assert 0 == sampled.batch.completion[:, : len(prompt)].sum().item()


def test_no_answer(tmp_path: Path) -> None:
    """A reward that needs an answer says which column is missing."""
    there = work(tmp_path, {"prompt": [USER], "solution": "4"})
    with pytest.raises(ColumnError) as caught:
        Sampler(GRPOConfig(batch_size=1, samples=2, max_tokens=3), there).sample(1)

    assert (
        "an example has no column 'answer' beside its prompt; it has 'solution'. The setting `columns` of "
        "the dataset renames columns: columns: {answer: ...}" == str(caught.value)
    )


def test_template_before_training(tmp_path: Path) -> None:
    """A conversation that the template can't render is found when the trainer is built."""
    there = evolve(work(tmp_path, {"messages": [USER, ANSWER]}), model=small(tokenizer("gemma")))
    spoken = (Demonstration(Conversation((Message("system", "Be brief."),)), "Yes."),)
    with pytest.raises(ChatTemplateError, match="there is no system role"):
        ALGORITHMS.build("sft", SFTConfig(), evolve(there, dataset=Given(Split(spoken))))


@pytest.mark.parametrize("name", ["grpo", "ppo"])
def test_empty_prompt(tmp_path: Path, name: str) -> None:
    """An empty prompt is refused before training, and when a model is asked."""
    there = work(tmp_path, {"prompt": "", "answer": "4"})
    with pytest.raises(EmptyPromptError) as caught:
        ALGORITHMS.from_mapping({"name": name}).build(there)

    assert (
        "a prompt has no tokens to complete: it is empty, and the tokenizer puts none before a text"
        == str(caught.value)
    )
    with pytest.raises(EmptyPromptError):
        answers(there.model, [""], GREEDY)
