"""Rewards composed of others."""

from __future__ import annotations

from posttrain.protocols import Reward
from posttrain.registries import REWARDS
from posttrain.rewards.config import WeightedConfig


@REWARDS.register_factory("weighted", config=WeightedConfig)
def weighted(config: WeightedConfig) -> Reward:
    """The sum of the parts' rewards, each by its weight."""
    parts = [(part.weight, part.reward.build()) for part in config.parts]

    def judge(completion: str, answer: str) -> float:
        return sum(weight * reward(completion, answer) for weight, reward in parts)

    return judge
