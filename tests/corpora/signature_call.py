"""The calls of a component that its signature allows, and those that it doesn't."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from inspect import Parameter, Signature

from attrs import field, frozen

from typed_registry import Registry
from typed_registry._typing_forms import Component

SOURCES = {
    "standard": ("BUILTINS", "CONTAINERS", "OPERATORS", "TEXTS", "FILES"),
    "typed_packages": ("ATTRS", "CLICK", "RICH", "OTHERS"),
    "untyped_packages": ("CONTAINERS", "DATES", "SCHEMAS", "YAML", "FILES"),
}
"""The modules in `registries`, each with its registries."""
LANES = ("key", "name")
_STARRED = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


@frozen
class SignatureCall:
    """A call of a component with the arguments that it requires, and perhaps with a misspelt keyword."""

    module: str
    registry: str
    name: str
    component: Component[object] = field(eq=False, repr=False)
    required: tuple[Parameter, ...] = field(eq=False, repr=False)
    is_misspelt: bool

    @property
    def positional(self) -> int:
        """The number of arguments that are given by position."""
        return sum(parameter.kind is not Parameter.KEYWORD_ONLY for parameter in self.required)

    @property
    def keywords(self) -> list[str]:
        """The names of those that are given by keyword."""
        named = [parameter.name for parameter in self.required if parameter.kind is Parameter.KEYWORD_ONLY]
        return [*named, "misspelt_"] if self.is_misspelt else named

    def source(self, lane: str) -> str:
        """Return the call as source code, in which `x` is any value."""
        given = ["x"] * self.positional + [f"{name}=x" for name in self.keywords]
        if lane == "key":
            return f"{self.module}.{self.registry}.components[{self.name!r}]({', '.join(given)})"
        return f"{self.module}.{self.registry}.build({', '.join([repr(self.name), *given])})"

    def execute(self) -> object:
        """Call the component, with objects of no use to it."""
        return self.component(*(object() for _ in range(self.positional)), **dict.fromkeys(self.keywords))


def signature_calls() -> Iterator[SignatureCall]:
    """Yield a right and a wrong call of every component, as far as `inspect.signature` knows them.

    A component that takes any keyword has no wrong one. A few builtins have no signature.
    """
    for module, variables in SOURCES.items():
        holder = importlib.import_module(f"tests.corpora.registries.{module}")
        for variable in variables:
            registry: Registry[object, []] = getattr(holder, variable)
            for name in registry:
                component = registry.get(name)
                yield from _calls(module, variable, name, component)


def _calls(module: str, variable: str, name: str, component: Component[object]) -> Iterator[SignatureCall]:
    signature = _signature(component)
    if signature is None:
        return
    parameters = signature.parameters.values()
    required = tuple(p for p in parameters if p.default is p.empty and p.kind not in _STARRED)
    yield SignatureCall(module, variable, name, component, required, is_misspelt=False)
    if all(parameter.kind is not Parameter.VAR_KEYWORD for parameter in parameters):
        yield SignatureCall(module, variable, name, component, required, is_misspelt=True)


def _signature(component: Component[object]) -> Signature | None:
    try:
        return inspect.signature(component)
    except (ValueError, TypeError):
        return None
