"""A config for a component that was registered without one, from its signature."""

from __future__ import annotations

import inspect
from dataclasses import MISSING, is_dataclass
from dataclasses import fields as dataclass_fields
from functools import partial
from inspect import Parameter
from typing import Final, cast

import attrs
from attrs import frozen

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show_component
from typed_registry._annotations.signature import Signature, read, unfilled
from typed_registry._annotations.type_guards import is_factory
from typed_registry._constant import Constant
from typed_registry._registration.all_registries import epoch
from typed_registry._registration.nested import NestedComponents, registries_for
from typed_registry._registration.records import Record
from typed_registry._weak_references import WeaklyReferable
from typed_registry.errors import NestedComponentError, UnconfigurableError

_NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
_RESERVED = ("name", "self")
_PLAIN = (bool, int, float, str)


NESTED: Final = "typed_registry.nested"
"""The key in a field's metadata of how it takes components of other registries."""


@frozen
class DerivedConfig:
    """A derived config class, and the types of its fields that may become choices later."""

    config: type[attrs.AttrsInstance]
    open: tuple[type, ...]
    """Types that no registry has yet."""
    epoch: int
    """The number of registries that there were."""

    @property
    def is_current(self) -> bool:
        """Whether there is still no registry of the open types."""
        return not self.open or self.epoch == epoch() or not any(map(registries_for, self.open))


def derive(entry: Record, dependencies: tuple[object, ...] | None, registry: str) -> DerivedConfig:
    """Return a frozen attrs class with a field for each parameter that a keyword can reach.

    The first positional parameters, one for each of the `dependencies`, are left out: the program gives
    them. So are the reserved names. A parameter without an annotation has the type of its default, if that
    is a plain value. One whose type is the kind of a registry is a choice from it.

    Raises NestedComponentError when components that it takes can't be built for it. Raises
    UnconfigurableError when a parameter without a default can only be given by position or has a reserved
    name, and when the component has no signature to read.

    >>> from typed_registry import Registry
    >>> from typing import Any
    >>> entry = Record("open", lambda path, mode="r", *, limit: 0, None, "example.py", 1, None)
    >>> [(a.name, a.type, a.default) for a in attrs.fields(derive(entry, (object,), "files").config)]
    [('mode', <class 'str'>, 'r'), ('limit', <class 'object'>, NOTHING)]
    """
    component = entry.component
    signature = Signature() if isinstance(component, Constant) else read(component)
    name = show_component(component)
    if signature is None:
        raise UnconfigurableError(registry, entry.name, name, None)
    count = len(dependencies or ())
    for parameter in unfilled(count, signature):
        if parameter.kind not in _NAMED or parameter.name in _RESERVED:
            raise UnconfigurableError(registry, entry.name, name, parameter.name)
    nested = NestedComponents(dependencies)
    fields = {p.name: _field(p, signature, component, nested) for p in _named(signature, count)}
    if nested.mismatches:
        raise NestedComponentError(registry, entry.name, name, tuple(nested.mismatches))
    made = attrs.make_class(
        f"{_class_name(component)}Config",
        fields,
        bases=(WeaklyReferable,),
        class_body={"__doc__": _encodable(inspect.getdoc(component))},
        frozen=True,
        kw_only=True,
        slots=True,
    )
    made.__module__ = entry.module  # attrs gives a class that it makes the module of its caller
    return DerivedConfig(made, tuple(nested.open), epoch())


def _class_name(component: object) -> str:
    """Return the name of the class or function that a component calls, without the functions around it."""
    while isinstance(component, partial):
        component = component.func
    called = component.value if isinstance(component, Constant) else component
    name = str(getattr(called, "__qualname__", type(called).__qualname__))
    return name.rpartition(".")[2].strip("<>")


def _encodable(doc: str | None) -> str | None:
    """Return a docstring with escapes for lone surrogates, with which Python creates no class."""
    return doc and doc.encode("utf-8", "backslashreplace").decode()


def _named(signature: Signature, dependencies: int) -> list[Parameter]:
    taken = signature.positional[:dependencies]
    given = (p for p in signature.parameters if p not in taken and p.kind in _NAMED)
    return [parameter for parameter in given if parameter.name not in _RESERVED]


def _field(parameter: Parameter, signature: Signature, component: object, nested: NestedComponents) -> object:
    default = _default(parameter, component)
    annotated = signature.type_of(parameter)
    if annotated is Unknown:
        annotated = next((plain for plain in _PLAIN if type(default) is plain), object)
    inner = nested.parameter(parameter.name, annotated)
    kind = cast("type", inner.type if inner else annotated)  # attrs keeps whatever an annotation can be
    return attrs.field(
        type=kind, default=default, alias=parameter.name, metadata={NESTED: inner} if inner else {}
    )


def _default(parameter: Parameter, component: object) -> object:
    """Return a parameter's default; a factory, as a dataclass or an attrs class may have, stays one."""
    if isinstance(component, type) and attrs.has(component):
        made: list[object] = [a.default for a in attrs.fields(component) if a.alias == parameter.name]
        factory = next(filter(is_factory, made), None)
        if factory is not None:
            return attrs.Factory(lambda: attrs.NOTHING) if factory.takes_self else factory
    if is_dataclass(component):
        factories = [f.default_factory for f in dataclass_fields(component) if f.name == parameter.name]
        if factories and factories[0] is not MISSING:
            return attrs.Factory(factories[0])
    return attrs.NOTHING if parameter.default is Parameter.empty else parameter.default
