"""Show annotations, signatures and components as source text."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from inspect import Parameter
from typing import Annotated, Literal, get_args, get_origin

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.signature import Signature
from typed_registry._annotations.type_guards import is_sequence
from typed_registry._annotations.unwrap import is_union
from typed_registry._constant import Constant

_DEEPEST = 50
_MOST_PARTS = 1_000
_STARRED = frozenset({Parameter.VAR_POSITIONAL, Parameter.KEYWORD_ONLY})
_STARS = ((Parameter.VAR_POSITIONAL, "*"), (Parameter.VAR_KEYWORD, "**"))


def show(annotation: object) -> str:
    """Return an annotation as one would write it.

    >>> show(dict[str, int | None]), show("Batch"), show(None)
    ('dict[str, int | None]', 'Batch', 'None')
    """
    return _Text().of(annotation)


class _Text:
    """Writes one annotation. Parts that are nested too deep, or too many, are written as `...`."""

    def __init__(self) -> None:
        self._depth = 0
        self._left = _MOST_PARTS

    def of(self, annotation: object) -> str:
        """Return an annotation, or a part of it."""
        if annotation is type(None) or annotation is None:
            return "None"
        if isinstance(annotation, str):
            return annotation
        if self._left == 0 or self._depth == _DEEPEST:
            return "..."
        self._left -= 1
        self._depth += 1
        text = self._of_type(annotation)
        self._depth -= 1
        return text

    def _of_type(self, annotation: object) -> str:
        if get_origin(annotation) is Annotated:
            return self.of(get_args(annotation)[0])
        if is_union(annotation):
            return " | ".join(map(self.of, get_args(annotation)))
        if is_sequence(annotation):
            return f"[{', '.join(map(self.of, annotation))}]"
        name = _forward_name(annotation) or _name(annotation)
        inner = repr if get_origin(annotation) is Literal else self._argument
        arguments = ", ".join(map(inner, _shown_arguments(annotation)))
        return f"{name}[{arguments}]" if arguments else name

    def _argument(self, argument: object) -> str:
        if argument is ...:
            return "..."
        is_type = argument is None or isinstance(argument, (type, str)) or is_sequence(argument)
        is_form = get_origin(argument) is not None or hasattr(argument, "__forward_arg__")
        return self.of(argument) if is_type or is_form else repr(argument)


def _forward_name(annotation: object) -> str | None:
    """Return the text of a forward reference, with the names of its parts; None for any other annotation."""
    text: str | None = getattr(annotation, "__forward_arg__", None)
    return text and str(getattr(annotation, "__resolved_str__", text))  # which Python 3.14 has


def show_component(component: object) -> str:
    """Return the name of a component, as messages show it.

    >>> show_component(print), show_component(functools.partial(int, base=2)), show_component(Constant("a"))
    ('print', 'partial(int)', "'a'")
    """
    if isinstance(component, Constant):
        return repr(component.value)
    if isinstance(component, functools.partial):
        return f"partial({show_component(component.func)})"
    return str(getattr(component, "__qualname__", None) or repr(component))


def show_call(name: str, signature: Signature) -> str:
    """Return a signature as the first line of a definition: `train(self, steps: int = 3) -> None`."""
    parts = list(_parts(signature.parameters))
    arrow = "" if signature.returns is Parameter.empty else f" -> {show(signature.returns)}"
    return f"{'async ' * signature.is_async}{name}({', '.join(parts)}){arrow}"


def _parts(parameters: Sequence[Parameter]) -> Iterator[str]:
    kinds = [p.kind for p in parameters]
    for index, parameter in enumerate(parameters):
        before, after = kinds[:index], kinds[index + 1 :]
        if parameter.kind is Parameter.KEYWORD_ONLY and not _STARRED.intersection(before):
            yield "*"
        yield show_parameter(parameter)
        if parameter.kind is Parameter.POSITIONAL_ONLY and Parameter.POSITIONAL_ONLY not in after:
            yield "/"


def show_parameter(parameter: Parameter) -> str:
    """Return a parameter as it is written in a definition: `steps: int = 3`."""
    stars = next((stars for kind, stars in _STARS if kind is parameter.kind), "")
    annotated = parameter.annotation is not Parameter.empty
    text = f"{stars}{parameter.name}" + (f": {show(parameter.annotation)}" if annotated else "")
    if parameter.default is Parameter.empty:
        return text
    return f"{text} = {parameter.default!r}" if annotated else f"{text}={parameter.default!r}"


def _shown_arguments(annotation: object) -> tuple[object, ...]:
    """Return the arguments of a generic type, without the last one if it is the default."""
    arguments: tuple[object, ...] = get_args(annotation)
    defaults: tuple[object, ...] = getattr(get_origin(annotation), "_argument_defaults", ())
    return arguments[:-1] if defaults and arguments[-1:] == defaults[-1:] else arguments


def _name(annotation: object) -> str:
    origin = without_arguments(annotation)
    return str(getattr(origin, "__name__", None) or str(origin).rpartition(".")[2])
