"""A config for a component that was registered without one, from its signature."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from inspect import Parameter

import attrs
from attrs import define, evolve

from typed_registry._annotations.follow import full_signature
from typed_registry._annotations.full_signature import (
    NOT_GIVEN,
    FullParameter,
    FullSignature,
)
from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show_component
from typed_registry._annotations.type_guards import is_factory
from typed_registry._annotations.type_variables import with_arguments
from typed_registry._annotations.wrapped_parts import without_partials
from typed_registry._constant import Constant
from typed_registry._frozendict import FrozenDict
from typed_registry._registration.all_registries import are_lasting, epoch
from typed_registry._registration.arguments import is_own_default
from typed_registry._registration.call_forms import form_check
from typed_registry._registration.field_names import FieldNames
from typed_registry._registration.nested import NestedComponents, kinds_of, registries_for
from typed_registry._registration.passing import Way, hiding
from typed_registry._registration.records import Record
from typed_registry._weak_references import WeaklyReferable
from typed_registry.errors import NestedComponentError, UnconfigurableError, UnknownParameterError


@define
class DerivedConfig:
    """A derived config class, and the types of its fields that may become choices later."""

    config: type[attrs.AttrsInstance]
    open: tuple[type, ...]
    """Types that no registry has yet."""
    _epoch: int | None = None
    """The epoch in which no registry of these types was found, and none could become one."""

    @property
    def is_current(self) -> bool:
        """Return whether there is still no registry of the open types."""
        began = epoch()
        if not self.open or self._epoch == began:
            return True
        if any(map(registries_for, self.open)):
            return False
        if are_lasting([kind for each in self.open for kind in kinds_of(each)]):
            self._epoch = began
        return True

    @property
    def is_lasting(self) -> bool:
        """Return whether `is_current` has found that it stays so until an epoch begins."""
        return not self.open or self._epoch == epoch()


def derive(entry: Record, dependencies: tuple[object, ...] | None, registry: str) -> DerivedConfig:
    """Return a frozen attrs class with a field for each parameter of a component.

    The first positional parameters, one for each of the `dependencies`, are left out: the program gives
    them. A parameter called `name` or `self` has the field `name_` or `self_`. A parameter without an
    annotation takes anything. One whose type is the kind of a registry is a choice from it. What `*args` and
    `**kwargs` take has a field of its own, unless the source shows the parameters that they stand for.

    Raises NestedComponentError when components that it takes can't be built for it, and UnconfigurableError
    when the component has no signature to read.

    >>> from typed_registry import Registry
    >>> from typing import Any
    >>> entry = Record("open", lambda path, mode="r", *, limit: 0, None, "example.py", 1, None)
    >>> [(a.name, a.type, a.default) for a in attrs.fields(derive(entry, (object,), "files").config)]
    [('mode', <class 'object'>, 'r'), ('limit', <class 'object'>, NOTHING)]
    """
    made, nested = _made(entry, dependencies, registry, has_methods=True)
    return DerivedConfig(made, tuple(nested.open))


def outline(entry: Record, dependencies: tuple[object, ...] | None, registry: str) -> type:
    """Return a class with the fields that a derived config has, for those who make no instances of it.

    attrs takes most of its time for the methods that instances need. Raises what `derive` raises.
    """
    return _made(entry, dependencies, registry, has_methods=False)[0]


def _made(
    entry: Record, dependencies: tuple[object, ...] | None, registry: str, *, has_methods: bool
) -> tuple[type[attrs.AttrsInstance], NestedComponents]:
    component = entry.component
    name = show_component(component)
    signature = signature_of(entry, len(dependencies or ()), registry)
    nested = NestedComponents(dependencies)
    fields = dict(_fields(signature, entry.types or {}, nested))
    if nested.mismatches:
        raise NestedComponentError(registry, entry.name, name, tuple(nested.mismatches))
    made = attrs.make_class(
        f"{_class_name(component)}Config",
        fields,
        bases=(WeaklyReferable,),
        class_body={
            "__doc__": _encodable(inspect.getdoc(component)),
            **hiding(signature.hidden),
            **form_check(signature.forms, name),
        },
        frozen=True,
        kw_only=True,
        slots=has_methods,
        init=has_methods,
        repr=has_methods,
        eq=has_methods,
    )
    made.__module__ = entry.module  # attrs gives a class that it makes the module of its caller
    return made, nested


def signature_of(entry: Record, dependencies: int, registry: str) -> FullSignature:
    """Return how a component is called, after its dependencies.

    Raises UnconfigurableError if it has no signature to read, and no types are stated for its parameters.
    """
    component = entry.component
    found = FullSignature() if isinstance(component, Constant) else full_signature(component, dependencies)
    if found is None and entry.types is not None:
        return FullSignature(ignores_others=True)  # the registration says what it takes
    if found is None:
        raise UnconfigurableError(registry, entry.name, show_component(component))
    return found


def require_known_types(entry: Record, dependencies: int, registry: str) -> None:
    """Raise UnknownParameterError if types are stated for parameters that the component can't take."""
    signature = signature_of(entry, dependencies, registry)
    known = tuple(p.name for p in (*signature.parameters, signature.positional_rest) if p is not None)
    unknown = tuple(name for name in entry.types or () if name not in known)
    if unknown and not signature.takes_any:
        shown = show_component(entry.component)
        raise UnknownParameterError(registry, entry.name, shown, entry.place, unknown, known)


