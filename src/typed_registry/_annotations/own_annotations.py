"""The annotations that a class, a function or a module states itself, and the signatures of callables.

Since Python 3.14, annotations are evaluated when they are asked for (PEP 649 and 749). An annotation with a
name that is missing then, such as one that is imported for type checkers alone, contains forward references.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Protocol, cast

from typed_registry._annotations.type_guards import is_mapping

if TYPE_CHECKING:
    from inspect import Signature

    from typed_registry._typing_forms import Component

IS_LAZY = sys.version_info >= (3, 14)


class _ReadSignature(Protocol):
    def __call__(self, called: object, /, **options: object) -> Signature: ...


def own_annotations(owner: type | FunctionType | ModuleType) -> Mapping[str, object]:
    """Return the annotations of a class, function or module, without those that a class inherits.

    >>> class Point:
    ...     x: int
    >>> class Named(Point):
    ...     name: str
    >>> [*own_annotations(Named)]
    ['name']
    """
    if IS_LAZY:
        return _evaluated(owner)
    if isinstance(owner, FunctionType):
        return owner.__annotations__
    found: object = vars(owner).get("__annotations__")
    return cast("Mapping[str, object]", found) if is_mapping(found) else {}


def python_signature(function: Component[object], *, follow_wrapped: bool = True) -> Signature:
    """Return the signature of a callable as `inspect` reads it.

    Raises what `inspect.signature` does.
    """
    import inspect  # slow to import

    if not IS_LAZY:
        return inspect.signature(function, follow_wrapped=follow_wrapped)
    from typing_extensions import Format  # slow to import

    read = cast("_ReadSignature", inspect.signature)
    return read(function, follow_wrapped=follow_wrapped, annotation_format=Format.FORWARDREF)


def states_signature(kind: type) -> bool:
    """Return whether a class or its metaclass says by `__signature__` how it is called."""
    return any("__signature__" in vars(each) for each in (kind, *type.mro(type(kind))))


def _evaluated(owner: type | FunctionType | ModuleType) -> Mapping[str, object]:
    """Return annotations as Python 3.14 evaluates them; none if a class of the user's own can't do that."""
    from typing_extensions import Format, get_annotations  # slow to import

    try:
        return get_annotations(owner, format=Format.FORWARDREF)
    except Exception:  # noqa: BLE001  # whatever the user's `__annotate__` raises
        return {}
