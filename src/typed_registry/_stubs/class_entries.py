"""Decide which classes a stub can offer as `type[C]`, so that every checker checks their calls."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, TypedDict

from attrs import fields, has
from mypy.modulefinder import FindModuleCache
from mypy.options import Options
from mypy.types import (
    Instance,
    ProperType,
    TupleType,
    TypedDictType,
    TypeVarType,
    get_proper_type,
)

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.own_annotations import own_annotations
from typed_registry._annotations.type_guards import is_class
from typed_registry._class_libraries.class_library import owner_of
from typed_registry._stubs.constructors import metaclass_calls
from typed_registry._stubs.wrapped_functions import parameter_names

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
_UNCHECKED = {
    "builtins.complex",
    "builtins.float",
    "builtins.object",
    "builtins.property",
    "builtins.super",
}
"""Classes whose calls ty and zuban don't check, and those for which ty takes `int` as well."""


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
    mypy doesn't read, a TypedDict, a NewType, an enum, a metaclass, a base class with `@dataclass_transform`
    and a class whose metaclass has a `__call__`, nor the keywords that come from an unpacked TypedDict. Some
    read that of an attrs class otherwise than attrs does, or know that a decorator has made a function of a
    class, where mypy sees the class. pyrefly lets a model of pydantic take any keyword, as pydantic ignores
    those that it doesn't know.
    """
    first, defined = signature.calls[0], signature.component.defined
    made = get_proper_type(first.ret_type)
    if not first.is_type_obj() or first.variables or "(" in signature.component.expression.text:
        return None
    if isinstance(made, TypedDictType) or any(call.unpack_kwargs for call in signature.calls):
        return None
    info = first.type_object()
    if (
        info.is_enum
        or info.is_newtype
        or info.has_base(_MODEL)
        or info.fullname in _UNCHECKED
        or info.dataclass_transform_spec
        or _has_unknown_init(info)
        or not is_class(without_arguments(defined))
        or info.has_base("builtins.type")
        or _metaclass_hides_constructor(info)
    ):
        return None
    is_unusual = _has_unusual_fields(info) or _lacks_annotations(defined) or _has_old_parameters(defined)
    is_plain = _class_name(made) == info.fullname and not is_unusual
    return made if is_plain and _is_read(info, read) else None


def _metaclass_hides_constructor(info: TypeInfo) -> bool:
    """Return whether a class's metaclass has a `__call__` that isn't annotated to return an instance.

    All checkers but mypy and zuban then check a call of the class with the parameters of that method alone.
    """
    made = (get_proper_type(call.ret_type) for call in metaclass_calls(info))
    return not all(isinstance(each, TypeVarType) for each in made)


def _has_unknown_init(info: TypeInfo) -> bool:
    """Return whether a class with a `__new__` may inherit an `__init__` from a class that mypy doesn't know.

    zuban takes that for one that takes anything.
    """
    owner = next((base for base in info.mro if "__init__" in base.names), info)
    return info.fallback_to_any and owner.fullname == "builtins.object"


def _class_name(kind: ProperType) -> str | None:
    fallback = kind.partial_fallback if isinstance(kind, TupleType) else kind
    return fallback.type.fullname if isinstance(fallback, Instance) else None


def _has_unusual_fields(info: TypeInfo) -> bool:
    """Return whether an attrs class has a parameter without its field's underscore, or with a converter.

    The former is unknown to all checkers but mypy and zuban, and the latter to zuban.
    """
    owner = next((base for base in info.mro if "__init__" in base.names), info)
    known: Iterable[_AttrsField] = owner.metadata.get("attrs", {}).get("attributes", ())
    return any(
        field["has_converter"] or (field["name"].startswith("_") and not field["alias"])
        for field in known
        if field["init"]
    )


def _lacks_annotations(defined: object) -> bool:
    """Return whether an attrs class has a field without an annotation, which only mypy and pyrefly know."""
    if not isinstance(defined, type) or not has(defined):
        return False
    return any(field.init and owner_of(defined, field.name) is None for field in fields(defined))


def _has_old_parameters(defined: object) -> bool:
    """Return whether a class is a `namedtuple` with defaults, or has a parameter such as `__size`.

    pyright lets every field of such a tuple of `collections` be left out. pyrefly takes `__size` for a
    keyword. Other checkers read it as positional only, and Python has it as `_Box__size`.
    """
    bases = defined.__mro__ if isinstance(defined, type) else ()
    made = next((base for base in bases if "_field_defaults" in vars(base)), None)
    if made is not None and vars(made)["_field_defaults"] and not own_annotations(made):
        return True
    found = (getattr(defined, name, None) for name in ("__init__", "__new__"))
    names = (name for each in found if isinstance(each, FunctionType) for name in parameter_names(each))
    return any("__" in name[1:] for name in names if name.startswith("_") and not name.endswith("__"))


def _is_read(info: TypeInfo, read: ReadPackages) -> bool:
    """Return whether mypy reads each class that takes part in a constructor."""
    has_fields = not _FIELDS.isdisjoint(info.metadata)
    definers = (
        next((base for base in info.mro if name in base.names), info) for name in ("__init__", "__new__")
    )
    parts = info.mro if has_fields else [info, *definers]
    return all(base.module_name in read for base in parts)
