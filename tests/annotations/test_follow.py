"""The parameters of components that forward what they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

import attrs
import pytest

from tests.samples import forwarding as samples
from tests.samples import functools_components, generics
from typed_registry._annotations.follow import full_signature
from typed_registry._annotations.full_signature import NOT_GIVEN, FullSignature
from typed_registry._typing_forms import Component


def signature(component: Component[object]) -> FullSignature:
    """The signature of a component, which has one."""
    found = full_signature(component)

    assert found is not None
    return found


def defaults(component: Component[object]) -> Mapping[str, object]:
    """The parameters of a component with their defaults: `...` if there is none, `None` if it isn't known."""
    shown: dict[object, object] = {attrs.NOTHING: ..., NOT_GIVEN: None}
    return {p.name: shown.get(p.default, p.default) for p in signature(component).parameters}


LOSS = {"margin": 1.0, "scale": 2.0}


def sample(path: str) -> Component[object]:
    """The component of a dotted name."""
    found: Component[object] = attrgetter(path)(samples)
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Extended", {"steps": 0, **LOSS}),
        ("Same", LOSS),
        ("Deep", {"depth": ..., **LOSS}),
        ("Filled", {"scale": 2.0}),
        ("Fixed", {"margin": 1.0}),
        ("Popping", {"mode": "mean", "rate": ..., "margin": 1.0, "scale": 7.0}),
        ("Merging", {"margin": 3.0, "scale": 4.0}),
        ("Updating", {"margin": 3.0, "scale": 2.0}),
        ("GlobalDefaults", LOSS),
        ("Refusing", {"margin": 1.0}),
        ("Both", LOSS),
        ("Aliased", {"mode": None, "margin": 1.0}),
        ("Decorated", {"steps": 0, **LOSS}),
        ("Rebound", {"depth": 0, "steps": 0, **LOSS}),
        ("Ignoring", {"margin": 1.0}),
        ("Diamond", {"top": 0, "left": 1, "right": 2}),
        ("Created", {"size": ..., "name": "x"}),
        ("New", {"size": 1}),
        ("Made", {**LOSS, "verbose": False}),
        ("Model.wide", {"depth": 1}),
        ("Model.from_name", {"label": ..., "depth": 1}),
        ("Model.plain", {"width": ..., "depth": 1}),
        ("again", {"width": ..., "depth": 1}),
        ("calling", {"factor": 1.0, "offset": 0.0}),
        ("made", {"label": ..., **LOSS}),
        ("alike", {"flag": False, **LOSS}),
        ("recursive", {"count": 0, **LOSS}),
        ("imported", LOSS),
        ("later", LOSS),
        ("once", {"margin": 1.0}),
        ("catching", {"distance": None, "scale": 2.0}),
        ("partly", {"width": None}),
        ("timed_loss", LOSS),
        ("wrapped_loss", {"margin": 1.0}),
        ("opaque_loss", LOSS),
        ("short", LOSS),
        ("partial", {"margin": 1.0, "scale": 9.0}),
    ],
)
def test_forwarded(path: str, expected: Mapping[str, object]) -> None:
    """What is passed on visibly has the parameters of what is called, but for those that the call fills."""
    assert expected == defaults(sample(path))
    assert () == signature(sample(path)).hidden


def test_wrapped_by_functools() -> None:
    """A cached function has the parameters of the function, and a generic one those of the first."""
    assert {"size": ..., "depth": 1} == defaults(functools_components.cached)
    assert {"value": ..., "depth": 1} == defaults(functools_components.generic)


@pytest.mark.parametrize(
    ("path", "known", "name"),
    [
        ("Storing", {"steps": 0}, "Storing.__init__"),
        ("Changing", {}, "Changing.__init__"),
        ("Filtering", {}, "Filtering.__init__"),
        ("Shadowing", {}, "Shadowing.__init__"),
        ("Handing", {}, "Handing.__init__"),
        ("either", {"flag": False}, "either"),
        ("chosen", {"kind": ...}, "chosen"),
        ("perhaps", {}, "perhaps"),
        ("attribute_of_a_variable", {}, "attribute_of_a_variable"),
    ],
)
def test_hidden(path: str, known: Mapping[str, object], name: str) -> None:
    """What the source doesn't show is hidden, by a function that is named with its place."""
    (hidden,) = signature(sample(path)).hidden

    assert known == defaults(sample(path))
    assert (name, "**kwargs") == (hidden.component, hidden.stars)
    assert samples.__file__ == hidden.place.file
    assert 0 < hidden.place.line


def test_types() -> None:
    """A forwarded parameter has the type that is declared where it is."""
    assert {"steps": int, "margin": float, "scale": float} == {
        parameter.name: parameter.type for parameter in signature(samples.Extended).parameters
    }


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (generics.IntRange, [int, Sequence[int]]),
        (generics.NamedRange, [str, Sequence[str]]),
        (generics.Range[int], [int, Sequence[int]]),
        (generics.Pair[str, float], [float, Sequence[float]]),
        (generics.IntCell, [int, int]),
        (generics.Text, [str]),
        (generics.Cell[float], [float]),
    ],
)
def test_generic(component: Component[object], expected: list[object]) -> None:
    """The parameters of a generic class have the types that its arguments give."""
    assert expected == [parameter.type for parameter in signature(component).parameters]


def test_without_source() -> None:
    """A function whose source is missing hides what it takes."""
    scope: dict[str, Component[object]] = {}
    exec("def made(size: int = 1, **kwargs): return dict(**kwargs)", scope)  # noqa: S102  # as generated code is
    found = signature(scope["made"])

    assert ["size"] == [parameter.name for parameter in found.parameters]
    assert ["made"] == [hidden.component for hidden in found.hidden]


def test_given_by_position() -> None:
    """Arguments that are given by position fill the first parameters, forwarded or not."""
    found = full_signature(samples.Deep, 2)

    assert found is not None
    assert ["scale"] == [parameter.name for parameter in found.parameters]
