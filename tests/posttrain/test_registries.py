"""The registries as they are, beside what the stub says of them, and what their configs say of themselves."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from pathlib import Path

import attrs
import pytest

from posttrain import registries
from posttrain.config import ExperimentConfig
from typed_registry._conformance.check import fits
from typed_registry._conformance.contract import Contract
from typed_registry._documentation.describe import describe
from typed_registry._documentation.field_docs import component_docs
from typed_registry._registration.entries import Entries, entries_of
from typed_registry.config._types.fields import fields

REGISTRIES: dict[str, Entries] = {
    name: entries for name, value in vars(registries).items() if (entries := entries_of(value))
}
EVERY = [(entries, name) for entries in REGISTRIES.values() for name in entries]
EACH = pytest.mark.parametrize(("entries", "name"), EVERY, ids=lambda part: getattr(part, "name", part))
PLAIN = {
    ("models", "transformer", "layers"),
    ("models", "transformer", "heads"),
    ("rewards", "exact_match", "ignore_case"),
    ("rewards", "weighted", "parts"),
    ("optimizers", "adamw", "eps"),
    ("optimizers", "adamw", "weight_decay"),
    ("optimizers", "sgd", "lr"),
    ("optimizers", "sgd", "momentum"),
    ("optimizers", "sgd", "weight_decay"),
    ("optimizers", "adafactor", "lr"),
    ("optimizers", "adafactor", "weight_decay"),
}
"""Fields whose names say it all."""


def stub() -> ast.Module:
    """The stub that checkers read in place of the module."""
    return ast.parse(Path(registries.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))


def literal(kind: ast.AST) -> list[str]:
    """The names in `Literal["a", "b"]`."""
    return [
        node.value
        for node in ast.walk(kind)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def overloaded(registry: ast.ClassDef, method: str) -> list[str]:
    """The names in the literals that the overloads of a method take first."""
    functions = [node for node in registry.body if isinstance(node, ast.FunctionDef) and node.name == method]
    taken = [function.args.posonlyargs[1].annotation for function in functions]
    return [name for kind in taken if kind is not None for name in literal(kind)]


def test_stub_names() -> None:
    """The stub's aliases name exactly what each registry has, in the order of the registries."""
    aliases = [
        node for node in stub().body if isinstance(node, ast.AnnAssign) and "Name" in ast.unparse(node.target)
    ]

    assert [sorted(entries) for entries in REGISTRIES.values()] == [
        sorted(literal(alias)) for alias in aliases
    ]


def test_stub_registries() -> None:
    """The stub has each registry by its name."""
    assigned = [ast.unparse(node.target) for node in stub().body if isinstance(node, ast.AnnAssign)]

    assert [*REGISTRIES] == [name for name in assigned if name.isupper()]


@pytest.mark.parametrize("method", ["build", "spec"])
def test_stub_overloads(method: str) -> None:
    """The stub's `build` and `spec` have an overload for each component."""
    classes = [node for node in stub().body if isinstance(node, ast.ClassDef)]
    named = [sorted({*overloaded(node, method)}) for node in classes]

    assert [sorted(entries) for entries in REGISTRIES.values()] == [names for names in named if names]


def test_kinds() -> None:
    """There are ten registries, each named as its constant is."""
    assert [name.lower() for name in REGISTRIES] == [entries.name for entries in REGISTRIES.values()]
    assert 10 == len(REGISTRIES)


@EACH
def test_fits(entries: Entries, name: str) -> None:
    """Each component builds what its registry is for, and its config is a frozen class."""
    contract = entries.contract

    assert contract.resolved
    assert isinstance(contract, Contract)
    assert () == fits(entries.load(name).component, contract.kind)
    assert attrs.inspect(entries.config(name)).is_frozen


@EACH
def test_documented(entries: Entries, name: str) -> None:
    """Each field of a config has a doc, unless its name says it all."""
    docs = component_docs(entries, name)
    bare = {
        (entries.name, name, field.key) for field in fields(entries.config(name)) if not docs.get(field.key)
    }

    assert {plain for plain in PLAIN if plain[:2] == (entries.name, name)} == bare


@pytest.mark.parametrize("entries", REGISTRIES.values(), ids=REGISTRIES)
def test_described(entries: Entries) -> None:
    """Each component is described in a sentence and has no problem that would keep it from a config."""
    for description in describe(entries):
        assert description.problem is None
        assert description.summary.endswith(".")


def test_root_documented() -> None:
    """So has each field of the experiment's own config."""
    source = Path(str(inspect.getsourcefile(ExperimentConfig))).read_text(encoding="utf-8")
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    body = next(node for node in classes if node.name == ExperimentConfig.__name__).body
    following = {
        ast.unparse(a.target): isinstance(b, ast.Expr)
        for a, b in pairwise(body)
        if isinstance(a, ast.AnnAssign)
    }

    assert dict.fromkeys((field.key for field in fields(ExperimentConfig)), True) == following
