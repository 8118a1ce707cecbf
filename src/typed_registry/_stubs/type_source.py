"""mypy's types as source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from mypy.nodes import ARG_NAMED_OPT, ARG_OPT, ARG_POS, ARG_STAR, ARG_STAR2, ArgKind, TypeInfo
from mypy.types import (
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    Overloaded,
    Parameters,
    ParamSpecType,
    ProperType,
    TupleType,
    Type,
    TypeAliasType,
    TypedDictType,
    TypeType,
    TypeVarTupleType,
    TypeVarType,
    UninhabitedType,
    UnionType,
    UnpackType,
    get_proper_type,
)

from typed_registry._stubs.stub_names import StubNames

_OPTIONAL = (ARG_OPT, ARG_NAMED_OPT)


class TypePrinter:
    """Prints types; what they mention goes into the scope. Lives as long as the writing of one stub."""

    def __init__(self, scope: StubNames) -> None:
        self._scope = scope

    def show(self, kind: Type) -> str:  # noqa: C901, PLR0911, PLR0912  # one line for each of mypy's types
        """The type as source. What has no form in source becomes `Any`."""
        if isinstance(kind, TypeAliasType) and kind.is_recursive:
            return self._alias(kind)  # expanded it would have no end
        match get_proper_type(kind):
            case Instance() as found:
                return self._instance(found)
            case UnionType() as found:
                return self._union(found)
            case LiteralType() as found:
                return self._literals([found])
            case TupleType() as found:
                return self._tuple(found)
            case TypedDictType() as found:
                return self._instance(found.fallback)
            case TypeType() as found:
                return f"{self._scope.imported('builtins', 'type')}[{self.show(found.item)}]"
            case TypeVarType() as found:
                return self._type_var(found)
            case TypeVarTupleType() as found:
                return self._made("TypeVarTuple", found.name)
            case UnpackType() as found:
                return f"{self._scope.imported('typing_extensions', 'Unpack')}[{self.show(found.type)}]"
            case CallableType() as found:
                return self._callable(found)
            case Overloaded() as found:
                return self.protocol(found.items)
            case NoneType():
                return "None"
            case UninhabitedType():
                return self._scope.imported("typing_extensions", "Never")
            case _:
                return self._scope.imported("typing", "Any")

    def parameters(self, call: CallableType | Parameters) -> Iterator[str]:
        """The parameters as they stand between the parentheses of a definition, marks included."""
        formals = list(zip(call.arg_names, call.arg_kinds, call.arg_types, strict=True))
        for index, (name, kind, of) in enumerate(formals):
            if kind.is_named() and not any(k.is_named() or k is ARG_STAR for _, k, _ in formals[:index]):
                yield "*"
            yield self._parameter(index, name, kind, of, call)
            if name is None and kind.is_positional() and not _positional_only(formals[index + 1 :]):
                yield "/"

    def arguments(self, kinds: Iterable[Type]) -> str:
        """Types between the brackets of a subscript."""
        return ", ".join(map(self.show, kinds))

    def dependencies(self, kind: Type) -> str:
        """A ParamSpec's value: `[Context]`, or `...`."""
        proper = get_proper_type(kind)
        if not isinstance(proper, Parameters) or ARG_STAR in proper.arg_kinds:
            return "..."
        return f"[{self.arguments(proper.arg_types)}]"

    def name(self, info: TypeInfo) -> str:
        """A class, by the name that the stub imports it under."""
        parts = info.fullname.removeprefix(f"{info.module_name}.").split(".")
        return ".".join([self._scope.imported(info.module_name, parts[0]), *parts[1:]])

    def _parameter(
        self, index: int, name: str | None, kind: ArgKind, of: Type, call: CallableType | Parameters
    ) -> str:
        proper = get_proper_type(of)
        default = " = ..." if kind in _OPTIONAL else ""
        if kind is ARG_STAR:
            return f"*{name or 'args'}: {self._starred(proper)}"
        if kind is ARG_STAR2:
            return f"**{name or 'kwargs'}: {self._double_starred(proper, call)}"
        return f"{name or f'_{index}'}: {self.show(of)}{default}"

    def _starred(self, kind: ProperType) -> str:
        if isinstance(kind, ParamSpecType):
            return f"{self._param_spec(kind)}.args"
        return self.show(kind)

    def _double_starred(self, kind: ProperType, call: CallableType | Parameters) -> str:
        if isinstance(kind, ParamSpecType):
            return f"{self._param_spec(kind)}.kwargs"
        if isinstance(call, CallableType) and call.unpack_kwargs:
            return f"{self._scope.imported('typing_extensions', 'Unpack')}[{self.show(kind)}]"
        return self.show(kind)

    def _instance(self, kind: Instance) -> str:
        name = self.name(kind.type)
        if not kind.args:
            return name
        shown = [self._argument(argument) for argument in kind.args]
        if kind.type.fullname == "builtins.tuple":
            shown.append("...")
        return f"{name}[{', '.join(shown)}]"

    def _argument(self, kind: Type) -> str:
        proper = get_proper_type(kind)
        if isinstance(proper, ParamSpecType):
            return self._param_spec(proper)
        return self.dependencies(proper) if isinstance(proper, Parameters) else self.show(proper)

    def _union(self, kind: UnionType) -> str:
        items = [get_proper_type(item) for item in kind.items]
        literals = [item for item in items if isinstance(item, LiteralType)]
        others = [self.show(item) for item in items if not isinstance(item, LiteralType)]
        shown = [self._literals(literals)] if literals else []
        return " | ".join([*shown, *dict.fromkeys(sorted(others, key="None".__eq__))])

    def _literals(self, kinds: Sequence[LiteralType]) -> str:
        return f"{self._scope.imported('typing', 'Literal')}[{', '.join(map(self._literal, kinds))}]"

    def _literal(self, kind: LiteralType) -> str:
        if kind.is_enum_literal():
            return f"{self.name(kind.fallback.type)}.{kind.value}"
        return ("b" if kind.fallback.type.fullname == "builtins.bytes" else "") + repr(kind.value)

    def _alias(self, kind: TypeAliasType) -> str:
        module, _, name = (kind.alias.fullname if kind.alias else "").rpartition(".")
        shown = self._scope.imported(module, name)
        return f"{shown}[{self.arguments(kind.args)}]" if kind.args else shown

    def _tuple(self, kind: TupleType) -> str:
        fallback = kind.partial_fallback
        if fallback.type.fullname != "builtins.tuple":
            return self._instance(fallback)
        return f"{self._scope.imported('builtins', 'tuple')}[{self.arguments(kind.items) or '()'}]"

    def _type_var(self, kind: TypeVarType) -> str:
        limits = [self.show(value) for value in kind.values]
        bound = self.show(kind.upper_bound)
        if not limits and bound != self._scope.imported("builtins", "object"):
            limits = [f"bound={bound}"]
        if kind.has_default():
            limits.append(f"default={self.show(kind.default)}")
        return self._made("TypeVar", kind.name, limits)

    def _param_spec(self, kind: ParamSpecType) -> str:
        return self._made("ParamSpec", kind.name)

    def _made(self, make: str, name: str, limits: Sequence[str] = ()) -> str:
        """A type variable of the stub's own."""
        module = "typing_extensions" if make == "TypeVarTuple" or "default=" in str(limits) else "typing"
        inside = ", ".join(['"{}"', *limits])
        return self._scope.declared(
            f"_{name.lstrip('_')}", f"{{}} = {self._scope.imported(module, make)}({inside})"
        )

    def _callable(self, kind: CallableType) -> str:
        if kind.is_type_obj():
            return f"{self._scope.imported('builtins', 'type')}[{self.show(kind.ret_type)}]"
        make = self._scope.imported("collections.abc", "Callable")
        if kind.is_ellipsis_args:
            return f"{make}[..., {self.show(kind.ret_type)}]"
        if (spec := kind.param_spec()) is not None:
            return f"{make}[{self._rest(kind, spec)}, {self.show(kind.ret_type)}]"
        if all(k is ARG_POS for k in kind.arg_kinds):
            return f"{make}[[{self.arguments(kind.arg_types)}], {self.show(kind.ret_type)}]"
        return self.protocol([kind])

    def _rest(self, kind: CallableType, spec: ParamSpecType) -> str:
        """A ParamSpec with what stands before it."""
        first = [self.show(of) for of in kind.arg_types[:-2]]
        shown = self._param_spec(spec)
        if not first:
            return shown
        return f"{self._scope.imported('typing_extensions', 'Concatenate')}[{', '.join((*first, shown))}]"

    def protocol(self, calls: Sequence[CallableType], component: str = "", doc: str = "") -> str:
        """A Protocol with this `__call__`, declared in the stub and named after the component; its name."""
        lines = [f"class {{}}({self._scope.imported('typing', 'Protocol')}):"]
        for call in calls:
            if len(calls) > 1:
                lines.append(f"    @{self._scope.imported('typing', 'overload')}")
            inside = ", ".join((free("self", call.arg_names), *self.parameters(call)))
            lines.append(
                f"    def __call__({inside}) -> {self.show(call.ret_type)}:" + ("" if doc else " ...")
            )
            lines.extend(docstring(doc) if doc else ())
        words = re.findall(r"[A-Za-z0-9]+", component)
        return self._scope.declared(f"_{''.join(map(_capital, words))}Call", "\n".join(lines))


def docstring(doc: str) -> Iterator[str]:
    """The docstring of a method."""
    first, *rest = doc.replace("\\", "\\\\").replace('"""', "'''").splitlines()
    if not rest:
        yield f'        """{first}"""'
        return
    yield f'        """{first}'
    yield from (f"        {line}".rstrip() for line in rest)
    yield '        """'


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def free(word: str, taken: Sequence[str | None]) -> str:
    """The word, with as many underscores before it as keep it apart from what is taken."""
    return word if word not in taken else free(f"_{word}", taken)


def _positional_only(formals: Sequence[tuple[str | None, ArgKind, Type]]) -> bool:
    return any(name is None and kind.is_positional() for name, kind, _ in formals)
