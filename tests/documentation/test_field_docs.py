"""The docs of the fields of config classes, which stand below the fields in the source."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from unittest.mock import patch

from tests.samples.zoo import plant
from typed_registry._documentation.field_docs import docs

CONFIG = '''
@frozen
class Config{number}:
    """Has fields.

    Args:
        inside: Documented in the docstring.
    """
    size: int = {number}
    """How large
    it is."""
    plain: int = 0
    inside: int = 0
    """Documented twice."""
    other = size
    """Not a field."""
'''


def test_many_classes_in_one_module(folder: Path) -> None:
    """A module is parsed once for the docs of all its classes, and not for each of them."""
    classes = (CONFIG.format(number=number) for number in range(30))
    plant(folder, {"many_configs.py": "from attrs import frozen\n" + "".join(classes)})
    module = importlib.import_module("many_configs")
    parsed: list[object] = []
    original = ast.parse

    def parse(source: str) -> ast.AST:
        if "Config29" in source:
            parsed.append(source)
        return original(source)

    with patch.object(ast, "parse", parse):
        found = [docs(vars(module)[f"Config{number}"]) for number in range(30)]
    expected = {"size": "How large it is.", "inside": "Documented in the docstring.", "other": "Not a field."}
    assert [expected] * 30 == found
    assert 1 == len(parsed)


def test_a_class_without_source() -> None:
    """Its docstring may document its fields all the same."""
    names: dict[str, object] = {}
    exec("from attrs import frozen\n" + CONFIG.format(number=1), names)  # noqa: S102  # our own source
    made = names["Config1"]
    assert isinstance(made, type)
    assert docs(made) == {"inside": "Documented in the docstring."}
