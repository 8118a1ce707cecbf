"""What TRL, TorchRL and Stable-Baselines3 compute of our tensors: their own code, built as small as can be.

Only this module knows their interfaces, which are typed in part.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol, TypedDict, cast

import numpy as np
import torch
from attrs import frozen
from datasets import Dataset, IterableDataset  # type: ignore[import-untyped]  # it has no types  # pyright: ignore[reportMissingTypeStubs]
from gymnasium.spaces import Box
from stable_baselines3.common.buffers import RolloutBuffer
from tensordict import TensorDict  # type: ignore[import-untyped]  # it has no types
from tensordict.nn import (  # type: ignore[import-untyped]  # as above  # pyright: ignore[reportMissingTypeStubs]
    ProbabilisticTensorDictModule,
    ProbabilisticTensorDictSequential,
    TensorDictModule,
)
from torch import Tensor
from torch.distributions import Categorical
from torch.nn import Identity
from torchrl.objectives import ClipPPOLoss  # type: ignore[import-untyped]  # it has no types  # pyright: ignore[reportMissingTypeStubs]
from transformers import PreTrainedModel
from trl.trainer.dpo_config import DPOConfig
from trl.trainer.dpo_trainer import DPOTrainer
from trl.trainer.grpo_config import GRPOConfig
from trl.trainer.grpo_trainer import GRPOTrainer
from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer

from posttrain.batch import Batch
from posttrain.protocols import Model

DEPRECATED = "ignore:`is_gradient_checkpointing` is deprecated:FutureWarning"
"""TRL 1.16 asks transformers for a property by its former name."""
GroupLoss = Literal["grpo", "dr_grpo", "dapo", "bnpo"]
PreferredKind = Literal["sigmoid", "hinge", "ipo", "aot", "sigmoid_norm"]


def sft_loss(model: Model, batch: Batch, folder: Path) -> Tensor:
    """The loss of fine-tuning on the completions by TRL's trainer."""
    trainer = SFTTrainer(
        model=model.network,
        args=SFTConfig(**_settings(folder)),
        train_dataset=_one({"input_ids": [5, 1], "labels": [5, 1]}),
        processing_class=model.tokenizer,
    )
    labels = batch.ids.masked_fill(batch.completion == 0, -100)
    inputs = {"input_ids": batch.ids, "attention_mask": batch.attention, "labels": labels}
    return cast("_Computing", trainer).compute_loss(model.network, inputs)


