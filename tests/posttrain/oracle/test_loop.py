"""A whole run of GRPO beside the same written out: no batches, no cache, no padding, and torch alone."""

from __future__ import annotations

from pathlib import Path
from random import Random

import torch
from attrs import evolve
from torch import Tensor
from torch.nn.utils import clip_grad_norm_
from transformers import PreTrainedModel

from posttrain.context import Context
from posttrain.example import Task
from posttrain.registries import ALGORITHMS
from tests.posttrain.direct import END, ids

from .given import close, twin, work

STEPS, PROMPTS, SAMPLES, LONGEST = 3, 2, 4, 5
TEMPERATURE, BETA, RATE, SEED = 0.8, 0.1, 0.01, 4


def run(context: Context) -> Tensor:
    """The weights after the run by name."""
    spec = ALGORITHMS.from_mapping(
        {
            "name": "grpo",
            "steps": STEPS,
            "batch_size": PROMPTS,
            "samples": SAMPLES,
            "max_tokens": LONGEST,
            "temperature": TEMPERATURE,
            "beta": BETA,
            "reward": {"name": "length", "longest": 2, "margin": 4},
            "optimizer": {"name": "adamw", "lr": RATE, "weight_decay": 0.0},
            "scheduler": "constant",
            "max_grad_norm": 0.5,
        }
    )
    spec.build(context).train()
    return weights(context.model.network)


def weights(network: PreTrainedModel) -> Tensor:
    """All of them in one row."""
    return torch.cat([weight.detach().flatten() for weight in network.parameters()])


def logits(network: PreTrainedModel, row: list[int]) -> Tensor:
    """What the network says after each token."""
    found: Tensor = network(input_ids=torch.tensor([row])).logits[0]
    return found / TEMPERATURE


@torch.no_grad()
def sample(network: PreTrainedModel, prompt: list[int], seed: int) -> list[int]:
    """A completion: each token is the first whose cumulated probability exceeds a uniform number."""
    random, row = torch.Generator().manual_seed(seed), list(prompt)
    for number in torch.rand(LONGEST, generator=random, dtype=torch.float64):
        cumulated = logits(network, row)[-1].float().softmax(dim=-1).double().cumsum(dim=-1)
        row.append(int((cumulated <= number * cumulated[-1]).sum()))
        if row[-1] == END:
            break
    return row[len(prompt) :]


def log_probs(network: PreTrainedModel, prompt: list[int], completion: list[int]) -> Tensor:
    """Of the completion's tokens."""
    found = torch.log_softmax(logits(network, prompt + completion), dim=-1)[len(prompt) - 1 : -1]
    return found[range(len(completion)), completion]


def judged(completion: list[int]) -> float:
    """The reward: two characters are free, and four more cost 1."""
    text = bytes(token - 3 for token in completion if 3 <= token < 259).decode(errors="ignore")
    return -min(1.0, max(0, len(text) - 2) / 4)


def loss(
    network: PreTrainedModel, reference: PreTrainedModel, prompt: list[int], completions: list[list[int]]
) -> Tensor:
    """The sum over one prompt's completions."""
    rewards = torch.tensor([judged(completion) for completion in completions])
    advantages = (rewards - rewards.mean()) / (rewards.std() + 1e-4)
    parts: list[Tensor] = []
    for completion, advantage in zip(completions, advantages, strict=True):
        now = log_probs(network, prompt, completion)
        ratio = torch.exp(now - now.detach())
        gain = torch.minimum(ratio * advantage, ratio.clamp(0.8, 1.2) * advantage)
        away = log_probs(reference, prompt, completion).detach() - now
        parts.append((-gain + BETA * (torch.exp(away) - 1 - away)).mean())
    return torch.stack(parts).sum()


def written_out(context: Context) -> Tensor:
    """The weights after the loop by hand."""
    network, reference = context.model.network, twin(context.model).network
    tasks = context.dataset.train.of(Task)
    order = [place for epoch in range(2) for place in Random(f"{SEED} {epoch}").sample(range(5), 5)]
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.0)
    for step in range(1, STEPS + 1):
        first = Random(f"{SEED} stage {step}").getrandbits(63)
        drawn = [ids(str(tasks[place].prompt)) for place in order[(step - 1) * PROMPTS : step * PROMPTS]]
        groups = [
            [sample(network, prompt, (first + place * SAMPLES + number) % 2**63) for number in range(SAMPLES)]
            for place, prompt in enumerate(drawn)
        ]
        optimizer.zero_grad()
        parts = [loss(network, reference, prompt, group) for prompt, group in zip(drawn, groups, strict=True)]
        torch.autograd.backward(torch.stack(parts).sum() / (PROMPTS * SAMPLES))
        clip_grad_norm_(network.parameters(), 0.5)
        optimizer.step()
    return weights(network)


def test_grpo(tmp_path: Path) -> None:
    """Three steps by name end with the weights of the loop by hand, far from those they began with."""
    context = evolve(work(tmp_path), seed=SEED)
    other = evolve(context, model=twin(context.model))
    before = weights(context.model.network)
    actual, expected = run(context), written_out(other)

    close(actual, expected)
    assert (actual - before).abs().max() > RATE
