"""Resolve annotations to the objects they name, as far as possible while modules are being imported."""

from __future__ import annotations

import builtins
import sys
from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import is_
from types import ModuleType
from typing import Annotated, ForwardRef, Literal, Union, cast, get_args, get_origin

from attrs import frozen

_BUILTINS = vars(builtins)
_DEEPEST = 50
"""The number of types in each other that are evaluated."""
_MOST_PARTS = 10_000


class _Opaque(type):
    def __getattr__(cls, name: str) -> _Opaque:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __getitem__(cls, item: object) -> _Opaque:
        return cls

    def __iter__(cls) -> Iterator[_Opaque]:
        """Refuse to be unpacked: without this, `tuple[*Unknown]` would ask `__getitem__` for ever."""
        raise TypeError("an unresolved name can't be unpacked")


class Unknown(metaclass=_Opaque):
    """Takes the place of a name that can't be resolved, and of its attributes. Nothing is judged by it."""


def evaluate(annotation: object, namespace: Mapping[str, object]) -> object:
    """Return the object that an annotation names, with `Unknown` in the place of unresolved names.

    >>> evaluate(list["int"], {}), evaluate("dict[str, 'Absent']", {})
    (list[int], dict[str, typed_registry._annotations.namespace.Unknown])
    """
    if type(annotation) is type:  # as most are
        return annotation
    return _Evaluation(namespace).of(annotation).value


@frozen
class _Evaluated:
    """The value of an annotation, or of a part of it."""

    value: object
    size: int = 1
    """The number of types in it."""


_UNKNOWN = _Evaluated(Unknown)


class _Evaluation:
    """Evaluates one annotation, and each type and each text in it once.

    An alias may mention itself, or others that mention others twice, so that each makes the type twice as
    large. A type of too many parts is unknown, and so are the parts of one that is nested too deep.
    """

    def __init__(self, namespace: Mapping[str, object]) -> None:
        self._namespace = namespace
        self._texts: dict[str, _Evaluated] = {}
        self._types: dict[int, tuple[object, _Evaluated]] = {}
        self._depth = 0

    def of(self, annotation: object) -> _Evaluated:
        """Return what an annotation, or a part of it, names."""
        if isinstance(annotation, ForwardRef):
            made = cast("Mapping[str, object]", getattr(annotation, "__extra_names__", None) or {})
            if made:  # the parts of it that Python has evaluated
                return self._text(annotation.__forward_arg__, made)
            annotation = annotation.__forward_arg__
        if not isinstance(annotation, str):
            return self._type(annotation)
        if annotation not in self._texts:
            self._texts[annotation] = _UNKNOWN  # where it mentions itself
            self._texts[annotation] = self._text(annotation)
        return self._texts[annotation]

    def _text(self, annotation: str, made: Mapping[str, object] = {}) -> _Evaluated:
        names = ChainMap({**made}, cast("dict[str, object]", self._namespace)) if made else self._namespace
        try:
            value: object = eval(annotation, {}, names)  # noqa: S307  # a trusted module's own annotation
        except Exception:  # noqa: BLE001  # whatever evaluating it raises, it can't be known now
            return _UNKNOWN
        if isinstance(value, (str, ForwardRef)):
            is_quoted = annotation.lstrip()[:1] in {"'", '"'}  # an alias that is text is of another module
            return self.of(value) if is_quoted else _UNKNOWN
        return self._type(value)

    def _type(self, kind: object) -> _Evaluated:
        """Return a type whose arguments are evaluated where they are text, as in `Sequence["Loss"]`."""
        parts: tuple[object, ...] = () if type(kind) is type else get_args(kind)
        if not parts or get_origin(kind) is Literal:
            return _Evaluated(kind)
        if id(kind) not in self._types:
            self._types[id(kind)] = kind, self._with_parts(kind, parts)
        return self._types[id(kind)][1]

    def _with_parts(self, kind: object, parts: tuple[object, ...]) -> _Evaluated:
        if self._depth == _DEEPEST:
            return _UNKNOWN
        extras = parts[1:] if get_origin(kind) is Annotated else ()
        self._depth += 1
        found = [self._part(part) for part in parts[: len(parts) - len(extras)]]
        self._depth -= 1
        made = [each.value for each in found]
        size = sum(each.size for each in found) + 1
        if size > _MOST_PARTS:
            return _UNKNOWN
        return _Evaluated(kind if all(map(is_, made, parts)) else _rebuilt(kind, made, extras), size)

    def _part(self, part: object) -> _Evaluated:
        """Return an argument of a type, which may be a list of parameters."""
        if not isinstance(part, list):
            return self.of(part)
        items = cast("list[object]", part)
        found = [self._part(item) for item in items]
        made = [each.value for each in found]
        value = items if all(map(is_, made, items)) else made
        return _Evaluated(value, sum(each.size for each in found))


