"""A reward composed of others."""

from __future__ import annotations

from collections.abc import Sequence

from posttrain.attempt import Attempt
from posttrain.registries import REWARDS
from posttrain.rewards.config import WeightedConfig
from posttrain.rewards.scores import Scores, part_names, score


@REWARDS.register("weighted", config=WeightedConfig)
class WeightedReward:
    """The sum of other rewards, each by its weight."""

    def __init__(self, config: WeightedConfig) -> None:
        self._parts = [(part.weight, part.reward.name, part.reward.build()) for part in config.parts]
        self._names = _numbered(
            [each for _, name, reward in self._parts for each in part_names(reward, name)]
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts; of those with the same name, the second has a 2 behind it."""
        return self._names

    def __call__(self, attempts: Sequence[Attempt]) -> Sequence[float]:
        """Return the sums."""
        return self.scores(attempts).values

    def scores(self, attempts: Sequence[Attempt]) -> Scores:
        """Return the sums and their parts."""
        sums, parts = [0.0] * len(attempts), list[tuple[float, ...]]()
        for weight, name, reward in self._parts:
            found = score(reward, name, attempts)
            sums = [total + weight * value for total, value in zip(sums, found.values, strict=True)]
            parts += found.parts.values()
        return Scores(tuple(sums), dict(zip(self.names, parts, strict=True)))


def _numbered(names: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        number, unused = 2, name
        while unused in found:
            number, unused = number + 1, f"{name}_{number}"
        found.append(unused)
    return tuple(found)
