"""Write calls as source code: parameters, docstrings, and Protocols with a `__call__`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mypy.nodes import ARG_STAR, ARG_STAR2, ArgKind
from mypy.types import CallableType, Parameters, ParamSpecType, get_proper_type

from typed_registry._stubs.stub_names import OWN_NAME

if TYPE_CHECKING:
    from typed_registry._stubs.type_source import TypePrinter


def parameters(call: CallableType | Parameters, printer: TypePrinter) -> Iterator[str]:
    """Yield the parameters between the parentheses of a definition, including the marks `*` and `/`."""
    positional = [name is None and kind.is_positional() for name, kind in _formals(call)]
    is_keyword_only = False
    for index, (name, kind) in enumerate(_formals(call)):
        if kind.is_named() and not is_keyword_only:
            yield "*"
        is_keyword_only |= kind.is_named() or kind is ARG_STAR
        shown = _annotation(index, call, printer)
        if kind is ARG_STAR:
            yield f"*{name or 'args'}: {shown}"
        elif kind is ARG_STAR2:
            yield f"**{name or 'kwargs'}: {shown}"
        else:
            yield f"{name or f'_{index}'}: {shown}{' = ...' if kind.is_optional() else ''}"
        if positional[index] and not any(positional[index + 1 :]):
            yield "/"


def free(word: str, taken: Sequence[str | None]) -> str:
    """Return a parameter's name, with underscores before it if it is taken.

    >>> free("name", ["name", "size"])
    '_name'
    """
    return word if word not in taken else free(f"_{word}", taken)


def call_protocol(
    calls: Sequence[CallableType], printer: TypePrinter, component: str = "", doc: str = ""
) -> str:
    """Declare a Protocol with these overloads of `__call__`, and return its name: `_HingeCall`."""
    name = protocol_name(component, "Call")
    return printer.names.declared(name, "\n".join(_protocol_lines(calls, printer, doc)))


def protocol_name(component: str, ending: str) -> str:
    """Return the name of a Protocol that describes a component.

    >>> protocol_name("resnet50.a1_in1k", "Call")
    '_Resnet50A1In1kCall'
    """
    words = re.findall(r"[A-Za-z0-9]+", component)
    return f"_{''.join(word[:1].upper() + word[1:] for word in words)}{ending}"


def docstring_lines(doc: str) -> Iterator[str]:
    """Yield the lines of a method's docstring, which are valid for any characters in it."""
    text = "".join(map(_escaped, doc)).replace('"""', "'''")
    if text.endswith('"'):
        text = f'{text[:-1]}\\"'
    first, *rest = text.split("\n")
    if not rest:
        yield f'        """{first}"""'
        return
    yield f'        """{first}'
    yield from (f"        {line}".rstrip() for line in rest)
    yield '        """'


def comment_lines(remarks: Sequence[str]) -> str:
    """Return each remark as a comment on lines of its own; an empty text without remarks."""
    lines = ("# " + "".join(map(_escaped, " ".join(each.split()))) for each in remarks)
    return "".join(f"\n{line}" for line in lines) + "\n" if remarks else ""


def _formals(call: CallableType | Parameters) -> Iterator[tuple[str | None, ArgKind]]:
    return zip(call.arg_names, call.arg_kinds, strict=True)


def _annotation(index: int, call: CallableType | Parameters, printer: TypePrinter) -> str:
    """Return the type of a parameter, as it is written behind the colon."""
    kind, of = call.arg_kinds[index], get_proper_type(call.arg_types[index])
    if kind.is_star() and isinstance(of, ParamSpecType):
        variable = printer.names.variable("ParamSpec", of.name)
        return f"{variable}.{'args' if kind is ARG_STAR else 'kwargs'}"
    shown = printer.show(call.arg_types[index])
    if kind is ARG_STAR2 and isinstance(call, CallableType) and call.unpack_kwargs:
        return f"{printer.names.imported('typing_extensions', 'Unpack')}[{shown}]"
    return shown


def _protocol_lines(calls: Sequence[CallableType], printer: TypePrinter, doc: str) -> Iterator[str]:
    yield f"class {OWN_NAME}({printer.names.imported('typing', 'Protocol')}):"
    for call in calls:
        if len(calls) > 1:
            yield f"    @{printer.names.imported('typing', 'overload')}"
        inside = ", ".join((free("self", call.arg_names), *parameters(call, printer)))
        yield f"    def __call__({inside}) -> {printer.show(call.ret_type)}:" + ("" if doc else " ...")
        if doc:
            yield from docstring_lines(doc)


def _escaped(character: str) -> str:
    """Return a character as it can be written in a docstring: NUL and lone surrogates as escapes."""
    if character == "\\":
        return "\\\\"
    if character.isprintable() or character in "\n\t":
        return character
    return character.encode("unicode_escape").decode()
