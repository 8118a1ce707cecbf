"""Functions that build a component from its config and the dependencies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from attrs import fields

from typed_registry._annotations.type_guards import is_factory
from typed_registry._constant import Constant
from typed_registry._registration.arguments import arranged, fresh, is_own_default, shared
from typed_registry._registration.nested import NestedParameter
from typed_registry._registration.passing import NESTED, passing_of

if TYPE_CHECKING:
    from attrs import Attribute, AttrsInstance

    from typed_registry._registration.records import Record
    from typed_registry._typing_forms import Component


_IMMUTABLE = (bool, int, float, str)
"""The types of most settings, whose values no component can change."""


class Builder(Protocol):
    """Builds a component from its config and then what the registry's components are built from."""

    def __call__(self, config: object, /, *args: object, **kwargs: object) -> object: ...


def builder_of(record: Record, config: type, dependencies: tuple[object, ...] | None) -> Builder:
    """Return the function that builds a component.

    A component with a declared config is called with it. One with a derived config is called with the
    config's values as keywords, by a function that is compiled once.
    """
    component = record.component
    if record.declared is not None:
        return component
    if isinstance(component, Constant):

        def build(_config: object, /, *_args: object, **_kwargs: object) -> object:
            return component()

        return build
    source = _CallSource()
    for attribute in fields(cast("type[AttrsInstance]", config)):
        source.add(attribute)
    return source.compiled(component, takes_dependencies=dependencies != ())


class _CallSource:
    """The source of a function that calls a component with the values of a derived config.

    A value that is the component's own default, made by a factory, isn't passed: so the component makes
    another one for each call. Lists, dictionaries and sets are passed as copies, which the component may
    change. An iterator among the dependencies is gone through once, as nested components share it.
    """

    def __init__(self) -> None:
        self._names: dict[str, object] = {}
        self._before: list[str] = []
        """The statements that pass values under a condition."""
        self._given: list[str] = []
        """The keywords that are always passed."""
        self._arranged: list[Attribute[object]] = []
        """The fields whose values aren't passed as a keyword of their own."""
        self._shares = False
        """Whether nested components are built from dependencies of their owner."""

    def add(self, attribute: Attribute[object]) -> None:
        """Add the statement or the keyword that passes the value of a field."""
        passing, value = passing_of(attribute), f"config.{attribute.name}"
        nested: object = attribute.metadata.get(NESTED)
        if isinstance(nested, NestedParameter):
            value = nested.source(value, self._names)
            self._shares |= any(kind.positions for kind in nested.kinds)
        elif not any(attribute.type is kind for kind in _IMMUTABLE):
            value = f"{self._name(partial(fresh, attribute.default))}({value})"
        if passing.is_keyword and not is_factory(attribute.default):
            self._given.append(f"{passing.parameter}={value}")
            return
        target = f"kwargs[{passing.parameter!r}]"
        if not passing.is_keyword:
            self._arranged.append(attribute)
            target = f"values[{attribute.name!r}]"
        is_default = self._name(partial(is_own_default, attribute.default))
        self._before.append(f"if not {is_default}(config.{attribute.name}): {target} = {value}")

    def _name(self, value: object) -> str:
        name = f"_{len(self._names)}"
        self._names[name] = value
        return name

    def compiled(self, component: Component[object], *, takes_dependencies: bool) -> Builder:
        """Return the function."""
        if takes_dependencies:
            head, start, given = "config, /, *args, **kwargs", "pass", ["*args", *self._given, "**kwargs"]
        elif self._names:
            head, start, given = "config, /", "args, kwargs = (), {}", [*self._given, "**kwargs"]
        else:
            head, start, given = "config, /", "pass", self._given
        if self._shares:
            start = f"args = {self._name(shared)}(args)"
        if self._arranged:
            arrange = self._name(partial(arranged, self._arranged))
            start += "; values = {}"
            self._before.append(f"positional, named = {arrange}(values)")
            given = ["*args", "*positional", *self._given, "**named", "**kwargs"]
        lines = [f"def build({head}):", start, *self._before, f"return component({', '.join(given)})"]
        scope = {"component": component, **self._names}
        exec("\n    ".join(lines), scope)  # noqa: S102  # identifiers only: they are the names of parameters
        return cast("Builder", scope["build"])
