"""Does a component fit its registry? The demands of `fit.py` once more, at registration, at run time."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, get_args, get_origin

import attrs
from typing_extensions import is_protocol

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.signature import Signature, call_differences, read, show, show_call, unfilled
from typed_registry._annotations.subtype import is_union, plain, refuted
from typed_registry._conformance.contract import Contract
from typed_registry._conformance.members import mismatches
from typed_registry._constant import Constant
from typed_registry._typing_forms import Component
from typed_registry.errors import ConformanceError, Mismatch

if TYPE_CHECKING:
    from typed_registry._registration.records import Record


def conform(entry: Record, kind: str, contract: Contract, registry: str) -> None:
    """Raises ConformanceError when the component surely doesn't fit the registry's contract.

    `kind` is what it was registered as: a class, or a factory, which is anything that can be called.
    """
    found = tuple(_kind(entry.component, kind)) or (
        *_result(entry, contract.kind),
        *_construction(entry, contract),
    )
    if found:
        raise ConformanceError(
            registry, entry.name, show_component(entry.component), show(contract.kind), entry.place, found
        )


def fits(entry: Record, kind: object) -> tuple[Mismatch, ...]:
    """How what the component makes differs from `kind`; nothing when it fits."""
    return tuple(_result(entry, kind))


def show_component(component: object) -> str:
    """The component's own name."""
    if isinstance(component, Constant):
        return repr(component.value)
    if isinstance(component, functools.partial):
        return f"partial({show_component(component.func)})"
    return str(getattr(component, "__qualname__", None) or repr(component))


def _kind(component: object, kind: str) -> Iterator[Mismatch]:
    if kind == "class" and not isinstance(component, type):
        method = "register_factory" if callable(component) else "register_instance"
        reason = f"register takes a class; {method} takes this"
        yield Mismatch("component", "a class", type(component).__name__, reason)
    elif not callable(component):
        yield Mismatch("component", "a callable", type(component).__name__, "register_instance takes this")


def _result(entry: Record, kind: object) -> Iterator[Mismatch]:
    component = _unwrapped(entry.component)
    if isinstance(component, type):
        yield from _abstract(component)
        yield from _made(component, kind)
    elif isinstance(component, Constant):
        yield from _made(type(component.value), kind)
    else:
        signature = read(component)
        for made in _parts(signature.result if signature else Unknown):
            yield from _made(made, kind)


def _unwrapped(component: Component[object]) -> Component[object]:
    """What a partial calls in the end, if that is a class: its signature would say that it returns None."""
    inner = component
    while isinstance(inner, functools.partial):
        inner = inner.func
    return inner if isinstance(inner, type) else component


def _parts(kind: object) -> Iterable[object]:
    return get_args(kind) if is_union(plain(kind)) else (kind,)


def _made(made: object, kind: object) -> Iterator[Mismatch]:
    wanted = get_origin(kind) or kind
    made_class = get_origin(plain(made)) or plain(made)
    if wanted is Unknown or not isinstance(made_class, type) or not isinstance(wanted, type):
        return
    if is_protocol(wanted) and made_class is not type(None):
        yield from mismatches(made_class, wanted) if made_class is not wanted else ()
    elif refuted(made_class, wanted):
        yield Mismatch("result", show(kind), show(made_class), f"{show(made_class)} is no {show(kind)}")


def _abstract(component: type) -> Iterator[Mismatch]:
    if inspect.isabstract(component):
        abstract: frozenset[str] = getattr(component, "__abstractmethods__", frozenset())
        names = ", ".join(sorted(abstract))
        yield Mismatch("class", "a class that can be built", "an abstract class", f"must define {names}")
    elif is_protocol(component):
        reason = f"{component.__name__} is a Protocol, which has no instances"
        yield Mismatch("class", "a class that can be built", "a Protocol", reason)


def _construction(entry: Record, contract: Contract) -> Iterator[Mismatch]:
    if entry.declared is not None:
        yield from _config(entry.declared)
    signature = read(entry.component)
    if signature is None or isinstance(entry.component, Constant):
        return
    leading = () if entry.declared is None else (entry.declared,)
    reasons = list(_call_reasons(signature, leading, contract.dependencies))
    if reasons:
        expected = f"called with ({', '.join(map(show, (*leading, *(contract.dependencies or ()))))})"
        found = show_call(_constructor(entry.component), signature)
        yield Mismatch("constructor", expected, found, "; ".join(reasons))


def _call_reasons(
    signature: Signature, leading: tuple[object, ...], dependencies: tuple[object, ...] | None
) -> Iterator[str]:
    arguments = (*leading, *(dependencies or ()))
    yield from call_differences(arguments, signature)
    if leading and dependencies is not None:
        for parameter in unfilled(len(arguments), signature):
            yield f"parameter {parameter.name!r} has no default"


def _config(config: type) -> Iterator[Mismatch]:
    if not attrs.has(config):
        yield Mismatch("config", "a frozen attrs class", show(config), f"{show(config)} is no attrs class")
    elif not attrs.inspect(config).is_frozen:
        yield Mismatch("config", "a frozen attrs class", show(config), f"{show(config)} is not frozen")
    elif any((field.alias or field.name) == "name" for field in attrs.fields(config) if field.init):
        reason = "in a config, 'name' chooses the component, so no field can be given by it"
        yield Mismatch("config", "no field with the key 'name'", show(config), reason)


def _constructor(component: Component[object]) -> str:
    return "__init__" if isinstance(component, type) else show_component(component)
