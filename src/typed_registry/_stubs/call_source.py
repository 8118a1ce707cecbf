"""Write calls as source code: parameters and docstrings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mypy.nodes import ARG_STAR, ARG_STAR2
from mypy.types import CallableType, Parameters, ParamSpecType, get_proper_type

from typed_registry._stubs.callables import written_out
from typed_registry._stubs.formals import Formal, formals

if TYPE_CHECKING:
    from typed_registry._stubs.type_source import TypePrinter


def parameters(call: CallableType | Parameters, printer: TypePrinter) -> Iterator[str]:
    """Yield the parameters between the parentheses of a definition, including the marks `*` and `/`."""
    if isinstance(call, CallableType):
        call = written_out(call).with_normalized_var_args()  # pyrefly takes too few for `*tuple[int, str]`
    found = formals(call)
    positional = [each.name is None and each.kind.is_positional() for each in found]
    is_keyword_only = False
    for index, (name, kind, _) in enumerate(found):
        if kind.is_named() and not is_keyword_only:
            yield "*"
        is_keyword_only |= kind.is_named() or kind is ARG_STAR
        shown = _annotation(found[index], call, printer)
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


def definition(head: str, doc: str) -> Iterator[str]:
    """Yield the lines of a method in a class, which has a docstring and no other body.

    >>> list(definition("run(self) -> int", ""))
    ['    def run(self) -> int: ...']
    """
    yield f"    def {head}:" + ("" if doc else " ...")
    if doc:
        yield from docstring_lines(doc)


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


def _annotation(formal: Formal, call: CallableType | Parameters, printer: TypePrinter) -> str:
    """Return the type of a parameter, as it is written behind the colon."""
    of = get_proper_type(formal.type)
    if formal.kind.is_star() and isinstance(of, ParamSpecType):
        variable = printer.names.variable("ParamSpec", of.name)
        return f"{variable}.{'args' if formal.kind is ARG_STAR else 'kwargs'}"
    shown = printer.show(formal.type)
    if formal.kind is ARG_STAR2 and isinstance(call, CallableType) and call.unpack_kwargs:
        return f"{printer.names.imported('typing_extensions', 'Unpack')}[{shown}]"
    return shown


def _escaped(character: str) -> str:
    """Return a character as it can be written in a docstring: NUL and lone surrogates as escapes."""
    if character == "\\":
        return "\\\\"
    if character.isprintable() or character in "\n\t":
        return character
    return character.encode("unicode_escape").decode()
