"""A stage of an experiment by TRL's trainers, with the settings of its config.

TRL is no dependency of the project: `pip install --constraint constraints.txt trl`. What is used of it and
of `datasets` is described by Protocols here, as `datasets` has no types and TRL takes any keywords.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeAlias, cast

import torch
from torch import Tensor
from transformers import ByT5Tokenizer, PreTrainedModel, PreTrainedTokenizerBase

from posttrain.algorithms.config import TrainingConfig
from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.algorithms.grpo.config import GRPOConfig
from posttrain.algorithms.sft.config import SFTConfig
from posttrain.attempt import Attempt
from posttrain.batch import Batch, collate, collate_pairs
from posttrain.chat.tokens import prompt_ids
from posttrain.config import ExperimentConfig
from posttrain.context import Context
from posttrain.example import Conversation, Demonstration, Message, Preference, Prompt, Split, Task
from posttrain.losses.config import ClippedLossConfig, CrossEntropyConfig, DPOLossConfig
from posttrain.models.lora import LoRAModel
from posttrain.optimizers.config import AdamWConfig
from posttrain.protocols import Model, Trainer
from posttrain.schedulers.config import ConstantConfig, CosineConfig
from typed_registry import Spec

ONLY_OURS = ("ppo",)
"""The experiments of algorithms that TRL doesn't have."""
DIFFERENCES = (
    "its warm-up begins at 0 and not at one step's share, so that its first step changes nothing",
    "its weight decay leaves the norms' weights out",
    "it draws examples and samples with random numbers of its own",
)
"""What TRL does in its own way, as no setting of it does otherwise, or its own way is faster."""
_CHECKED = 64
"""Examples whose tokens are compared."""


class Verbatim(ByT5Tokenizer):
    """Adds no end to what it encodes, as TRL adds one to completions, and prompts must have none."""

    def build_inputs_with_special_tokens(
        self, token_ids_0: list[int], token_ids_1: list[int] | None = None
    ) -> list[int]:
        """The tokens as they are."""
        return [*token_ids_0, *(token_ids_1 or [])]


_Row: TypeAlias = Mapping[str, object]
_Text: TypeAlias = str | Sequence[Mapping[str, str]]
"""Text, or messages."""


class _Rows(Protocol):
    def __getitem__(self, at: int) -> _Row: ...


class _Table(Protocol):
    def from_list(self, mapping: Sequence[_Row]) -> _Rows: ...


class _Trainer(Protocol):
    model: PreTrainedModel
    train_dataset: _Rows
    processing_class: PreTrainedTokenizerBase

    def data_collator(self, features: Sequence[_Row]) -> Mapping[str, Tensor]: ...

    def train(self) -> object: ...


class _TrainerClass(Protocol):
    def __call__(self, **parts: object) -> _Trainer: ...


class _SettingsClass(Protocol):
    def __call__(self, **values: object) -> object: ...


def train(
    config: ExperimentConfig, stage: Spec[Trainer, [Context]], model: Model, data: Split, folder: Path
) -> float:
    """Train the model by this algorithm, and return the seconds that it took.

    `folder` holds the model as it is now, and is where TRL takes the reference model from. Raises ValueError
    when TRL can't do what the config says, or would read other tokens than we do, and NotImplementedError
    when it doesn't have the algorithm.
    """
    settings = stage.config
    own: dict[str, object] = {"seed": config.seed, "output_dir": str(folder / "trl")}
    if isinstance(settings, SFTConfig):
        trainer = _sft(settings, model, data, own)
    elif isinstance(settings, DPOConfig):
        trainer = _dpo(settings, model, data, own)
    elif isinstance(settings, GRPOConfig):
        trainer = _grpo(settings, model, data, own)
    else:
        raise NotImplementedError(f"TRL has no {stage.name}")
    threads, start = torch.get_num_threads(), time.perf_counter()
    trainer.train()
    seconds = time.perf_counter() - start
    _require(torch.get_num_threads() == threads, "the threads that it was given")
    return seconds


