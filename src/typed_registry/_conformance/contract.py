"""Read what a registry demands of its components: their type, and the dependencies they are built from.

Both are the arguments of the registry's own type. `Registry[Trainer, [Context]]("algorithms")`, and a class
that derives from `Registry[Trainer, [Context]]`, keep them at run time. So does an annotated assignment,
which needs no import of the types: `OPTIMIZERS: Registry[Optimizer, [...]] = Registry("optimizers")`.
"""

from __future__ import annotations

import sys
from typing import Generic, NamedTuple, get_args, get_origin

from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.type_guards import is_sequence


class Contract(NamedTuple):
    """A registry's type arguments. Reading them needs no attrs: many registries need nothing else."""

    kind: object
    """The type of its components, usually a Protocol; `Unknown` when the registry doesn't say."""
    dependencies: tuple[object, ...] | None
    """The types of the arguments that follow the config; None when they aren't declared."""
    resolved: bool = True
    """False while a name in the type can't be resolved, because its module isn't imported yet."""


def contract_of(registry: object, module: str) -> Contract:
    """Return the registry's type arguments, where it or the module that defines it states them."""
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
    """The annotation of the module's variable that holds the registry."""
    variables = vars(sys.modules.get(module, object))
    for name, annotation in variables.get("__annotations__", {}).items():
        if variables.get(name) is registry:
            return evaluate(annotation, namespace)
    return None


def _dependencies(stated: object, namespace: Namespace) -> tuple[object, ...] | None:
    if not is_sequence(stated):
        return None
    return tuple(evaluate(dependency, namespace) for dependency in stated)
