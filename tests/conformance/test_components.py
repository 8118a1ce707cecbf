"""A component is a class, a callable or an instance, and is judged by the objects that it makes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Literal, TypeVar

import pytest

from tests.samples import misfits, modules
from tests.samples.shapes import measured
from tests.samples.trainers import Context, DPOTrainer, Idle, Trainer, scaled
from typed_registry import Registry
from typed_registry._annotations.namespace import Unknown
from typed_registry._conformance.check import fits
from typed_registry._constant import Constant
from typed_registry.errors import ConformanceError, Mismatch

T = TypeVar("T")
Free = Registry[Trainer]
Built = Registry[Trainer, [Context]]


class Unfinished(ABC):
    @abstractmethod
    def stop(self) -> None: ...


def returning_class() -> type[Idle]:
    return Idle


def returning_any_type(value: T) -> T:
    return value


def returning_literal() -> Literal["a"]:
    return "a"


def test_abstract_class() -> None:
    """An abstract class can't be built, so it is refused."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(misfits.Abstract)  # the checkers accept it here

    mismatch = Mismatch("class", "a class that can be built", "an abstract class", "must define stop, train")
    assert mismatch == caught.value.mismatches[0]


def test_protocol() -> None:
    """The Protocol itself can't be built either."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x")(Trainer)  # the checkers accept it here

    reason = "Trainer is a Protocol, which has no instances"
    assert (Mismatch("class", "a class that can be built", "a Protocol", reason),) == caught.value.mismatches


def test_function_given_to_register() -> None:
    """`register` takes classes, and names the method that takes functions."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x")(scaled)  # the checkers can't tell a function from a class

    reason = "register takes a class; register_factory takes this"
    assert (Mismatch("component", "a class", "function", reason),) == caught.value.mismatches


def test_instance_given_to_register() -> None:
    """`register` takes classes, and names the method that takes instances."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x")(Idle())  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    reason = "register takes a class; register_instance takes this"
    assert (Mismatch("component", "a class", "Idle", reason),) == caught.value.mismatches


def test_instance_given_to_register_factory() -> None:
    """`register_factory` takes callables, and names the method that takes instances."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_factory("x")(Idle())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    mismatch = Mismatch("component", "a callable", "Idle", "register_instance takes this")
    assert (mismatch,) == caught.value.mismatches


def under(things: Registry[object, []]) -> type:
    """A class whose method is registered before it becomes a class method."""

    class Under:
        @classmethod
        @things.register_factory("under")
        def make(cls, size: int = 1) -> object:
            return size

    return Under


def over(things: Registry[object, []]) -> type:
    """A class whose class method is registered before there is the class."""

    class Over:
        @things.register_factory("over")
        @classmethod
        def make(cls, size: int = 1) -> object:
            return size

    return Over


def test_class_method_in_the_body_of_its_class() -> None:
    """A class method is registered after its class, whichever decorator comes first."""
    things = Registry[object, []]("things")
    with pytest.raises(ConformanceError) as before:
        under(things)
    with pytest.raises(ConformanceError) as after:
        over(things)

    assert ["nothing gives 'cls'; register it after the class, as Under.make"] == [
        mismatch.reason for mismatch in before.value.mismatches
    ]
    reason = "it belongs to a class that isn't made yet; register it after the class, as Class.method"
    assert (Mismatch("component", "a callable", "classmethod", reason),) == after.value.mismatches


def test_factory_of_another_type() -> None:
    """A factory is judged by the type that it returns."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_factory("x")(misfits.counted)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    assert ["Number has no 'train'"] == [mismatch.reason for mismatch in caught.value.mismatches]


def test_factory_of_an_optional_result() -> None:
    """A factory that may return None is refused."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_factory("x")(misfits.perhaps)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    assert (Mismatch("result", "Trainer", "None", "None isn't of type Trainer"),) == caught.value.mismatches


