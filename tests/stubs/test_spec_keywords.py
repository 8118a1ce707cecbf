"""The keywords of `spec` in a stub are the fields of the config that a file sets."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator

import pytest

from tests.stubs.command import ROOT
from typed_registry._documentation.settable import settable_fields, unsettable_notices
from typed_registry._registration.entries import Entries, entries_of
from typed_registry._registration.passing import takes_other_keys
from typed_registry.config._types.fields import fields
from typed_registry.errors import UnconfigurableError

MODULES = ("tests.stubs.zoo", "tests.stubs.rare", "tests.typing.zoo.registries", "posttrain.registries")


def overloads(module: str) -> Iterator[tuple[str, str, dict[str, bool]]]:
    """Yield the variable, the name and the keywords, with whether each is required, of `spec` in a stub."""
    file = ROOT / "src" / module.replace(".", "/") if module.startswith("posttrain") else None
    tree = ast.parse((file or ROOT / module.replace(".", "/")).with_suffix(".pyi").read_bytes())
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                match method:
                    case ast.FunctionDef(
                        name="spec",
                        args=ast.arguments(
                            posonlyargs=[_, ast.arg(annotation=ast.Subscript(slice=ast.Constant(str(name))))],
                            kwonlyargs=keywords,
                            kw_defaults=defaults,
                        ),
                    ):
                        required = (default is None for default in defaults)
                        names = (keyword.arg for keyword in keywords)
                        yield node.name, name, dict(zip(names, required, strict=True))
                    case _:
                        pass


def registries(module: str) -> Iterator[tuple[str, Entries]]:
    """Yield the registries of a module, each with the name of its class in the stub."""
    for variable, value in vars(importlib.import_module(module)).items():
        entries = entries_of(value)
        if entries is not None and entries.module == module:
            yield "_" + "".join(word.capitalize() for word in variable.split("_")), entries


def config_fields(entries: Entries, name: str) -> dict[str, bool] | None:
    """Return the fields of a component's config, and whether each is required; None if nothing chooses it."""
    try:
        config = entries.config(name)
        if unsettable_notices(config):
            return None
        found = settable_fields(config) if entries.record(name).declared is None else fields(config)
        return {field.key: field.required for field in found if not takes_other_keys(field)}
    except UnconfigurableError:
        return None


@pytest.mark.filterwarnings("ignore:say 'several'")  # by a class that derives from a deprecated one
@pytest.mark.parametrize("module", MODULES)
def test_keywords_are_the_fields_of_the_config(module: str) -> None:
    """The same names are required. An overloaded constructor spreads its keywords over its overloads."""
    found: dict[tuple[str, str], list[dict[str, bool]]] = {}
    for kind, name, keywords in overloads(module):
        found.setdefault((kind, name), []).append(keywords)

    for kind, entries in registries(module):
        for name in entries:
            expected = config_fields(entries, name)
            offered = found.get((kind, name), [])
            if expected is None:
                assert offered == []
            elif len(offered) == 1:
                assert expected == offered[0], (kind, name)
            else:
                assert {*expected} == {key for keywords in offered for key in keywords}, (kind, name)
