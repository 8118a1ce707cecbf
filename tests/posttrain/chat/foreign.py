"""The tokens that TRL makes of examples: its own code, without a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Protocol, cast

from attrs import frozen
from datasets import Dataset  # type: ignore[import-untyped]  # it has no types  # pyright: ignore[reportMissingTypeStubs]
from transformers import PreTrainedTokenizerBase
from trl.trainer.dpo_trainer import DPOTrainer
from trl.trainer.grpo_trainer import GRPOTrainer
from trl.trainer.sft_trainer import SFTTrainer

Row = Mapping[str, object]


class _Method(Protocol):
    def __call__(self, *arguments: object) -> Sequence[Mapping[str, list[int]]]: ...


class _Tokenize(Protocol):
    def __call__(self, trainer: object, prompts: list[object]) -> tuple[list[list[int]], object, object]: ...


class _Table(Protocol):
    def from_list(self, mapping: Sequence[Row]) -> object: ...


@frozen
class TRL:
    """TRL's preparation of datasets for a tokenizer."""

    tokenizer: PreTrainedTokenizerBase

    def demonstration(self, row: Row, **settings: object) -> tuple[list[int], list[int]]:
        """Return the tokens of a row for SFT, and 1 for those that are learnt."""
        chosen = {"assistant_only_loss": False, **settings}
        trainer = SimpleNamespace(
            _tokenizer=self.tokenizer, chat_template=None, completion_only_loss="completion" in row
        )
        arguments = SimpleNamespace(
            dataset_num_proc=None, dataset_text_field="text", max_length=None, shuffle_dataset=False, **chosen
        )
        prepare = cast("_Method", SFTTrainer._prepare_dataset)  # it isn't public  # pyright: ignore[reportPrivateUsage]
        packing = False
        [found] = prepare(trainer, _rows(row), self.tokenizer, arguments, packing, None, "train")
        return found["input_ids"], [int(label != -100) for label in found["labels"]]

    def preference(self, row: Row) -> tuple[list[int], list[int], list[int]]:
        """Return the tokens of a row's prompt, and of both completions, for DPO."""
        trainer = SimpleNamespace(_tokenizer=self.tokenizer)
        arguments = SimpleNamespace(dataset_num_proc=None, max_length=None, truncation_mode="keep_start")
        prepare = cast("_Method", DPOTrainer._prepare_dataset)  # as above  # pyright: ignore[reportPrivateUsage]
        [found] = prepare(trainer, _rows(row), self.tokenizer, arguments, "train")
        return found["prompt_ids"], found["chosen_ids"], found["rejected_ids"]

    def prompt(self, prompt: object, tools: object = None) -> list[int]:
        """Return the tokens of a prompt for GRPO."""
        trainer = SimpleNamespace(
            processing_class=self.tokenizer,
            tools=tools,
            chat_template=None,
            chat_template_kwargs={},
            environment_factories=None,
            _is_vlm=False,
        )
        tokenize = cast("_Tokenize", GRPOTrainer._tokenize_prompts)  # as above  # pyright: ignore[reportPrivateUsage]
        return tokenize(trainer, [prompt])[0][0]


def _rows(row: Row) -> object:
    return cast("_Table", Dataset).from_list([row])
