"""Write Protocols with a `__call__`, for callables that no other type describes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from typed_registry._stubs.docstring_source import docstring_lines
from typed_registry._stubs.parameter_source import free, parameters
from typed_registry._stubs.stub_names import OWN_NAME

if TYPE_CHECKING:
    from mypy.types import CallableType

    from typed_registry._stubs.type_source import TypePrinter


def call_protocol(
    calls: Sequence[CallableType], printer: TypePrinter, component: str = "", doc: str = ""
) -> str:
    """Declare a Protocol with these overloads of `__call__`, and return its name: `_HingeCall`."""
    words = re.findall(r"[A-Za-z0-9]+", component)
    name = f"_{''.join(word[:1].upper() + word[1:] for word in words)}Call"
    return printer.names.declared(name, "\n".join(_lines(calls, printer, doc)))


def _lines(calls: Sequence[CallableType], printer: TypePrinter, doc: str) -> Iterator[str]:
    yield f"class {OWN_NAME}({printer.names.imported('typing', 'Protocol')}):"
    for call in calls:
        if len(calls) > 1:
            yield f"    @{printer.names.imported('typing', 'overload')}"
        inside = ", ".join((free("self", call.arg_names), *parameters(call, printer)))
        yield f"    def __call__({inside}) -> {printer.show(call.ret_type)}:" + ("" if doc else " ...")
        if doc:
            yield from docstring_lines(doc)
