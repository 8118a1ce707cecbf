"""The choice of a component that takes other components."""

from __future__ import annotations

from typing_extensions import reveal_type

from tests.typing.zoo.components import DPO, Chain, Hinge
from tests.typing.zoo.config import DPOConfig, MarginConfig
from tests.typing.zoo.protocols import Context, Loss
from tests.typing.zoo.registries import LOSSES, OPTIMIZERS, PIPELINES, TRAINERS

hinge = LOSSES.spec("hinge", margin=2.0)
dpo = TRAINERS.spec("dpo")

# In a choice, other components are chosen.

reveal_type(PIPELINES.spec("chain", loss=hinge, make=dpo))  # reveals: Spec[Chain, [Context], _ChainConfig]
PIPELINES.spec("chain", loss=hinge, make=dpo, more=[hinge, hinge], heads={"a": hinge, "b": None})
PIPELINES.spec("chain", loss=LOSSES.spec("hinge", MarginConfig()), make=dpo, trainer=dpo)
PIPELINES.spec("chain", loss=hinge, make=dpo).build(Context()).run()
PIPELINES.spec("chain", loss=hinge)  # rejected: overload
PIPELINES.spec("chain", loss="hinge", make=dpo)  # rejected: overload
PIPELINES.spec("chain", loss=Hinge(MarginConfig()), make=dpo)  # rejected: overload
PIPELINES.spec("chain", loss=dpo, make=dpo)  # rejected: overload
PIPELINES.spec("chain", loss=hinge, make=OPTIMIZERS.spec("adam"))  # rejected: overload
PIPELINES.spec("chain", loss=hinge, make=dpo, more=(dpo,))  # rejected: overload

# `build` takes the components themselves.


def make(context: Context) -> DPO:
    return DPO(DPOConfig(), context)


loss: Loss = Hinge(MarginConfig())
reveal_type(PIPELINES.build("chain", Context(), loss, make=make))  # reveals: Chain
reveal_type(PIPELINES.build(Chain, Context(), loss, make=make))  # reveals: Chain
PIPELINES.build("chain", Context(), hinge, make=make)  # rejected: overload
