"""How components are called, asked of mypy.

mypy reads a small module that gives each component a variable, and infers the variables' types: its own
plugins for attrs, dataclasses and partials, its overloads and generics all have their say, and no annotation
is parsed here. What it knows of other modules it keeps in a cache, so a second probe takes a second or two.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen
from mypy import build
from mypy.errors import CompileError
from mypy.modulefinder import BuildSource
from mypy.nodes import MypyFile, TypeAlias, TypeInfo, Var
from mypy.options import Options
from mypy.typeops import type_object_type
from mypy.types import Instance, ProperType, TupleType, get_proper_type

from typed_registry._stubs.collect import RegistryModule
from typed_registry._stubs.expressions import ComponentExpression
from typed_registry._stubs.freshness import CACHE
from typed_registry.errors import StubError

PROBE = "_typed_registry_probe"


HEAD = """\
from collections.abc import Callable
from typing import Any, TypeVar
_any: Any
_T = TypeVar("_T")
def _instance(kind: type[_T]) -> _T: ...
def _giving(value: _T) -> Callable[[], _T]: ...\
"""


@frozen
class MypyAnswer:
    """What mypy knows; lives as long as the writing of one stub."""

    types: Mapping[str, ProperType]
    """The type of each registry, by its variable, and of each component, by `variable.name`."""
    modules: Mapping[str, MypyFile]
    """Every module that the answer depends on."""
    files: tuple[str, ...]
    """Their files."""


def probe(module: RegistryModule) -> MypyAnswer:
    """Asks for the types of a module's registries and components.

    Raises StubError when mypy can't read the modules.
    """
    keys, expressions = zip(*_expressions(module), strict=True)
    names = {name: f"_m{i}" for i, name in enumerate(sorted({m for e in expressions for m in e.modules}))}
    imports = (f"import {name} as {short}" for name, short in names.items())
    lines = (f"_{i} = {_shortened(expression, names)}" for i, expression in enumerate(expressions))
    result = _read(module, "\n".join((HEAD, *imports, *lines)))
    tree = result.files[PROBE]
    types = [_type_of(module, tree, f"_{index}") for index in range(len(keys))]
    return MypyAnswer(dict(zip(keys, types, strict=True)), result.manager.modules, tuple(_files(result)))


def _expressions(module: RegistryModule) -> Iterator[tuple[str, ComponentExpression]]:
    for holding in module.holdings:
        yield holding.variable, ComponentExpression(f"{module.name}.{holding.variable}", (module.name,))
        for component in holding.components:
            yield f"{holding.variable}.{component.name}", component.expression


def _shortened(expression: ComponentExpression, names: Mapping[str, str]) -> str:
    """The source with each module's short name, since `a.b` is no module where `a` has a function `b`."""
    text = expression.text
    for module in sorted(expression.modules, key=len, reverse=True):
        text = re.sub(rf"(?<![\w.]){re.escape(module)}(?=\.)", names[module], text)
    return text


def _read(module: RegistryModule, text: str) -> build.BuildResult:
    sources = [BuildSource(module.file, module.name, None), BuildSource(None, PROBE, text)]
    try:
        return build.build(sources, _options(), alt_lib_path=str(Path.cwd()))
    except CompileError as error:
        raise StubError(module.name, None, "mypy says: " + "; ".join(error.messages)) from None


def _files(result: build.BuildResult) -> Iterator[str]:
    return (state.abspath for state in result.graph.values() if state.abspath and state.id != PROBE)


def _type_of(module: RegistryModule, tree: MypyFile, name: str) -> ProperType:
    node = tree.names[name].node
    if isinstance(node, TypeAlias):  # to mypy, a new name for a class is an alias
        return type_object_type(_class(get_proper_type(node.target)))
    found = get_proper_type(node.type) if isinstance(node, Var) else None
    if found is None:
        raise StubError(module.name, None, f"mypy infers no type for {name}")
    return found


def _class(target: ProperType) -> TypeInfo:
    if isinstance(target, TupleType):
        return target.partial_fallback.type
    if isinstance(target, Instance):
        return target.type
    message = f"mypy makes {target} of a class"
    raise TypeError(message)


def _options() -> Options:
    options = Options()
    options.python_version = (sys.version_info[0], sys.version_info[1])
    options.python_executable = sys.executable
    options.incremental = True
    options.cache_dir = str(CACHE)
    options.ignore_errors = True
    options.follow_untyped_imports = True
    options.namespace_packages = True
    options.explicit_package_bases = True
    options.mypy_path = [path for path in sys.path if _is_ours(path)]
    return options


def _is_ours(path: str) -> bool:
    """Whether an entry of sys.path is the program's; mypy finds the interpreter's own by itself."""
    installed = (sys.prefix, sys.base_prefix, sys.exec_prefix)
    return Path(path).is_dir() and not path.startswith(installed)