def _class_name(component: object) -> str:
    """Return the name of the class or function that a component calls, without the functions around it."""
    component = without_partials(component)
    called = component.value if isinstance(component, Constant) else without_arguments(component)
    name = str(getattr(called, "__qualname__", type(called).__qualname__))
    return name.rpartition(".")[2].strip("<>")


def _encodable(doc: str | None) -> str | None:
    """Return a docstring with escapes for lone surrogates, with which Python creates no class."""
    return doc and doc.encode("utf-8", "backslashreplace").decode()


def _fields(
    signature: FullSignature, types: Mapping[str, object], nested: NestedComponents
) -> Iterator[tuple[str, object]]:
    """Yield the name and the definition of each field."""
    names = FieldNames((p.key or p.name for p in signature.parameters), nested)
    items, rest = signature.positional_rest, signature.rest
    for parameter in signature.parameters:
        yield names.field(_typed(parameter, types), _way(parameter, before_items=items is not None))
    if items is not None:
        items = _typed(items, types)
        listed = evolve(items, default=(), type=with_arguments(tuple, items.type, ...))
        yield names.field(listed, Way.POSITIONS)
    known = {p.name for p in (*signature.parameters, items) if p is not None}
    for name in types:
        if name not in known:
            stated = FullParameter(name, Parameter.KEYWORD_ONLY, NOT_GIVEN)
            yield names.field(_typed(stated, types), Way.KEYWORD)
    if rest is not None:
        rest = _typed(rest, {})
        others = evolve(rest, default=FrozenDict(), type=with_arguments(Mapping, str, rest.type))
        yield names.field(others, Way.KEYWORDS)


def _typed(parameter: FullParameter, types: Mapping[str, object]) -> FullParameter:
    """Return a parameter with the type that is stated for it; it takes anything if it has none."""
    kind = types.get(parameter.name, parameter.type)
    return evolve(parameter, type=object if kind is Unknown else kind, default=_repeatable(parameter.default))


def _repeatable(default: object) -> object:
    """Return a default, unless it is made by a factory whose values differ, as those of `uuid.uuid4` do.

    No config has the value of such a one: the component makes another one each time that it is built.
    """
    if not is_factory(default) or default.takes_self:
        return default
    try:
        made = default.factory()
    except Exception:  # noqa: BLE001  # whatever it raises, it raises again when the component is built
        return NOT_GIVEN
    return default if is_own_default(default, made) else NOT_GIVEN


def _way(parameter: FullParameter, *, before_items: bool) -> Way:
    if not parameter.is_named:
        return Way.POSITION
    return Way.EITHER if before_items and parameter.is_positional else Way.KEYWORD
