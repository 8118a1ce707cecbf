"""The annotations that a class, a function or a module states itself, and the signature that they belong to.

Since Python 3.14, they are evaluated when they are asked for (PEP 649 and 749). If a name is missing then,
such as one that is imported for type checkers alone, they are read as texts, which every Python before 3.14
makes of them with `from __future__ import annotations`.
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


class _ReadAnnotations(Protocol):
    def __call__(self, owner: object, /, **options: object) -> Mapping[str, object]: ...


def own_annotations(owner: type | FunctionType | ModuleType) -> Mapping[str, object]:
    """Return the annotations of a class, function or module, without those that a class inherits.

    >>> class Point:
    ...     x: int
    >>> class Named(Point):
    ...     name: str
    >>> own_annotations(Named)
    {'name': <class 'str'>}
    """
    found: object
    if isinstance(owner, FunctionType) or IS_LAZY:
        try:
            found = getattr(owner, "__annotations__", None)
        except Exception:  # noqa: BLE001  # whatever evaluating them raises
            found = _texts(owner)
    else:
        found = vars(owner).get("__annotations__")
    return cast("Mapping[str, object]", found) if is_mapping(found) else {}


def python_signature(function: Component[object], *, follow_wrapped: bool = True) -> Signature:
    """Return the signature of a callable as `inspect` reads it, with annotations that may be texts.

    Raises what `inspect.signature` does.
    """
    import inspect  # slow to import

    try:
        return inspect.signature(function, follow_wrapped=follow_wrapped)
    except Exception:
        if not IS_LAZY:
            raise
    read = cast("_ReadSignature", inspect.signature)
    return read(function, follow_wrapped=follow_wrapped, annotation_format=_text_format())


def _texts(owner: object) -> Mapping[str, object]:
    from inspect import get_annotations

    read = cast("_ReadAnnotations", get_annotations)
    return read(owner, format=_text_format())


def _text_format() -> object:
    from importlib import import_module

    return import_module("annotationlib").Format.STRING
