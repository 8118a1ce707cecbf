"""What a registry refuses at registration, and the words it finds for it."""

from __future__ import annotations

import sys
from functools import partial

import pytest

from tests.samples import misfits, modules
from tests.samples.trainers import Context, DPOConfig, DPOTrainer, Idle, Trainer, scaled
from tests.samples.words import refusal
from typed_registry import Place, Registry
from typed_registry.errors import ConformanceError, Mismatch

Free = Registry[Trainer]
Built = Registry[Trainer, [Context]]


def test_head() -> None:
    """The first line tells the registry, the component, the name and the place."""
    with pytest.raises(TypeError) as caught:
        Free("trainers").register("sp")(misfits.Misspelt)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused
    error = caught.value

    assert isinstance(error, ConformanceError)
    assert Place(__file__, test_head.__code__.co_firstlineno + 3) == error.place
    assert (
        f"trainers: Misspelt can't be registered as 'sp' ({error.place}):\n"
        "  train: Misspelt has no 'train'; did you mean 'trian'?\n"
        "    expected  train(steps: int) -> float" == str(error)
    )


def test_facts() -> None:
    """The error's fields hold what its text tells."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("r")(misfits.WrongReturn)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused
    error = caught.value

    assert ("trainers", "r", "WrongReturn", "Trainer") == (
        error.registry,
        error.name,
        error.component,
        error.kind,
    )
    assert (
        Mismatch(
            "train",
            "train(steps: int) -> float",
            "train(steps: int) -> str",
            "returns str, must return float",
        ),
    ) == error.mismatches


def test_refused_is_not_registered() -> None:
    """What was refused leaves no trace."""
    registry = Free("trainers")
    with pytest.raises(ConformanceError):
        registry.register("r")(misfits.WrongReturn)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert "r" not in registry


def test_wrong_return() -> None:
    """A method that returns another type is refused."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(misfits.WrongReturn)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  train: returns str, must return float\n"
        "    expected  train(steps: int) -> float\n"
        "    found     train(steps: int) -> str" == refusal(caught)
    )


def test_wrong_parameter() -> None:
    """A parameter of another type is refused."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(misfits.WrongParameter)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  train: parameter 'steps' takes str, must take int\n"
        "    expected  train(steps: int) -> float\n"
        "    found     train(steps: str) -> float" == refusal(caught)
    )


def test_extra_parameter() -> None:
    """A parameter that no caller gives must have a default."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(misfits.Demanding)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  train: parameter 'rate' has no default\n"
        "    expected  train(steps: int) -> float\n"
        "    found     train(steps: int, rate: float) -> float" == refusal(caught)
    )


def test_lacking_parameter() -> None:
    """A parameter that callers give must be there."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(misfits.Sparing)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  train: has no parameter 'steps: int'\n"
        "    expected  train(steps: int) -> float\n"
        "    found     train() -> float" == refusal(caught)
    )


def test_async() -> None:
    """A coroutine is no plain method."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(misfits.Async)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  train: must not be async\n"
        "    expected  train(steps: int) -> float\n"
        "    found     async train(steps: int) -> float" == refusal(caught)
    )


def test_value_for_method() -> None:
    """A value is no method."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(misfits.Valued)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  train: is no method\n"
        "    expected  train(steps: int) -> float\n"
        "    found     train: float" == refusal(caught)
    )


def test_two_reasons() -> None:
    """A member that is wrong in two ways is told both."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(misfits.Twofold)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  train: parameter 'steps' takes str, must take int; returns str, must return float\n"
        "    expected  train(steps: int) -> float\n"
        "    found     train(steps: str) -> str" == refusal(caught)
    )


def test_abstract() -> None:
    """An abstract class can't be built, so it isn't registered."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(misfits.Abstract)  # no checker sees it here

    assert (
        "  class: must define stop, train\n"
        "    expected  a class that can be built\n"
        "    found     an abstract class" == refusal(caught)
    )


def test_protocol() -> None:
    """The Protocol itself can't be built either."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(Trainer)  # no checker sees it here

    assert (
        "  class: Trainer is a Protocol, which has no instances\n"
        "    expected  a class that can be built\n"
        "    found     a Protocol" == refusal(caught)
    )


