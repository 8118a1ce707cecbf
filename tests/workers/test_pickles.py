"""What is in the pickles of specs, registries, entries and errors."""

# ruff: noqa: S301  # what is unpickled was pickled here

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from attrs import frozen

from posttrain.errors import ContextError, ExperimentError
from posttrain.run_errors import RunError
from typed_registry import Entry, Registry, Spec
from typed_registry._annotations.show import show
from typed_registry._class_libraries.library_of import declared_fields
from typed_registry.errors import (
    ConfigError,
    Fault,
    Mismatch,
    NoRegistryError,
    OutdatedSpecError,
    RegistryError,
    UnknownNameError,
    WrongType,
    render,
)

T = TypeVar("T")

PARTS = Registry[object, []]("parts")


@frozen
class BoltConfig:
    """The settings of a component."""

    size: float = 1.0
    color: str = "grey"


@PARTS.register("bolt", config=BoltConfig)
class Bolt:
    """A component with a config class."""

    def __init__(self, config: BoltConfig) -> None:
        self.config = config


@PARTS.register("nut")
class Nut:
    """A component whose config is derived."""

    def __init__(self, size: float = 1.0, make: Callable[[], float] = float) -> None:
        self.size, self.make = size, make


def passed(value: T) -> T:
    """The value as another process would have it."""
    back: T = pickle.loads(pickle.dumps(value))
    return back


class Recorder(pickle.Unpickler):
    """Unpickles, and records the classes and functions that the pickle names."""

    def __init__(self, pickled: bytes) -> None:
        super().__init__(io.BytesIO(pickled))
        self.found: set[str] = set()

    def find_class(self, module: str, name: str, /) -> object:
        """Return a class or a function."""
        self.found.add(f"{module}.{name}")
        found: object = super().find_class(module, name)
        return found


def globals_in(pickled: bytes) -> set[str]:
    """The classes and functions that a pickle names."""
    recorder = Recorder(pickled)
    recorder.load()
    return recorder.found


@pytest.mark.parametrize(
    ("name", "config"), [("bolt", {"tests.workers.test_pickles.BoltConfig"}), ("nut", set[str]())]
)
def test_spec(name: str, config: set[str]) -> None:
    """The pickle of a spec has names and values, no code, and is small."""
    spec = PARTS.from_mapping({"name": name, "size": 2.0})
    pickled = pickle.dumps(spec)

    assert len(pickled) < 300
    assert globals_in(pickled) == {
        "typed_registry._spec._restored",
        "typed_registry._registration.shared.entries_at",
        *config,
    }


def test_registry() -> None:
    """The pickle of a registry is the name of its module and its variable."""
    pickled = pickle.dumps(PARTS)

    assert len(pickled) < 150
    assert {"typed_registry._registration.shared.registry_at"} == globals_in(pickled)
    assert PARTS is passed(PARTS)


def test_entry() -> None:
    """An entry is pickled by its name, not with its component."""
    entry = PARTS.entries["nut"]

    assert len(pickle.dumps(entry)) < 250
    assert entry == passed(entry)


def test_entry_of_an_unknown_component() -> None:
    """An entry whose name isn't registered arrives nevertheless, and its attributes say so."""
    PARTS.register_factory("late")(Nut)
    pickled = pickle.dumps(PARTS.entries["late"])
    PARTS.unregister("late")
    entry: Entry = pickle.loads(pickled)
    assert "late" == entry.name
    for ask in (lambda: entry.place, lambda: entry.component, lambda: entry.claimants):
        with pytest.raises(UnknownNameError):
            ask()
    assert entry == passed(entry)


def test_methods() -> None:
    """The methods of a registry and of a spec are passed to workers, to be called there."""
    build = passed(PARTS.from_mapping({"name": "nut", "size": 3.0}).build)
    made, spec = build(), passed(PARTS.specs)["nut"]

    assert isinstance(made, Nut)
    assert made.size == 3.0
    assert PARTS.from_mapping == passed(PARTS.from_mapping)
    assert callable(spec)


def test_instance() -> None:
    """The component of an instance is passed with the instance."""
    registry = Registry[object, []]("instances")
    registry.register_instance("number", 3)

    assert 3 == passed(registry.get("number"))()


@pytest.fixture(name="sent")
def _sent() -> Iterator[Spec[object, []]]:
    """A spec of a component that this process doesn't know, as if another one had sent it."""
    PARTS.register_factory("late")(Nut)
    pickled = pickle.dumps(PARTS.from_mapping({"name": "late", "size": 4.0}))
    PARTS.unregister("late")
    spec: Spec[object, []] = pickle.loads(pickled)
    yield spec
    if "late" in PARTS:
        PARTS.unregister("late")


