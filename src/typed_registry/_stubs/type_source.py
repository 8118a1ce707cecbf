"""Write mypy's types as source code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager

from mypy.nodes import ARG_POS, ARG_STAR, ArgKind, TypeInfo
from mypy.subtypes import is_subtype
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    Overloaded,
    Parameters,
    ParamSpecType,
    SentinelValue,
    TupleType,
    Type,
    TypeAliasType,
    TypedDictType,
    TypeType,
    TypeVarId,
    TypeVarLikeType,
    TypeVarTupleType,
    TypeVarType,
    UninhabitedType,
    UnionType,
    UnpackType,
    get_proper_type,
)

from typed_registry._stubs.nested_types import SPEC
from typed_registry._stubs.protocol_source import call_protocol, private_protocol
from typed_registry._stubs.stub_names import OWN_NAME, StubNames


class TypePrinter:
    """Writes types as source code, and imports or declares what they mention.

    An object lives as long as the generation of one stub.
    """

    def __init__(self, names: StubNames) -> None:
        self.names = names
        self.untyped: list[AnyType] = []
        """Every `Any` that was written."""
        self._named: Mapping[TypeVarId, str] = {}
        self._copying: list[str] = []
        self.mentions_deprecated = False

    def show(self, kind: Type) -> str:  # noqa: C901, PLR0911, PLR0912  # one line for each of mypy's types
        """Return a type as source code; `Any` for a type that source code can't express."""
        if isinstance(kind, TypeAliasType) and kind.is_recursive:
            return self._alias(kind)  # its expansion would be infinite
        match get_proper_type(kind):
            case Instance() as found:
                return self._instance(found)
            case UnionType() as found:
                return self._union(found)
            case LiteralType(value=SentinelValue(fullname=fullname, name=name)):
                first, *others = name.split(".")
                return ".".join([self.names.imported(fullname.removesuffix(f".{name}"), first), *others])
            case LiteralType() as found:
                return self._literals([found])
            case TupleType() as found:
                return self._tuple(found)
            case TypedDictType() as found:
                return self._instance(found.fallback)
            case TypeType() as found:
                return f"{self.names.imported('builtins', 'type')}[{self.show(found.item)}]"
            case TypeVarType() as found:
                return self._named.get(found.id) or self.variable(found)
            case ParamSpecType() as found:
                return self.names.variable("ParamSpec", found.name)
            case TypeVarTupleType() as found:
                return self.names.variable("TypeVarTuple", found.name)
            case UnpackType() as found:
                return f"{self.names.imported('typing_extensions', 'Unpack')}[{self.show(found.type)}]"
            case CallableType() as found:
                return self._callable(found)
            case Overloaded() as found:
                return call_protocol(found.items, self)
            case NoneType():
                return "None"
            case UninhabitedType():
                return self.names.imported("typing_extensions", "Never")
            case AnyType() as found:
                self.untyped.append(found)
                return self.names.imported("typing", "Any")
            case _:
                return self.names.imported("typing", "Any")

    def arguments(self, kinds: Iterable[Type]) -> str:
        """Return types as they are written between the brackets of a subscript."""
        return ", ".join(map(self.show, kinds))

    def dependencies(self, kind: Type) -> str:
        """Return the value of a ParamSpec: `[Context]`, or `...`."""
        proper = get_proper_type(kind)
        if not isinstance(proper, Parameters) or ARG_STAR in proper.arg_kinds:
            return "..."
        return f"[{self.arguments(proper.arg_types)}]"

    def result(self, call: CallableType) -> str:
        """Return the type of a call's result, or what it says about the first argument: `TypeGuard[int]`."""
        if call.type_guard is not None:
            return f"{self.names.imported('typing_extensions', 'TypeGuard')}[{self.show(call.type_guard)}]"
        if call.type_is is not None and is_subtype(call.type_is, call.arg_types[0]):
            return f"{self.names.imported('typing_extensions', 'TypeIs')}[{self.show(call.type_is)}]"
        return self.show(call.ret_type)

    def variable(self, kind: TypeVarType, variance: Iterable[str] = ()) -> str:
        """Declare a TypeVar with its bound or constraints and its default, and return its name.

        Its variance matters only to the class that is generic in it.
        """
        limits = list(map(self.show, kind.values))
        bound = self.show(kind.upper_bound)
        if not limits and bound != self.names.imported("builtins", "object"):
            limits = [f"bound={bound}"]
        if kind.has_default():
            limits.append(f"default={self.show(kind.default)}")
        return self.names.variable("TypeVar", kind.name, [*limits, *variance])

    def own_variables(
        self, variables: Iterable[TypeVarLikeType], variance: Callable[[TypeVarType], Iterable[str]]
    ) -> dict[TypeVarId, str]:
        """Declare the TypeVars of a class, each with its variance, and return their names.

        The default of one may mention those before it.
        """
        found: dict[TypeVarId, str] = {}
        for each in variables:
            if isinstance(each, TypeVarType):
                with self.naming(found):
                    found[each.id] = self.variable(each, variance(each))
        return found

    @contextmanager
    def naming(self, names: Mapping[TypeVarId, str]) -> Generator[None]:
        """Write these names for type variables inside the context."""
        before = self._named
        self._named = {**before, **names}
        try:
            yield
        finally:
            self._named = before

    def name(self, info: TypeInfo) -> str:
        """Return the name under which the stub imports a class."""
        if info.fullname == SPEC:
            return self.names.imported("typed_registry", "Spec")
        if info.is_protocol and _is_private(info.fullname):
            return self._copied(info.fullname, lambda: private_protocol(info, self))
        self.mentions_deprecated |= info.deprecated is not None
        parts = info.fullname.removeprefix(f"{info.module_name}.").split(".")
        return ".".join([self.names.imported(info.module_name, parts[0]), *parts[1:]])

    def _instance(self, kind: Instance) -> str:
        name = self.name(kind.type)
        arguments = _without_defaults(kind)
        if not arguments:
            return name
        shown = [self._argument(argument) for argument in arguments]
        if kind.type.fullname == "builtins.tuple":
            shown.append("...")
        return f"{name}[{', '.join(shown)}]"

    def _argument(self, kind: Type) -> str:
        return self.dependencies(kind) if isinstance(get_proper_type(kind), Parameters) else self.show(kind)

    def _union(self, kind: UnionType) -> str:
        literals, others = list[LiteralType](), list[str]()
        for item in kind.items:
            proper = get_proper_type(item)
            if isinstance(proper, LiteralType) and not proper.is_sentinel_literal():
                literals.append(proper)
            else:
                others.append(self.show(item))
        shown = [self._literals(literals)] if literals else []
        return " | ".join([*shown, *dict.fromkeys(sorted(others, key="None".__eq__))])

    def _literals(self, kinds: Sequence[LiteralType]) -> str:
        return f"{self.names.imported('typing', 'Literal')}[{', '.join(map(self._literal, kinds))}]"

    def _literal(self, kind: LiteralType) -> str:
        if kind.is_enum_literal():
            return f"{self.name(kind.fallback.type)}.{kind.value}"
        if kind.fallback.type.fullname == "builtins.bytes":  # mypy keeps what is between the quotes in a repr
            return repr(str(kind.value).encode().decode("unicode_escape").encode("latin-1"))
        return repr(kind.value)

    def _alias(self, kind: TypeAliasType) -> str:
        """Return an alias that mentions itself, for which its type would be infinite."""
        fullname = kind.alias.fullname if kind.alias else ""
        module = kind.alias.module if kind.alias else ""
        name, dot, nested = fullname.removeprefix(f"{module}.").partition(".")
        if not kind.args and _is_private(fullname):
            return self._copied(fullname, lambda: self._alias_copy(name, get_proper_type(kind)))
        shown = f"{self.names.imported(module, name)}{dot}{nested}"
        return f"{shown}[{self.arguments(kind.args)}]" if kind.args else shown

    def _alias_copy(self, name: str, kind: Type) -> str:
        alias = self.names.imported("typing", "TypeAlias")
        return self.names.declared(name, f"{OWN_NAME}: {alias} = {self.show(kind)}")

    def _copied(self, fullname: str, copy: Callable[[], str]) -> str:
        """Return the name of a copy of what the standard library's stubs define for themselves.

        The checkers have different copies of these stubs, which differ in such names.
        """
        if fullname in self._copying:
            module, _, name = fullname.rpartition(".")
            return OWN_NAME if fullname == self._copying[-1] else self.names.imported(module, name)
        self._copying.append(fullname)
        try:
            return copy()
        finally:
            self._copying.pop()

    def _tuple(self, kind: TupleType) -> str:
        fallback = kind.partial_fallback
        if fallback.type.fullname != "builtins.tuple":
            return self._instance(fallback)
        return f"{self.names.imported('builtins', 'tuple')}[{self.arguments(kind.items) or '()'}]"

    def _callable(self, kind: CallableType) -> str:
        if kind.is_type_obj():
            return f"{self.names.imported('builtins', 'type')}[{self.show(kind.ret_type)}]"
        make = self.names.imported("collections.abc", "Callable")
        if kind.is_ellipsis_args:
            return f"{make}[..., {self.result(kind)}]"
        if (spec := kind.param_spec()) is not None:
            return f"{make}[{self._rest(kind, spec)}, {self.result(kind)}]"
        if all(map(_is_positional, kind.arg_kinds, kind.arg_types)):
            return f"{make}[[{self.arguments(kind.arg_types)}], {self.result(kind)}]"
        return call_protocol([kind], self)

    def _rest(self, kind: CallableType, spec: ParamSpecType) -> str:
        """Return a ParamSpec with the parameters before it."""
        first = [self.show(of) for of in kind.arg_types[:-2]]
        shown = self.names.variable("ParamSpec", spec.name)
        if not first:
            return shown
        return f"{self.names.imported('typing_extensions', 'Concatenate')}[{', '.join((*first, shown))}]"


def _is_positional(kind: ArgKind, of: Type) -> bool:
    """Return whether `Callable` can express a parameter."""
    return kind is ARG_POS or (kind is ARG_STAR and isinstance(get_proper_type(of), UnpackType))


def _is_private(fullname: str) -> bool:
    """Return whether a name is private to the standard library's stubs."""
    outer, _, name = fullname.rpartition(".")
    return name.startswith("_") and outer.partition(".")[0] in sys.stdlib_module_names


def _without_defaults(kind: Instance) -> Sequence[Type]:
    """Return the arguments of a type without the last ones that are the defaults of their variables.

    A default may be a private class, which no stub can import.
    """
    variables = kind.type.defn.type_vars
    count = len(kind.args)
    while count and count <= len(variables) and _is_default(kind.args[count - 1], variables[count - 1]):
        count -= 1
    return kind.args[:count]


def _is_default(argument: Type, variable: TypeVarLikeType) -> bool:
    default = get_proper_type(variable.default)
    return not isinstance(default, AnyType) and get_proper_type(argument) == default
