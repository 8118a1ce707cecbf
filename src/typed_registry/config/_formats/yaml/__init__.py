"""YAML 1.2."""

from __future__ import annotations

from typed_registry.config._formats.format import Format
from typed_registry.config._formats.yaml.editor import edit
from typed_registry.config._formats.yaml.reader import parse
from typed_registry.config._formats.yaml.writer import write, write_flow

YAML = Format("YAML", (".yaml", ".yml"), parse, write, edit, quote=write_flow)
