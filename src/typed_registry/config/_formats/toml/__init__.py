"""TOML 1.0, which has dates and no null."""

from __future__ import annotations

from typed_registry.config._formats.format import Format
from typed_registry.config._formats.toml.editor import edit
from typed_registry.config._formats.toml.reader import parse
from typed_registry.config._formats.toml.writer import quote, write

TOML = Format("TOML", (".toml",), parse, write, edit, quote, has_null=False, has_dates=True)