@frozen
class Preferring:
    """TRL's DPO of a model and its reference model.

    Without the latter all completions are equally likely by it: their log-probabilities are given as 0, as
    they are given when TRL computes them in advance.
    """

    model: Model
    reference: PreTrainedModel | None
    folder: Path
    kind: PreferredKind
    beta: float
    label_smoothing: float = 0.0

    def loss(self, batch: Batch) -> Tensor:
        """The loss of preferring the first half of a batch's rows to the second."""
        trainer = self._trainer()
        trainer.precompute_ref_logps = self.reference is None
        inputs = {
            "input_ids": batch.ids,
            "attention_mask": batch.attention,
            "completion_mask": batch.completion,
            "ref_chosen_logps": torch.zeros(len(batch.ids) // 2),
            "ref_rejected_logps": torch.zeros(len(batch.ids) // 2),
        }
        return cast("_Computing", trainer).compute_loss(self.model.network, inputs)

    def _trainer(self) -> DPOTrainer:
        return DPOTrainer(
            model=self.model.network,
            ref_model=self.reference or copy.deepcopy(self.model.network),  # it must have one
            args=DPOConfig(
                beta=self.beta,
                loss_type=[self.kind],
                label_smoothing=self.label_smoothing,
                **_settings(self.folder),
            ),
            train_dataset=_one({"prompt": "a", "chosen": "b", "rejected": "c"}),
            processing_class=self.model.tokenizer,
        )


@frozen
class Grouped:
    """TRL's GRPO of a model."""

    model: Model
    folder: Path
    beta: float = 0.0
    kind: GroupLoss = "grpo"
    temperature: float = 1.0
    longest: int = 3
    level: Literal["token", "sequence"] = "token"
    """Of what a ratio is clipped."""

    def loss(
        self,
        prompts: Sequence[Sequence[int]],
        completions: Sequence[Sequence[int]],
        advantages: Tensor,
        old: Sequence[Tensor] | None,
        reference: Sequence[Tensor],
    ) -> Tensor:
        """The loss of rows of token ids; `old` and `reference` are log-probabilities of their tokens."""
        mask = _right([torch.ones(len(row)) for row in completions])
        inputs = {
            "prompt_ids": _left([torch.tensor(row) for row in prompts]),
            "prompt_mask": _left([torch.ones(len(row), dtype=torch.long) for row in prompts]),
            "completion_ids": _right([torch.tensor(row) for row in completions]),
            "completion_mask": mask.long(),
            "advantages": advantages,
            "ref_per_token_logps": _right(reference),
            "num_items_in_batch": mask.sum(),
        }
        if old is not None:
            inputs["old_per_token_logps"] = _right(old)
        trainer = self._trainer([])
        trainer.beta = self.beta  # given before, it would load a reference model
        self.model.network.train(mode=False)  # else the loss is divided among the steps of an accumulation
        computing = cast("_Computing", trainer)
        return computing._compute_loss(self.model.network, inputs)  # pyright: ignore[reportPrivateUsage]  # all else trains

    def advantages(self, rewards: Tensor, *, scaled: bool) -> Tensor:
        """The advantages of completions with these rewards, [P, G], of which it samples some tokens."""
        given = cast("list[float]", rewards.flatten().tolist())
        trainer = self._trainer(given, samples=rewards.shape[1], scaled=scaled)
        prompts = [{"prompt": "ab"} for _ in range(rewards.numel())]
        computing = cast("_Computing", trainer)
        found = computing._generate_and_score_completions(prompts)  # pyright: ignore[reportPrivateUsage]  # all else trains
        return found["advantages"].view_as(rewards)

    def _trainer(self, rewards: list[float], *, samples: int = 2, scaled: bool = True) -> GRPOTrainer:
        def judge(**_: object) -> list[float | None]:
            return [*rewards]

        return GRPOTrainer(
            model=self.model.network,
            reward_funcs=judge,
            args=GRPOConfig(
                loss_type=self.kind,
                importance_sampling_level=self.level,
                epsilon=0.2,
                epsilon_high=0.28,
                temperature=self.temperature,
                max_completion_length=self.longest,
                num_generations=samples,
                per_device_train_batch_size=samples,
                use_bias_correction_kl=False,  # its default isn't the estimate of the paper
                scale_rewards="group" if scaled else "none",
                **_settings(self.folder),
            ),
            train_dataset=_one({"prompt": "a"}),
            processing_class=self.model.tokenizer,
        )


@frozen
class Actions:
    """Actions that were taken, [N] each, with all that PPO's losses depend on."""

    scores: Tensor
    """[N, V]: logits of the policy as it is now."""
    values: Tensor
    """As they are now."""
    chosen: Tensor
    """[N] integers."""
    old_log_probs: Tensor
    old_values: Tensor
    advantages: Tensor
    returns: Tensor

    def losses(self, clip: tuple[float, float], value_clip: float) -> tuple[Tensor, Tensor]:
        """The means of the policy's and the value function's losses by TorchRL; the latter has no half."""
        held = {
            "scores": self.scores,
            "action": self.chosen,
            "action_log_prob": self.old_log_probs,
            "judged": self.values.unsqueeze(-1),
            "state_value": self.old_values.unsqueeze(-1),
            "advantage": self.advantages.unsqueeze(-1),
            "value_target": self.returns.unsqueeze(-1),
        }
        loss = cast("Callable[[TensorDict], Mapping[str, Tensor]]", _surrogate(clip, value_clip))
        found = loss(TensorDict(held, batch_size=[len(self.chosen)]))
        return found["loss_objective"].mean(), found["loss_critic"].mean()


def _surrogate(clip: tuple[float, float], value_clip: float) -> ClipPPOLoss:
    """TorchRL's loss, of networks that pass on what they are given."""
    actor = ProbabilisticTensorDictSequential(  # pyright: ignore[reportCallIssue]  # it overlooks the third way
        TensorDictModule(Identity(), in_keys=["scores"], out_keys=["logits"]),  # pyright: ignore[reportArgumentType]  # as above
        ProbabilisticTensorDictModule(  # pyright: ignore[reportArgumentType]  # as above
            in_keys=["logits"], out_keys=["action"], distribution_class=Categorical, return_log_prob=True
        ),
    )
    critic = TensorDictModule(Identity(), in_keys=["judged"], out_keys=["state_value"])
    return ClipPPOLoss(
        actor,
        critic,
        clip_epsilon=clip,
        clip_value=value_clip,
        loss_critic_type="l2",
        critic_coeff=1.0,
        entropy_bonus=False,
        normalize_advantage=False,
        functional=False,
    )


def gae(rewards: Tensor, values: Tensor, ends: Tensor, gamma: float, lam: float) -> tuple[Tensor, Tensor]:
    """Advantages and returns by Stable-Baselines3, [B, T]; `ends` is 1 for an episode's last token."""
    rows, length = rewards.shape
    space = Box(-1.0, 1.0, (1,))
    buffer = RolloutBuffer(length, space, space, "cpu", lam, gamma, rows)
    buffer.rewards, buffer.values = rewards.T.numpy(), values.T.numpy()
    buffer.advantages = np.zeros_like(buffer.values)
    buffer.episode_starts = np.concatenate((np.ones((1, rows)), ends.T.numpy()[:-1]))
    buffer.compute_returns_and_advantage(torch.zeros(rows), np.ones(rows))
    return torch.from_numpy(buffer.advantages).T, torch.from_numpy(buffer.returns).T


class _Computing(Protocol):
    """What is used of TRL's trainers to compute, which they leave unannotated."""

    def compute_loss(self, model: PreTrainedModel, inputs: dict[str, Tensor]) -> Tensor: ...

    def _compute_loss(self, model: PreTrainedModel, inputs: dict[str, Tensor]) -> Tensor: ...

    def _generate_and_score_completions(self, inputs: list[dict[str, str]]) -> dict[str, Tensor]: ...


class _Settings(TypedDict):
    output_dir: str
    report_to: str
    use_cpu: bool
    bf16: bool
    activation_checkpointing: bool
    disable_tqdm: bool
    max_steps: int


def _settings(folder: Path) -> _Settings:
    """Nothing that reaches beyond the process, and nothing but the loss itself."""
    return {
        "output_dir": str(folder),
        "report_to": "none",
        "use_cpu": True,
        "bf16": False,
        "activation_checkpointing": False,
        "disable_tqdm": True,
        "max_steps": 1,
    }


def _one(row: dict[str, object]) -> IterableDataset:
    """A dataset, which each trainer must have: lazy, so that nothing is done with it."""
    return Dataset.from_list([row]).to_iterable_dataset()


def _right(rows: Sequence[Tensor]) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence([*rows], batch_first=True)


def _left(rows: Sequence[Tensor]) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence([*rows], batch_first=True, padding_side="left")
