"""The library is completely typed for its users: no public symbol is inferred, and none is `Any`."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import pytest

from tests.typing.checker import ROOT

SOURCE = ROOT / "src" / "typed_registry"


class Symbol(TypedDict):
    """A symbol, as `pyright --verifytypes` reports it."""

    name: str
    isExported: bool
    isTypeKnown: bool
    isTypeAmbiguous: bool


class Completeness(TypedDict):
    """What `pyright --verifytypes` reports of a package."""

    completenessScore: float
    symbols: list[Symbol]


class Report(TypedDict):
    """The output of `pyright --verifytypes`."""

    typeCompleteness: Completeness


def test_every_type_is_known() -> None:
    """No type in the package has to be inferred."""
    folder = Path(sys.executable).parent
    command = [str(folder / "pyright"), "--verifytypes", "typed_registry", "--ignoreexternal", "--outputjson"]
    path = {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
    }  # its option for this has no effect
    done = subprocess.run(command, cwd=ROOT, env=path, capture_output=True, text=True, check=False)
    report: Report = json.loads(done.stdout)
    found = report["typeCompleteness"]

    assert [] == [s["name"] for s in found["symbols"] if s["isTypeAmbiguous"] or not s["isTypeKnown"]]
    assert 1 == found["completenessScore"]
    assert len(found["symbols"]) > 500


def public(node: ast.AST) -> Iterator[ast.expr | None]:
    """Yield the annotations of the public names in a module or class, or those of a function."""
    match node:
        case ast.Module(body=body) | ast.ClassDef(body=body):
            for each in body:
                yield from public(each)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if is_public(name):
            yield from (each.annotation for each in ast.walk(node.args) if isinstance(each, ast.arg))
            yield node.returns
        case ast.AnnAssign(target=ast.Name(id=name)) if is_public(name):
            yield node.annotation
        case _:
            pass


def is_public(name: str) -> bool:
    """Return whether a name is public. Names of special methods are."""
    return not name.startswith("_") or name.endswith("__")


def any_in(source: str) -> list[str]:
    """Return the public annotations that mention `Any`."""
    found = [annotation for annotation in public(ast.parse(source)) if annotation is not None]
    return [ast.unparse(each) for each in found if any(map(is_any, ast.walk(each)))]


def is_any(node: ast.AST) -> bool:
    """Return whether an expression is `Any` or `typing.Any`."""
    return getattr(node, "id", None) == "Any" or getattr(node, "attr", None) == "Any"


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=lambda file: str(file.relative_to(SOURCE)))
def test_nothing_is_any(file: Path) -> None:
    """No public signature mentions `Any`."""
    assert [] == any_in(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x: Any = 1", "Any"),
        ("def f(x: list[Any]): ...", "list[Any]"),
        ("def f(*, x: dict[str, typing.Any] = 1): ...", "dict[str, typing.Any]"),
        ("def f() -> Callable[..., Any]: ...", "Callable[..., Any]"),
        ("class C:\n  async def f(self, *args: Any): ...", "Any"),
        ("class C:\n  def __call__(self, **more: Any): ...", "Any"),
    ],
)
def test_any_is_seen(source: str, found: str) -> None:
    """`Any` is found in every position."""
    assert [found] == any_in(source)
