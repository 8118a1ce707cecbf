"""The short way accepts nothing that the full check refuses, whatever was registered before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random
from types import ModuleType

import pytest
from attrs import evolve, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conformance.pair_forms import METHOD_FORMS, Method, method
from tests.conformance.pair_types import HEADER
from tests.samples import shapes
from tests.samples.shapes import (
    Above,
    Awaited,
    Below,
    BelowAbstract,
    Climbs,
    Declared,
    Decorated,
    Defaultless,
    Explicit,
    Ladder,
    Left,
    LooseTrainer,
    Marked,
    Moved,
    Narrowed,
    Odd,
    Plain,
    Positional,
    PositionalOnly,
    Runs,
    Shadowed,
    Signed,
    Stairs,
    Stars,
    StarsSwapped,
    StarsTyped,
    Static,
    Steps,
    StepsByDefault,
    StepsNeeded,
    Twin,
    Uncomparable,
    Unresolved,
    Virtual,
    Wider,
    annotated_by,
    measured,
)
from tests.samples.trainers import Idle, Trainer
from typed_registry import Place, Registry
from typed_registry._annotations.namespace import Unknown
from typed_registry._conformance.check import ConformanceCheck, compile_contract, fits
from typed_registry._conformance.contract import Contract
from typed_registry._conformance.known_classes import subclasses
from typed_registry._typing_forms import Component
from typed_registry.errors import ConformanceError

FORMS = sorted(METHOD_FORMS)
OTHER_NAMES = "A, B, Box, Runner = B, int, list, dict\n"
"""What makes the annotations of a module mean something else."""


PLACE = Place("it.py", 1)


@frozen
class Registered:
    component: Component[object]
    name: str = "it"
    declared: type | None = None
    place: Place = PLACE


def check_of(kind: object) -> ConformanceCheck:
    return compile_contract(Contract(kind, ()))


def accepts(check: ConformanceCheck, component: object) -> bool:
    """Whether the short way knows that the class conforms."""
    return check.known is not None and check.known.include(component)


def registered(check: ConformanceCheck, component: type[object]) -> bool:
    """Whether the component is accepted, by either way; what the full check accepts is remembered."""
    if accepts(check, component):
        return True
    try:
        check.conform(Registered(component), "class", "things")
    except ConformanceError:
        return False
    return True


@pytest.fixture(scope="module", name="modules")
def modules_() -> Iterator[dict[str, ModuleType]]:
    """Modules in which the same annotations are text or objects, and mean different things."""
    made: dict[str, ModuleType] = {}
    for name, tail in (("known_one", ""), ("known_two", ""), ("known_other", OTHER_NAMES)):
        module = made[name] = sys.modules[name] = ModuleType(name)
        exec(HEADER + tail, vars(module))  # noqa: S102  # classes are generated as source
    yield made
    for name in made:
        del sys.modules[name]


def generated(random: Random, wanted: Method) -> str:
    """The source of a class; half of them are written as the Protocol is."""
    form = METHOD_FORMS[random.choice([*FORMS, *["the same method"] * len(FORMS)])]
    source = (form(random, wanted) or "class CLASS: ...").replace("CLASS", "C")
    base = random.choice(["", "", "", "\n\n\nclass C(C): ...", "\n\n\nclass C(C):\n    __slots__ = ()"])
    return (
        source
        + base
        + random.choice(["", "", "\n\n\nclass C(C, ABC): ...", "\n\n\nclass C(C):\n    do: int"])
    )


def defined(module: ModuleType, source: str, name: str, *, postponed: bool) -> type[object]:
    future = "from __future__ import annotations\n" * postponed
    exec(compile(future + source, f"<{name}>", "exec", dont_inherit=True), vars(module))  # noqa: S102  # as above
    made: object = vars(module)[name]
    assert isinstance(made, type)
    return made


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_never_more_than_the_full_check(modules: dict[str, ModuleType], seed: int) -> None:
    """In any order of registration, the verdict on a class is that of the full check alone."""
    random = Random(seed)  # noqa: S311  # a test's choices are no secret
    wanted = method(random)
    wanted = evolve(wanted, name="do") if random.random() < 0.8 else wanted
    postponed = random.random() < 0.7
    source = f"class P(Protocol):\n    {wanted.show()}"
    protocol = defined(modules["known_one"], source, "P", postponed=postponed)
    check = check_of(protocol)
    for _ in range(8):
        module = modules[random.choice(sorted(modules))]
        component = defined(
            module, generated(random, wanted), "C", postponed=postponed or random.random() < 0.5
        )
        expected = not fits(component, protocol)

        assert expected is registered(check, component)


@pytest.mark.parametrize("misfit", [Static, Shadowed, Declared, Left, Wider, Defaultless, Awaited, Narrowed])
def test_misfit_after_a_good_class(misfit: type[object]) -> None:
    """A class that is refused when it is the first is refused after one that was accepted, too."""
    check = check_of(Runs)

    assert not registered(check, misfit)
    assert registered(check, Plain)
    assert not registered(check, misfit)


def test_marked_as_a_protocol() -> None:
    """A class that isn't made as a Protocol is none, whatever its attribute says."""
    check = check_of(Runs)

    assert registered(check, Plain)
    assert accepts(check, Marked)
    assert () == fits(Marked, Runs)


