"""JSON, which has no infinite numbers."""

from __future__ import annotations

from typed_registry.config._formats.format import Format
from typed_registry.config._formats.json.editor import edit
from typed_registry.config._formats.json.reader import parse
from typed_registry.config._formats.json.writer import quote, write

JSON = Format("JSON", (".json",), parse, write, edit, quote, has_infinity=False)
