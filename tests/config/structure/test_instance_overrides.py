"""Overrides of parts of instances and choices that the data of `from_mapping` contains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Generic, NamedTuple, TypeVar

import pytest
from attrs import field, frozen

from typed_registry import Registry, Spec
from typed_registry.config import from_mapping, renamed
from typed_registry.errors import (
    COMMAND_LINE,
    ConfigError,
    IdleOverride,
    Malformed,
    OutdatedConfigWarning,
    UnknownKey,
    WrongType,
)


def marked(text: str) -> str:
    """Return a text with one more mark, as a converter that can't run twice."""
    return f"{text}!"


@frozen
class Base:
    a: int = 1


@frozen
class Derived(Base):
    text: str = field(default="", converter=marked)
    inner: Base = Base()
    words: tuple[str, ...] = ("a", "b")
    size: int = field(default=0, metadata=renamed("old_size", since="1.0"))


@frozen
class Other:
    """A class with the keys of `Base` and one more."""

    a: int = 1
    b: int = 2


class Pair(NamedTuple):
    x: int = 1
    y: int = 2


@frozen
class Range:
    low: int
    high: int

    def __attrs_post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("low is over high")


T = TypeVar("T")
U = TypeVar("U")


@frozen
class Limits(Generic[T]):
    """A class whose values have the type that a field says."""

    low: T
    high: T


@frozen
class NamedLimits(Limits[T], Generic[U, T]):
    """A class with the parameters of `Limits` in other places."""

    label: U


class Loss:
    """The kind of the registry."""


LOSSES = Registry[Loss, []]("losses")


@frozen
class Scaling:
    scale: float = 1.0
    text: str = field(default="", converter=marked)
    limits: Limits[float] = Limits(0.0, 1.0)


@LOSSES.register("scaled", config=Scaling)
class Scaled(Loss):
    def __init__(self, config: Scaling) -> None: ...


@LOSSES.register("open")
class Open(Loss):
    def __init__(self, margin: float = 1.0, **others: int) -> None: ...


OPEN = LOSSES.from_mapping({"name": "open"})


@frozen
class Root:
    base: Base = Base()
    either: Base | Other = Base()
    anything: object = None
    several: tuple[Base, ...] = ()
    range: Range = Range(0, 1)
    pair: Pair | None = None
    loss: Spec[Loss, []] = OPEN
    by_number: Mapping[int, Base] = field(factory=dict[int, Base])
    numbers: tuple[int, int] = (0, 0)
    bounds: Limits[float] = Limits(0.0, 1.0)
    delays: Limits[timedelta] | None = None
    mixed: tuple[Limits[float], Limits[timedelta]] | None = None
    either_limits: Limits[float] | Limits[timedelta] | None = None
    by_name: Mapping[str, Limits[timedelta]] = field(factory=dict[str, Limits[timedelta]])


def changed(text: str) -> Derived:
    """Return an instance whose text has been converted once."""
    return Derived(5, text, Derived(3, "in"), ("c",))


def delays(low: float, high: float) -> Limits[timedelta]:
    """Return limits of so many seconds."""
    return Limits(timedelta(seconds=low), timedelta(seconds=high))


def spec(name: str, **settings: object) -> Spec[Loss, []]:
    """Return a choice that only the test knows."""
    return LOSSES.from_mapping({"name": name, **settings})


