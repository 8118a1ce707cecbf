"""The types of keywords that choose components: `Spec[Loss, []]` where a parameter takes a `Loss`."""

from __future__ import annotations

from collections.abc import Mapping

from mypy.nodes import MypyFile, TypeInfo
from mypy.type_visitor import TypeTranslator
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    Parameters,
    Type,
    TypeAliasType,
    TypeOfAny,
    get_proper_type,
)

SPEC = "typed_registry._spec.Spec"


class NestedTypes(TypeTranslator):
    """Replaces the kinds of registries in a type by `Spec`.

    `dependencies` has the kinds by their dotted names, each with what its registry's components are built
    from as mypy infers it; None if that isn't known.
    """

    def __init__(self, dependencies: Mapping[str, Type | None], modules: Mapping[str, MypyFile]) -> None:
        super().__init__()
        self._dependencies = dependencies
        self._modules = modules

    def visit_instance(self, t: Instance) -> Type:
        """Return `Spec` for a kind, and look into the arguments of any other class."""
        name = t.type.fullname
        if name not in self._dependencies:
            return super().visit_instance(t)
        return self._spec(t, self._dependencies[name] or AnyType(TypeOfAny.special_form))

    def visit_callable_type(self, t: CallableType) -> Type:
        """Return `Spec` for a callable that builds a kind from its dependencies."""
        made = get_proper_type(t.ret_type)
        if not isinstance(made, Instance) or made.type.fullname not in self._dependencies:
            return super().visit_callable_type(t)
        if t.is_ellipsis_args:
            return made.accept(self)
        return self._spec(made, Parameters(t.arg_types, t.arg_kinds, t.arg_names))

    def visit_type_alias_type(self, t: TypeAliasType) -> Type:
        """Look into the type that an alias is of, unless it mentions itself."""
        return t if t.is_recursive else get_proper_type(t).accept(self)

    def _spec(self, kind: Instance, dependencies: Type) -> Type:
        module, _, name = SPEC.rpartition(".")
        node = self._modules[module].names[name].node
        if not isinstance(node, TypeInfo):
            raise TypeError(f"mypy takes Spec for {node!r}")
        return Instance(node, [kind, dependencies])
