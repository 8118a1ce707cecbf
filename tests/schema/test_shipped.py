"""The schema that ships, and the configs that name it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from posttrain.config import ExperimentConfig
from typed_registry._schema import rendered
from typed_registry.config._formats.read import read

from .judge import validator

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "configs/experiment.schema.json"
SHIPPED = sorted((ROOT / "configs").rglob("*.yaml"))
EACH = pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))


def test_fresh() -> None:
    """The schema that ships is up to date. To write it: typed-registry schema --output <file>."""
    assert SCHEMA.read_text(encoding="utf-8") == rendered(ExperimentConfig)


@EACH
def test_valid(file: Path) -> None:
    """Each config that ships is valid by the schema."""
    schema: object = json.loads(SCHEMA.read_text(encoding="utf-8"))

    assert [] == list(validator(schema).iter_errors(read(file).data))


@EACH
def test_modeline(file: Path) -> None:
    """Each config names the schema where editors look for it, by a path that exists."""
    start, _, path = file.read_text(encoding="utf-8").partition("\n")[0].partition("=")

    assert "# yaml-language-server: $schema" == start
    assert SCHEMA == (file.parent / path).resolve()
