"""What a registry demands of its components: the type, and the dependencies they are built from.

Both stand in the registry's own type. `Registry[Trainer, [Context]]("algorithms")` and a class that
derives from `Registry[Trainer, [Context]]` keep it at run time. So does an annotated assignment, which
needs no import of the types that it names: `OPTIMIZERS: Registry[Optimizer, [...]] = Registry("optimizers")`.
"""

from __future__ import annotations

import sys
from typing import Generic, get_args, get_origin

from attrs import frozen

from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.type_guards import is_sequence


@frozen
class Contract:
    """A registry's type arguments."""

    kind: object
    """What components are, usually a Protocol; `Unknown` when the registry doesn't say."""
    dependencies: tuple[object, ...] | None
    """The types of the arguments that follow the config; None when they aren't declared."""
    resolved: bool = True
    """False while a name in the type stands for something that isn't imported yet."""


def contract_of(registry: object, module: str) -> Contract:
    """Reads the registry's type arguments, where it or its module states them."""
    namespace = Namespace(module)
    arguments = _arguments(registry, module, namespace)
    if not arguments:
        return Contract(Unknown, None)
    kind = evaluate(arguments[0], namespace)
    dependencies = _dependencies(arguments[1] if len(arguments) > 1 else ..., namespace)
    return Contract(kind, dependencies, not namespace.unresolved)


def _arguments(registry: object, module: str, namespace: Namespace) -> tuple[object, ...]:
    stated = getattr(registry, "__orig_class__", None) or _annotation(registry, module, namespace)
    bases = getattr(type(registry), "__orig_bases__", ())
    for alias in (stated, *bases):
        origin = get_origin(alias)
        if isinstance(origin, type) and origin is not Generic and issubclass(type(registry), origin):
            return get_args(alias)
    return ()


def _annotation(registry: object, module: str, namespace: Namespace) -> object:
    held = vars(sys.modules.get(module, object))
    for name, annotation in held.get("__annotations__", {}).items():
        if held.get(name) is registry:
            return evaluate(annotation, namespace)
    return None


def _dependencies(stated: object, namespace: Namespace) -> tuple[object, ...] | None:
    if not is_sequence(stated):
        return None
    return tuple(evaluate(dependency, namespace) for dependency in stated)