@pytest.mark.parametrize(
    ("data", "overrides", "expected"),
    [
        ({"base": Derived(2, "q")}, ["base.a=5"], Root(base=Derived(5, "q"))),
        ({"base": Derived(2, "q")}, ["base.a=5", "base.text=r"], Root(base=Derived(5, "r"))),
        ({"base": changed("q")}, ["base.inner.a=7"], Root(base=Derived(5, "q", Derived(7, "in"), ("c",)))),
        ({"either": Other(5)}, ["either.a=6"], Root(either=Other(6))),
        ({"anything": Other(5)}, ["anything.a=6"], Root(anything=Other(6))),
        ({"several": [Base(2), Derived(3)]}, ["several.1.a=4"], Root(several=(Base(2), Derived(4)))),
        ({"range": Range(0, 1)}, ["range.low=5", "range.high=6"], Root(range=Range(5, 6))),
        ({"pair": Pair(3, 4)}, ["pair.y=5"], Root(pair=Pair(3, 5))),
        ({"pair": Pair(3, 4)}, ["pair.0=5"], Root(pair=Pair(5, 4))),
        ({"pair": Pair(3, 4)}, ["pair.0=5", "pair.y=6"], Root(pair=Pair(5, 6))),
        ({"pair": Pair(3, 4)}, ["pair.y=6", "pair.0=5"], Root(pair=Pair(5, 6))),
        ({"numbers": Pair(3, 4)}, ["numbers.0=5"], Root(numbers=(5, 4))),
        ({"by_number": {1: Derived(3)}}, ["by_number.1.a=4"], Root(by_number={1: Derived(4)})),
        ({"by_number": {1: Base(3)}}, ["by_number.1={a: 4}"], Root(by_number={1: Base(4)})),
        ({"base": Derived(2)}, ["base.a=5", "base={a: 3}"], Root(base=Base(3))),
        ({"loss": spec("scaled", text="q")}, ["loss.scale=2"], Root(loss=spec("scaled", text="q", scale=2))),
        ({"loss": spec("open", x=1)}, ["loss.y=2"], Root(loss=spec("open", x=1, y=2))),
        ({"loss": spec("open", x=1)}, ["loss.margin=2"], Root(loss=spec("open", x=1, margin=2))),
        ({"loss": spec("open", x=1)}, ["loss.name=scaled"], Root(loss=spec("scaled"))),
    ],
)
def test_changed(data: Mapping[str, object], overrides: Sequence[str], expected: Root) -> None:
    """An instance keeps its class and its other values, which aren't converted again."""
    assert expected == from_mapping(Root, data, overrides)


def test_named_tuple_anywhere() -> None:
    """A named tuple keeps its class in a field of any type, too."""
    made = from_mapping(Root, {"anything": Pair(3, 4)}, ["anything.0=5"])

    assert isinstance(made.anything, Pair)
    assert Pair(5, 4) == made.anything


@pytest.mark.parametrize(
    ("data", "overrides", "expected"),
    [
        ({"bounds": Limits(1.0, 2.0)}, ["bounds.low=0"], Root(bounds=Limits(0.0, 2.0))),
        ({"delays": delays(1, 2)}, ["delays.high=5m"], Root(delays=delays(1, 300))),
        (
            {"delays": NamedLimits(timedelta(1), timedelta(2), "x")},
            ["delays.high=3d", "delays.label=y"],
            Root(delays=NamedLimits(timedelta(1), timedelta(3), "y")),
        ),
        ({"either_limits": delays(1, 2)}, ["either_limits.high=5m"], Root(either_limits=delays(1, 300))),
        (
            {"mixed": (Limits(1.0, 2.0), delays(1, 2))},
            ["mixed.0.high=3", "mixed.1.high=3s"],
            Root(mixed=(Limits(1.0, 3.0), delays(1, 3))),
        ),
        ({"by_name": {"a": delays(1, 2)}}, ["by_name.a.high=3s"], Root(by_name={"a": delays(1, 3)})),
        (
            {"loss": spec("scaled")},
            ["loss.limits.high=3"],
            Root(loss=spec("scaled", limits=Limits(0.0, 3.0))),
        ),
        (
            {"loss": {"name": "scaled", "limits": Limits(1.0, 2.0)}},
            ["loss.limits.high=3"],
            Root(loss=spec("scaled", limits=Limits(1.0, 3.0))),
        ),
        (
            {"loss": "scaled", "scaled": {"limits": Limits(1.0, 2.0)}},
            ["scaled.limits.high=3"],
            Root(loss=spec("scaled", limits=Limits(1.0, 3.0))),
        ),
    ],
)
def test_type_arguments(data: Mapping[str, object], overrides: Sequence[str], expected: Root) -> None:
    """The value of an override is read as the type that the type arguments of the field make."""
    made = from_mapping(Root, data, overrides)

    assert expected == made
    assert repr(expected) == repr(made)  # which tells 3 from 3.0