def test_coroutine_as_factory() -> None:
    """A coroutine function makes a coroutine, and not what that returns."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_factory("x")(misfits.later)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    assert ["Coroutine has no 'train'"] == [mismatch.reason for mismatch in caught.value.mismatches]


def test_instance_of_another_type() -> None:
    """An instance is judged by its class, and shown by its representation."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_instance("x", misfits.Number(3))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # refused

    assert "Number(value=3)" == caught.value.component
    assert ["Number has no 'train'"] == [mismatch.reason for mismatch in caught.value.mismatches]


@pytest.mark.parametrize("instance", [modules.training, modules.Training, modules.Training(), modules.bare()])
def test_object_as_instance(instance: Trainer) -> None:
    """A module, a class and an object with a function of its own can be what a Protocol describes."""
    registry = Free("trainers")
    registry.register_instance("it", instance)

    assert instance is registry.build("it")  # type: ignore[call-overload]  # a name, at run time  # pyright: ignore[reportArgumentType, reportCallIssue]


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
        Free("trainers").register_instance("it", instance)  # type: ignore[arg-type]  # refused  # pyright: ignore[reportArgumentType]

    assert reason in caught.value.mismatches[0].reason


def test_partial_of_an_abstract_class() -> None:
    """A partial of a class is judged as the class is."""
    assert ["class", "train"] == [mismatch.member for mismatch in fits(partial(Unfinished), Trainer)]  # type: ignore[abstract]  # on purpose


def test_partial_of_a_decorated_function() -> None:
    """A partial of a function that a checker may see otherwise is not judged."""
    assert () == fits(partial(measured), Trainer)


@pytest.mark.parametrize("factory", [returning_class, returning_any_type, returning_literal])
def test_results_that_are_not_judged(factory: Callable[..., object]) -> None:  # type: ignore[explicit-any]  # of any arguments
    """A class, the value of a type variable and a literal may have any members."""
    assert () == fits(factory, Trainer)


@pytest.mark.parametrize("kind", [Unknown, T])
def test_kinds_that_are_not_judged(kind: object) -> None:
    """Every class satisfies a type that can't be resolved, and a type variable."""
    assert () == fits(Idle, kind)


def test_generic_kind() -> None:
    """A registry of a generic class is one of the class, whatever its arguments."""
    assert () == fits(list, list[int])
    assert ["result"] == [mismatch.member for mismatch in fits(Idle, list[int])]


@pytest.mark.parametrize("instance", [DPOTrainer, 3, None])
def test_instance_for_a_class(instance: object) -> None:
    """A registry of a class accepts its instances alone."""
    assert ["result"] == [mismatch.member for mismatch in fits(Constant(instance), Idle)]
    assert () == fits(Constant(Idle()), Idle)


def test_none_for_a_protocol() -> None:
    """None has no members."""
    assert ["result"] == [mismatch.member for mismatch in fits(Constant(None), Trainer)]


def idle_or_number() -> Idle | int:
    """Return what a registry of a union accepts."""
    return 3


def test_union_as_kind() -> None:
    """A registry of a union accepts what any of its types does, alone."""
    kind = Idle | Trainer | int

    assert [(), (), ()] == [fits(each, kind) for each in (Idle, DPOTrainer, Constant(3))]
    assert [(), ()] == [fits(each, kind) for each in (idle_or_number, misfits.Contextless)]
    assert ["str isn't of type Idle | Trainer | int"] == [each.reason for each in fits(str, kind)]


def test_class_as_kind() -> None:
    """A registry of a class accepts its subclasses alone."""
    registry = Registry[Idle, []]("idles")
    registry.register("contextless")(misfits.Contextless)
    with pytest.raises(ConformanceError) as caught:
        registry.register("dpo")(DPOTrainer)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        Mismatch("result", "Idle", "DPOTrainer", "DPOTrainer isn't of type Idle"),
    ) == caught.value.mismatches
