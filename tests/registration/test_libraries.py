"""Classes of other libraries as components, without changes to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Protocol

import gymnasium
import pytest
import torch
from sklearn import ensemble, linear_model, pipeline, preprocessing  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]  # it has no types

from typed_registry import Registry, Spec
from typed_registry.errors import ConfigError, UnknownKey


class Estimator(Protocol):
    """What scikit-learn calls an estimator."""

    def get_params(self) -> Mapping[str, object]: ...
    def fit(self, x: object, y: object, /) -> object: ...


ESTIMATORS = Registry[Estimator, []]("estimators")
STEPS = list[tuple[str, Annotated[Estimator, ESTIMATORS]]]
ESTIMATORS.register("scaler")(preprocessing.StandardScaler)
ESTIMATORS.register("logistic")(linear_model.LogisticRegression)
ESTIMATORS.register("forest")(ensemble.RandomForestClassifier)
ESTIMATORS.register("pipeline", types={"steps": STEPS})(pipeline.Pipeline)
ESTIMATORS.register("bagging", types={"estimator": Annotated[Estimator, ESTIMATORS]})(
    ensemble.BaggingClassifier
)
ESTIMATORS.register("voting", types={"estimators": STEPS})(ensemble.VotingClassifier)

OPTIMIZERS = Registry[torch.optim.Optimizer, [Iterable[torch.nn.Parameter]]]("optimizers")
SCHEDULERS = Registry[torch.optim.lr_scheduler.LRScheduler, [torch.optim.Optimizer]]("schedulers")
OPTIMIZERS.register("sgd")(torch.optim.SGD)
OPTIMIZERS.register("adamw")(torch.optim.AdamW)
SCHEDULERS.register("linear")(torch.optim.lr_scheduler.LinearLR)
SCHEDULERS.register("step")(torch.optim.lr_scheduler.StepLR)
SCHEDULERS.register("sequential")(torch.optim.lr_scheduler.SequentialLR)

LAYERS = Registry[torch.nn.Module, []]("layers")
LAYERS.register("linear")(torch.nn.Linear)
LAYERS.register("relu")(torch.nn.ReLU)
LAYERS.register("lstm")(torch.nn.LSTM)
LAYERS.register("gru")(torch.nn.GRU)
LAYERS.register("rnn")(torch.nn.RNN)
LAYERS.register("sequential")(torch.nn.Sequential)

CHAINS = Registry[object, [torch.optim.Optimizer]]("chains")


@CHAINS.register_factory("chained")
def chained(
    optimizer: torch.optim.Optimizer,
    schedulers: list[Spec[torch.optim.lr_scheduler.LRScheduler, [torch.optim.Optimizer]]],
) -> torch.optim.lr_scheduler.ChainedScheduler:
    """Build each scheduler for the optimizer, as ChainedScheduler doesn't."""
    made = [each.build(optimizer) for each in schedulers]
    return torch.optim.lr_scheduler.ChainedScheduler(made, optimizer)


def optimizer() -> torch.optim.Optimizer:
    """An optimizer of one parameter."""
    return OPTIMIZERS.from_mapping({"name": "sgd", "lr": 0.1}).build([torch.nn.Parameter(torch.zeros(1))])


def test_pipeline() -> None:
    """The estimators of a pipeline are chosen in its config."""
    steps = [["scale", {"name": "scaler", "with_mean": False}], ["fit", {"name": "logistic", "C": 0.5}]]
    made = ESTIMATORS.from_mapping({"name": "pipeline", "steps": steps}).build()

    assert isinstance(made, pipeline.Pipeline)
    assert {"scale__with_mean": False, "fit__C": 0.5}.items() <= made.get_params().items()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"name": "bagging", "estimator": "logistic"}, ensemble.BaggingClassifier),
        ({"name": "voting", "estimators": [["a", "logistic"], ["b", "forest"]]}, ensemble.VotingClassifier),
    ],
)
def test_ensembles(values: Mapping[str, object], kind: type[Estimator]) -> None:
    """So are those of ensembles, which can be fitted."""
    made = ESTIMATORS.from_mapping(values).build()

    assert isinstance(made, kind)
    assert made.fit([[0.0], [1.0], [0.1], [0.9]] * 5, [0, 1, 0, 1] * 5) is made


def test_untyped_parameters() -> None:
    """A parameter without an annotation takes values of another type than its default's."""
    made = ESTIMATORS.from_mapping({"name": "forest", "max_features": 0.5, "max_depth": 3}).build()

    assert {"max_features": 0.5, "max_depth": 3}.items() <= made.get_params().items()


def test_schedulers() -> None:
    """Schedulers that take others build them for their own optimizer."""
    schedulers = [{"name": "linear"}, {"name": "step", "step_size": 3}]
    data = {"name": "sequential", "milestones": [2], "schedulers": schedulers}

    assert isinstance(SCHEDULERS.from_mapping(data).build(optimizer()), torch.optim.lr_scheduler.SequentialLR)
    made = CHAINS.from_mapping({"name": "chained", "schedulers": schedulers}).build(optimizer())
    assert isinstance(made, torch.optim.lr_scheduler.ChainedScheduler)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"name": "lstm", "input_size": 3, "hidden_size": 4, "proj_size": 2}, "LSTM(3, 4, proj_size=2)"),
        ({"name": "gru", "input_size": 3, "hidden_size": 4, "num_layers": 2}, "GRU(3, 4, num_layers=2)"),
        ({"name": "rnn", "input_size": 3, "hidden_size": 4, "nonlinearity": "relu"}, "RNN(3, 4)"),
    ],
)
def test_recurrent(values: Mapping[str, object], shown: str) -> None:
    """The keywords of an overloaded class that forwards them are known."""
    assert shown == repr(LAYERS.from_mapping(values).build())


def test_refused_keyword() -> None:
    """A keyword that the source refuses is unknown."""
    with pytest.raises(ConfigError) as caught:
        LAYERS.from_mapping({"name": "gru", "input_size": 3, "hidden_size": 4, "proj_size": 2})

    (fault,) = caught.value.faults
    assert isinstance(fault.problem, UnknownKey)
    assert "proj_size" not in fault.problem.valid


def test_layers_by_position() -> None:
    """What `*args` take is a list in the config."""
    layers = [{"name": "linear", "in_features": 2, "out_features": 3}, "relu"]
    made = LAYERS.from_mapping({"name": "sequential", "args": layers}).build()

    assert isinstance(made, torch.nn.Sequential)
    assert [torch.nn.Linear, torch.nn.ReLU] == [type(layer) for layer in made]


def test_hidden() -> None:
    """What can't be known of a factory is hidden, and can be stated."""
    games = Registry[object, []]("games")
    games.register_factory("make")(gymnasium.make)
    games.register_factory("cart", types={"gravity": float})(gymnasium.make)
    with pytest.raises(ConfigError) as caught:
        games.from_mapping({"name": "make", "id": "CartPole-v1", "gravity": 9.8})

    (fault,) = caught.value.faults
    assert isinstance(fault.problem, UnknownKey)
    assert ["make"] == [hidden.component for hidden in fault.problem.hidden]
    spec = games.from_mapping({"name": "cart", "id": "CartPole-v1", "gravity": 9.8, "max_episode_steps": 5})
    assert (
        "Spec('cart', id='CartPole-v1', max_episode_steps=5, disable_env_checker=None, gravity=9.8)"
        == repr(spec)
    )
