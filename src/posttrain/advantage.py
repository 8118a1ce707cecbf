"""Advantages: how much better than expected an action turned out."""

from __future__ import annotations

import torch
from torch import Tensor

EPSILON = 1e-4
"""Keeps a group of equal rewards from a division by 0; small beside any spread that means something."""


def group_advantages(rewards: Tensor, *, scaled: bool = True) -> Tensor:
    """Return each completion's reward less its group's mean, over the group's deviation if `scaled`.

    Shapes: rewards [P, G], G completions of each of P prompts; gives [P, G]. Shao et al. 2024, section
    4.1.2. Unscaled it is Dr. GRPO's, without a bias for prompts that are too easy or too hard; Liu et al.
    2025, "Understanding R1-Zero-Like Training", section 3.2.

    >>> import torch
    >>> group_advantages(torch.tensor([[0.0, 1.0], [1.0, 1.0]]), scaled=False)
    tensor([[-0.5000,  0.5000],
            [ 0.0000,  0.0000]])
    """
    centred = rewards - rewards.mean(dim=1, keepdim=True)
    if not scaled:
        return centred
    return centred / (rewards.std(dim=1, keepdim=True) + EPSILON)


def flat_groups(rewards: Tensor) -> Tensor:
    """[P]: 1 for a group whose rewards are all the same, which teaches nothing. Shapes: rewards [P, G].

    >>> import torch
    >>> flat_groups(torch.tensor([[0.0, 1.0], [1.0, 1.0]]))
    tensor([0., 1.])
    """
    return (rewards == rewards[:, :1]).all(dim=1).float()


def gae(  # noqa: PLR0913, PLR0917  # the arguments of the formula
    rewards: Tensor, values: Tensor, mask: Tensor, gamma: float, lam: float, after: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Return the generalized advantage estimates of completions' tokens, and the returns.

    Shapes: rewards, values and mask [B, T], after [B]; gives advantages and returns [B, T], 0 where the mask
    is. The mask is 1 on one run of tokens in each row. With `delta_t = r_t + gamma V_(t+1) - V_t`, advantages
    are `A_t = delta_t + gamma lam A_(t+1)` and returns `A + V`; Schulman et al. 2016, "High-Dimensional
    Continuous Control Using GAE", equation 16. The last token ends the episode, unless it was cut off there:
    then `after` has the value of what would have followed, elsewhere 0 (Pardo et al. 2018, "Time Limits in
    Reinforcement Learning", equation 5).

    >>> import torch
    >>> one = torch.ones(1, 2)
    >>> gae(torch.tensor([[0.0, 1.0]]), 0 * one, one, gamma=1.0, lam=0.5)[0]
    tensor([[0.5000, 1.0000]])
    """
    advantages = torch.zeros_like(values)
    following, value_after = torch.zeros_like(values[:, 0]), torch.zeros_like(values[:, 0])
    beyond = torch.zeros_like(values[:, 0]) if after is None else after
    is_last = (mask == 1) & (torch.nn.functional.pad(mask[:, 1:], (0, 1)) == 0)
    for t in reversed(range(values.shape[1])):
        value_after = torch.where(is_last[:, t], beyond, value_after)
        delta = rewards[:, t] + gamma * value_after - values[:, t]
        following = (delta + gamma * lam * following) * mask[:, t]
        value_after = values[:, t] * mask[:, t]
        advantages[:, t] = following
    return advantages, (advantages + values) * mask


def whiten(values: Tensor, mask: Tensor, sums: Tensor | None = None) -> Tensor:
    """Return the values with mean 0 and variance 1 over the mask, 0 outside of it. Shapes: [B, T] each.

    `sums` are the count, the sum and the sum of squares over all processes, as `moments` gives them.
    """
    count, total, squares = (moments(values, mask) if sums is None else sums).unbind()
    count = count.clamp(min=1)
    mean = total / count
    variance = (squares / count - mean**2).clamp(min=0)
    return (values - mean.item()) * torch.rsqrt(variance + 1e-8).item() * mask


def moments(values: Tensor, mask: Tensor) -> Tensor:
    """[3]: how many values the mask has, their sum and the sum of their squares, in float64 on the CPU.

    Not every accelerator has float64.
    """
    kept, exact = mask.cpu().double(), values.cpu().double()
    return torch.stack((kept.sum(), (exact * kept).sum(), (exact**2 * kept).sum()))
