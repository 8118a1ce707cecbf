"""Read which names a generated stub has, and in which forms they can be called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
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
        """True if the name is a key: `components["x"](...)`."""
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
    open: frozenset[str] = frozenset()
    """The components that take any keyword, as the stub says."""
    left_out: Mapping[str, str] = {}
    """The components that the stub leaves out on purpose, each with the reason."""
    has_any: Mapping[str, str] = {}
    """The components for which the stub has `Any`, each with the reason."""


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
    """Return the content of a stub; None if there is no such file."""
    if not file.is_file():
        return None
    source = file.read_bytes()
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        return StubFile(file, {}, f"line {error.lineno}: {error.msg}")
    except ValueError as error:
        return StubFile(file, {}, str(error))
    reader = _StubReader(source.decode("utf-8").split("\n"))
    for node in body:
        reader.read(node)
    return StubFile(file, reader.registries())


class _StubReader:
    """Collects the declarations in the statements of a stub."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._keys: dict[str, dict[str, str]] = {}
        self._remarks: dict[str, Sequence[str]] = {}
        self._classes: dict[str, ast.ClassDef] = {}
        self._kinds: dict[str, str] = {}

    def read(self, node: ast.stmt) -> None:
        """Read a statement."""
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=[_, ast.Dict() as items])):
                self._keys[name] = dict(_items(items))
                self._remarks[name] = self._lines[node.lineno : node.end_lineno]
            case ast.ClassDef(name=name):
                self._classes[name] = node
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Subscript(slice=ast.Name(id=kind))):
                self._kinds[name] = kind  # `LOSSES: Final[_Losses]`
            case _:
                pass

    def registries(self) -> dict[str, StubRegistry]:
        """Return the registries by their variables."""
        classes = self._classes
        return {name: self._registry(classes[kind]) for name, kind in self._kinds.items() if kind in classes}

    def _registry(self, kind: ast.ClassDef) -> StubRegistry:
        methods = [node for node in kind.body if isinstance(node, ast.FunctionDef)]
        forms: dict[AccessForm, frozenset[str]] = {}
        for form in AccessForm:
            own = [method for method in methods if method.name == form.value]
            tables = (self._keys.get(_result(method), {}) for method in own)
            found = (name for table in tables for name in table)
            forms[form] = frozenset(found if form.is_mapping else (name for m in own for name in _name(m)))
        components = next((_result(m) for m in methods if m.name == AccessForm.COMPONENTS.value), "")
        remarks = self._remarks.get(components, ())
        left_out, has_any = (_reasons(_remarked(remarks, verb)) for verb in ("is left out", "has Any"))
        types = self._keys.get(components, {})
        protocols = {name: self._classes[of] for name, of in types.items() if of in self._classes}
        is_open = frozenset(name for name, protocol in protocols.items() if _takes_any(protocol))
        return StubRegistry(types, forms, is_open, left_out, has_any)


def _takes_any(protocol: ast.ClassDef) -> bool:
    """Return whether a call of what has this Protocol takes any keyword, in one of its overloads."""
    calls = (node for node in protocol.body if isinstance(node, ast.FunctionDef) and node.name == "__call__")
    rests = (call.args.kwarg.annotation for call in calls if call.args.kwarg)
    return any(not re.search(r"\bUnpack\[|\.kwargs$", ast.unparse(each)) for each in rests if each)


def _result(method: ast.FunctionDef) -> str:
    return ast.unparse(method.returns) if method.returns else ""


def _reasons(remarks: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the reasons for each name, several of them as one text."""
    found: dict[str, list[str]] = {}
    for name, why in remarks:
        found.setdefault(name, []).append(why)
    return {name: "; ".join(reasons) for name, reasons in found.items()}


def _remarked(lines: Iterable[str], verb: str) -> Iterator[tuple[str, str]]:
    """Yield the names of which a comment says this, each with the reason.

    >>> [*_remarked(["    # 'sum' is left out: it has no signature"], "is left out")]
    [('sum', 'it has no signature')]
    """
    for line in lines:
        match = re.fullmatch(rf"\s*# (['\"].*?['\"]) {verb}: (.*)", line)
        if match:
            with suppress(ValueError, SyntaxError):  # a name with quotes and backslashes
                yield str(ast.literal_eval(match[1].replace(r"\\", "\\"))), match[2]


def _items(items: ast.Dict) -> Iterator[tuple[str, str]]:
    """Yield the keys of a TypedDict with the types of their values, without `ReadOnly`."""
    for key, value in zip(items.keys, items.values, strict=True):
        if isinstance(key, ast.Constant):
            inner = value.slice if isinstance(value, ast.Subscript) else value
            yield str(key.value), ast.unparse(inner)


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
