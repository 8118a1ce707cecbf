"""The calls of a component that its signature allows, and those that it doesn't."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator, Mapping, Sequence
from inspect import Parameter, Signature
from typing import Literal, TypeAlias

from attrs import field, frozen

from typed_registry import Registry
from typed_registry._typing_forms import Component

SOURCES = {
    "standard": ("BUILTINS", "CONTAINERS", "OPERATORS", "TEXTS", "FILES"),
    "typed_packages": ("ATTRS", "CLICK", "RICH", "OTHERS"),
    "untyped_packages": ("CONTAINERS", "DATES", "SCHEMAS", "YAML", "FILES"),
    "libraries": ("ESTIMATORS", "CONFIGS", "ARRAYS"),
}
"""The modules in `registries`, each with its registries."""
MOST = 90
"""Larger registries get no overloads."""

Form: TypeAlias = Literal["right", "misspelt", "missing", "too many"]
_STARRED = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


@frozen
class SignatureCall:
    """A call of a component with the arguments that it requires, or with one that is wrong or missing."""

    module: str
    registry: str
    name: str
    component: Component[object] = field(eq=False, repr=False)
    given: tuple[Parameter, ...] = field(eq=False, repr=False)
    """The parameters that are given an argument."""
    form: Form
    lanes: tuple[str, ...] = field(eq=False, repr=False)
    """`key` for the call of an entry of `components`, and `name` for one of `build`."""

    @property
    def is_right(self) -> bool:
        """Whether the signature allows the call."""
        return self.form == "right"

    @property
    def positional(self) -> Sequence[Parameter]:
        """The parameters that are given by position."""
        return [parameter for parameter in self.given if parameter.kind is not Parameter.KEYWORD_ONLY]

    @property
    def keywords(self) -> Sequence[Parameter]:
        """The parameters that are given by keyword."""
        return [parameter for parameter in self.given if parameter.kind is Parameter.KEYWORD_ONLY]

    def source(self, lane: str) -> str:
        """Return the call as source code, in which `x` is any value."""
        given = ["x" for _ in self.positional] + [f"{each.name}=x" for each in self.keywords]
        if lane == "key":
            return f"{self.module}.{self.registry}.components[{self.name!r}]({', '.join(given)})"
        return f"{self.module}.{self.registry}.build({', '.join([repr(self.name), *given])})"

    def execute(self, values: Mapping[str, object]) -> object:
        """Call the component with a value for each parameter that is given one."""
        arguments = [values[each.name] for each in self.positional]
        keywords = {each.name: values[each.name] for each in self.keywords}
        return self.component(*arguments, **keywords)


def signature_calls() -> Iterator[SignatureCall]:
    """Yield the right call and the wrong ones of every component, as far as `inspect.signature` knows them.

    A few builtins have no signature.
    """
    for module, variables in SOURCES.items():
        holder = importlib.import_module(f"tests.corpora.registries.{module}")
        for variable in variables:
            registry: Registry[object, []] = getattr(holder, variable)
            lanes = ("key", "name") if len(registry) <= MOST else ("key",)
            for name in registry:
                component = registry.get(name)
                for form, given in _forms(_signature(component)):
                    yield SignatureCall(module, variable, name, component, given, form, lanes)


def _forms(signature: Signature | None) -> Iterator[tuple[Form, tuple[Parameter, ...]]]:
    """Yield the forms of a call, each with the parameters that are given.

    A component that takes any keyword has no misspelt one, one that requires nothing misses nothing, and one
    with `*args` takes any number of positional arguments.
    """
    if signature is None:
        return
    parameters = [*signature.parameters.values()]
    kinds = {parameter.kind for parameter in parameters}
    required = tuple(p for p in parameters if p.default is p.empty and p.kind not in _STARRED)
    yield "right", required
    if Parameter.VAR_KEYWORD not in kinds:
        yield "misspelt", (*required, Parameter("misspelt_", Parameter.KEYWORD_ONLY))
    if required:
        yield "missing", required[:-1]
    if Parameter.VAR_POSITIONAL not in kinds:
        every = [parameter for parameter in parameters if parameter.kind in _POSITIONAL]
        named = [each for each in required if each.kind is Parameter.KEYWORD_ONLY]
        yield "too many", (*every, Parameter("too_many_", Parameter.POSITIONAL_ONLY), *named)


def _signature(component: Component[object]) -> Signature | None:
    try:
        return inspect.signature(component)
    except (ValueError, TypeError):
        return None
