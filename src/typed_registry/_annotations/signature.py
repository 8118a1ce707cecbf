"""Signatures: read from a callable, compared, and shown as source."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from inspect import Parameter
from typing import Any, Literal, get_args, get_origin

from attrs import frozen

from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.subtype import is_union, refuted
from typed_registry._annotations.type_guards import is_sequence
from typed_registry._typing_forms import Component

_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
_NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
_ANYTHING: tuple[object, ...] = (Any, object, Unknown)
_STARRED = frozenset({Parameter.VAR_POSITIONAL, Parameter.KEYWORD_ONLY})
_STARS = ((Parameter.VAR_POSITIONAL, "*"), (Parameter.VAR_KEYWORD, "**"))


@frozen
class Signature:
    """How a callable is called: its parameters without `self`, and the scope of its annotations."""

    parameters: tuple[Parameter, ...]
    returns: object
    namespace: Mapping[str, object]
    is_async: bool = False

    @property
    def positional(self) -> tuple[Parameter, ...]:
        """The parameters that can be given by position."""
        return tuple(p for p in self.parameters if p.kind in _POSITIONAL)

    @property
    def result(self) -> object:
        """The return annotation, resolved; `Unknown` when there is none."""
        return _resolved(self.returns, self.namespace)

    @property
    def is_open(self) -> bool:
        """Whether it is `(*args: Any, **kwargs: Any)`, which says nothing of the arguments."""
        kinds = [parameter.kind for parameter in self.parameters]
        return kinds == [Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD] and all(
            self.type_of(parameter) in _ANYTHING for parameter in self.parameters
        )

    def has(self, kind: object) -> bool:
        """Whether there is a parameter of this kind, such as `Parameter.VAR_POSITIONAL`."""
        return any(p.kind is kind for p in self.parameters)

    def named(self, name: str) -> Parameter | None:
        """The parameter that the keyword `name` reaches; None when there is none."""
        return next((p for p in self.parameters if p.name == name and p.kind in _NAMED), None)

    def type_of(self, parameter: Parameter) -> object:
        """The parameter's annotation, resolved; `Unknown` when there is none."""
        return _resolved(parameter.annotation, self.namespace)


def read(function: Component[object], *, skip: int = 0) -> Signature | None:
    """The signature without its first `skip` parameters; None where there is none to read."""
    try:
        found = inspect.signature(function)
    except (TypeError, ValueError):
        return None  # written in C, without a text signature
    local: Mapping[str, object] = vars(function) if isinstance(function, type) else {}
    return Signature(
        tuple(found.parameters.values())[skip:],
        found.return_annotation,
        Namespace(_module(function), dict(local)),
        inspect.iscoroutinefunction(function),
    )


def differences(expected: Signature, found: Signature) -> Iterator[str]:
    """Why `found` can't stand where `expected` is called; nothing when it can.

    As for checkers, an expected `(*args: Any, **kwargs: Any)` leaves the parameters open.
    """
    if not expected.is_open:
        yield from _all_parameter_differences(expected, found)
    if expected.is_async is not found.is_async:
        yield "must be async" if expected.is_async else "must not be async"
    if refuted(found.result, expected.result):
        yield f"returns {show(found.returns)}, must return {show(expected.returns)}"


def _all_parameter_differences(expected: Signature, found: Signature) -> Iterator[str]:
    matched: set[str] = set()
    for index, parameter in enumerate(expected.parameters):
        partner = _partner(parameter, index, found)
        if partner is not None:
            matched.add(partner.name)
        yield from _parameter_differences(parameter, partner, expected, found)
    for extra in found.parameters:
        if extra.name not in matched and _required(extra):
            yield f"parameter {extra.name!r} has no default"


def call_differences(arguments: Sequence[object], found: Signature) -> Iterator[str]:
    """Why `found` can't be called with positional arguments of these types and nothing else."""
    positional = found.positional
    if len(arguments) > len(positional) and not found.has(Parameter.VAR_POSITIONAL):
        yield f"takes {_count(len(positional))} by position, must take {len(arguments)}"
    for given, parameter in zip(arguments, positional, strict=False):
        if refuted(given, found.type_of(parameter)):
            yield f"parameter {parameter.name!r} takes {show(parameter.annotation)}, is given {show(given)}"


def unfilled(count: int, found: Signature) -> list[Parameter]:
    """The parameters without a default that `count` positional arguments leave open."""
    taken = {parameter.name for parameter in found.positional[:count]}
    return [p for p in found.parameters if p.name not in taken and _required(p)]