def _rebuilt(kind: object, arguments: Sequence[object], extras: Sequence[object]) -> object:
    """Return a type with other arguments; the type itself if they have a form of their own."""
    from typed_registry._annotations.type_variables import with_arguments
    from typed_registry._annotations.unwrap import is_union

    origin: object = Union if is_union(kind) else get_origin(kind)
    try:
        return with_arguments(Annotated if extras else origin, *arguments, *extras)
    except TypeError:
        return kind


class Namespace(dict[str, object]):
    """The names that an annotation may use, looked up on demand: a class's, its module's, then builtins.

    A name that is imported under `if TYPE_CHECKING` is found if its module is imported by now; looking it up
    imports nothing. A name in `hidden` is a local variable of a function around the annotation, which can't
    be looked up; if `hidden` is None, every name may be one.
    """

    def __init__(
        self,
        module: str,
        local: Mapping[str, object] | None = None,
        *,
        scope: Mapping[str, object] | None = None,
        hidden: Collection[str] | None = (),
    ) -> None:
        super().__init__()
        self._module = module
        self._local = local or {}
        self._scopes = [*_scopes(module, scope), _BUILTINS]
        self._hidden = hidden
        self.unresolved: set[str] = set()
        """The names that were looked up and not found."""
        self.plain: dict[str, object] | None = {}
        """The globals and builtins that were found; None once a name came from elsewhere or from nowhere."""

    def __missing__(self, name: str) -> object:
        if name in self._local or self._hidden is None or name in self._hidden:
            self.plain = None
            return self._local.get(name, Unknown)
        for scope in self._scopes:
            if name in scope:
                self._note(name, scope)
                return scope[name]
        self.plain = None
        found = _imported_for_types(sys.modules.get(self._module), name)
        if found is Unknown:
            self.unresolved.add(name)
        return found

    def import_unresolved(self) -> None:
        """Import what the source imports under the unresolved names for type checkers alone.

        After this, the names mean the same whatever else has been imported. Modules that fail are left out.
        """
        names, self.unresolved = self.unresolved, set()
        for name in names:
            dotted = _imports_of(sys.modules.get(self._module)).get(name)
            if dotted is not None:
                _import(dotted)

    def _note(self, name: str, scope: Mapping[str, object]) -> None:
        if self.plain is not None:
            self.plain[name] = scope[name]


def _scopes(module: str, scope: Mapping[str, object] | None) -> Iterator[Mapping[str, object]]:
    """Yield the globals of the module, and those of the code, which differ if the code is generated."""
    defining = sys.modules.get(module)
    is_own = scope is not None and scope.get("__name__") == module
    if defining is not None and not is_own:
        yield vars(defining)
    if scope is not None:
        yield scope


def _imported_for_types(module: ModuleType | None, name: str) -> object:
    try:
        return _imported(_imports_of(module)[name])
    except LookupError:
        return Unknown


def _imports_of(module: ModuleType | None) -> Mapping[str, str]:
    """Return the dotted names of what a module imports; nothing if its source can't be read."""
    from typed_registry._annotations.module_imports import module_imports, source_of

    source = None if module is None else source_of(module)
    try:
        return {} if source is None else module_imports(source)
    except (ImportError, OSError, SyntaxError):
        return {}


def _import(dotted: str) -> None:
    """Import the module that has this dotted name, or in which it is defined."""
    from contextlib import suppress
    from importlib import import_module

    for name in (dotted.rpartition(".")[0], dotted):
        with suppress(Exception):  # whatever a module raises, its names remain unresolved
            import_module(name)


def _imported(dotted: str) -> object:
    """Return the object of this dotted name if its module is imported. Raises LookupError if it isn't."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        found: object = sys.modules.get(".".join(parts[:cut]))
        if found is None:
            continue
        try:
            for attribute in parts[cut:]:
                found = getattr(found, attribute)
        except AttributeError:
            continue
        return found
    raise LookupError(dotted)