def test_type_checking_names() -> None:
    """What only the checker can name is given the benefit of the doubt at run time."""
    registry = Free("trainers")
    registry.register("hidden")(misfits.Hidden)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # the checkers know better

    assert f"{__package__}.unseen" not in sys.modules
    assert "hidden" in registry


def test_type_checking_names_imported() -> None:
    """A name that only the checker imports is judged once its module was imported by anyone."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(misfits.Seen)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  train: returns PurePosixPath, must return float\n"
        "    expected  train(steps: int) -> float\n"
        "    found     train(steps: int) -> PurePosixPath" == refusal(caught)
    )


def test_unannotated() -> None:
    """A class without annotations is accepted, as far as it can be judged."""
    registry = Built("trainers")
    registry.register("silent")(misfits.Silent)

    assert "silent" in registry


def test_not_built_from_dependencies() -> None:
    """A class that doesn't take the config and the dependencies is refused."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=DPOConfig)(misfits.Contextless)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  constructor: takes one argument by position, must take 2\n"
        "    expected  called with (DPOConfig, Context)\n"
        "    found     __init__(config: DPOConfig) -> None" == refusal(caught)
    )


def test_not_built_from_dependencies_alone() -> None:
    """A class without a config must take the dependencies."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("idle")(Idle)

    assert (
        "  constructor: takes no arguments by position, must take 1\n"
        "    expected  called with (Context)\n"
        "    found     __init__()" == refusal(caught)
    )


def test_swapped_arguments() -> None:
    """A class that takes the config and the dependencies in another order is refused."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=DPOConfig)(misfits.Swapped)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  constructor: parameter 'context' takes Context, is given DPOConfig; "
        "parameter 'config' takes DPOConfig, is given Context\n"
        "    expected  called with (DPOConfig, Context)\n"
        "    found     __init__(context: Context, config: DPOConfig) -> None" == refusal(caught)
    )


def test_too_many_arguments() -> None:
    """A class that wants more than the config and the dependencies is refused."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=DPOConfig)(misfits.Greedy)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  constructor: parameter 'rate' has no default; parameter 'seed' has no default\n"
        "    expected  called with (DPOConfig, Context)\n"
        "    found     __init__(config: DPOConfig, context: Context, rate: float, *, seed: int) -> None"
        == refusal(caught)
    )


def test_config_alone() -> None:
    """Where the dependencies aren't declared, the config must still be taken."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x", config=DPOConfig)(Idle)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  constructor: takes no arguments by position, must take 1\n"
        "    expected  called with (DPOConfig)\n"
        "    found     __init__()" == refusal(caught)
    )


def test_unfrozen_config() -> None:
    """A config must be frozen."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=misfits.MutableConfig)(misfits.Mutable)

    assert (
        "  config: MutableConfig is not frozen; write @attrs.frozen\n"
        "    expected  a frozen attrs class, dataclass or pydantic model\n"
        "    found     MutableConfig" == refusal(caught)
    )


def test_config_with_name() -> None:
    """A config has no field `name`, as that key chooses the component."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=misfits.NamedConfig)(misfits.Named)

    assert (
        "  config: in a config, 'name' chooses the component, so no field can be given by it\n"
        "    expected  no field with the key 'name'\n"
        "    found     NamedConfig" == refusal(caught)
    )


def test_plain_config() -> None:
    """A config must be an attrs class."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=misfits.PlainConfig)(misfits.Plain)  # type: ignore[type-var]  # refused  # pyright: ignore[reportCallIssue, reportArgumentType]

    assert (
        "  config: PlainConfig is a class without fields; write @attrs.frozen, @dataclass(frozen=True), "
        "or a pydantic model with ConfigDict(frozen=True)\n"
        "    expected  a frozen attrs class, dataclass or pydantic model\n"
        "    found     PlainConfig" == refusal(caught)
    )


def test_function_given_to_register() -> None:
    """`register` takes classes and names the method that takes functions."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x")(scaled)  # the checkers can't tell a function from a class

    assert (
        "  component: register takes a class; register_factory takes this\n"
        "    expected  a class\n"
        "    found     function" == refusal(caught)
    )


