"""Read the source of a module from its loader, and the names that the module imports."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar, cast, runtime_checkable

if TYPE_CHECKING:
    from types import ModuleType

Answer = TypeVar("Answer")


@runtime_checkable
class SourceLoader(Protocol):
    """A loader that knows its module's file and source, as the loaders of files and of zip archives do."""

    def get_filename(self, name: str, /) -> str:
        """Return the file of the module, as tracebacks show it. Raises ImportError for another module."""
        ...

    def get_source(self, name: str, /) -> str | None:
        """Return the source of the module, or None when there is compiled code only."""
        ...


class ModuleSource:
    """The source of one module, read when it is asked for."""

    def __init__(self, module: str, loader: SourceLoader, *, is_package: bool) -> None:
        self.module = module
        self.package = module if is_package else module.rpartition(".")[0]
        self.file = loader.get_filename(module)
        self._loader = loader

    def text(self) -> str | None:
        """Return the source, or None when there is compiled code only.

        Raises SyntaxError if it can't be decoded, and ImportError if it can't be read.
        """
        try:
            return self._loader.get_source(self.module)
        except ValueError as error:
            raise SyntaxError(str(error)) from None

    def parse(self) -> ast.Module | None:
        """Return the syntax tree, or None when there is compiled code only.

        Raises SyntaxError if the source isn't Python, and ImportError if it can't be read.
        """
        try:
            content = self.content() if type(self._loader) is SourceFileLoader else self.text()
            return None if content is None else ast.parse(content, self.file)
        except ValueError as error:  # a null byte, before Python 3.12
            raise SyntaxError(str(error)) from None

    def content(self) -> bytes:
        """Return the content of the file, which Python decodes when it parses it.

        Raises ImportError if it can't be read, as for a module in an archive.
        """
        try:
            with open(self.file, "rb") as file:  # noqa: PTH123  # pathlib takes longer
                return file.read()
        except OSError as error:
            raise ImportError(str(error)) from error

    def state(self) -> tuple[int, int] | None:
        """Return the time and size of the file, or of the archive that it is in; None if there is neither.

        In a program that was made by a tool such as PyInstaller, a module has the name of a file that isn't
        there.
        """
        try:
            status = os.stat(self.file)  # noqa: PTH116  # pathlib takes twice as long
        except OSError:
            archive: object = getattr(self._loader, "archive", None)
            if not isinstance(archive, str):
                return None
            status = os.stat(archive)  # noqa: PTH116  # as above
        return status.st_mtime_ns, status.st_size


class PerModule(Generic[Answer]):
    """A function of a module's source whose results are kept until the module's file changes."""

    def __init__(self, question: Callable[[ModuleSource], Answer]) -> None:
        self._question = question
        self._answers: dict[tuple[str, str], tuple[tuple[int, int] | None, Answer]] = {}

    def __call__(self, source: ModuleSource) -> Answer:
        """Return the result. Raises what the function raises."""
        key, state = (source.module, source.file), source.state()
        known = self._answers.get(key)
        if known is None or known[0] != state or state is None:
            known = self._answers[key] = (state, self._question(source))
        return known[1]


def source_of(module: ModuleType) -> ModuleSource | None:
    """Return the source of an imported module, or None if its loader gives none."""
    spec, file = module.__spec__, getattr(module, "__file__", None)
    name = spec.name if spec else module.__name__
    loader: object = module.__loader__
    if not isinstance(loader, SourceLoader) and file is not None:
        loader = SourceFileLoader(name, file)  # the module's own loader may be that of an import hook
    try:
        is_package = hasattr(module, "__path__")
        return ModuleSource(name, loader, is_package=is_package) if isinstance(loader, SourceLoader) else None
    except ImportError:
        return None


SIMPLE_STATEMENTS: Collection[type[ast.AST]] = frozenset(
    {ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr, ast.Return}
)
"""The most frequent statements that have no others in them."""


class Import(NamedTuple):
    """A name that an import statement binds."""

    name: str
    """The bound name; `*` for every name of the module."""
    module: str
    attribute: str
    """The name in the module; empty for the module itself."""


def imports_in(tree: ast.Module, package: str) -> Iterator[Import]:
    """Yield the imports in a module, including those inside functions and under `if TYPE_CHECKING`."""
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield Import(alias.asname or top, alias.name if alias.asname else top, "")
        elif isinstance(node, ast.ImportFrom):
            origin = absolute_module(node, package)
            for alias in node.names:
                yield Import(alias.asname or alias.name, origin, alias.name)


def _statements(block: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements in a block and in the blocks inside it."""
    for part in ("body", "orelse", "handlers", "finalbody", "cases"):
        inner: object = getattr(block, part, None)
        for node in cast("list[ast.AST]", inner) if isinstance(inner, list) else ():
            yield node
            if type(node) not in SIMPLE_STATEMENTS:
                yield from _statements(node)


def absolute_module(node: ast.ImportFrom, package: str) -> str:
    """Return the absolute name of the module that a statement imports from."""
    if not node.level:
        return node.module or ""
    parents = package.split(".")
    kept = parents[: len(parents) - node.level + 1]
    return ".".join([*kept, node.module] if node.module else kept)


@PerModule
def module_imports(source: ModuleSource) -> Mapping[str, str]:
    """Return the names that a module imports, each with the dotted name of the object it is bound to."""
    tree = source.parse()
    every = () if tree is None else imports_in(tree, source.package)
    return {each.name: f"{each.module}.{each.attribute}".rstrip(".") for each in every}
