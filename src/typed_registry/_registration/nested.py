"""Parameters that take other components: a config chooses these, and they are built before their owner.

A parameter whose type is the kind of a registry, `loss: Loss`, becomes a field of type `Spec[Loss, D]` in
the derived config, also inside `Optional`, sequences, mappings and unions. The components of that registry
may need dependencies. The owner passes them on from its own dependencies, by type. Where it doesn't have
them, its parameter must be a `Spec`, or a callable that builds the component later, such as
`Callable[[Iterable[Parameter]], Optimizer]`.
"""

from __future__ import annotations

import sys
from collections import abc
from collections.abc import Iterator, Sequence
from enum import Enum
from operator import is_
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Final, Protocol, Union, get_args, get_origin

from attrs import frozen

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_class, is_sequence
from typed_registry._annotations.type_variables import extent, is_variable, with_arguments
from typed_registry._annotations.unwrap import is_union, plain
from typed_registry._registration.all_registries import meant_among, registries_of
from typed_registry._registration.arguments import with_parts
from typed_registry._registration.entries import Entries, registries_among
from typed_registry.errors import NestedMismatch

if TYPE_CHECKING:
    from typing_extensions import TypeIs

_CALLABLE: Final[object] = abc.Callable
_PAIR: Final = 2
"""The number of a callable type's arguments: its parameters, and its result."""
_PYTHONS_OWN: Final = frozenset({"builtins", "collections.abc", "typing", "typing_extensions"})
_COLLECTIONS: Final = frozenset[object]({
    *(list, tuple, set, frozenset, dict),
    *(abc.Sequence, abc.MutableSequence, abc.Iterable, abc.Collection, abc.Set, abc.MutableSet),
    *(abc.Mapping, abc.MutableMapping),
})  # fmt: skip
"""The types whose items may be components."""


class Choice(Protocol):
    """A `Spec`, as far as its component is built from it."""

    @property
    def entries(self) -> Entries: ...

    def build(self, *args: object) -> object:
        """Build the component."""
        ...


@frozen
class NestedKind:
    """A registry from which a parameter takes components, and how they are built for the owner."""

    wanted: str
    """The dotted name of the parameter's type."""
    module: str
    registry: str
    variable: str | None
    """The global of the module that holds the registry."""
    positions: tuple[int, ...] | None
    """The owner's dependencies that the components are built from; None if the owner builds them later."""

    def build(self, choice: Choice, dependencies: tuple[object, ...]) -> object:
        """Return the chosen component, or the function that builds it later."""
        if self.positions is None:
            return choice.build
        return choice.build(*(dependencies[position] for position in self.positions))


@frozen
class NestedParameter:
    """A parameter that takes components of other registries."""

    type: object
    """The type of the config's field: the parameter's own, with `Spec[T, D]` for each component."""
    kinds: tuple[NestedKind, ...]
    has_specs: bool = False
    """Whether the parameter takes specs as such, too."""

    def source(self, value: str, names: dict[str, object]) -> str:
        """Return an expression that builds a value, given by an expression, from the dependencies `args`.

        Most often the value is a spec of the only registry: that is built without a call of `build`. The
        objects that the expression refers to are added to the names.
        """
        from typed_registry._spec import Spec

        local, build = f"value_{len(names)}", f"build_{len(names)}"
        names[build], names["Spec"] = self.build, Spec
        (kind, *others) = self.kinds
        otherwise = f"{build}({value}, args)"
        if others or kind.positions is None or self.has_specs:
            return otherwise
        given = ", ".join(f"args[{position}]" for position in kind.positions)
        return f"({local}.build({given}) if type({local} := {value}) is Spec else {build}({local}, args))"

    def build(self, value: object, dependencies: tuple[object, ...]) -> object:
        """Return the field's value with the components that its specs choose in their place."""
        if _is_choice(value):
            entries = value.entries
            own = (
                kind for kind in self.kinds if (kind.module, kind.registry) == (entries.module, entries.name)
            )
            kind = next(own, None)
            return value if kind is None else kind.build(value, dependencies)
        return with_parts(value, lambda part: self.build(part, dependencies))


