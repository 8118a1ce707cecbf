"""Decide which classes a stub can offer as `type[C]`, so that every checker checks their calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.modulefinder import FindModuleCache
from mypy.options import Options
from mypy.types import Instance, ProperType, TupleType, TypedDictType, get_proper_type

if TYPE_CHECKING:
    from mypy.build import BuildManager
    from mypy.nodes import TypeInfo

    from typed_registry._stubs.signatures import ComponentSignature

_FIELDS = {"attrs", "dataclass"}
"""The metadata that mypy keeps of a class whose constructor takes the fields of its bases, too."""
_UNCHECKED = {"builtins.object", "builtins.property", "builtins.super", "builtins.type"}
"""Classes whose calls ty and zuban don't check."""


class ReadPackages:
    """The packages that mypy reads for types without a setting: those with types, or stubs, of their own."""

    def __init__(self, manager: BuildManager) -> None:
        options = Options()
        options.python_version = manager.options.python_version
        options.namespace_packages = True
        self._found = FindModuleCache(manager.search_paths, manager.fscache, options)

    def __contains__(self, module: str) -> bool:
        """Return whether mypy reads a module. It takes everything in any other for `Any`."""
        return isinstance(self._found.find_module(module, fast_path=True), str)


def plain_class(signature: ComponentSignature, read: ReadPackages) -> ProperType | None:
    """Return the type of a class's instances if `type[...]` of it is checked by all; None otherwise.

    There are checkers that don't check the calls of `type[C]` for a generic class, a class whose constructor
    mypy doesn't read, a TypedDict and an enum, nor the keywords that come from an unpacked TypedDict.
    """
    first = signature.calls[0]
    made = get_proper_type(first.ret_type)
    if not first.is_type_obj() or first.variables or "(" in signature.component.expression.text:
        return None
    if isinstance(made, TypedDictType) or any(call.unpack_kwargs for call in signature.calls):
        return None
    info = first.type_object()
    if info.is_enum or info.fullname in _UNCHECKED:
        return None
    return made if _class_name(made) == info.fullname and _is_read(info, read) else None


def _class_name(kind: ProperType) -> str | None:
    fallback = kind.partial_fallback if isinstance(kind, TupleType) else kind
    return fallback.type.fullname if isinstance(fallback, Instance) else None


def _is_read(info: TypeInfo, read: ReadPackages) -> bool:
    """Return whether mypy reads each class that takes part in a constructor."""
    has_fields = not _FIELDS.isdisjoint(info.metadata)
    definers = (
        next((base for base in info.mro if name in base.names), info) for name in ("__init__", "__new__")
    )
    parts = info.mro if has_fields else [info, *definers]
    return all(base.module_name in read for base in parts)