def show(annotation: object) -> str:
    """An annotation as one would write it.

    >>> show(dict[str, int | None]), show("Batch"), show(None)
    ('dict[str, int | None]', 'Batch', 'None')
    """
    if annotation is type(None) or annotation is None:
        return "None"
    if isinstance(annotation, str):
        return annotation
    if is_union(annotation):
        return " | ".join(map(show, get_args(annotation)))
    if is_sequence(annotation):
        return f"[{', '.join(map(show, annotation))}]"
    name = getattr(annotation, "__forward_arg__", None) or _name(annotation)
    inner = repr if get_origin(annotation) is Literal else _show_argument
    arguments = ", ".join(map(inner, get_args(annotation)))
    return f"{name}[{arguments}]" if arguments else name


def show_call(name: str, signature: Signature) -> str:
    """A signature as the first line of a definition: `train(self, steps: int = 3) -> None`."""
    parts = list(_parts(signature.parameters))
    arrow = "" if signature.returns is Parameter.empty else f" -> {show(signature.returns)}"
    return f"{'async ' * signature.is_async}{name}({', '.join(parts)}){arrow}"


def _parts(parameters: Sequence[Parameter]) -> Iterator[str]:
    kinds = [p.kind for p in parameters]
    for index, parameter in enumerate(parameters):
        before, after = kinds[:index], kinds[index + 1 :]
        if parameter.kind is Parameter.KEYWORD_ONLY and not _STARRED.intersection(before):
            yield "*"
        yield _show_parameter(parameter)
        if parameter.kind is Parameter.POSITIONAL_ONLY and Parameter.POSITIONAL_ONLY not in after:
            yield "/"


def _show_parameter(parameter: Parameter) -> str:
    stars = next((stars for kind, stars in _STARS if kind is parameter.kind), "")
    annotated = parameter.annotation is not Parameter.empty
    text = f"{stars}{parameter.name}" + (f": {show(parameter.annotation)}" if annotated else "")
    if parameter.default is Parameter.empty:
        return text
    return f"{text} = {parameter.default!r}" if annotated else f"{text}={parameter.default!r}"


def _show_argument(argument: object) -> str:
    if argument is ...:
        return "..."
    is_type = argument is None or isinstance(argument, (type, str)) or is_sequence(argument)
    is_form = get_origin(argument) is not None or hasattr(argument, "__forward_arg__")
    return show(argument) if is_type or is_form else repr(argument)


def _name(annotation: object) -> str:
    origin = get_origin(annotation) or annotation
    return str(getattr(origin, "__name__", None) or str(origin).rpartition(".")[2])


def _partner(parameter: Parameter, index: int, found: Signature) -> Parameter | None:
    if parameter.kind in _POSITIONAL and index < len(found.positional):
        return found.positional[index]
    if parameter.kind is Parameter.KEYWORD_ONLY:
        return found.named(parameter.name)
    return next((p for p in found.parameters if p.kind is parameter.kind), None)


def _parameter_differences(
    wanted: Parameter, partner: Parameter | None, expected: Signature, found: Signature
) -> Iterator[str]:
    if partner is None or (partner.kind is wanted.kind and wanted.kind not in (*_POSITIONAL, *_NAMED)):
        if partner is None and not _swallowed(wanted, found):
            yield f"has no parameter {_show_parameter(wanted)!r}"
        return
    if wanted.kind is Parameter.POSITIONAL_OR_KEYWORD:
        if partner.kind is Parameter.POSITIONAL_ONLY:
            yield f"parameter {wanted.name!r} can't be given by name"
        elif partner.name != wanted.name:
            yield f"parameter {wanted.name!r} is called {partner.name!r}"
    if wanted.default is not Parameter.empty and _required(partner):
        yield f"parameter {partner.name!r} must have a default"
    if refuted(expected.type_of(wanted), found.type_of(partner)):
        takes, must = show(partner.annotation), show(wanted.annotation)
        yield f"parameter {partner.name!r} takes {takes}, must take {must}"


def _swallowed(wanted: Parameter, found: Signature) -> bool:
    by_position = found.has(Parameter.VAR_POSITIONAL) and wanted.kind in _POSITIONAL
    return by_position or (found.has(Parameter.VAR_KEYWORD) and wanted.kind is Parameter.KEYWORD_ONLY)


def _required(parameter: Parameter) -> bool:
    return parameter.default is Parameter.empty and parameter.kind in (*_POSITIONAL, *_NAMED)


def _count(number: int) -> str:
    return "one argument" if number == 1 else f"{number or 'no'} arguments"


def _resolved(annotation: object, namespace: Mapping[str, object]) -> object:
    return Unknown if annotation is Parameter.empty else evaluate(annotation, namespace)


def _module(function: object) -> str:
    function = inspect.unwrap(function) if inspect.isfunction(function) else function
    owner: object = getattr(function, "func", function)  # a partial's annotations are its function's
    initializer: object = getattr(owner, "__init__", None) if isinstance(owner, type) else None
    return str(getattr(initializer if hasattr(initializer, "__globals__") else owner, "__module__", ""))
