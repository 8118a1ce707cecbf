"""What checkers know of a registry that has a stub: its names, their arguments and what they make.

Checked by mypy and pyright, never run; see `registration.py` for how a line is marked that must be refused.
"""

from __future__ import annotations

from typing import Literal

import torch
from typing_extensions import assert_type

from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.context import Context
from posttrain.losses.config import CrossEntropyConfig, DPOLossConfig, FocalConfig
from posttrain.losses.cross_entropy import CrossEntropyLoss
from posttrain.losses.focal import FocalLoss
from posttrain.losses.preference import DPOLoss
from posttrain.models.causal import CausalModel
from posttrain.models.config import TransformerConfig
from posttrain.optimizers.config import AdamWConfig
from posttrain.protocols import Loss, Model, PreferenceLoss, TokenLoss
from posttrain.registries import ALGORITHMS, LOSSES, MODELS, OPTIMIZERS
from typed_registry import Registry, Spec

# By name: the exact class, and its arguments.

assert_type(LOSSES.build("dpo", DPOLossConfig()), DPOLoss)
assert_type(LOSSES.build("focal", config=FocalConfig()), FocalLoss)
assert_type(MODELS.build("transformer", TransformerConfig()), CausalModel)
assert_type(OPTIMIZERS.build("adamw", AdamWConfig(), [torch.nn.Parameter()]), torch.optim.AdamW)

LOSSES.build("dpoo", DPOLossConfig())  # type: ignore[call-overload]  # no such name  # pyright: ignore[reportCallIssue, reportArgumentType]
LOSSES.build("dpo", FocalConfig())  # type: ignore[call-overload]  # another's config  # pyright: ignore[reportCallIssue, reportArgumentType]
LOSSES.build("dpo", DPOLossConfig(), beta=0.1)  # type: ignore[call-overload]  # no such keyword  # pyright: ignore[reportCallIssue, reportArgumentType]
LOSSES.build("dpo")  # type: ignore[call-overload]  # its config is missing  # pyright: ignore[reportCallIssue, reportArgumentType]
OPTIMIZERS.build("adamw", AdamWConfig())  # type: ignore[call-overload]  # parameters are missing  # pyright: ignore[reportCallIssue, reportArgumentType]

# By key, where a checker has least to do and most to say.

assert_type(LOSSES.components["dpo"](DPOLossConfig()), DPOLoss)
LOSSES.components["dpoo"]  # type: ignore[typeddict-item]  # no such name  # pyright: ignore[reportGeneralTypeIssues]
LOSSES.components["dpo"](confg=DPOLossConfig())  # type: ignore[call-arg]  # no such keyword  # pyright: ignore[reportCallIssue]

# Names that are known as one of several, and names that aren't known.


def several(name: Literal["cross_entropy", "focal"], free: str) -> None:
    make = LOSSES.components[name]
    assert_type(make, type[CrossEntropyLoss] | type[FocalLoss])
    LOSSES.build(free, DPOLossConfig())  # type: ignore[call-overload]  # any str  # pyright: ignore[reportCallIssue, reportArgumentType]
    assert_type(LOSSES.choose(free), Spec[Loss, []])


# Specs: the config's class, the dependencies, and what is built.

assert_type(LOSSES.spec("dpo", DPOLossConfig(kind="ipo")), Spec[DPOLoss, []])
assert_type(LOSSES.spec("cross_entropy").build(), CrossEntropyLoss)
LOSSES.spec("dpo", CrossEntropyConfig())  # type: ignore[call-overload]  # another's config  # pyright: ignore[reportCallIssue, reportArgumentType]
LOSSES.spec("dpoo")  # type: ignore[call-overload]  # no such name  # pyright: ignore[reportCallIssue, reportArgumentType]
OPTIMIZERS.spec("adamw").build()  # type: ignore[call-arg]  # parameters are missing  # pyright: ignore[reportCallIssue]
MODELS.spec("pretrained")  # type: ignore[call-overload]  # its path has no default  # pyright: ignore[reportCallIssue, reportArgumentType]

preference: Spec[PreferenceLoss, []] = LOSSES.spec("dpo")
token: Spec[TokenLoss, []] = LOSSES.spec("focal")
wrong: Spec[PreferenceLoss, []] = LOSSES.spec("focal")  # type: ignore[assignment]  # no PreferenceLoss  # pyright: ignore[reportAssignmentType]


def trained(context: Context) -> None:
    ALGORITHMS.spec("dpo", DPOConfig(beta=0.2)).build(context).train()
    ALGORITHMS.spec("dpo").build(3)  # type: ignore[arg-type]  # no Context  # pyright: ignore[reportArgumentType]


# A registry with a stub serves where any registry of its kind does.


def count(models: Registry[Model, []]) -> int:
    return len(models)


count(MODELS)
count(LOSSES)  # type: ignore[arg-type]  # no models  # pyright: ignore[reportArgumentType]
