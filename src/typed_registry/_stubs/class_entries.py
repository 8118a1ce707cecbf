"""Decide which classes a stub can offer as `type[C]`, so that every checker checks their calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from mypy.modulefinder import FindModuleCache
from mypy.options import Options
from mypy.types import (
    FunctionLike,
    Instance,
    ProperType,
    TupleType,
    TypedDictType,
    TypeVarType,
    get_proper_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy.build import BuildManager
    from mypy.nodes import TypeInfo

    from typed_registry._stubs.signatures import ComponentSignature


class _AttrsField(TypedDict):
    """A field of an attrs class, as mypy's cache has it."""

    name: str
    alias: str | None
    init: bool
    has_converter: bool


_FIELDS = {"attrs", "dataclass"}
"""The metadata that mypy keeps of a class whose constructor takes the fields of its bases, too."""
_MODEL = "pydantic.main.BaseModel"
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
    mypy doesn't read, a TypedDict, an enum and a class whose metaclass has a `__call__`, nor the keywords
    that come from an unpacked TypedDict. Some read that of an attrs class otherwise than attrs does, and
    pyrefly lets a model of pydantic take any keyword, as pydantic ignores those that it doesn't know.
    """
    first = signature.calls[0]
    made = get_proper_type(first.ret_type)
    if not first.is_type_obj() or first.variables or "(" in signature.component.expression.text:
        return None
    if isinstance(made, TypedDictType) or any(call.unpack_kwargs for call in signature.calls):
        return None
    info = first.type_object()
    if (
        info.is_enum
        or info.has_base(_MODEL)
        or info.fullname in _UNCHECKED
        or _metaclass_hides_constructor(info)
    ):
        return None
    is_plain = _class_name(made) == info.fullname and not _has_unusual_fields(info)
    return made if is_plain and _is_read(info, read) else None


def _metaclass_hides_constructor(info: TypeInfo) -> bool:
    """Return whether a class's metaclass has a `__call__` that isn't annotated to return an instance.

    All checkers but mypy and zuban then check a call of the class with the parameters of that method alone.
    """
    bases = [] if info.metaclass_type is None else info.metaclass_type.type.mro
    owner = next((base for base in bases if "__call__" in base.names), None)
    if owner is None or owner.fullname == "builtins.type":
        return False
    kind = get_proper_type(owner.names["__call__"].type)
    calls = kind.items if isinstance(kind, FunctionLike) else []
    return not all(isinstance(get_proper_type(call.ret_type), TypeVarType) for call in calls)


def _class_name(kind: ProperType) -> str | None:
    fallback = kind.partial_fallback if isinstance(kind, TupleType) else kind
    return fallback.type.fullname if isinstance(fallback, Instance) else None


def _has_unusual_fields(info: TypeInfo) -> bool:
    """Return whether an attrs class has a parameter without its field's underscore, or with a converter.

    The former is unknown to all checkers but mypy and zuban, and the latter to zuban.
    """
    owner = next((base for base in info.mro if "__init__" in base.names), info)
    fields: Iterable[_AttrsField] = owner.metadata.get("attrs", {}).get("attributes", ())
    return any(
        field["has_converter"] or (field["name"].startswith("_") and not field["alias"])
        for field in fields
        if field["init"]
    )


def _is_read(info: TypeInfo, read: ReadPackages) -> bool:
    """Return whether mypy reads each class that takes part in a constructor."""
    has_fields = not _FIELDS.isdisjoint(info.metadata)
    definers = (
        next((base for base in info.mro if name in base.names), info) for name in ("__init__", "__new__")
    )
    parts = info.mro if has_fields else [info, *definers]
    return all(base.module_name in read for base in parts)
