"""The registry that a field of type `Spec[T, D]` chooses from."""

from __future__ import annotations

from typing import Annotated, ForwardRef, get_args, get_origin

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_sequence
from typed_registry._annotations.unwrap import is_union, plain
from typed_registry._registration.all_registries import are_lasting, meant_among, registries_of
from typed_registry._registration.entries import Entries, registries_among
from typed_registry._spec import Spec


def chosen_kind(kind: object) -> tuple[object, Entries] | None:
    """Return what a `Spec[T, D]` is a choice of: `T`, and the registry to choose from; None for other types.

    Raises TypeError as `field_registry` does.
    """
    parts = get_args(plain(kind)) if is_union(plain(kind)) else (kind,)
    for part in parts:
        if get_origin(plain(part)) is Spec:
            return get_args(plain(part))[0], field_registry(part)
    return None


def field_registry(annotation: object) -> Entries:
    """Return the registry that is meant by `Spec[T, D]`, or by `Annotated[Spec[T, D], REGISTRY]`.

    Where the annotation names none, it is the one registry of `T` that is a global of the module that defines
    it; or else the one of the nearest base of `T` that has a registry. Of several, it is the one in the
    package that defines their type. A registry that is made anew in its module, under the same name, takes
    the place of the former one.

    Raises TypeError if no registry or more than one could be meant, if it has other dependencies than `D`,
    and for `Spec[T, D, C]`, which says what the config is.
    """
    wanted, dependencies, config = get_args(plain(annotation))
    if config is not object:
        raise TypeError(
            f"{show(plain(annotation))}: a file may choose components with other configs; "
            f"write Spec[{show(wanted)}, {show(dependencies)}]"
        )
    named = stated_registry(annotation)
    found = _registry_of(wanted) if named is None else named.present
    stated, demanded = _known(dependencies), _known(found.contract.dependencies)
    if stated is not None and demanded is not None and stated != demanded:
        raise TypeError(
            f"{show(plain(annotation))}: {found.name} builds its components from {show(demanded)}; "
            f"write Spec[{show(wanted)}, {show(demanded)}]"
        )
    return found


def stated_registry(annotation: object) -> Entries | None:
    """Return the registry that the annotation itself names."""
    extras = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    return next(iter(registries_among(extras)), None)


def is_certain(annotation: object) -> bool:
    """Return whether only a new registry could change which one the annotation means."""
    return stated_registry(annotation) is not None or are_lasting(_kinds(get_args(plain(annotation))[0]))


def _kinds(wanted: object) -> tuple[object, ...]:
    """Return the kinds of the registries that hold components of this type, the nearest first."""
    bases: tuple[object, ...] = getattr(wanted, "__mro__", (wanted,))
    return tuple(kind for kind in bases if kind is not object)


def _registry_of(wanted: object) -> Entries:
    for kind in _kinds(wanted):
        found = meant_among(registries_of(kind))
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{entries.module}.{entries.global_name}" for entries in found)
            raise TypeError(
                f"Spec[{show(wanted)}]: {len(found)} registries hold {show(kind)}: {names}; "
                f"say which: Annotated[Spec[{show(wanted)}, ...], REGISTRY]"
            )
    raise TypeError(
        f"Spec[{show(wanted)}]: no registry holds {show(wanted)}; import the module that defines the "
        f"registry, or name it: Annotated[Spec[{show(wanted)}, ...], REGISTRY]"
    )


def _known(dependencies: object) -> list[object] | None:
    """Return dependencies as a list; None if they are not declared, or not all of them are resolved."""
    if not is_sequence(dependencies) or any(map(_is_open, dependencies)):
        return None
    return [*dependencies]


def _is_open(kind: object) -> bool:
    """Return whether some name in the type is not resolved."""
    is_open = kind is Unknown or isinstance(kind, (str, ForwardRef))
    return is_open or any(map(_is_open, get_args(kind)))
