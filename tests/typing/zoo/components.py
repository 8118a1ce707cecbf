"""Components that fit their registries. The members of their own show that their classes are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tests.typing.zoo.config import AdamConfig, DPOConfig, MarginConfig, PPOConfig
from tests.typing.zoo.protocols import Context, Loss, Trainer


class DPO:
    def __init__(self, config: DPOConfig, context: Context) -> None:
        self.config = config
        self.context = context

    def train(self, steps: int) -> float:
        return self.config.beta * steps


class PPO:
    def __init__(self, config: PPOConfig, context: Context, *, seed: int = 0) -> None:
        self.config = config
        self.seed = seed

    def train(self, steps: int) -> float:
        return self.config.clip * steps


def replay(config: DPOConfig, context: Context) -> DPO:
    return DPO(config, context)


class Hinge:
    def __init__(self, config: MarginConfig) -> None:
        self.config = config

    def __call__(self, logit: float) -> float:
        return max(0.0, self.config.margin - logit)


class Preference:
    def __init__(self, config: MarginConfig) -> None:
        self.config = config

    def __call__(self, logit: float, *, rejected: float = 0.0) -> float:
        return logit - rejected


class Adam:
    def __init__(self, config: AdamConfig, parameters: Iterable[float], extra: int = 0) -> None:
        self.config = config

    def step(self) -> int:
        return 1

    def only_adam(self) -> str:
        return ""


class Plain:
    """Is built from arguments of its own, without a config."""

    def __init__(self, size: int, *, name: str = "") -> None:
        self.size = size
        self.name = name

    def step(self) -> int:
        return self.size


class Maker:
    """Is built from the registry's dependency and from arguments of its own."""

    def __init__(self, context: Context, scale: float, *, limits: Sequence[int] = ()) -> None:
        self.context = context
        self.scale = scale

    def step(self) -> int:
        return 1


class Parsing:
    """Requires a function, so that no config can choose it."""

    def __init__(self, parse: Callable[[str], int]) -> None:
        self.parse = parse

    def load(self, path: str) -> int:
        return self.parse(path)


class Chain:
    """Is made of other components."""

    def __init__(  # noqa: PLR0913  # one for each way to take a component
        self,
        context: Context,
        loss: Loss,
        *,
        make: Callable[[Context], Trainer],
        more: Sequence[Loss] = (),
        heads: Mapping[str, Loss | None] = {},
        trainer: Trainer | None = None,
    ) -> None:
        self.context = context
        self.loss = loss
        self.make = make

    def run(self) -> float:
        return self.loss(1.0)
