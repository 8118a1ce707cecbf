"""The call that builds a component, as code has it."""

from __future__ import annotations

from inspect import Parameter

from typed_registry._annotations.show import show_call
from typed_registry._annotations.signature import Signature, read
from typed_registry._constant import Constant
from typed_registry._documentation.field_text import python_text
from typed_registry._registration.entries import Entries
from typed_registry._registration.records import Record


class _ShownDefault:
    """A default, whose repr is the text that is shown for it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def call_text(entries: Entries, record: Record) -> str:
    """Return how code builds a component: `LOSSES.build("hinge", margin: float = 1.0) -> Hinge`.

    >>> from typed_registry import Registry
    >>> SHAPES = Registry[object, []]("shapes")
    >>> @SHAPES.register("square")
    ... class Square:
    ...     def __init__(self, side: float = 1.0) -> None: ...
    >>> call_text(SHAPES.entries, SHAPES.entries.load("square"))
    'shapes.build("square", side: float = 1.0) -> Square'
    """
    component = record.component
    found = Signature() if isinstance(component, Constant) else read(component)
    first = f'"{record.name}"'
    if found is None:
        return f"{_variable(entries)}.build({first}, ...)"
    parameters = tuple(map(_shown, found.parameters))
    returns = component if isinstance(component, type) else found.returns
    if isinstance(component, Constant):
        returns = type(component.value)
    written = show_call("", Signature(parameters, returns=returns, is_async=found.is_async))
    start, _, rest = written.partition("(")
    comma = "" if rest.startswith(")") else ", "
    return f"{start}{_variable(entries)}.build({first}{comma}{rest}"


def _variable(entries: Entries) -> str:
    """Return the variable that holds the registry in its module, or else the registry's name."""
    return entries.global_name or entries.name


def _shown(parameter: Parameter) -> Parameter:
    """Return a parameter whose default is shown in short: a function by its name."""
    if parameter.default is Parameter.empty:
        return parameter
    return parameter.replace(default=_ShownDefault(python_text(parameter.default)))
