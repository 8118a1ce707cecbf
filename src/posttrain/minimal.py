"""GRPO in one file, from a task to a trained model, without the registries: to read first.

It is what `configs/experiments/grpo.yaml` does, on a smaller task and less what a real run needs beside the
algorithm: configs, progress, evaluation, checkpoints and several processes. Run it with
`python -m posttrain.minimal`.

Shapes: P prompts, G completions of each, B = P G of them, T tokens, V tokens in the vocabulary.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from torch import Tensor
from transformers import LlamaConfig, LlamaForCausalLM

PAD, END = 0, 1
LETTERS = "abcd"
PROMPT = len(LETTERS) + 1
"""Tokens of a prompt: a word and `>`."""
ANSWER = len(LETTERS) + 1
"""Tokens of an answer: the word's letters in their order, and the end."""
CLIP, BETA = 0.2, 0.03


def encode(text: str) -> list[int]:
    """The tokens of a text: bytes, behind those that are special."""
    return [byte + 2 for byte in text.encode()]


def task() -> tuple[list[int], list[int]]:
    """A prompt, and the answer that is wanted: the letters of a word, sorted."""
    word = "".join(random.choices(LETTERS, k=len(LETTERS)))
    return encode(f"{word}>"), [*encode("".join(sorted(word))), END]


def rewards(completions: Tensor, answers: Sequence[Sequence[int]]) -> Tensor:
    """[B]: for each completion, how much of its answer stands in its place."""
    wanted = torch.tensor(answers).repeat_interleave(len(completions) // len(answers), dim=0)
    return (completions == wanted).float().mean(dim=1)


@torch.no_grad()
def sample(policy: LlamaForCausalLM, prompts: Tensor) -> Tensor:
    """[B, T]: each prompt with a completion behind it, drawn token by token."""
    rows = prompts
    for _ in range(ANSWER):
        logits: Tensor = policy(input_ids=rows).logits[:, -1]
        rows = torch.cat([rows, torch.multinomial(logits.softmax(dim=-1), 1)], dim=1)
    return rows


def token_log_probs(policy: LlamaForCausalLM, rows: Tensor) -> Tensor:
    """[B, T - 1]: the log-probability of each token after the first."""
    logits: Tensor = policy(input_ids=rows).logits[:, :-1]
    return logits.log_softmax(dim=-1).gather(-1, rows[:, 1:].unsqueeze(-1)).squeeze(-1)


def completion_mask(rows: Tensor) -> Tensor:
    """[B, T - 1]: 1 for the tokens of the completion, up to its first end."""
    completion = rows[:, PROMPT:]
    before = (completion == END).cumsum(dim=1) - (completion == END).long()  # ends that came before
    prompt = torch.zeros(len(rows), PROMPT - 1)
    return torch.cat([prompt, (before == 0).float()], dim=1)


def advantages(scores: Tensor, group: int) -> Tensor:
    """[B]: each reward less its group's mean, over its group's standard deviation."""
    grouped = scores.view(-1, group)
    spread = grouped.std(dim=1, keepdim=True) + 1e-4
    return ((grouped - grouped.mean(dim=1, keepdim=True)) / spread).flatten()


def grpo_loss(new: Tensor, old: Tensor, reference: Tensor, gains: Tensor, mask: Tensor) -> Tensor:
    """The loss of Shao et al. 2024, "DeepSeekMath", equations 3 and 4; a scalar.

    new, old and reference are token log-probabilities [B, T - 1], gains are advantages [B].
    """
    ratio = (new - old).exp()
    gain = gains.unsqueeze(1)
    surrogate = torch.minimum(ratio * gain, ratio.clamp(1 - CLIP, 1 + CLIP) * gain)
    divergence = (reference - new).exp() - 1 - (reference - new)
    each = (surrogate - BETA * divergence) * mask
    return -(each.sum(dim=1) / mask.sum(dim=1)).mean()


def new_policy() -> LlamaForCausalLM:
    """A small Llama with random weights."""
    size = LlamaConfig(
        vocab_size=258,
        hidden_size=64,
        intermediate_size=192,
        num_hidden_layers=2,
        num_attention_heads=4,
        pad_token_id=PAD,
        eos_token_id=END,
        bos_token_id=None,
    )
    return LlamaForCausalLM(size)


def imitate(policy: LlamaForCausalLM, steps: int) -> None:
    """A little fine-tuning, so that there is something to reward."""
    optimizer = torch.optim.AdamW(policy.parameters(), lr=3e-3)
    for _ in range(steps):
        rows = torch.tensor([[*prompt, *answer] for prompt, answer in (task() for _ in range(64))])
        mask = completion_mask(rows)
        loss = -(token_log_probs(policy, rows) * mask).sum() / mask.sum()
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()


def reinforce(policy: LlamaForCausalLM, steps: int, prompts: int = 16, group: int = 8) -> float:
    """GRPO with one update for each batch of rollouts; gives the mean reward of the last ten."""
    reference = new_policy()
    reference.load_state_dict(policy.state_dict())
    optimizer = torch.optim.AdamW(policy.parameters(), lr=3e-4)
    scores: list[float] = []
    for _ in range(steps):
        asked, wanted = zip(*(task() for _ in range(prompts)), strict=True)
        rows = sample(policy, torch.tensor(asked).repeat_interleave(group, dim=0))
        reward = rewards(rows[:, PROMPT:], wanted)
        new = token_log_probs(policy, rows)
        with torch.no_grad():
            referred = token_log_probs(reference, rows)
        gains, mask = advantages(reward, group), completion_mask(rows)
        loss = grpo_loss(new, new.detach(), referred, gains, mask)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        scores.append(reward.mean().item())
    return sum(scores[-10:]) / len(scores[-10:])


def main() -> None:
    """Trains for twenty seconds, and tells the mean reward before and after."""
    random.seed(0)
    torch.manual_seed(0)
    policy = new_policy()
    imitate(policy, 50)
    before = reinforce(policy, 1)
    after = reinforce(policy, 150)
    print(f"mean reward before {before:.2f}, after {after:.2f}")  # noqa: T201  # it is what the program is for


if __name__ == "__main__":
    main()
