"""Read what a registry demands of its components: their type, and the dependencies they are built from.

Both are the arguments of the registry's own type. `Registry[Trainer, [Context]]("algorithms")`, and a class
that derives from `Registry[Trainer, [Context]]`, keep them at run time. So does an annotated assignment,
which needs no import of the types: `OPTIMIZERS: Registry[Optimizer, [...]] = Registry("optimizers")`.
"""

from __future__ import annotations

import sys
from typing import NamedTuple, get_args, get_origin

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.own_annotations import own_annotations
from typed_registry._annotations.type_guards import is_class, is_sequence
from typed_registry._annotations.type_variables import generic_bases

_LIBRARY = __name__.partition(".")[0]


class Contract(NamedTuple):
    """A registry's type arguments. Reading them needs no attrs: many registries need nothing else."""

    kind: object
    """The type of its components, usually a Protocol; `Unknown` when the registry doesn't say."""
    dependencies: tuple[object, ...] | None
    """The types of the arguments that follow the config; None when they aren't declared."""
    resolved: bool = True
    """False while the registry is being created or a name in its type can't be resolved: read it again."""


def contract_of(registry: object, module: str, *, is_global: bool) -> Contract:
    """Return a registry's type arguments, where it, its class or the module that defines it states them.

    `is_global` says whether a global of the module holds the registry. An annotated assignment states the
    type from then on, and a call of `Registry[T, D]` does once `__init__` has returned.

    Raises TypeError for dependencies that aren't in brackets.
    """
    namespace = Namespace(module)
    alias: object = getattr(registry, "__orig_class__", None)
    is_complete = alias is not None or is_global or not getattr(type(registry), "__parameters__", ())
    alias = alias or _annotation(registry, module, namespace)
    kind, listed = _arguments(type(registry), alias) or (Unknown, ...)
    dependencies = _dependencies(registry, kind, evaluate(listed, namespace), namespace)
    return Contract(evaluate(kind, namespace), dependencies, is_complete and not namespace.unresolved)


def _annotation(registry: object, module: str, namespace: Namespace) -> object:
    """Return the annotation of the module's global that holds the registry; None if it has none."""
    defining = sys.modules.get(module)
    if defining is None:
        return None
    for name, annotation in own_annotations(defining).items():
        if vars(defining).get(name) is registry:
            return _unqualified(evaluate(annotation, namespace))
    return None


def _unqualified(alias: object) -> object:
    """Return the type without `Final` around it."""
    if is_class(get_origin(alias)):
        return alias
    from typed_registry._annotations.unwrap import plain  # slow to import

    return plain(alias)


def _arguments(made: type, alias: object) -> tuple[object, ...]:
    """Return the arguments of `Registry` itself, by an alias of the registry's class or else by its bases."""
    origin = get_origin(alias)
    every = generic_bases(made)
    if is_class(origin) and issubclass(made, origin):
        every = generic_bases(origin, get_args(alias))
    return next(given for each, given in every if each.__module__.partition(".")[0] == _LIBRARY)


def _dependencies(
    registry: object, kind: object, listed: object, namespace: Namespace
) -> tuple[object, ...] | None:
    if is_sequence(listed):
        return tuple(evaluate(dependency, namespace) for dependency in listed)
    if listed is not Unknown and is_class(without_arguments(listed)):
        from typed_registry._annotations.show import show  # slow to import

        first, second = show(kind), show(listed)
        raise TypeError(
            f"{registry!r} is a Registry[{first}, {second}]: dependencies are given as a list, even a single "
            f"one; write Registry[{first}, [{second}]]"
        )
    return None