def test_former_key() -> None:
    """A former key is known in an instance, too."""
    with pytest.warns(OutdatedConfigWarning, match="old_size"):
        made = from_mapping(Root, {"base": Derived(size=3)}, ["base.old_size=4"])

    assert made.base == Derived(size=4)


def test_faults() -> None:
    """All faults of all instances are reported, as values of the command line."""
    data = {"base": Derived(2), "several": [Base()], "either": 4}
    with pytest.raises(ConfigError) as caught:
        from_mapping(Root, data, ["base.a=k", "base.zz=1", "several.0.a=m"])

    found = {
        each.path: (type(each.problem), each.origin and each.origin.source) for each in caught.value.faults
    }
    assert found == {
        ("base", "a"): (WrongType, COMMAND_LINE),
        ("base", "zz"): (UnknownKey, COMMAND_LINE),
        ("several", 0, "a"): (WrongType, COMMAND_LINE),
        ("either",): (WrongType, None),
    }


@pytest.mark.parametrize(
    ("given", "path", "problem"),
    [
        ("base.words.2=3", ("base", "words", 2), Malformed),
        ("several.1.a=3", ("several", 1, "a"), Malformed),
        ("loss.margin.x=3", ("loss", "margin", "x"), Malformed),
        ("base.inner.words.5=3", ("base", "inner", "words"), UnknownKey),
        ("pair.2=3", ("pair", "2"), UnknownKey),
        ("by_number.1.zz=3", ("by_number", "1", "zz"), UnknownKey),
    ],
)
def test_no_place(given: str, path: tuple[object, ...], problem: type) -> None:
    """An override without a place in an instance is the only fault."""
    data = {
        "base": Derived(),
        "several": [Base()],
        "loss": spec("open"),
        "pair": Pair(),
        "by_number": {1: Base()},
    }
    with pytest.raises(ConfigError) as caught:
        from_mapping(Root, data, [given])

    (fault,) = caught.value.faults
    assert path == fault.path
    assert isinstance(fault.problem, problem)
    assert fault.origin is not None
    assert fault.origin.source == COMMAND_LINE


def test_other_class() -> None:
    """An instance that a field doesn't take is refused, whether an override changes it or not."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(Root, {"base": Other()}, ["base.a=5"])

    (fault,) = caught.value.faults
    assert isinstance(fault.problem, WrongType)
    assert Other(5) == fault.problem.given


def test_sections() -> None:
    """A section may be an instance of the config of its component, which keeps its values."""
    scaled = Scaling(1.0, "z")
    assert Root(loss=spec("scaled", text="z")) == from_mapping(Root, {"loss": "scaled", "scaled": scaled})

    expected = Root(loss=spec("scaled", text="z", scale=2, limits=Limits(0.0, 3.0)))
    overrides = ["scaled.scale=2", "scaled.limits.high=3"]
    for choice in ("scaled", {"name": "scaled"}):
        assert expected == from_mapping(Root, {"loss": choice, "scaled": scaled}, overrides)


def test_section_of_default() -> None:
    """An instance as a section takes the place of the default that chooses its component."""

    default = spec("scaled", text="default")

    @frozen
    class Chosen:
        loss: Spec[Loss, []] = default

    made = from_mapping(Chosen, {"scaled": Scaling(1.0, "z")}, ["scaled.scale=2"])

    assert Chosen(spec("scaled", text="z", scale=2)) == made


def test_section_of_other_class() -> None:
    """An instance of another class is no section, whether an override changes it or not."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(Root, {"loss": "scaled", "scaled": Base()}, ["scaled.a=2"])

    (fault,) = caught.value.faults
    assert fault.path == ("scaled",)
    assert isinstance(fault.problem, WrongType)
    assert Base(2) == fault.problem.given


@pytest.mark.parametrize("section", [Scaling(1.0), {"scale": 1.0}])
def test_idle_section(section: object) -> None:
    """An override of a section that nothing has chosen is a fault, in whatever form the section is given."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(Root, {"scaled": section}, ["scaled.scale=2"])

    (fault,) = caught.value.faults
    assert fault.path == ("scaled", "scale")
    assert isinstance(fault.problem, IdleOverride)
