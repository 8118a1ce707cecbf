"""Every public optimizer of torch, named in a config with validated arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, cast

import pytest
from attrs import frozen

from typed_registry import Registry, Spec
from typed_registry.config import from_mapping, plain_data
from typed_registry.errors import ConfigError

pytest.importorskip("torch")
from torch import optim, zeros
from torch.nn import Parameter
from torch.optim import Optimizer

OPTIMIZERS = Registry[Optimizer, [Iterable[Parameter]]]("torch optimizers")
NAMES = sorted(name for name in vars(optim) if name[0].isupper() and name != "Optimizer")
for _name in NAMES:
    OPTIMIZERS.register(_name)(cast("type[Optimizer]", getattr(optim, _name)))

OPTIONS: Mapping[str, Mapping[str, object]] = {
    "Adafactor": {"beta2_decay": -0.7, "eps": [1e-30, 1e-3]},
    "Adam": {"betas": [0.8, 0.99], "amsgrad": True},
    "LBFGS": {"max_iter": 3, "line_search_fn": "strong_wolfe"},
    "SGD": {"momentum": 0.9, "nesterov": True},
}


@frozen
class Training:
    """A config with an optimizer."""

    optimizer: Annotated[Spec[Optimizer, [Iterable[Parameter]]], OPTIMIZERS]


def test_all_are_there() -> None:
    """The classes that this file goes through are those that torch documents."""
    assert {"SGD", "Adam", "AdamW", "LBFGS", "SparseAdam", "Adafactor"} < {*NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_defaults(name: str) -> None:
    """Each is built from its name alone, as its constructor would build it."""
    training = from_mapping(Training, {"optimizer": name})
    made = training.optimizer.build([Parameter(zeros(2, 2))])
    direct = OPTIMIZERS.get(name)([Parameter(zeros(2, 2))])

    assert getattr(optim, name) is type(made)
    assert direct.defaults == made.defaults


@pytest.mark.parametrize("name", NAMES)
def test_options(name: str) -> None:
    """Each takes its options from plain data."""
    options = {"lr": 0.25, **OPTIONS.get(name, {})}
    training = from_mapping(Training, {"optimizer": {"name": name, **options}})
    made = training.optimizer.build([Parameter(zeros(2, 2))])
    defaults: Mapping[str, object] = made.defaults

    assert options == {key: plain_data(defaults[key]) for key in options}


@pytest.mark.parametrize("name", NAMES)
def test_faults(name: str) -> None:
    """Each refuses an option that it doesn't have and a rate that is no number."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(Training, {"optimizer": {"name": name, "lr": "fast", "zzz": 1}})
    valid = ", ".join(repr(field) for field in OPTIMIZERS.entries[name].config.__annotations__)
    unknown, rate = caught.value.faults

    assert ("optimizer", "zzz") == unknown.path
    assert ("optimizer", "lr") == rate.path
    assert (
        "2 faults:\n"
        f"optimizer.zzz: unknown key of {name} ({OPTIMIZERS.name}); valid: {valid}\n"
        "optimizer.lr: expected float, got 'fast' (str)" == str(caught.value)
    )


def test_wrong_length() -> None:
    """A pair of numbers must be two."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(Training, {"optimizer": {"name": "AdamW", "betas": [0.9]}})

    assert "optimizer.betas: expected tuple[float | Tensor, float | Tensor], got a list of 1" == str(
        caught.value
    )