def test_twin_is_known() -> None:
    """A class that is written as an accepted one is known; another one isn't before it is accepted itself."""
    check = check_of(Runs)
    assert not accepts(check, Plain)
    assert registered(check, Plain)

    assert accepts(check, Plain)
    assert accepts(check, Twin)
    assert not accepts(check, PositionalOnly)
    assert registered(check, PositionalOnly)
    assert accepts(check, PositionalOnly)


def test_mark_of_a_decorator() -> None:
    """A method whose decorator may show another signature is left to the full check."""

    check = check_of(Runs)
    assert registered(check, Plain)

    assert not accepts(check, Decorated)
    assert registered(check, Decorated)


def test_annotation_without_a_hash() -> None:
    """A method whose annotation has no hash is known by the same annotation."""
    check = check_of(Runs)
    assert registered(check, annotated_by([int]))

    assert accepts(check, annotated_by([int]))
    assert not accepts(check, annotated_by([str]))


def test_annotation_that_cannot_be_compared() -> None:
    """A method whose annotation can't be compared is left to the full check."""
    check = check_of(Runs)
    assert registered(check, annotated_by(Uncomparable()))

    assert not accepts(check, annotated_by(Uncomparable()))
    assert registered(check, annotated_by(Uncomparable()))


def test_defaults_by_position() -> None:
    """A method without the default of an accepted one is another."""
    check = check_of(Steps)
    assert registered(check, StepsByDefault)

    assert accepts(check, StepsByDefault)
    assert not accepts(check, StepsNeeded)
    assert not registered(check, StepsNeeded)


def test_kinds_of_parameters() -> None:
    """A parameter that can't be given by keyword, or only so, is another one."""
    check = check_of(Runs)
    assert registered(check, Plain)

    assert not accepts(check, PositionalOnly)
    assert not accepts(check, Positional)
    assert not registered(check, Positional)


def test_explicit_implementation() -> None:
    """A class that derives from the Protocol is known."""
    check = check_of(Runs)
    assert registered(check, Plain)

    assert accepts(check, Explicit)


def test_checked_again_and_again() -> None:
    """A class that is checked in full many times, as one with a config is, is remembered once."""
    check = check_of(Runs)
    for _ in range(200):
        check.conform(Registered(Plain), "class", "things")
    assert registered(check, PositionalOnly)

    assert accepts(check, PositionalOnly)


def test_signature_of_a_decorator() -> None:
    """A method that a decorator gives another signature is left to the full check."""
    check = check_of(Runs)
    assert registered(check, Plain)

    assert not accepts(check, Signed)


def test_stars() -> None:
    """Which parameter takes the rest by position, and which by name, is part of how a method is written."""
    check = check_of(Stars)
    assert registered(check, StarsTyped)

    assert accepts(check, StarsTyped)
    assert not accepts(check, StarsSwapped)
    assert not registered(check, StarsSwapped)