class NestedComponents:
    """Finds the parameters of one component that take components of other registries."""

    def __init__(self, given: tuple[object, ...] | None) -> None:
        self._given = given or ()
        """The types of the owner's dependencies."""
        self._parameter = ""
        self._kinds: list[NestedKind] = []
        self._has_specs = False
        self.mismatches: list[NestedMismatch] = []
        """Why components of some parameters can't be built."""
        self.open: list[type] = []
        """Types of parameters that no registry has yet."""

    def parameter(self, name: str, annotation: object) -> NestedParameter | None:
        """Return how a parameter takes components of registries; None for a parameter that takes none."""
        self._parameter, self._kinds, self._has_specs = name, [], False
        kind = self._rewritten(annotation, ())
        return NestedParameter(kind, tuple(self._kinds), self._has_specs) if self._kinds else None

    def _rewritten(
        self, annotation: object, outer: tuple[object, ...], around: Sequence[Entries] = ()
    ) -> object:
        """Return a type with `Spec` for each kind of a registry in it.

        `outer` are the types that it is a part of, and `around` the registries that are stated for these.
        """
        kind = plain(annotation)
        kind = plain(extent(kind)) if is_variable(kind) else kind
        if any(annotation is each for each in outer):  # an alias that mentions itself
            return annotation
        if _is_spec(get_origin(kind)):
            self._has_specs = True
            return annotation
        stated = registries_among(get_args(annotation))
        parts: tuple[object, ...] = get_args(kind)
        if is_union(kind) or get_origin(kind) in _COLLECTIONS:
            made = tuple(self._rewritten(part, (*outer, annotation), stated or around) for part in parts)
            if all(map(is_, made, parts)):
                return annotation
            return with_arguments(Union if is_union(kind) else get_origin(kind), *made)
        arguments, wanted = parts if get_origin(kind) is _CALLABLE and len(parts) == _PAIR else (None, kind)
        found = stated or self._registries(wanted, around)
        return self._spec(wanted, found, arguments) if found else annotation

    def _registries(self, kind: object, around: Sequence[Entries]) -> list[Entries]:
        """Return the registries of a type; if there are none, note the type if some may be imported later."""
        found = registries_for(kind)
        if not found and is_class(kind) and not (_is_pythons_own(kind) or _is_held_by_files(kind)):
            self.open.append(kind)
        return [each for each in around if each in found] or meant_among(found)

    def _spec(self, kind: object, found: list[Entries], arguments: object) -> object:
        """Return `Annotated[Spec[T, D], REGISTRY]`, and note how its components are built."""
        from typed_registry._spec import Spec

        if len(found) > 1:
            names = tuple(f"{entries.module}.{entries.global_name}" for entries in found)
            self.mismatches.append(NestedMismatch(self._parameter, show(kind), names))
            return kind
        registry = found[0]
        needed = registry.contract.dependencies
        positions = None if arguments is not None else _positions(needed or (), self._given)
        if (positions is None) is (arguments is None) or not _takes(needed, arguments):
            shown, given = tuple(map(show, needed or ())), tuple(map(show, self._given))
            self.mismatches.append(
                NestedMismatch(self._parameter, show(kind), (registry.name,), shown, given)
            )
        named: object = without_arguments(kind)
        wanted = ".".join(str(getattr(named, name, "")) for name in ("__module__", "__qualname__"))
        variable = registry.global_name
        self._kinds.append(NestedKind(wanted, registry.module, registry.name, variable, positions))
        stated = ... if needed is None else [*needed]
        return with_arguments(Annotated, with_arguments(Spec, kind, stated), registry.registry)


def registries_for(kind: object) -> list[Entries]:
    """Return the registries whose components a parameter of this type takes.

    These are the registries of the type, or else those of its nearest base.
    """
    for each in kinds_of(kind):
        found = registries_of(each)
        if found:
            return found
    return []


def kinds_of(kind: object) -> Iterator[object]:
    """Yield the kinds whose components a parameter of this type may take: the type, and the bases of a class.

    A type of Python itself, such as `object`, is none of them. A class whose values a file holds may be a
    kind itself, but isn't chosen by its bases.
    """
    origin = without_arguments(kind)
    bases = origin.__mro__ if is_class(origin) and not _is_held_by_files(origin) else ()
    yield from (base for base in dict.fromkeys((kind, *bases)) if not _is_pythons_own(base))


def _is_pythons_own(kind: object) -> bool:
    return kind is Unknown or getattr(kind, "__module__", None) in _PYTHONS_OWN


def _is_held_by_files(kind: type) -> bool:
    """Return whether a file may give the values of a class, by its fields or as text."""
    is_standard = kind.__module__.partition(".")[0] in sys.stdlib_module_names
    has_fields = hasattr(kind, "__attrs_attrs__") or hasattr(kind, "__dataclass_fields__")
    return is_standard or has_fields or issubclass(kind, (Enum, PurePath))


def _takes(needed: tuple[object, ...] | None, arguments: object) -> bool:
    """Return whether a callable with these parameters can build what needs these dependencies."""
    return needed is None or not is_sequence(arguments) or tuple(arguments) == needed


def _positions(needed: tuple[object, ...], given: tuple[object, ...]) -> tuple[int, ...] | None:
    """Return which of the given types each needed one is; None unless each is exactly one.

    >>> _positions((str,), (int, str)), _positions((str,), (int,)), _positions((str,), (str, str))
    ((1,), None, None)
    """
    found = [[*_matches(each, given)] for each in needed]
    is_clear = all(len(each) == 1 for each in found) and all(needed.count(each) == 1 for each in needed)
    return tuple(each[0] for each in found) if is_clear else None


def _matches(needed: object, given: tuple[object, ...]) -> Iterator[int]:
    same = [index for index, kind in enumerate(given) if kind == needed]
    yield from same
    for index, kind in enumerate(given) if not same else ():
        if is_class(kind) and is_class(needed) and needed in kind.__mro__:
            yield index


def _is_choice(value: object) -> TypeIs[Choice]:
    from typed_registry._spec import Spec

    return isinstance(value, Spec)  # one from another process is of a class of its own


def _is_spec(kind: object) -> bool:
    from typed_registry._spec import Spec

    return kind is Spec