def _sft(config: SFTConfig, model: Model, data: Split, own: dict[str, object]) -> _Trainer:
    _require(config.loss.config == CrossEntropyConfig(), "this loss")
    examples = data.of(Demonstration)
    rows = [{"prompt": _prompt(e.prompt), "completion": _turns(e.completion)} for e in examples]
    values = {"completion_only_loss": True, "max_length": config.max_length}
    trainer = _trainer("SFT", model, rows, _shared(config) | own | values)
    batch = trainer.data_collator([trainer.train_dataset[at] for at in range(_CHECKED)])
    pairs = [(example.prompt, example.completion) for example in examples[:_CHECKED]]
    _compare(collate(model.tokenizer, pairs, config.max_length), batch, batch["labels"] != -100)
    return trainer


def _dpo(config: DPOConfig, model: Model, data: Split, own: dict[str, object]) -> _Trainer:
    loss = config.loss.config
    _require(isinstance(loss, DPOLossConfig) and not loss.label_smoothing, "this loss")
    _require(not config.reference_free, "no reference model")
    examples = data.of(Preference)
    rows = [
        {"prompt": _prompt(e.prompt), "chosen": _turns(e.chosen), "rejected": _turns(e.rejected)}
        for e in examples
    ]
    kind = cast("DPOLossConfig", loss).kind
    _require(config.length_normalized == (kind == "ipo"), "this normalization")
    values = {"beta": config.beta, "loss_type": [kind], "max_length": config.max_length}
    trainer = _trainer("DPO", model, rows, _shared(config) | own | values)
    batch = trainer.data_collator([trainer.train_dataset[at] for at in range(_CHECKED)])
    ours = collate_pairs(model.tokenizer, examples[:_CHECKED], config.max_length)
    _compare(ours, batch, batch["completion_mask"])
    return trainer


def _grpo(config: GRPOConfig, model: Model, data: Split, own: dict[str, object]) -> _Trainer:
    loss = config.loss.config
    _require(isinstance(loss, ClippedLossConfig), "this loss")
    _require(config.epochs == config.minibatches == 1, "several updates a step")
    judge = config.reward.build()

    def reward(completions: Sequence[_Text], answer: Sequence[str], **_: object) -> list[float]:
        rows = zip(completions, answer, strict=True)
        return [*judge([Attempt(Task("", {"answer": wanted}), _said(text)) for text, wanted in rows])]

    rows = [{"prompt": _prompt(task.prompt), "answer": task.answer} for task in data.of(Task)]
    values = _shared(config) | own | _grouped(config, cast("ClippedLossConfig", loss))
    trainer = _trainer("GRPO", model, rows, values, reward_funcs=reward)
    asked = [task.prompt for task in data.of(Task)[:_CHECKED]]
    theirs = [_tokens(trainer.processing_class, prompt) for prompt in asked]
    _require([prompt_ids(model.tokenizer, prompt) for prompt in asked] == theirs, "our tokens")
    return trainer


def _grouped(config: GRPOConfig, loss: ClippedLossConfig) -> dict[str, object]:
    """Return the settings that GRPO alone has, by the names that TRL has for them."""
    return {
        **_batches(config, config.batch_size * config.samples),
        "num_generations": config.samples,
        "max_completion_length": config.max_tokens,
        "temperature": config.temperature,
        "beta": config.beta,
        "use_bias_correction_kl": False,
        "epsilon": loss.clip,
        "epsilon_high": loss.clip if loss.clip_high is None else loss.clip_high,
        "scale_rewards": "group" if config.scaled else "none",
        "loss_type": {"sequence": "grpo", "token": "bnpo", "constant": "dr_grpo"}[config.reduction],
        "mask_truncated_completions": config.drop_unfinished,
    }