def test_names_of_the_module() -> None:
    """A class whose annotations name the same globals as an accepted one's is known."""
    check = check_of(Climbs)
    assert registered(check, Ladder)

    assert accepts(check, Stairs)


def test_name_defined_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a global means another class, the same annotation does too."""
    check = check_of(Climbs)
    assert registered(check, Ladder)
    monkeypatch.setattr(shapes, "Above", Plain)

    assert not accepts(check, Stairs)
    assert not registered(check, Stairs)


def test_function_of_another_module() -> None:
    """A function that says it is of another module is left to the full check, which looks there."""
    check = check_of(Runs)
    assert registered(check, Plain)

    assert not accepts(check, Moved)
    assert registered(check, Moved)


@pytest.mark.parametrize("made", [len, None, 3])
def test_no_class(made: object) -> None:
    """What isn't a class is never known."""
    assert not accepts(check_of(object), made)


def test_nominal() -> None:
    """A subclass is known at once; a virtual one, or one of another metaclass, is left to the full check."""
    check = check_of(Above)

    assert accepts(check, Below)
    assert accepts(check, BelowAbstract)
    assert not accepts(check, Odd)
    assert not accepts(check, Plain)
    assert not accepts(check_of(Virtual), Below)
    assert registered(check_of(Virtual), Below)


def test_any_class_of_object() -> None:
    """A registry of objects takes every class that can be built."""
    check = check_of(object)

    assert accepts(check, Plain)
    assert not accepts(check, Left)
    assert not accepts(check, Runs)


def test_any_class_of_an_unknown_kind() -> None:
    """If nothing is known of a registry's type, every class that can be built is known to conform."""
    assert accepts(check_of(Unknown), Plain)
    assert accepts(check_of("Nobody"), Plain)


def test_dependencies() -> None:
    """Where components are built from dependencies, the constructor of each is looked at."""
    assert not accepts(compile_contract(Contract(Above, (int,))), Below)
    assert accepts(compile_contract(Contract(Above, None)), Below)


def test_unresolved() -> None:
    """While the registry's own type can't be resolved, no class is known."""
    assert not accepts(compile_contract(Contract(Above, (), resolved=False)), Below)


def test_final() -> None:
    """A check is final once every name in the registry's type and in its Protocol is resolved."""
    assert check_of(Runs).is_final
    assert not check_of(Unresolved).is_final
    assert not compile_contract(Contract(Runs, (), resolved=False)).is_final
    assert not accepts(check_of(Unresolved), Plain)


def test_decorated_factory() -> None:
    """What a decorated function returns isn't known."""
    assert () == fits(measured, Runs)


def test_static_method_by_a_registry() -> None:
    """A registry refuses a static method that takes `self`, in any order."""
    registry = Registry[Trainer]("trainers")
    registry.register("idle")(Idle)

    with pytest.raises(ConformanceError):
        registry.register("loose")(LooseTrainer)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused


@pytest.mark.parametrize("kind", [Above, Virtual, object, Trainer, Declared, type, int])
def test_subclasses_before_the_check_is_compiled(kind: type) -> None:
    """What is accepted at the first registration is what the compiled check accepts."""
    short, check = subclasses(Contract(kind, ())), check_of(kind)
    components: tuple[object, ...] = (
        Above,
        Below,
        BelowAbstract,
        Odd,
        Plain,
        Virtual,
        Idle,
        Trainer,
        bool,
        3,
    )
    for component in components:
        accepted = short is not None and short.include(component)

        assert not accepted or accepts(check, component)
        assert short is None or accepted is accepts(check, component)


def test_subclasses_of_what_is_not_known() -> None:
    """Dependencies, Protocols and unresolved names are for the compiled check."""
    assert subclasses(Contract(Above, ())) is not None
    assert subclasses(Contract(Unknown, ())) is not None
    assert subclasses(Contract(Trainer, ())) is None
    assert subclasses(Contract(Above, (int,))) is None
    assert subclasses(Contract(Above, (), resolved=False)) is None
    assert subclasses(Contract(list[int], ())) is None
