"""Resolve annotations to the objects they name, as far as possible while modules are being imported."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Collection, Iterator, Mapping
from operator import is_
from types import ModuleType
from typing import Annotated, ForwardRef, Literal, Union, cast, get_args, get_origin

_BUILTINS = vars(builtins)


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
    return _Evaluation(namespace).of(annotation)


class _Evaluation:
    """Evaluates one annotation, each text in it once: an alias may mention itself, or another one often."""

    def __init__(self, namespace: Mapping[str, object]) -> None:
        self._namespace = namespace
        self._known: dict[str, object] = {}

    def of(self, annotation: object) -> object:
        """Return what an annotation, or a part of it, names."""
        if isinstance(annotation, ForwardRef):
            annotation = annotation.__forward_arg__
        if not isinstance(annotation, str):
            return self._with_parts(annotation)
        if annotation not in self._known:
            self._known[annotation] = Unknown  # where it mentions itself
            self._known[annotation] = self._text(annotation)
        return self._known[annotation]

    def _text(self, annotation: str) -> object:
        try:
            value: object = eval(annotation, {}, self._namespace)  # noqa: S307  # a trusted module's own annotation
        except Exception:  # noqa: BLE001  # whatever evaluating it raises, it can't be known now
            return Unknown
        if isinstance(value, (str, ForwardRef)):
            is_quoted = annotation.lstrip()[:1] in {"'", '"'}  # an alias that is text is of another module
            return self.of(value) if is_quoted else Unknown
        return self._with_parts(value)

    def _with_parts(self, kind: object) -> object:
        """Return a type whose arguments are evaluated where they are text, as in `Sequence["Loss"]`."""
        parts: tuple[object, ...] = get_args(kind)
        origin: object = get_origin(kind)
        if not parts or origin is Literal:
            return kind
        extras = parts[1:] if origin is Annotated else ()
        made = [self._part(part) for part in parts[: len(parts) - len(extras)]]
        if all(map(is_, made, parts)):
            return kind
        from typed_registry._annotations.type_variables import with_arguments
        from typed_registry._annotations.unwrap import is_union

        generic = Union if is_union(kind) else origin
        try:
            return with_arguments(Annotated if extras else generic, *made, *extras)
        except TypeError:  # arguments in a form of their own
            return kind

    def _part(self, part: object) -> object:
        """Return an argument of a type, which may be a list of parameters."""
        if type(part) is type:
            return part
        if isinstance(part, list):
            items = cast("list[object]", part)
            made = [self._part(item) for item in items]
            return items if all(map(is_, made, items)) else made
        return self.of(part)


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
