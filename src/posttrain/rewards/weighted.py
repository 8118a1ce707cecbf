"""A reward composed of others."""

from __future__ import annotations

from collections.abc import Sequence

from posttrain.attempt import Attempt
from posttrain.registries import REWARDS
from posttrain.rewards.config import WeightedConfig
from posttrain.rewards.scores import Scores, score


@REWARDS.register("weighted", config=WeightedConfig)
class WeightedReward:
    """The sum of other rewards, each by its weight. Lives as long as a stage."""

    def __init__(self, config: WeightedConfig) -> None:
        self._parts = [(part.weight, part.reward.name, part.reward.build()) for part in config.parts]

    def __call__(self, attempts: Sequence[Attempt]) -> Sequence[float]:
        """Return the sums."""
        return self.scores(attempts).values

    def scores(self, attempts: Sequence[Attempt]) -> Scores:
        """Return the sums and their parts. Of parts with the same name, the second has a 2 behind it."""
        sums, parts = [0.0] * len(attempts), dict[str, tuple[float, ...]]()
        for weight, name, reward in self._parts:
            found = score(reward, name, attempts)
            sums = [total + weight * value for total, value in zip(sums, found.values, strict=True)]
            for inner, values in found.parts.items():
                parts[_unused(inner, parts)] = values
        return Scores(tuple(sums), parts)


def _unused(name: str, used: dict[str, tuple[float, ...]]) -> str:
    number = 2
    unused = name
    while unused in used:
        unused, number = f"{name}_{number}", number + 1
    return unused