def test_unknown_component(sent: Spec[object, []]) -> None:
    """A spec of an unknown component is a spec, but it has no config and builds nothing."""
    assert ("Spec('late', ...)", "late") == (repr(sent), sent.name)
    with pytest.raises(UnknownNameError):
        sent.build()
    with pytest.raises(UnknownNameError):
        _ = sent.config


def test_unknown_component_is_sent_on(sent: Spec[object, []]) -> None:
    """Such a spec is equal to its copies, and can be sent on to a process that knows the component."""
    pickled = pickle.dumps(sent)
    other = passed(PARTS.from_mapping({"name": "nut"}))

    assert (sent, hash(sent)) == (passed(sent), hash(passed(sent)))
    assert sent != other
    PARTS.register_factory("late")(Nut)
    assert PARTS.from_mapping({"name": "late", "size": 4.0}) == pickle.loads(pickled)


def test_component_that_comes_later(sent: Spec[object, []]) -> None:
    """When the component is registered at last, the spec builds it."""
    PARTS.register_factory("late")(Nut)
    made = sent.build()

    assert isinstance(made, Nut)
    assert made.size == 4.0


@pytest.mark.parametrize("name", ["nut", "bolt"])
def test_spec_of_an_override(name: str) -> None:
    """A spec that is made in an override arrives where that isn't, and its `build` says what is wrong."""
    with PARTS.override(name, Washer, config=WasherConfig if name == "bolt" else None):
        pickled = pickle.dumps(PARTS.from_mapping({"name": name, "hole": 2.0}))
    spec: Spec[object, []] = pickle.loads(pickled)
    for ask in (spec.build, lambda: spec.config, passed(spec).build):
        with pytest.raises(OutdatedSpecError) as outdated:
            ask()
        assert (name, PARTS.entries[name].place) == (outdated.value.name, outdated.value.place)
        assert outdated.value.is_sent
    with PARTS.override(name, Washer, config=WasherConfig if name == "bolt" else None):
        assert isinstance(spec.build(), Washer)


@frozen
class WasherConfig:
    """Settings that no other component has."""

    hole: float = 1.0


class Washer:
    """Takes its settings by keyword, or as a config."""

    def __init__(self, hole: float | WasherConfig = 1.0) -> None:
        self.hole = hole


class Odd:
    """An object that can't be pickled."""

    def __reduce__(self) -> str:
        raise RuntimeError

    def __repr__(self) -> str:
        return "Odd()"


def test_facts_that_cannot_be_pickled() -> None:
    """A value that can't be pickled is replaced by its text, so that the message is the same."""
    error = ConfigError((Fault(("a",), WrongType("int", Odd())), Fault(("b", 0), WrongType("int", [1]))))
    back = passed(error)

    assert render(error) == render(back)
    assert error.faults[1] == back.faults[1]
    assert str(UnknownNameError("parts", Odd(), ())) == str(passed(UnknownNameError("parts", Odd(), ())))


def test_notes() -> None:
    """Notes, and what else a program has added to an error or changed in it, are passed on."""
    error = NoRegistryError("zoo")
    error.add_note("a note")
    vars(error)["task"] = 3
    error.module = "other"
    back = passed(error)

    assert (["a note"], 3, "other") == (back.__notes__, vars(back)["task"], back.module)


@frozen
class OwnFact:
    """A fact of a program's own error."""

    text: str


class OwnError(RegistryError):
    """A program's own error, whose arguments are not fields."""

    def __str__(self) -> str:
        return f"own: {self.args}"


def test_own_error() -> None:
    """An error that a program derives is passed on with its arguments."""
    error = OwnError(OwnFact("a"), Mismatch("a", "b", None, "c"))

    assert error.args == passed(error).args


def experiment_errors() -> Iterator[ExperimentError]:
    """An error of each class of the application."""
    samples = {"str": "x", "int": 3, "float": 0.5, "bool": True, "Path": Path("x")}
    modules = [sys.modules[kind.__module__] for kind in (ExperimentError, RunError)]
    values = (each for module in modules for each in vars(module).values())
    defined = dict.fromkeys(each for each in values if isinstance(each, type))
    yield ContextError("sft", "max_length", 9, 8)  # its message knows three settings
    for kind in (each for each in defined if issubclass(each, ExperimentError) and each is not ContextError):
        kinds = [show(field.type).removesuffix(" | None") for field in declared_fields(kind)]
        yield kind(*({"a": "b"} if "Mapping" in each else samples.get(each, ("x",)) for each in kinds))


@pytest.mark.parametrize("error", [*experiment_errors()], ids=lambda error: type(error).__name__)
def test_errors_of_the_application(error: ExperimentError) -> None:
    """The errors of the application say the same in another process, with their notes."""
    error.add_note("a note")
    back = passed(error)

    assert (type(error), str(error)) == (type(back), str(back))
    assert ["a note"] == getattr(back, "__notes__", None)