def _shared(config: TrainingConfig) -> dict[str, object]:
    """Return the settings that all of its trainers take, with everything off that isn't training."""
    optimizer = config.optimizer.config
    _require(isinstance(optimizer, AdamWConfig), "this optimizer")
    return (
        {"max_steps": config.steps, "bf16": config.precision == "bfloat16"}
        | _batches(config, config.batch_size)
        | _rates(cast("AdamWConfig", optimizer))
        | _schedule(config.scheduler.config)
        | {"max_grad_norm": config.max_grad_norm, "gradient_checkpointing": config.gradient_checkpointing}
        | {"use_cpu": True, "dataloader_pin_memory": False, "dataloader_drop_last": True}
        | dict.fromkeys(("logging_strategy", "save_strategy", "eval_strategy"), "no")
        | {"report_to": "none", "disable_tqdm": True}
    )


def _batches(config: TrainingConfig, size: int) -> dict[str, object]:
    """Return how many examples TRL takes at once, and how often before an update."""
    micro = min(size, config.micro_batch_size or size)
    _require(size % micro == 0, "this micro_batch_size")
    return {"per_device_train_batch_size": micro, "gradient_accumulation_steps": size // micro}


def _schedule(schedule: object) -> dict[str, object]:
    if isinstance(schedule, ConstantConfig):
        return {"lr_scheduler_type": "constant_with_warmup", "warmup_steps": schedule.warmup_steps}
    _require(isinstance(schedule, CosineConfig), "this schedule")
    own = cast("CosineConfig", schedule)
    return {
        "lr_scheduler_type": "cosine_with_min_lr",
        "lr_scheduler_kwargs": {"min_lr_rate": own.final, "num_cycles": own.cycles},
        "warmup_steps": own.warmup_steps,
    }


def _rates(optimizer: AdamWConfig) -> dict[str, object]:
    return {
        "learning_rate": optimizer.lr,
        "adam_beta1": optimizer.betas[0],
        "adam_beta2": optimizer.betas[1],
        "adam_epsilon": optimizer.eps,
        "weight_decay": optimizer.weight_decay,
    }


def _trainer(
    name: str,
    model: Model,
    rows: Sequence[_Row],
    values: Mapping[str, object],
    **parts: object,
) -> _Trainer:
    """Return TRL's trainer of this name, on our network itself."""
    trl, table = import_module("trl"), cast("_Table", import_module("datasets").Dataset)
    make = cast("_TrainerClass", getattr(trl, f"{name}Trainer"))
    arguments = cast("_SettingsClass", getattr(trl, f"{name}Config"))(**values)
    return make(
        model=model.adapted if isinstance(model, LoRAModel) else model.network,
        args=arguments,
        train_dataset=table.from_list(rows),
        processing_class=Verbatim() if isinstance(model.tokenizer, ByT5Tokenizer) else model.tokenizer,
        **parts,
    )


def _prompt(prompt: Prompt) -> _Text:
    return _turns(prompt.messages if isinstance(prompt, Conversation) else prompt)


def _turns(text: str | Sequence[Message]) -> _Text:
    """Return text or messages as a row has them."""
    if isinstance(text, str):
        return text
    return [{"role": message.role, "content": str(message.content)} for message in text]


def _said(completion: _Text) -> str:
    """Return the text of a completion."""
    return completion if isinstance(completion, str) else completion[0]["content"]


def _tokens(tokenizer: PreTrainedTokenizerBase, prompt: Prompt) -> list[int]:
    """Return the tokens of a prompt as TRL reads it."""
    if isinstance(prompt, str):
        return cast("list[int]", tokenizer(text=prompt)["input_ids"])
    rendered: object = tokenizer.apply_chat_template(
        cast("list[dict[str, str]]", _prompt(prompt)), add_generation_prompt=True, return_dict=False
    )
    return cast("list[int]", rendered)


def _compare(ours: Batch, theirs: Mapping[str, Tensor], counted: Tensor) -> None:
    seen = ours.attention
    pairs = (
        (ours.ids * seen, theirs["input_ids"] * seen),  # what fills rows up may differ
        (seen, theirs["attention_mask"]),
        (ours.completion, counted),
    )
    _require(all(torch.equal(own, other.to(own.dtype)) for own, other in pairs), "our tokens")


def _require(condition: bool, what: str) -> None:  # noqa: FBT001  # it is what is required
    if not condition:
        raise ValueError(f"TRL has not taken {what}")
