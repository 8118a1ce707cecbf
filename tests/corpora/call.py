"""The calls of a component: right ones and wrong ones, each written in three lanes.

The call of the component itself is the oracle: whatever a checker says of `torch.optim.Adam(...)` it must
also say of `OPTIMIZERS.build("Adam", ...)` and of `OPTIMIZERS.components["Adam"](...)`. Every argument is of
type Any.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from inspect import Parameter

from attrs import frozen

from typed_registry import Registry
from typed_registry._typing_forms import Component

SOURCES = {
    ("optimizers", "OPTIMIZERS"): "torch.optim",
    ("schedulers", "SCHEDULERS"): "torch.optim.lr_scheduler",
    ("modules", "MODULES"): "torch.nn",
    ("modules", "OTHERS"): "torch.nn",
    ("functions", "MATH"): "math",
    ("functions", "JSON"): "json",
    ("functions", "STATISTICS"): "statistics",
}
"""The registries, each with the module whose public names it contains."""

LANES = ("itself", "name", "key")
_STARRED = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


@frozen(order=True)
class Call:
    """A component with some arguments."""

    registry: str
    source: str
    """The module that defines the component."""
    component: str
    form: str
    """What is right or wrong about the arguments."""
    arguments: tuple[str, ...]
    revealing: bool
    """Whether the call reveals the type of its result."""

    def line(self, lane: str) -> str:
        """Return the call in this lane as source code."""
        return f"reveal_type({self._called(lane)})" if self.revealing else self._called(lane)

    def _called(self, lane: str) -> str:
        inside = ", ".join(self.arguments)
        if lane == "itself":
            return f"{self.source}.{self.component}({inside})"
        if lane == "key":
            return f"{self.registry}.components[{self.component!r}]({inside})"
        return f"{self.registry}.build({', '.join((repr(self.component), *self.arguments))})"


def calls() -> Iterator[Call]:
    """Yield every call of every component."""
    for (module, variable), source in SOURCES.items():
        holder = importlib.import_module(f"tests.corpora.registries.{module}")
        found: Registry[object, []] = getattr(holder, variable)
        for name in found:
            component = found.get(name)
            for form, arguments in _forms(component):
                revealing = form == "right" and not hasattr(component, "__deprecated__")
                yield Call(variable, source, name, form, tuple(arguments), revealing)


def _forms(component: Component[object]) -> Iterator[tuple[str, list[str]]]:
    named = _named(component)
    right = [_argument(p) for p in named if p.default is p.empty]
    yield "right", right
    yield "misspelt", [*right, "misspelt_=1"]
    yield "whole", [_argument(p, by_name=True) for p in named]
    if right:
        yield "missing", right[:-1]


def _named(component: Component[object]) -> list[Parameter]:
    """Return the named parameters. A few builtins have no signature."""
    try:
        parameters = inspect.signature(component).parameters.values()
    except ValueError:
        return [Parameter("x", Parameter.POSITIONAL_ONLY)]
    return [p for p in parameters if p.kind not in _STARRED]


def _argument(parameter: Parameter, *, by_name: bool = False) -> str:
    if parameter.kind is Parameter.KEYWORD_ONLY or (
        by_name and parameter.kind is not Parameter.POSITIONAL_ONLY
    ):
        return f"{parameter.name}=anything"
    return "anything"
