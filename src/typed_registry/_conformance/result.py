"""Judge what a component makes by the type that its registry demands."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterable, Iterator
from typing import get_args, get_origin

from attrs import frozen

from typed_registry._annotations.show import show
from typed_registry._annotations.signature import read
from typed_registry._annotations.type_guards import is_class
from typed_registry._annotations.unwrap import is_union, plain
from typed_registry._conformance.compare import returned
from typed_registry._conformance.marks import is_protocol
from typed_registry._conformance.members import is_redeclared
from typed_registry._conformance.protocol import CompiledProtocol, compile_protocol
from typed_registry._conformance.subtype import is_unjudged, refuted
from typed_registry._constant import Constant
from typed_registry._typing_forms import Component
from typed_registry.errors import Mismatch


@frozen
class CompiledKind:
    """The type that a registry's components must have, compiled once."""

    kind: object
    wanted: type | None
    """The class that it is, without its arguments; None when it is no class, and nothing can be judged."""
    protocol: CompiledProtocol | None
    """The members that it demands, when it is a Protocol."""

    @property
    def is_resolved(self) -> bool:
        """False while a name in the Protocol can't be resolved, because its module isn't imported yet."""
        return self.protocol is None or all(member.is_resolved for member in self.protocol.members)

    def mismatches(self, component: Component[object]) -> Iterator[Mismatch]:
        """Yield how what the component makes differs from the kind."""
        called = _called(component)
        if is_class(called):
            yield from _unbuildable(called)
            yield from self._class_mismatches(called)
        elif isinstance(called, Constant):
            yield from self._instance_mismatches(called.value)
        else:
            for made in _results(called):
                yield from self._class_mismatches(made)

    def _class_mismatches(self, made: object) -> Iterator[Mismatch]:
        made = plain(made)
        made_class = get_origin(made) or made
        if self.wanted is None or is_unjudged(made) or not is_class(made_class):
            return
        if self.protocol is not None and made_class is not type(None):
            if made_class is not self.wanted and not issubclass(made_class, type):
                yield from self.protocol.mismatches(made_class)
        elif refuted(made, self.wanted):
            reason = f"{show(made_class)} is no {show(self.kind)}"
            yield Mismatch("result", show(self.kind), show(made_class), reason)

    def _instance_mismatches(self, instance: object) -> Iterator[Mismatch]:
        if self.protocol is None or instance is None:
            yield from self._class_mismatches(
                type[instance] if isinstance(instance, type) else type(instance)
            )
        else:
            yield from self.protocol.instance_mismatches(instance)


def compile_kind(kind: object) -> CompiledKind:
    """Return what a kind demands, with the annotations of a Protocol resolved as far as they can be."""
    wanted = plain(kind)
    wanted = get_origin(wanted) or wanted
    if is_unjudged(wanted) or not is_class(wanted):
        return CompiledKind(kind, None, None)
    return CompiledKind(kind, wanted, compile_protocol(wanted) if is_protocol(wanted) else None)


def _called(component: Component[object]) -> Component[object]:
    """What a partial calls in the end, if that is a class; otherwise the component."""
    inner = component
    while isinstance(inner, functools.partial):
        inner = inner.func
    return inner if isinstance(inner, type) else component


def _results(component: Component[object]) -> Iterable[object]:
    """The types that a function may return; none if a checker may see others."""
    if inspect.isfunction(component) and is_redeclared(component):
        return ()
    signature = read(component)
    if signature is None:
        return ()
    result = plain(returned(signature))
    return get_args(result) if is_union(result) else (result,)


def _unbuildable(component: type) -> Iterator[Mismatch]:
    if inspect.isabstract(component):
        abstract: frozenset[str] = getattr(component, "__abstractmethods__", frozenset())
        names = ", ".join(sorted(abstract))
        yield Mismatch("class", "a class that can be built", "an abstract class", f"must define {names}")
    elif is_protocol(component):
        reason = f"{component.__name__} is a Protocol, which has no instances"
        yield Mismatch("class", "a class that can be built", "a Protocol", reason)
