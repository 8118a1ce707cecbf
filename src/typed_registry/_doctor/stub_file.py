"""Read which names a generated stub has, and in which forms they can be called."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

from attrs import frozen


class AccessForm(Enum):
    """A form in which a program calls a component by its name, or chooses it."""

    COMPONENTS = "components"
    BUILD = "build"
    SPECS = "specs"
    SPEC = "spec"

    @property
    def is_mapping(self) -> bool:
        """Whether the name is a key: `components["x"](...)`."""
        return self in (AccessForm.COMPONENTS, AccessForm.SPECS)

    def call(self, name: str, arguments: str) -> str:
        """Return the source of a call.

        >>> AccessForm.COMPONENTS.call("x", "size=a"), AccessForm.BUILD.call("x", "size=a")
        ("components['x'](size=a)", "build('x', size=a)")
        """
        if self.is_mapping:
            return f"{self.value}[{name!r}]({arguments})"
        return f"{self.value}({', '.join(filter(None, (repr(name), arguments)))})"


@frozen
class StubRegistry:
    """A registry in a stub."""

    types: Mapping[str, str] = {}
    """The type of each component, as it is written."""
    forms: Mapping[AccessForm, frozenset[str]] = {}
    """The names that each form accepts."""


@frozen
class StubFile:
    """A generated stub on disk."""

    file: Path
    registries: Mapping[str, StubRegistry]
    """The registries by their variables."""
    problem: str = ""
    """Why it can't be read, such as a syntax error; empty if it can."""

    def names(self, variable: str) -> frozenset[str]:
        """Return the components of a registry."""
        return frozenset(self.registries.get(variable, StubRegistry()).types)


def read_stub_file(file: Path) -> StubFile | None:
    """Return what a stub says; None if there is no such file."""
    if not file.is_file():
        return None
    try:
        body = ast.parse(file.read_bytes()).body
    except SyntaxError as error:
        return StubFile(file, {}, f"line {error.lineno}: {error.msg}")
    except ValueError as error:
        return StubFile(file, {}, str(error))
    keys: dict[str, dict[str, str]] = {}
    classes: dict[str, ast.ClassDef] = {}
    kinds: dict[str, str] = {}
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[_, ast.Dict() as items])):
                keys[name] = dict(_items(items))
            case ast.ClassDef(name=name):
                classes[name] = node
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Subscript(slice=ast.Name(id=kind))):
                kinds[name] = kind  # `LOSSES: Final[_Losses]`
            case _:
                pass
    found = {name: _registry(classes[kind], keys) for name, kind in kinds.items() if kind in classes}
    return StubFile(file, found)


def _items(items: ast.Dict) -> Iterator[tuple[str, str]]:
    """Yield the keys of a TypedDict with the types of their values, without `ReadOnly`."""
    for key, value in zip(items.keys, items.values, strict=True):
        if isinstance(key, ast.Constant):
            inner = value.slice if isinstance(value, ast.Subscript) else value
            yield str(key.value), ast.unparse(inner)


def _registry(kind: ast.ClassDef, keys: Mapping[str, Mapping[str, str]]) -> StubRegistry:
    methods = [node for node in kind.body if isinstance(node, ast.FunctionDef)]
    types: Mapping[str, str] = {}
    forms: dict[AccessForm, frozenset[str]] = {}
    for form in AccessForm:
        own = [method for method in methods if method.name == form.value]
        if not form.is_mapping:
            forms[form] = frozenset(name for method in own for name in _name(method))
        for method in own if form.is_mapping else ():
            found = keys.get(ast.unparse(method.returns) if method.returns else "", {})
            forms[form] = frozenset(found)
            types = found if form is AccessForm.COMPONENTS else types
    if not forms[AccessForm.BUILD]:  # too many names for overloads
        forms[AccessForm.SPEC] = frozenset()
    return StubRegistry(types, forms)


def _name(method: ast.FunctionDef) -> Iterator[str]:
    """Yield the name that an overload is for; none if it is for several, or for a component."""
    match method.args.posonlyargs:
        case [
            ast.arg(annotation=None),
            ast.arg(annotation=ast.Subscript(value=literal, slice=ast.Constant(value=str() as name))),
            *_,
        ] if ast.unparse(literal).endswith("Literal"):
            yield name
        case _:
            pass