def test_instance_given_to_register() -> None:
    """`register` takes classes and names the method that takes instances."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x")(Idle())  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  component: register takes a class; register_instance takes this\n"
        "    expected  a class\n"
        "    found     Idle" == refusal(caught)
    )


def test_instance_given_to_register_factory() -> None:
    """`register_factory` takes what can be called."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_factory("x")(Idle())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    assert (
        "  component: register_instance takes this\n"
        "    expected  a callable\n"
        "    found     Idle" == refusal(caught)
    )


def test_factory_of_another_type() -> None:
    """A factory is judged by the type that it returns."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_factory("x")(misfits.counted)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    assert "  train: Number has no 'train'\n    expected  train(steps: int) -> float" == refusal(caught)


def test_factory_of_perhaps_nothing() -> None:
    """A factory that may return None is refused."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_factory("x")(misfits.perhaps)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    assert "  result: None is no Trainer\n    expected  Trainer\n    found     None" == refusal(caught)


def test_factory_without_dependencies() -> None:
    """A factory must take the dependencies, too; a partial is shown by its function."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_factory("x")(partial(scaled, Context()))

    assert (
        "  constructor: parameter 'clip' takes float, is given Context\n"
        "    expected  called with (Context)\n"
        "    found     partial(scaled)(clip: float = 0.2, scale: float = 2.0) -> PPOTrainer"
        == refusal(caught)
    )


def test_instance_of_another_type() -> None:
    """An instance is judged by its class."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_instance("x", misfits.Number(3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    assert (
        f"trainers: Number(value=3) can't be registered as 'x' ({caught.value.place}):\n"
        "  train: Number has no 'train'\n    expected  train(steps: int) -> float" == str(caught.value)
    )


def test_coroutine_as_factory() -> None:
    """What makes a trainer only when it is awaited is no factory of trainers."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_factory("x")(misfits.later)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    assert ["Coroutine has no 'train'"] == [mismatch.reason for mismatch in caught.value.mismatches]


@pytest.mark.parametrize("instance", [modules.training, modules.Training, modules.Training(), modules.bare()])
def test_object_as_instance(instance: Trainer) -> None:
    """A module, a class and an object with a function of its own can be what a Protocol describes."""
    registry = Free("trainers")
    registry.register_instance("it", instance)

    assert instance is registry.build("it")  # type: ignore[arg-type]  # a name, at run time  # pyright: ignore[reportArgumentType, reportCallIssue]


@pytest.mark.parametrize(
    ("instance", "reason"),
    [
        (modules.nothing, "module has no 'train'"),
        (modules.Bound, "parameter 'steps' has no default"),
        (modules.Untrained, "type has no 'train'"),
        (modules.mistyped(), "parameter 'steps' takes str, must take int"),
    ],
)
def test_misfit_as_instance(instance: object, reason: str) -> None:
    """A class needs the method without an instance, and a module must have the function."""
    with pytest.raises(ConformanceError) as caught:
        Registry[Trainer]("trainers").register_instance("it", instance)  # type: ignore[arg-type]  # refused  # pyright: ignore[reportArgumentType]

    assert reason in caught.value.mismatches[0].reason


def test_class_as_kind() -> None:
    """A registry of a class takes its subclasses and nothing else."""
    registry = Registry[Idle, []]("idles")
    registry.register("contextless")(misfits.Contextless)
    with pytest.raises(ConformanceError) as caught:
        registry.register("dpo")(DPOTrainer)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert "  result: DPOTrainer is no Idle\n    expected  Idle\n    found     DPOTrainer" == refusal(caught)
